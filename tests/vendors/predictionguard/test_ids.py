"""Ids of Prediction Guard's answers."""

import re

from mockllm.vendors.predictionguard.ids import lettered, uuid
from tests.vendors.worlds import stamp_of


def test_ids_have_the_forms_of_the_service() -> None:
    one = stamp_of("one")
    assert re.fullmatch(r"fact-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", uuid(one, "fact"))
    assert re.fullmatch(r"pii-[0-9A-Za-z]{32}", lettered(one, "pii"))


def test_another_request_has_another_id() -> None:
    assert uuid(stamp_of("one"), "fact") != uuid(stamp_of("two"), "fact")
