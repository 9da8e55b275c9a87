"""OpenAI's models: which names are known, what they resolve to, and how each family behaves."""

import re

from mockllm.ask import Model
from mockllm.vendors.families import Catalogue, family
from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.listed import LISTED, Listed

__all__ = ["LISTED", "TRAITS", "Listed", "find"]

ALIASES = {
    "computer-use-preview": "computer-use-preview-2025-03-11",
    "davinci-002": "davinci:2023-07-21-v2",
    "gpt-3.5-turbo": "gpt-3.5-turbo-0125",
    "gpt-3.5-turbo-16k": "gpt-3.5-turbo-16k-0613",
    "gpt-3.5-turbo-instruct": "gpt-3.5-turbo-instruct:20230824-v2",
    "gpt-4": "gpt-4-0613",
    "gpt-4-32k": "gpt-4-32k-0613",
    "gpt-4-turbo": "gpt-4-turbo-2024-04-09",
    "gpt-4-turbo-preview": "gpt-4-0125-preview",
    "gpt-4-vision-preview": "gpt-4-1106-vision-preview",
    "gpt-4.1": "gpt-4.1-2025-04-14",
    "gpt-4.1-mini": "gpt-4.1-mini-2025-04-14",
    "gpt-4.1-nano": "gpt-4.1-nano-2025-04-14",
    "gpt-4.5-preview": "gpt-4.5-preview-2025-02-27",
    "gpt-4o": "gpt-4o-2024-08-06",
    "gpt-4o-audio-preview": "gpt-4o-audio-preview-2025-06-03",
    "gpt-4o-mini": "gpt-4o-mini-2024-07-18",
    "gpt-4o-mini-audio-preview": "gpt-4o-mini-audio-preview-2024-12-17",
    "gpt-4o-mini-search-preview": "gpt-4o-mini-search-preview-2025-03-11",
    "gpt-4o-search-preview": "gpt-4o-search-preview-2025-03-11",
    "gpt-5": "gpt-5-2025-08-07",
    "gpt-5-mini": "gpt-5-mini-2025-08-07",
    "gpt-5-nano": "gpt-5-nano-2025-08-07",
    "gpt-5-pro": "gpt-5-pro-2025-10-06",
    "gpt-5-search-api": "gpt-5-search-api-2025-10-14",
    "gpt-5.1": "gpt-5.1-2025-11-13",
    "gpt-5.2": "gpt-5.2-2025-12-11",
    "gpt-5.2-pro": "gpt-5.2-pro-2025-12-11",
    "gpt-5.4": "gpt-5.4-2026-03-05",
    "gpt-5.4-mini": "gpt-5.4-mini-2026-03-17",
    "gpt-5.4-nano": "gpt-5.4-nano-2026-03-17",
    "gpt-5.4-pro": "gpt-5.4-pro-2026-03-05",
    "gpt-5.5": "gpt-5.5-2026-04-23",
    "gpt-5.5-pro": "gpt-5.5-pro-2026-04-23",
    "gpt-5.6": "gpt-5.6-sol",
    "gpt-audio": "gpt-audio-2025-08-28",
    "gpt-audio-mini": "gpt-audio-mini-2025-12-15",
    "o1": "o1-2024-12-17",
    "o1-mini": "o1-mini-2024-09-12",
    "o1-preview": "o1-preview-2024-09-12",
    "o1-pro": "o1-pro-2025-03-19",
    "o3": "o3-2025-04-16",
    "o3-deep-research": "o3-deep-research-2025-06-26",
    "o3-mini": "o3-mini-2025-01-31",
    "o3-pro": "o3-pro-2025-06-10",
    "o4-mini": "o4-mini-2025-04-16",
    "o4-mini-deep-research": "o4-mini-deep-research-2025-06-26",
    "text-embedding-ada-002": "text-embedding-ada-002-v2",
}
"""Names that answers replace by another."""


def _traits(*words: str) -> frozenset[str]:
    return frozenset(word for group in words for word in group.split())


_O_SERIES = "no_fingerprint effort_low effort_medium effort_high"
_GPT_5 = "no_fingerprint context_current_turn reasoning_mode flex extended_cache"
_XHIGH = "effort_none effort_low effort_medium effort_high effort_xhigh"
_24H = "retention_24h top_p_98"


def _plain(context: int, max_output: int, *traits: str) -> Model:
    return Model("", context=context, max_output=max_output, traits=_traits(*traits))


def _thinks(context: int, max_output: int, *traits: str) -> Model:
    return Model("", reasoning=True, context=context, max_output=max_output, traits=_traits(*traits))


