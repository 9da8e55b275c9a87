"""A failed test's session as a cassette that `mockllm replay` serves."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockllm.api.mock import MockLLM

__all__ = ["keep"]

_LONGEST = 150


def keep(folder: str, test: str, mock: "MockLLM") -> list[str]:
    """Write the session's exchanges, without secrets; what there is to say of it."""
    from mockllm.cassette.file import rewrite, told  # noqa: PLC0415 - loaded with the server
    from mockllm.cassette.redact import LeakError, Redactor  # noqa: PLC0415

    redact = Redactor()
    name = "".join(each if each.isalnum() or each in "-_.[]" else "_" for each in test.replace("../", ""))
    name = name[-_LONGEST:]
    target = Path(told(folder)) / f"{name}.yaml"
    try:
        found = [redact(exchange).exchange for exchange in mock.exchanges]
    except LeakError as error:
        return [f"{target}: not written: {error}"]
    exchanges = [exchange for exchange in found if exchange is not None]
    if not exchanges:
        return []
    try:
        rewrite(target, exchanges)
    except OSError as error:
        return [f"{target}: not written: {error.strerror}"]
    return [f"{test} failed; its session: mockllm replay {quote(str(target))}"]
