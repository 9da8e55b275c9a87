"""Test suites of others, run against this server where the person has them: MOCKLLM_CONFORMANCE names their folder.

The official SDKs' own suites ask a lenient server, LangChain's standard tests a strict one. They bring their own
list of the tests that may fail, and end with 0 when nothing else did. Whatever they ask, the server has nothing to say
on stderr.
"""

import os
from pathlib import Path

import pytest

from tests.child import serving
from tests.proofs.conftest import Tell
from tests.proofs.environments import ran

pytestmark = [pytest.mark.proof, pytest.mark.timeout(1_200)]

SUITES: dict[str, tuple[str, ...]] = {"sdk_suites.sh": ("--lenient",), "langchain_standard/run.sh": ()}


@pytest.mark.parametrize("script", SUITES)
def test_suite_of_others_passes(script: str, tmp_path: Path, tell: Tell) -> None:
    folder = os.environ.get("MOCKLLM_CONFORMANCE")
    if not folder:
        pytest.skip("MOCKLLM_CONFORMANCE is unset: there is no suite to run")
    file = Path(folder) / script
    if not file.exists():
        pytest.skip(f"MOCKLLM_CONFORMANCE holds no {script}")

    command = ("mockllm", "serve", "--port", "0", *SUITES[script])
    with (tmp_path / "stderr").open("w") as said, serving(*command, said=said) as server:
        lines = ran(file, str(server.port), seconds=1_100).splitlines()

    for line in lines:
        tell(line)
    assert lines
    assert (tmp_path / "stderr").read_text() == ""
