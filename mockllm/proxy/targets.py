"""Where a request goes: one upstream for everything, or one for each vendor. Nothing else can be reached."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from msgspec import Struct, field
from yarl import URL

from mockllm.errors import MockLLMError
from mockllm.exchange import Raw
from mockllm.proxy.address import Address, origin

__all__ = ["Targets", "parse"]

_VERSION = "/v1"
_SESSION = "/s/"


class Targets(Struct, frozen=True):
    """`named` are upstreams by vendor, each in place of the vendor's mount; `every` is the one for all paths."""

    named: Mapping[str, str] = field(default_factory=dict)
    every: str | None = None

    def address(self, vendor: str, raw: Raw, mounts: Sequence[str] = ()) -> Address | None:
        """The address of a request, escapes as the client sent them; None where none is set for its vendor.

        `mounts` are the prefixes one of which may stand before `raw.path` in `raw.target`.
        """
        if vendor in self.named:
            return _joined(self.named[vendor], _behind_mount(raw, mounts))
        if self.every is not None:
            return _joined(self.every, _behind_session(raw.target or raw.path))
        return None


def parse(given: Iterable[str], defaults: Mapping[str, str | None]) -> Targets:
    """The targets in `[NAME=]URL` or `NAME` as a person gives them; without any, the vendors' own in `defaults`.

    Raises MockLLMError for an unknown name, a name without a default, and what is no address.
    """
    named: dict[str, str] = {}
    every: str | None = None
    for text in given:
        name, _, url = text.rpartition("=") if "=" in text.split("://", 1)[0] else ("", "", text)
        if name and name not in defaults:
            raise MockLLMError(f"--upstream {text}: no vendor is called {name}; known are {', '.join(defaults)}.")
        if name:
            named[name] = _checked(url, text)
        elif url in defaults:
            named[url] = _default(url, defaults)
        elif "://" in url:
            every = _checked(url, text)
        else:
            raise MockLLMError(f"--upstream {text}: neither an address nor a vendor; these are {', '.join(defaults)}.")
    if not named and every is None:
        named = {name: url for name, url in defaults.items() if url is not None}
    return Targets(named, every)


def _default(name: str, defaults: Mapping[str, str | None]) -> str:
    url = defaults[name]
    if url is None:
        raise MockLLMError(f"--upstream {name}: {name} has no address of its own; give one as {name}=URL.")
    return url


def _checked(text: str, given: str) -> str:
    try:
        url = URL(text, encoded=True)
        good = bool(origin(text).host) and not url.query_string and not url.fragment
    except ValueError:
        good = False
    if not good:
        raise MockLLMError(f"--upstream {given}: {text!r} is not an http or https address.")
    return text.rstrip("/")


def _joined(base: str, target: str) -> Address:
    if base.endswith(_VERSION) and (target + "/").startswith(_VERSION + "/"):
        target = target.removeprefix(_VERSION)
    return Address(base, target)


def _behind_mount(raw: Raw, mounts: Sequence[str]) -> str:
    """What follows the mount, as the client sent it, with its query."""
    target = _behind_session(raw.target or raw.path)
    path, mark, query = target.partition("?")
    for mount in sorted(mounts, key=len, reverse=True):
        rest = path.removeprefix(mount)
        if path.startswith(mount) and unquote(rest).rstrip("/") == unquote(raw.path).rstrip("/"):
            return rest + mark + query
    return target


def _behind_session(target: str) -> str:
    if not target.startswith(_SESSION):
        return target
    _, slash, rest = target.removeprefix(_SESSION).partition("/")
    return slash + rest
