"""AIandGPU's models: the gateway resells those of others, so any name is one."""

from mockllm.ask import Model
from mockllm.vendors.kinds import Options

__all__ = ["find"]


def find(name: str, options: Options) -> Model | None:
    """The model of that name; None where there is no name."""
    return options.models.get(name) or (Model(name) if name else None)
