"""What OpenRouter lists: some models of each provider, newest first. It serves any other name all the same."""

from msgspec import Struct

__all__ = ["LISTED", "Listed", "listed"]

SEES = ("text", "image")
READS = ("text", "image", "file")


class Listed(Struct, frozen=True):
    """One model of the list: sizes in tokens, `created` in Unix seconds, `inputs` what it takes in."""

    id: str
    name: str
    created: int
    context: int = 128_000
    most: int = 16_384
    inputs: tuple[str, ...] = ("text",)
    tokenizer: str = "Other"
    reasons: bool = False


LISTED: tuple[Listed, ...] = (
    Listed(
        "anthropic/claude-opus-5.5",
        "Anthropic: Claude Opus 5.5",
        1_789_430_400,
        1_000_000,
        128_000,
        READS,
        "Claude",
        reasons=True,
    ),
    Listed("openai/gpt-5.6-sol", "OpenAI: GPT-5.6 Sol", 1_783_000_001, 1_050_000, 128_000, READS, "GPT", reasons=True),
    Listed(
        "anthropic/claude-sonnet-4.6",
        "Anthropic: Claude Sonnet 4.6",
        1_771_286_400,
        1_000_000,
        128_000,
        READS,
        "Claude",
        reasons=True,
    ),
    Listed(
        "anthropic/claude-haiku-4.5",
        "Anthropic: Claude Haiku 4.5",
        1_760_486_400,
        200_000,
        64_000,
        SEES,
        "Claude",
        reasons=True,
    ),
    Listed("openai/gpt-5-mini", "OpenAI: GPT-5 Mini", 1_754_425_928, 400_000, 128_000, READS, "GPT", reasons=True),
    Listed("x-ai/grok-4", "xAI: Grok 4", 1_752_087_689, 256_000, 64_000, SEES, "Grok", reasons=True),
    Listed(
        "google/gemini-2.5-flash",
        "Google: Gemini 2.5 Flash",
        1_750_172_488,
        1_048_576,
        65_535,
        READS,
        "Gemini",
        reasons=True,
    ),
    Listed(
        "deepseek/deepseek-r1-0528",
        "DeepSeek: R1 0528",
        1_748_455_170,
        163_840,
        65_536,
        tokenizer="DeepSeek",
        reasons=True,
    ),
    Listed("qwen/qwen3-32b", "Qwen: Qwen3 32B", 1_745_875_945, 131_072, 16_384, tokenizer="Qwen3", reasons=True),
    Listed("openai/gpt-4.1-mini", "OpenAI: GPT-4.1 Mini", 1_744_651_381, 1_047_576, 32_768, READS, "GPT"),
    Listed("meta-llama/llama-4-maverick", "Meta: Llama 4 Maverick", 1_743_881_822, 1_048_576, 16_384, SEES, "Llama4"),
    Listed(
        "deepseek/deepseek-chat-v3-0324",
        "DeepSeek: DeepSeek V3 0324",
        1_742_824_755,
        163_840,
        16_384,
        tokenizer="DeepSeek",
    ),
    Listed(
        "mistralai/mistral-small-3.1-24b-instruct",
        "Mistral: Mistral Small 3.1 24B",
        1_742_238_937,
        inputs=SEES,
        tokenizer="Mistral",
    ),
    Listed("openai/gpt-4o-mini", "OpenAI: GPT-4o-mini", 1_721_260_800, 128_000, 16_384, READS, "GPT"),
    Listed("openai/gpt-4o", "OpenAI: GPT-4o", 1_715_558_400, 128_000, 16_384, READS, "GPT"),
)

KNOWN = {each.id: each for each in LISTED}


def listed(name: str) -> Listed:
    """The entry of a model; one that is not listed gets a plain one."""
    base, _, variant = name.partition(":")
    found = KNOWN.get(base)
    if found is None:
        return Listed(name, name, LISTED[-1].created)
    return (
        found
        if not variant
        else Listed(
            name,
            f"{found.name} ({variant})",
            found.created,
            found.context,
            found.most,
            found.inputs,
            found.tokenizer,
            found.reasons,
        )
    )
