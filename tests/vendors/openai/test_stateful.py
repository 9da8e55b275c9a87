"""The routes of what OpenAI remembers."""

from mockllm.vendors.openai.stateful import ROUTES


def test_each_route_has_a_name_and_a_place_of_its_own() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
