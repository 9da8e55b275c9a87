"""`make demo` passes, and would say so if it did not."""

from typing import cast

import pytest

from tests.demo import Clients, MismatchError, main, run

NOBODY = cast("Clients", None)


def chat_lying(_: Clients) -> str:
    raise MismatchError("streamed 'a', plain 'b'")


def chat_true(_: Clients) -> str:
    return "'a'"


def test_a_mismatch_is_told_in_the_line_of_its_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert not run(chat_lying, NOBODY)
    assert capsys.readouterr().out == "chat       lying       FAILED  MismatchError: streamed 'a', plain 'b'\n"


def test_a_step_that_holds_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(chat_true, NOBODY)
    assert capsys.readouterr().out == "chat       true        ok      'a'\n"


@pytest.mark.proof
def test_the_official_sdks_get_through_every_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert "12 of 12" in capsys.readouterr().out
