"""The YAML of cassettes: a reader that makes plain data of whatever tags it meets, and a writer that a person can read.

Text of several lines is written as a literal block. No tag ever makes an object.
"""

import base64
from typing import Any

import yaml

__all__ = ["Loader", "dump", "load"]

_Reader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Writer: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 1_000_000


class Loader(_Reader):  # type: ignore[misc]
    """Reads YAML as plain data: times stay text, and an object of another program is what it was made from."""


class _Dumper(_Writer):  # type: ignore[misc]
    """Writes text of several lines as literal blocks."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


def _text(dumper: Any, value: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


def _scalar(loader: Any, node: Any) -> Any:
    return loader.construct_scalar(node)


def _plain(loader: Any, suffix: str, node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return base64.b64decode(value) if suffix.endswith("binary") else value
    if isinstance(node, yaml.SequenceNode):
        items = loader.construct_sequence(node, deep=True)
        return items[0] if len(items) == 1 and "python/object" in suffix else items
    value = loader.construct_mapping(node, deep=True)
    made_of = value.get("args") or value.get("state") if "python/object" in suffix else None
    return made_of[0] if isinstance(made_of, list) else value


_Dumper.add_representer(str, _text)
Loader.add_constructor("tag:yaml.org,2002:timestamp", _scalar)
Loader.add_multi_constructor("", _plain)


def load(text: str | bytes) -> Any:
    """The one document in a text. Raises yaml.YAMLError, with its line, where it is not YAML."""
    return yaml.load(text, Loader=Loader)  # noqa: S506 -- Loader is a safe loader


def dump(value: Any) -> str:
    """A document, keys in the order in which they are."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, default_flow_style=False, allow_unicode=True, width=_WIDTH
    )
    # libyaml ends a document that holds a block with final blank lines by a mark; more may follow here.
    return text.removesuffix("...\n")
