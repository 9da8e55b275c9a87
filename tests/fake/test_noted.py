"""Prompts and schemas of documents, and what a sensible person would note of what the prompt says."""

import json
from typing import Any

import pytest

from mockllm.fake.arguments import document
from mockllm.stamp import Dice
from tests.fake.asks import DATE, EMAIL, INTEGER, NUMBER, STRING, array, enum, members

DOCUMENTS: list[tuple[str, Any, Any]] = [
    (
        "Order for Alice Brown: 3 x widget, sku AB-12, ship to 5 Main St, Paris by 2026-12-01",
        members(
            customer=STRING,
            items=array(members(sku=STRING, quantity=INTEGER)),
            street=STRING,
            city=STRING,
            date=STRING,
        ),
        {
            "customer": "Alice Brown",
            "items": [{"sku": "AB-12", "quantity": 3}],
            "street": "5 Main St",
            "city": "Paris",
            "date": "2026-12-01",
        },
    ),
    (
        "Invoice INV-2041 from Acme Corp, total 1,250.50 EUR, due 2026-04-30",
        members(total=NUMBER, vendor=STRING, currency=STRING, due_date=DATE, invoice_number=STRING),
        {
            "total": 1250.5,
            "vendor": "Acme Corp",
            "currency": "EUR",
            "due_date": "2026-04-30",
            "invoice_number": "INV-2041",
        },
    ),
    (
        "Invoice for John Smith: 2 x keyboard at $49.99, 1 x mouse at $19.50",
        members(
            customer_name=STRING,
            lines=array(members(description=STRING, quantity=INTEGER, unit_price=NUMBER)),
        ),
        {
            "customer_name": "John Smith",
            "lines": [
                {"description": "keyboard", "quantity": 2, "unit_price": 49.99},
                {"description": "mouse", "quantity": 1, "unit_price": 19.5},
            ],
        },
    ),
    (
        "Alice Brown, 34, lives in Lyon; alice@example.org",
        members(email=STRING, city=STRING, age=INTEGER, name=STRING),
        {"email": "alice@example.org", "city": "Lyon", "age": 34, "name": "Alice Brown"},
    ),
    (
        "Ship to John Smith (john@example.com), 12 Oak Avenue, Berlin 10115, Germany",
        members(
            address=members(street=STRING, city=STRING, zip=STRING, country=STRING),
            customer=members(email=EMAIL, name=STRING),
        ),
        {
            "address": {"street": "12 Oak Avenue", "city": "Berlin", "zip": "10115", "country": "Germany"},
            "customer": {"email": "john@example.com", "name": "John Smith"},
        },
    ),
    (
        "name: Bob\nage: 41\ncity: Oslo\nfavourite colour: dark green",
        members(favourite_colour=STRING, city=STRING, name=STRING, age=INTEGER),
        {"favourite_colour": "dark green", "city": "Oslo", "name": "Bob", "age": 41},
    ),
    (
        "The city is Lyon, the temperature is 21.5 and the sensor is X7",
        members(sensor=STRING, temperature=NUMBER, city=STRING),
        {"sensor": "X7", "temperature": 21.5, "city": "Lyon"},
    ),
    (
        "I have a billing question about invoice 77",
        members(category=enum("technical", "billing")),
        {"category": "billing"},
    ),
    (
        "Classify this negative review: 'The battery died after 2 days'",
        members(sentiment=enum("positive", "negative"), confidence=NUMBER),
        {"sentiment": "negative"},
    ),
    (
        "Tags: python, testing and ci",
        members(tags=array(STRING)),
        {"tags": ["python", "testing", "ci"]},
    ),
    (
        "Alice and Bob met in Vienna on 2026-02-03",
        members(people=array(STRING), place=STRING, date=DATE),
        {"people": ["Alice", "Bob"], "place": "Vienna", "date": "2026-02-03"},
    ),
    (
        "The movie 'Blue Harbor' (2019) was directed by Ana Torres, rating 8.5",
        members(director=STRING, title=STRING, year=INTEGER, rating=NUMBER),
        {"director": "Ana Torres", "title": "Blue Harbor", "year": 2019, "rating": 8.5},
    ),
    (
        "Jane Doe works as a designer at Northwind since 2021",
        members(company=STRING, name=STRING, start_year=INTEGER),
        {"company": "Northwind", "name": "Jane Doe", "start_year": 2021},
    ),
    (
        "Dr. Emily Stone, cardiologist at Mercy Hospital, phone 202-555-0143, born 1979-03-12",
        members(phone=STRING, name=STRING, date_of_birth=DATE),
        {"phone": "202-555-0143", "name": "Dr. Emily Stone", "date_of_birth": "1979-03-12"},
    ),
    (
        "Receipt: 1 x Latte $4.50, 2 x Muffin $3.25, total $11.00",
        members(items=array(members(name=STRING, qty=INTEGER, price=NUMBER)), total=NUMBER, currency=STRING),
        {
            "items": [{"name": "Latte", "qty": 1, "price": 4.5}, {"name": "Muffin", "qty": 2, "price": 3.25}],
            "total": 11,
            "currency": "USD",
        },
    ),
    (
        "Alice (30) and Bob (25) are coming",
        members(people=array(members(name=STRING, age=INTEGER))),
        {"people": [{"name": "Alice", "age": 30}, {"name": "Bob", "age": 25}]},
    ),
    (
        "Meeting on 2026-05-04 from 10:00 to 11:30 with Ann and Ben in room 4B",
        members(room=STRING, participants=array(STRING), end_time=STRING, start_time=STRING, date=DATE),
        {
            "room": "4B",
            "participants": ["Ann", "Ben"],
            "end_time": "11:30",
            "start_time": "10:00",
            "date": "2026-05-04",
        },
    ),
    (
        "From mark@acme.io: my invoice INV-77 is wrong, please fix urgently",
        members(invoice_id=STRING, email=EMAIL, priority=enum("low", "urgent")),
        {"invoice_id": "INV-77", "email": "mark@acme.io", "priority": "urgent"},
    ),
]


def within(wanted: Any, found: Any) -> bool:
    """Whether all that is wanted was found; documents have more members than the prompt gives."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(name in found and within(wanted[name], found[name]) for name in wanted)
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(within, wanted, found))
    return bool(wanted == found)


@pytest.mark.parametrize(("text", "schema", "wanted"), DOCUMENTS, ids=[row[0][:24] for row in DOCUMENTS])
def test_a_document_holds_what_a_person_would_note(text: str, schema: Any, wanted: Any) -> None:
    found = json.loads(document(schema, text, Dice(b"seed")))

    assert within(wanted, found), found
