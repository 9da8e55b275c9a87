"""The one table of vendors. At a shared mount the first that claims a request has it."""

from mockllm.vendors import aiandgpu, anthropic, openai, openrouter, predictionguard
from mockllm.vendors.kinds import Vendor

__all__ = ["VENDORS", "variables"]

VENDORS: tuple[Vendor, ...] = (
    anthropic.VENDOR,
    openai.VENDOR,
    openrouter.VENDOR,
    aiandgpu.VENDOR,
    predictionguard.VENDOR,
)


def variables(url: str) -> dict[str, str]:
    """Every variable that an SDK reads for its base URL or key, for a server whose root is `url`.

    Those that keep an SDK from telling the real service what it does are among them.
    """
    return {
        name: value.format(url=url)
        for vendor in VENDORS
        for name, value in (*vendor.env.items(), *vendor.quiet.items())
    }
