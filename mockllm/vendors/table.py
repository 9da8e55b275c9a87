"""The one table of vendors. At a shared mount the first that claims a request has it."""

from mockllm.vendors import aiandgpu, anthropic, openai, openrouter, predictionguard
from mockllm.vendors.kinds import Vendor

__all__ = ["VENDORS"]

VENDORS: tuple[Vendor, ...] = (
    anthropic.VENDOR,
    openai.VENDOR,
    openrouter.VENDOR,
    aiandgpu.VENDOR,
    predictionguard.VENDOR,
)
