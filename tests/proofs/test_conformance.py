"""Test suites of others, run against this server where the person has them: MOCKLLM_CONFORMANCE names their folder.

The official SDKs' own suites ask a lenient server, LangChain's standard tests a strict one. They bring their own
list of the tests that may fail, and end with 0 when nothing else did.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.proof, pytest.mark.timeout(1_200)]

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("script", ["sdk_suites.sh", "langchain_standard/run.sh"])
def test_suite_of_others_passes(script: str) -> None:
    folder = os.environ.get("MOCKLLM_CONFORMANCE")
    if not folder:
        pytest.skip("MOCKLLM_CONFORMANCE is unset: there is no suite to run")
    file = Path(folder) / script
    if not file.exists():
        pytest.skip(f"MOCKLLM_CONFORMANCE holds no {script}")
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    run = subprocess.run(  # noqa: S603 - the person named the folder
        [str(file), "auto"],
        env=os.environ | {"MOCKLLM_CMD": f"{sys.executable} -m mockllm", "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=1_100,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
