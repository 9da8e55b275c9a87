import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from vcr.cassette import Cassette  # type: ignore[import-untyped]
from vcr.record_mode import RecordMode  # type: ignore[import-untyped]
from vcr.request import Request as StockRequest  # type: ignore[import-untyped]

from mockllm.cassette.exchange import Exchange
from mockllm.cassette.file import load
from mockllm.cassette.redact import Redactor
from mockllm.errors import MockLLMError
from mockllm.recorder import Keeping, Mode, Plan, Recorder, Statuses, Summary, plan
from tests.cassette.samples import answered, streamed

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


async def _record(path: Path, *exchanges: Exchange, mode: Mode = "once", **options: Redactor) -> Summary:
    recorder = Recorder(path, Keeping(mode, now=lambda: NOW, **options))  # type: ignore[arg-type]
    for exchange in exchanges:
        await recorder.keep(exchange)
    return await recorder.close()


async def test_what_is_kept_is_dated(tmp_path: Path) -> None:
    summary = await _record(tmp_path / "a.yaml", streamed(), answered())

    found = load(tmp_path / "a.yaml").exchanges
    assert [each.response.trace.recorded_at for each in found if each.response.trace] == ["2026-01-02T03:04:05Z"] * 2
    assert summary.lines() == ["2 exchanges kept.", "Redacted: response header set-cookie (2)"]


@pytest.mark.parametrize("mode", ["once", "new_episodes", "none", "all"])
@pytest.mark.parametrize("exists", [True, False])
def test_modes_mean_what_they_mean_in_vcrpy(tmp_path: Path, mode: Mode, exists: bool) -> None:
    path = tmp_path / "a.yaml"
    request = StockRequest("GET", "http://h/x", None, {})
    if exists:
        first = Cassette.load(path=str(path), record_mode=RecordMode.ALL)
        first.append(request, {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": b""}})
        first._save(force=True)  # noqa: SLF001
    stock = Cassette.load(path=str(path), record_mode=RecordMode(mode))

    found = plan(mode, exists=exists)

    assert (found.plays and exists) == bool(stock.can_play_response_for(request))
    assert found.records == (not stock.write_protected)


async def test_mode_all_replaces_what_was_recorded_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    await _record(path, answered({"a": 1}, b"old"), answered({"a": 2}, b"other"))

    await _record(path, answered({"a": 1}, b"new"), answered({"a": 1}, b"newer"), mode="all")

    assert [each.response.body for each in load(path).exchanges] == [b"other", b"new", b"newer"]


async def test_new_episodes_are_added(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    await _record(path, answered({"a": 1}, b"old"))

    await _record(path, answered({"a": 2}, b"new"), mode="new_episodes")

    assert [each.response.body for each in load(path).exchanges] == [b"old", b"new"]


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("", [200, 302], [400, 429, 529]),
        ("429, 5xx", [200, 429, 500, 529], [400, 404]),
        ("4XX", [400, 404, 429], [500]),
    ],
)
def test_error_statuses_are_kept_when_asked(text: str, kept: list[int], dropped: list[int]) -> None:
    statuses = Statuses(text)

    assert [status for status in kept + dropped if statuses.keeps(status)] == kept


@pytest.mark.parametrize("text", ["x", "3xx", "42", "429 529"])
def test_what_is_no_status_says_so(text: str) -> None:
    with pytest.raises(MockLLMError, match=f"--record-errors {text}: .* is neither a status nor 4xx or 5xx"):
        Statuses(text)


async def test_what_is_not_kept_is_counted_with_its_reason(tmp_path: Path) -> None:
    lines: list[str] = []
    failed = replace(answered(), response=replace(answered().response, status=500))
    sealed = replace(answered(b"\x8b\xff", headers=(("Content-Encoding", "br"),)))
    hook = Redactor(hook=lambda exchange: None if b"drop" in exchange.request.body else exchange)
    recorder = Recorder(tmp_path / "a.yaml", Keeping(redact=hook), lines.append)
    for exchange in (failed, sealed, sealed, answered({"drop": 1}), answered()):
        await recorder.keep(exchange)

    summary = await recorder.close()

    assert summary.kept == 1
    assert summary.dropped == {
        "status 500 (see --record-errors)": 1,
        "a secret would have remained": 2,
        "the redaction hook dropped it": 1,
    }
    assert lines == summary.problems
    assert len(lines) == 2
    assert summary.lines().count(lines[0]) == 1
    assert summary.lines()[-1] == lines[0]


async def test_a_hook_that_fails_is_a_problem_of_its_own(tmp_path: Path) -> None:
    def broken(exchange: Exchange) -> Exchange:
        raise KeyError(exchange.place)

    summary = await _record(tmp_path / "a.yaml", answered(), redact=Redactor(hook=broken))

    assert summary.dropped == {"the redaction hook failed": 1}
    assert "KeyError" in summary.problems[0]


async def test_a_cassette_that_is_held_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    first, second, third = Recorder(path), Recorder(path), Recorder(path, Keeping("none"))
    with first.held():
        with pytest.raises(MockLLMError, match="another recorder is writing this cassette"), second.held():
            pytest.fail("it is held twice")
        with third.held():
            pass
        assert path.exists()
    assert not path.exists()
    for recorder in (first, second, third):
        await recorder.close()


async def test_a_file_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    summary = await _record(tmp_path / "file" / "a.yaml", answered())

    assert summary.dropped == {"the cassette could not be written": 1}
    assert len(summary.problems) == 1


async def test_what_was_written_is_synced_every_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("mockllm.recorder._SYNC_SECONDS", 0.01)
    monkeypatch.setattr("mockllm.cassette.append.os.fsync", synced.append)
    recorder = Recorder(tmp_path / "a.yaml")
    await recorder.keep(answered())
    await asyncio.sleep(0.05)

    assert len(synced) == 1
    await recorder.close()


def test_the_first_recording_in_a_folder_says_what_is_stored(tmp_path: Path) -> None:
    first = Recorder(tmp_path / "new" / "a.yaml")
    (tmp_path / "b.yaml").write_text("interactions: []")

    assert "Prompts, answers and tool results are stored as plain text" in first.notices()[0]
    assert Recorder(tmp_path / "a.yaml").notices() == []
    assert Recorder(tmp_path / "new" / "a.yaml", Keeping("none")).notices() == []


async def test_a_torn_cassette_is_told_before_anything_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    await _record(path, answered(), answered())
    path.write_text(path.read_text()[:-20])
    lines: list[str] = []

    recorder = Recorder(path, Keeping("new_episodes"), lines.append)

    assert "the last interaction was not written to its end" in recorder.notices()[0]
    assert recorder.plan == Plan(plays=True, records=True)
    await recorder.close()
