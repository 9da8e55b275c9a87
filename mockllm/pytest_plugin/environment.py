"""The environment of a test run: what SDKs read points to our server, and the real keys are kept aside."""

import os
from collections.abc import Iterator, Mapping, MutableMapping

from mockllm.vendors.table import VENDORS

__all__ = ["Environment"]

_PROXY = ("NO_PROXY", "no_proxy")


class Environment:
    """The variables of all SDKs, set once and put back in the end."""

    def __init__(self, url: str, environ: MutableMapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self._before: dict[str, str | None] = {}
        self._wanted = dict(_variables(url))

    def set(self) -> None:
        """Set the variables."""
        wanted = dict(self._wanted)
        for name in _PROXY:
            others = self._environ.get(name, "")
            wanted[name] = ",".join(filter(None, (others, "127.0.0.1")))
        for vendor in VENDORS:
            wanted |= {name: value for name, value in vendor.quiet.items() if name not in self._environ}
        for name, value in wanted.items():
            self._before[name] = self._environ.get(name)
            self._environ[name] = value

    def restore(self) -> None:
        """Put back what was there before."""
        for name, value in self._before.items():
            if value is None:
                self._environ.pop(name, None)
            else:
                self._environ[name] = value
        self._before.clear()

    def real(self) -> dict[str, str]:
        """The values that were there before, by their names."""
        return {name: value for name, value in self._before.items() if value and name not in _PROXY}

    def keys(self, real: Mapping[str, str]) -> dict[str, tuple[str, str | None]]:
        """For each key that we hand out: the name of its variable, and the real one if it was set."""
        return {
            value: (name, real.get(name)) for name, value in self._wanted.items() if "://" not in value
        }  # fmt: skip


def _variables(url: str) -> Iterator[tuple[str, str]]:
    for vendor in VENDORS:
        for name, template in vendor.env.items():
            yield name, template.format(url=url)
