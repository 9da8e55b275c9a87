"""Recordings and real services as sources of `mockllm serve`."""

from collections.abc import Mapping
from typing import Any

from mockllm.cassette.replay import Tempo
from mockllm.cassette.source import CassetteSource, Library, TranslatedSource
from mockllm.cli.options import rules
from mockllm.cli.recording import exchanges_of, refuse_in_ci, targets_of
from mockllm.engine.settings import Source
from mockllm.errors import MockLLMError
from mockllm.proxy.source import UpstreamSource

__all__ = ["recorded_sources"]


def recorded_sources(given: Mapping[str, Any]) -> list[Source]:
    """The cassettes that are given, and behind them the upstream where it answers misses.

    Raises MockLLMError where an upstream is wanted and none is given, or where the environment variable CI is set.
    """
    sources: list[Source] = []
    if given["cassettes"]:
        recorded = CassetteSource(Library(exchanges_of(given["cassettes"]), rules(dict(given)), Tempo(None)))
        sources += [recorded, TranslatedSource(recorded)]
    prepared = given["scenarios"] or given["cassettes"]
    if given["on_miss"] == "upstream" or (given["on_miss"] is None and not prepared):
        if not given["upstreams"]:
            raise MockLLMError("--on-miss upstream needs an --upstream [NAME=]URL.")
        refuse_in_ci(allowed=given["in_ci"])
        sources.append(UpstreamSource(targets_of(given["upstreams"])))
    return sources
