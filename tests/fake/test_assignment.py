"""Prompts and schemas as people write them, and where a sensible person would put what the prompt says."""

import json
from typing import Any

import pytest

from mockllm.ask import Tool
from mockllm.fake.arguments import calls
from mockllm.stamp import Dice
from tests.fake.asks import DATE, EMAIL, INTEGER, NUMBER, STRING, array, enum, function, members

TOOLS: list[tuple[str, Tool, Any]] = [
    (
        "What's the weather in Paris in celsius?",
        function("get_weather", location=STRING, unit=enum("celsius", "fahrenheit")),
        {"location": "Paris", "unit": "celsius"},
    ),
    (
        "Book a business flight from Berlin to Tokyo on 2026-03-05 for 2 passengers",
        function(
            "book_flight",
            destination=STRING,
            origin=STRING,
            date=DATE,
            passengers=INTEGER,
            cabin=enum("economy", "business"),
        ),
        {"destination": "Tokyo", "origin": "Berlin", "date": "2026-03-05", "passengers": 2, "cabin": "business"},
    ),
    (
        'Create a high priority ticket titled "Login broken" and assign it to Maria Lopez',
        function("create_ticket", assignee=STRING, title=STRING, priority=enum("low", "high")),
        {"assignee": "Maria Lopez", "title": "Login broken", "priority": "high"},
    ),
    (
        'Send an email to bob@example.com with subject "Lunch" saying "See you at noon"',
        function("send_email", to=STRING, body=STRING, subject=STRING),
        {"to": "bob@example.com", "body": "See you at noon", "subject": "Lunch"},
    ),
    (
        "Show the last 5 shipped orders of customer C-1042",
        function("search_orders", customer_id=STRING, status=enum("pending", "shipped"), limit=INTEGER),
        {"customer_id": "C-1042", "status": "shipped", "limit": 5},
    ),
    ("What is AAPL trading at?", function("get_stock_price", ticker=STRING), {"ticker": "AAPL"}),
    (
        'Schedule "Team sync" on 2026-05-04 at 10:30 with ann@example.com and bob@example.com',
        function("create_event", attendees=array(EMAIL), title=STRING, date=DATE, start_time=STRING),
        {
            "attendees": ["ann@example.com", "bob@example.com"],
            "title": "Team sync",
            "date": "2026-05-04",
            "start_time": "10:30",
        },
    ),
    (
        "Set the temperature in the kitchen to 21",
        function("set_thermostat", temperature=NUMBER, room=STRING),
        {"temperature": 21, "room": "kitchen"},
    ),
    (
        "Convert 100 USD to EUR",
        function("convert_currency", to_currency=STRING, from_currency=STRING, amount=NUMBER),
        {"to_currency": "EUR", "from_currency": "USD", "amount": 100},
    ),
    (
        "Transfer 250.75 from account A-100 to account B-200",
        function("transfer", to_account=STRING, from_account=STRING, amount=NUMBER),
        {"to_account": "B-200", "from_account": "A-100", "amount": 250.75},
    ),
    (
        "Find a hotel in Rome from 2026-06-01 to 2026-06-05 for 2 guests",
        function("search_hotels", check_out=DATE, check_in=DATE, guests=INTEGER, city=STRING),
        {"check_out": "2026-06-05", "check_in": "2026-06-01", "guests": 2, "city": "Rome"},
    ),
    (
        "Add Ada Lovelace with phone number +44 20 7946 0958",
        function("add_contact", phone=STRING, name=STRING),
        {"phone": "+44 20 7946 0958", "name": "Ada Lovelace"},
    ),
    (
        "Order 2 apples and 3 pears",
        function("place_order", items=array(members(name=STRING, quantity=INTEGER))),
        {"items": [{"name": "apples", "quantity": 2}, {"name": "pears", "quantity": 3}]},
    ),
    (
        "Get issue #42 in octocat/hello-world",
        function("get_issue", repo=STRING, issue_number=INTEGER),
        {"repo": "octocat/hello-world", "issue_number": 42},
    ),
    (
        "Refund order 12345 because it arrived damaged",
        function("refund_order", reason=STRING, order_id=STRING),
        {"reason": "it arrived damaged", "order_id": "12345"},
    ),
    (
        "Remind me to buy milk at 5pm",
        function("set_reminder", time=STRING, text=STRING),
        {"time": "5pm", "text": "buy milk"},
    ),
    (
        "How far is it from Paris to London?",
        function("distance", **{"to": STRING, "from": STRING}),
        {"to": "London", "from": "Paris"},
    ),
    (
        "Find running shoes under 100 dollars",
        function("search_products", max_price=NUMBER, query=STRING),
        {"max_price": 100, "query": "running shoes under 100 dollars"},
    ),
    ("Show user 42", function("get_user", user_id=INTEGER), {"user_id": 42}),
    ("Delete user 42, please", function("delete_user", user_id=STRING), {"user_id": "42"}),
    (
        'Book a table for 4 at "Chez Nous" on Friday at 7pm',
        function("book_table", time=STRING, date=STRING, party_size=INTEGER, restaurant=STRING),
        {"time": "7pm", "date": "Friday", "party_size": 4, "restaurant": "Chez Nous"},
    ),
    (
        'Translate "good morning" to French',
        function("translate", target_language=STRING, text=STRING),
        {"target_language": "French", "text": "good morning"},
    ),
    (
        "I spent $42.50 on food at Starbucks",
        function("log_expense", merchant=STRING, category=enum("travel", "food"), currency=STRING, amount=NUMBER),
        {"merchant": "Starbucks", "category": "food", "currency": "USD", "amount": 42.5},
    ),
    (
        "Start a timer for 30 minutes called tea",
        function("start_timer", label=STRING, duration_minutes=INTEGER),
        {"label": "tea", "duration_minutes": 30},
    ),
    (
        "Convert 20 celsius to fahrenheit",
        function(
            "convert",
            value=NUMBER,
            to_unit=enum("celsius", "fahrenheit"),
            from_unit=enum("celsius", "fahrenheit"),
        ),
        {"value": 20, "to_unit": "fahrenheit", "from_unit": "celsius"},
    ),
    (
        "GET https://api.example.com/v1/users please",
        function("http", url=STRING, method=enum("GET", "POST")),
        {"url": "https://api.example.com/v1/users", "method": "GET"},
    ),
    (
        "Where is the place at latitude 48.85 and longitude 2.35?",
        function("reverse_geocode", longitude=NUMBER, latitude=NUMBER),
        {"longitude": 2.35, "latitude": 48.85},
    ),
    (
        "Rename src/old.py to src/new.py",
        function("rename", new_path=STRING, old_path=STRING),
        {"new_path": "src/new.py", "old_path": "src/old.py"},
    ),
    (
        "Replace 'foo' with 'bar' in lib/app.ts",
        function("edit_file", path=STRING, old_string=STRING, new_string=STRING),
        {"path": "lib/app.ts", "old_string": "foo", "new_string": "bar"},
    ),
    (
        "Please cancel my reservation RSV-8841 for tomorrow",
        function("cancel", reservation_id=STRING, date=STRING, reason={"type": ["string", "null"]}),
        {"reservation_id": "RSV-8841", "date": "tomorrow", "reason": None},
    ),
    (
        "What's the 5-day forecast for Tokyo in fahrenheit?",
        function("forecast", city=STRING, days=INTEGER, unit=enum("celsius", "fahrenheit")),
        {"city": "Tokyo", "days": 5, "unit": "fahrenheit"},
    ),
    (
        "Play 'Bohemian Rhapsody' by Queen",
        function("play_song", artist=STRING, title=STRING),
        {"artist": "Queen", "title": "Bohemian Rhapsody"},
    ),
    (
        "Add milk, eggs and bread to my shopping list",
        function("add_items", items=array(STRING)),
        {"items": ["milk", "eggs", "bread"]},
    ),
    (
        "Turn off the lights in the living room",
        function("lights", room=STRING, state=enum("on", "off")),
        {"room": "living room", "state": "off"},
    ),
    (
        "Create an issue in acme/widgets titled 'Crash on start' with labels bug and urgent",
        function("create_issue", repo=STRING, title=STRING, labels=array(STRING)),
        {"repo": "acme/widgets", "title": "Crash on start", "labels": ["bug", "urgent"]},
    ),
    (
        "Find flights from SFO to JFK departing 2026-07-01 returning 2026-07-10 for 1 adult",
        function("flights", return_date=DATE, departure_date=DATE, origin=STRING, destination=STRING, adults=INTEGER),
        {
            "return_date": "2026-07-10",
            "departure_date": "2026-07-01",
            "origin": "SFO",
            "destination": "JFK",
            "adults": 1,
        },
    ),
    (
        "Look up order #98765 for jane.doe@example.com",
        function("lookup", email=EMAIL, order_id=STRING),
        {"email": "jane.doe@example.com", "order_id": "98765"},
    ),
    (
        "Schedule a 45 minute meeting with Tom Baker on Friday at 14:00 about the budget",
        function("meet", title=STRING, attendee=STRING, date=STRING, time=STRING, duration_minutes=INTEGER),
        {"title": "budget", "attendee": "Tom Baker", "date": "Friday", "time": "14:00", "duration_minutes": 45},
    ),
    (
        "Tell Sarah that the demo is at noon",
        function("send_message", to=STRING, message=STRING),
        {"to": "Sarah", "message": "the demo is at noon"},
    ),
    ("How much is 20% of 350?", function("percent_of", percent=NUMBER, amount=NUMBER), {"percent": 20, "amount": 350}),
    (
        "Update user 17: set email to new@mail.com and phone to 555-123-4567",
        function("update_user", phone=STRING, email=EMAIL, user_id=INTEGER),
        {"phone": "555-123-4567", "email": "new@mail.com", "user_id": 17},
    ),
    (
        "Get me the exchange rate from dollars to euros",
        function("rate", base=STRING, quote=STRING),
        {"base": "USD", "quote": "EUR"},
    ),
]


@pytest.mark.parametrize(("text", "tool", "wanted"), TOOLS, ids=[row[1].name for row in TOOLS])
def test_the_arguments_of_a_call_are_what_a_person_would_give(text: str, tool: Tool, wanted: Any) -> None:
    assert json.loads(calls(tool, text, Dice(b"seed"), several=True)[0]) == wanted


@pytest.mark.parametrize(("text", "tool", "wanted"), TOOLS, ids=[row[1].name for row in TOOLS])
def test_the_order_of_the_members_changes_nothing(text: str, tool: Tool, wanted: Any) -> None:
    turned = {**tool.schema, "properties": dict(reversed(tool.schema["properties"].items()))}

    assert json.loads(calls(Tool(tool.name, schema=turned), text, Dice(b"x"), several=True)[0]) == wanted
