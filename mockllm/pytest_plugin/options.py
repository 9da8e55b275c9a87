"""Options of the command line and their equivalents in the ini file."""

import pytest
from msgspec import Struct

__all__ = ["OPTIONS", "Option", "add", "seed", "value"]


class Option(Struct, frozen=True):
    """One option; `--mockllm-NAME` on the command line, `mockllm_NAME` in the ini file."""

    name: str
    help: str
    default: str = ""
    choices: tuple[str, ...] = ()
    metavar: str | None = None
    kind: str = "string"
    switch: bool = False

    @property
    def flag(self) -> str:
        """How it is written on the command line."""
        return f"--mockllm-{self.name.replace('_', '-')}"


OPTIONS = (
    Option(
        "record",
        "how tests with a cassette marker record: none replays only, and a missing cassette is an error",
        "none",
        ("none", "once", "new_episodes", "all"),
    ),
    Option("upstream", "the real service that recording asks; may be given again", metavar="[NAME=]URL", kind="args"),
    Option("in_ci", "ask the real services, to record or on a miss, although the variable CI is set", switch=True),
    Option("seed", "decides all fakes", "0", metavar="N"),
    Option("accept", "rewrite the recorded requests of the tests that run, without asking anybody", switch=True),
    Option("artifacts", "keep the session of each failed test as a cassette in this folder", metavar="DIR"),
    Option("chaos", "run each test again with failures thrown in, and list those whose answer changes", metavar="SEED"),
    Option(
        "egress",
        "which connections the test process may not make: vendors refuses those to known model vendors, all refuses "
        "everything but this machine, off refuses none",
        "vendors",
        ("vendors", "all", "off"),
    ),
)
"""All options."""


def add(parser: pytest.Parser) -> None:
    """Make the options known to pytest."""
    group = parser.getgroup("mockllm", "mockllm: a local server that stands in for model services")
    for option in OPTIONS:
        flag, text = option.flag, option.help
        if option.switch:
            group.addoption(flag, action="store_true", default=None, help=text)
            parser.addini(f"mockllm_{option.name}", text, type="bool", default=False)
        elif option.kind == "args":
            group.addoption(flag, action="append", default=None, metavar=option.metavar, help=text)
            parser.addini(f"mockllm_{option.name}", text, type="args", default=[])
        else:
            choices = option.choices or None
            group.addoption(flag, default=None, choices=choices, metavar=option.metavar, help=text)
            parser.addini(f"mockllm_{option.name}", text, default=option.default)


def value(config: pytest.Config, name: str) -> str | bool | list[str]:
    """The value of an option: from the command line, else the ini file. Raises UsageError for one it cannot have."""
    option = next(each for each in OPTIONS if each.name == name)
    given = config.known_args_namespace.__dict__.get(f"mockllm_{name}") if config.known_args_namespace else None
    found: str | bool | list[str] = config.getini(f"mockllm_{name}") if given is None else given
    if option.choices and found not in option.choices:
        raise pytest.UsageError(f"mockllm_{name} is one of {', '.join(option.choices)}, not {found!r}.")
    return found


def seed(config: pytest.Config) -> int:
    """The seed of all fakes. Raises UsageError for what is no number."""
    given = str(value(config, "seed"))
    if not given.removeprefix("-").isdecimal():
        raise pytest.UsageError(f"mockllm_seed is a number, not {given!r}.")
    return int(given)
