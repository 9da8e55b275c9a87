"""Prediction Guard's bytes, in files that a reviewer reads."""

from collections.abc import Callable

import pytest

from tests.turns import CASES, REQUESTS
from tests.ways import asked, bytes_of, engine_that_says

SAYS = ("text", "unicode", "call", "calls", "reasoning", "length", "refusal", "json")
FORMS = {
    ("chat", False): ("/predictionguard/chat/completions", "json"),
    ("chat", True): ("/predictionguard/chat/completions", "sse"),
    ("responses", False): ("/predictionguard/responses", "json"),
}


@pytest.mark.parametrize("name", SAYS)
@pytest.mark.parametrize(("shape", "stream"), FORMS)
async def test_bytes_are_the_golden_ones(
    shape: str, name: str, golden: Callable[[str, bytes], None], *, stream: bool
) -> None:
    path, suffix = FORMS[shape, stream]
    case = CASES[name]
    body = REQUESTS[shape](case, {}) | {"stream": stream}
    for key in ("stream_options", "reasoning"):
        body.pop(key, None)
    reply = await asked(engine_that_says(case.turns), path, body)
    assert reply.status == 200, reply.body.decode()
    golden(f"predictionguard/{shape}/{name}.{suffix}", bytes_of(reply))
