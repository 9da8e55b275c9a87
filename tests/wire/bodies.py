"""Request bodies of which nothing is certain but their fields' names."""

from typing import Any

from hypothesis import strategies as st

__all__ = ["bodies"]

WORDS = (
    "type role content text name id call_id tool_call_id arguments input function custom parameters schema strict "
    "format json_schema effort summary budget_tokens thinking image_url url file data source tool_use_id is_error "
    "cache_control ttl mode tools allowed_tools include encrypted_content output refusal tool_calls function_call"
).split()
VALUES = (
    "text message function custom assistant user system tool developer function_call function_call_output reasoning "
    "tool_use tool_result image document input_text input_image input_file image_url file input_audio json_schema "
    "json_object enabled adaptive ephemeral 1h any tool none required allowed_tools high web_search thinking "
    "redacted_thinking refusal custom_tool_call"
).split()
LEAVES = st.none() | st.booleans() | st.integers(-2, 5) | st.floats(0, 2) | st.sampled_from(VALUES) | st.just("é\ud800")


def _inner(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(children, max_size=3) | st.dictionaries(st.sampled_from(WORDS), children, max_size=4)


JSON: st.SearchStrategy[Any] = st.recursive(LEAVES, _inner, max_leaves=12)


def bodies(fields: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of these fields, each with anything in it."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(fields.split(), JSON))
