"""Every row of the sheets: status, headers and bytes over HTTP, and the exception of the SDK."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from mockllm.api.mock import MockLLM
from mockllm.engine.settings import Settings
from mockllm.vendors.kinds import Options
from tests.conftest import Golden
from tests.refusals.asking import asked, ready, told
from tests.refusals.sdks import SDKS, raised
from tests.refusals.sheets import Row, rows

ROWS = list(rows())

every_row = pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])


class Servers:
    """Servers by the keys that they ask for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.url = cache(self._url)

    def _url(self, keys: tuple[str, ...] | None, work: float) -> str:
        settings = Settings(Options(keys=keys, work=work))
        return self._stack.enter_context(MockLLM(on_miss="fake", settings=settings, check=False)).url


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack)


def _laid_out(row: Row) -> str:
    """The body: OpenAI indents by four at its gateway, by two behind it, and escapes characters in Responses."""
    error = {"message": row.facts["says"], **{name: row.facts[name] for name in ("type", "param", "code")}}
    if row.responses or not row.gateway:
        return json.dumps({"error": error}, indent=2, ensure_ascii=row.responses)
    return json.dumps({"error": error}, indent=4, ensure_ascii=False) + "\n"


@every_row
def test_a_row_is_refused_in_these_bytes(row: Row, servers: Servers, golden: Golden) -> None:
    url = servers.url(row.keys, row.work)
    reply = asked(url, ready(url, row, f"http-{row.id}"), f"http-{row.id}")

    assert reply.status == row.status
    assert told(row, reply) == row.facts
    if row.vendor == "openai":
        assert reply.body.decode() == _laid_out(row)
    golden(f"refusals/{row.id}.http", reply.text)


@pytest.mark.filterwarnings("ignore:The predictionguard SDK is deprecated:FutureWarning")
@pytest.mark.parametrize("row", [row for row in ROWS if row.raises], ids=[row.id for row in ROWS if row.raises])
def test_the_sdk_raises_its_class(row: Row, servers: Servers) -> None:
    session = f"sdk-{row.id}".replace("/", "-")
    url = servers.url(row.keys, row.work)
    error = raised(SDKS[row.vendor], url, ready(url, row, session), session)

    assert type(error).__name__ == row.raises, error
    assert getattr(error, "status_code", row.status) == row.status
