"""Who stands behind a model at OpenRouter: names, native words and prices."""

from dataclasses import dataclass

from mockllm.ask import Model
from mockllm.vendors.kinds import Options

__all__ = ["Provider", "find", "provider"]


@dataclass(frozen=True, slots=True)
class Provider:
    """An upstream provider. Prices are in US dollars a million tokens; `native` are its own finish reasons."""

    name: str
    native: tuple[str, str, str]
    """For a natural end, a tool call, and a cut."""
    format: str
    prompt: float = 0.15
    completion: float = 0.60


PROVIDERS = {
    "openai": Provider("OpenAI", ("completed", "completed", "max_output_tokens"), "openai-responses-v1"),
    "anthropic": Provider("Anthropic", ("end_turn", "tool_use", "max_tokens"), "anthropic-claude-v1", 3.0, 15.0),
    "google": Provider("Google", ("STOP", "STOP", "MAX_TOKENS"), "google-gemini-v1", 0.30, 2.50),
    "x-ai": Provider("xAI", ("completed", "completed", "max_output_tokens"), "xai-responses-v1", 3.0, 15.0),
    "meta-llama": Provider("Meta", ("stop", "tool_calls", "length"), "meta-responses-v1", 0.10, 0.30),
    "deepseek": Provider("DeepSeek", ("stop", "tool_calls", "length"), "unknown", 0.27, 1.10),
    "mistralai": Provider("Mistral", ("stop", "tool_calls", "length"), "unknown", 0.40, 2.0),
}
OTHER = Provider("DeepInfra", ("stop", "tool_calls", "length"), "unknown", 0.20, 0.60)


def provider(model: str) -> Provider:
    """The provider of a model, by the author in its name."""
    return PROVIDERS.get(model.lstrip("~").partition("/")[0], OTHER)


def find(name: str, _: Options) -> Model | None:
    """Any author/slug is a model; its name is its id."""
    author, slash, slug = name.partition("/")
    if not (author and slash and slug) or " " in name:
        return None
    return Model(name.removesuffix(":online"), context=200_000, max_output=64_000)
