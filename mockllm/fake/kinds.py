"""Which types to try for a schema, the likeliest first."""

from mockllm.fake.branches import Plain
from mockllm.schema.words import KINDS, kinds

__all__ = ["SHALLOW", "likely"]

SHALLOW = 2
"""Down to this level optional members are filled and lists have items; below it values are as small as may be."""
HINTS = {
    "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems", "contains", "uniqueItems"),
    "string": ("pattern", "minLength", "maxLength", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}


def likely(plain: Plain, depth: int) -> list[str]:
    """The types to try, the likeliest first."""
    allowed = kinds(plain)
    if allowed is not None:
        order = [kind for kind in KINDS if kind in allowed]
        if depth > SHALLOW:
            order.sort(key=lambda kind: kind in {"object", "array"})
        if isinstance(plain.get("type"), list) and depth <= SHALLOW:
            listed = [kind for kind in plain["type"] if kind in allowed and kind != "null"]
            order = [*listed, *(kind for kind in order if kind not in listed)]
        return order
    hinted = [kind for kind, hints in HINTS.items() if any(hint in plain for hint in hints)]
    usual = ["object"] if depth == 0 else ["string"]
    return list(
        dict.fromkeys([*hinted, *usual, *("string", "integer", "object", "array", "boolean", "null", "number")])
    )
