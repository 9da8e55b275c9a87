import gzip
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from mockllm.cassette.file import load
from tests.cassette.samples import answered, streamed
from tests.cassette.test_flavours import VCRPY
from tests.cli.recordings import Run, written


def test_redact_takes_secrets_out_in_place(mockllm: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", answered({"key": "sk-proj-abc123DEF456ghi789", "name": "Ada"}))

    code, out, _ = mockllm("cassette", "redact", file, "--redact", "Ada")

    assert (code, out) == (0, f"{file}: redacted request body (1).\n")
    assert json.loads(load(file).exchanges[0].request.body) == {"key": "REDACTED" + "x" * 18, "name": "xxx"}
    assert mockllm("cassette", "redact", file)[1] == f"{file}: nothing to redact.\n"


def test_redact_leaves_a_cassette_with_a_torn_end_alone(mockllm: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", streamed(), streamed())
    file.write_text(content := file.read_text()[:-9])

    code, _, err = mockllm("cassette", "redact", file)

    assert code == 2
    assert "was not written to its end" in err
    assert file.read_text() == content


def test_import_brings_recordings_of_others_into_our_layout(mockllm: Run, tmp_path: Path) -> None:
    har = tmp_path / "b.har"
    entry = {
        "request": {"method": "GET", "url": "https://h/x", "headers": [{"name": "Cookie", "value": "a=b"}]},
        "response": {"status": 200, "headers": [], "content": {"text": "hi"}},
    }
    har.write_text(json.dumps({"log": {"entries": [entry]}}))
    stock = tmp_path / "a.yaml"
    stock.write_text(VCRPY)

    code, out, _ = mockllm("cassette", "import", stock, har)

    assert code == 0
    assert out.splitlines()[1] == f"{tmp_path}/b.yaml: 1 exchange from {har}."
    assert load(stock).ours
    assert load(tmp_path / "b.yaml").exchanges[0].request.headers == (("Cookie", "REDACTED"),)
    assert "it is there already" in mockllm("cassette", "import", har)[2]
    assert mockllm("cassette", "import", stock, har, "-o", tmp_path / "all.yaml")[0] == 0
    assert len(load(tmp_path / "all.yaml").exchanges) == 2


def test_a_hook_of_the_users_own_is_found(mockllm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ourhook.py").write_text("def drop(exchange):\n    return None\n\nvalue = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    file = written(tmp_path / "a.yaml", answered())

    assert mockllm("cassette", "redact", file, "--redact-hook", "ourhook:drop")[0] == 0
    assert load(file).exchanges == ()
    assert "it is not a function" in mockllm("cassette", "redact", file, "--redact-hook", "ourhook:value")[2]
    assert "give it as MODULE:FUNCTION" in mockllm("cassette", "redact", file, "--redact-hook", "nowhere")[2]


def test_import_takes_a_folder_and_loses_none_of_two_files_of_one_name(mockllm: Run, tmp_path: Path) -> None:
    for name in ("a.har", "a.json"):
        (tmp_path / name).write_text(json.dumps({"log": {"entries": []}}))

    code, _, err = mockllm("cassette", "import", tmp_path)

    assert code == 2
    assert err == (
        f"mockllm: {tmp_path}/a.yaml: {tmp_path}/a.har and {tmp_path}/a.json would both become it; "
        "put them together with --output.\n"
    )
    assert not (tmp_path / "a.yaml").exists()
    assert mockllm("cassette", "import", tmp_path, "-o", tmp_path / "all.yaml")[0] == 0
    assert mockllm("cassette", "redact", tmp_path / "all.yaml")[0] == 0


@pytest.mark.parametrize("name", ["a.json", "a.har"])
def test_redact_puts_no_yaml_in_the_place_of_json(mockllm: Run, tmp_path: Path, name: str) -> None:
    item = {"request": {"method": "GET", "uri": "/x?key=abc"}, "response": {"status": {"code": 200}}}
    (tmp_path / name).write_text(content := json.dumps({"interactions": [item]}))

    code, _, err = mockllm("cassette", "redact", tmp_path / name)

    assert code == 2
    assert "`mockllm cassette import` makes a cassette of it, redacted." in err
    assert (tmp_path / name).read_text() == content


def test_import_leaves_out_what_would_leak_and_takes_the_rest(mockllm: Run, tmp_path: Path) -> None:
    packed = gzip.compress(b'{"key": "sk-proj-abc123DEF456ghi789"}')
    leaking = answered({"a": 1}, packed)
    leaking = replace(leaking, response=replace(leaking.response, headers=(("Content-Encoding", "gzip"),)))
    file = written(tmp_path / "a.yaml", leaking, answered({"a": 2}))

    code, out, err = mockllm("cassette", "import", file, "-o", tmp_path / "b.yaml")

    assert (code, out) == (1, f"{tmp_path}/b.yaml: 1 exchange from {file}.\n")
    assert f"mockllm: {file}#1: " in err
    assert "a secret would remain in the response body" in err
    assert len(load(tmp_path / "b.yaml").exchanges) == 1
    for command in ("redact", "import"):
        assert mockllm("cassette", command, file)[0] == 2
        assert len(load(file).exchanges) == 2