_MINI = _thinks(400_000, 128_000, _GPT_5, _24H, _XHIGH, "phase effort_none_default")
_BIG = _thinks(1_050_000, 128_000, _GPT_5, _24H, _XHIGH, "phase effort_none_default")
_NEWEST = _thinks(
    1_050_000,
    128_000,
    "no_fingerprint context_all_turns reasoning_mode phase cache_write strict_params flex extended_cache tools_join",
    _24H,
    _XHIGH,
)

_CATALOGUE = Catalogue(
    aliases=ALIASES,
    tuned=re.compile(r"ft:(?P<base>[^:]+):.+"),
    families=(
        family(r"text-embedding-.*", _plain(8_192, 0, "embedding")),
        family(r"gpt-3\.5-turbo-instruct.*", _plain(4_096, 4_096, "legacy no_fingerprint")),
        family(
            r"(ada|babbage|curie|davinci)-002|davinci:2023-07-21-v2", _plain(16_384, 16_384, "legacy no_fingerprint")
        ),
        family(
            r"(text-|code-)?(ada|babbage|curie|davinci)(-\d{3}|:.+)?", _plain(2_049, 2_049, "legacy no_fingerprint")
        ),
        family(r"chat-latest|chatgpt-4o-.*|gpt-5(\.\d+)?-chat.*", _plain(128_000, 16_384)),
        family(r"gpt-5-search-api.*", _plain(400_000, 128_000, "search no_fingerprint")),
        family(r"gpt-(5\.([6-9]|\d\d)|[6-9]|\d\d).*", _NEWEST),
        family(r"gpt-5\.5.*", _thinks(1_050_000, 128_000, _GPT_5, _24H, _XHIGH, "phase")),
        family(r"gpt-5\.[34]-(mini|nano|codex).*", _MINI),
        family(r"gpt-5\.[34].*", _BIG),
        family(r"gpt-5\.2.*", _thinks(400_000, 128_000, _GPT_5, _24H, _XHIGH, "effort_none_default")),
        family(
            r"gpt-5\.1.*",
            _thinks(400_000, 128_000, _GPT_5, "effort_none effort_low effort_medium effort_high effort_none_default"),
        ),
        family(r"gpt-5-pro.*", _thinks(400_000, 272_000, _GPT_5, "effort_high")),
        family(r"gpt-5.*", _thinks(400_000, 128_000, _GPT_5, "effort_minimal effort_low effort_medium effort_high")),
        family(r"gpt-audio.*|gpt-4o(-mini)?-audio.*", _plain(128_000, 16_384, "audio")),
        family(r"gpt-4o(-mini)?-search.*", _plain(128_000, 16_384, "search search_preview")),
        family(r"gpt-4o-2024-05-13", _plain(128_000, 4_096)),
        family(r"gpt-4\.1.*", _plain(1_047_576, 32_768, "extended_cache")),
        family(r"gpt-4(o|\.5).*", _plain(128_000, 16_384)),
        family(r"gpt-4-turbo(-\d.*)?", _plain(128_000, 4_096)),
        family(r"gpt-4-(turbo|0125|1106|vision).*", _plain(128_000, 4_096, "no_fingerprint")),
        family(r"gpt-4-32k.*", _plain(32_768, 32_768, "no_fingerprint")),
        family(r"gpt-4.*", _plain(8_192, 8_192, "no_fingerprint")),
        family(r"gpt-3\.5.*", _plain(16_385, 4_096, "no_fingerprint")),
        family(r"gpt-.*", _plain(128_000, 16_384)),
        family(r"computer-use-.*", _thinks(8_192, 1_024, _O_SERIES)),
        family(r"codex-.*", _thinks(200_000, 100_000, _O_SERIES)),
        family(r"o1-mini.*", _thinks(128_000, 65_536, "no_fingerprint no_system")),
        family(r"o1-preview.*", _thinks(128_000, 32_768, "no_fingerprint no_system")),
        family(r"o3-mini.*", _thinks(200_000, 100_000, "fingerprint effort_low effort_medium effort_high")),
        family(r"(o3|o4-mini)(-\d.*)?", _thinks(200_000, 100_000, _O_SERIES, "flex")),
        family(r"o[1-9](-.*)?", _thinks(200_000, 100_000, _O_SERIES)),
    ),
)
"""Families in order: the first whose pattern fits the whole name is the model's."""
TRAITS = _CATALOGUE.traits
"""What a models file may say of a model, as far as it concerns this vendor."""


def find(name: str, options: Options) -> Model | None:
    """The model of this name under its canonical id, or None where OpenAI would not know it."""
    return _CATALOGUE.find(name, options)
