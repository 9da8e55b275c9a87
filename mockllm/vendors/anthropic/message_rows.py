"""The checks of POST /v1/messages and its token count, in order."""

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Walk, When
from mockllm.errors import Failure
from mockllm.vendors.anthropic.fields import BETA_FIELDS, BODY, COUNT, NEW_BODY
from mockllm.vendors.anthropic.headers import betas, betas_known, newest, version_known
from mockllm.vendors.anthropic.model_rows import GENERATION, MODEL
from mockllm.vendors.anthropic.talk_rows import TALK
from mockllm.vendors.anthropic.tool_rows import TOOLS
from mockllm.vendors.anthropic.turns import Conversed, continued
from mockllm.vendors.dots import refused, say

__all__ = ["COUNT_ROWS", "PARAMS_ROWS", "ROWS", "WHOLE_ROWS", "continues", "model_known"]


def _betas_asked(body: Body, about: About) -> Failure | None:
    if "param" in about.allow:
        return None
    for name, prefixes in BETA_FIELDS.items():
        if name in body and not any(each.startswith(prefixes) for each in betas(about.headers)):
            return refused(f"{name}: Extra inputs are not permitted")
    return None


def continues(body: Body, _: About) -> bool:
    """Whether a request holds only what is new in a thread."""
    return continued(body) is not None


def model_known(body: Body, about: About) -> Failure | None:
    """The model exists, or any name is allowed."""
    if about.model is not None or "model" in about.allow:
        return None
    return Failure("not_found", f"model: {body['model']}")


_TALKED: tuple[Check, ...] = (*TOOLS, Conversed((*TALK, *MODEL)))

WHOLE_ROWS: tuple[Check, ...] = (*_TALKED, *GENERATION)
"""Those of a whole conversation: one that continues a thread is whole only with what is held of it."""
PARAMS_ROWS: tuple[Check, ...] = (
    When(newest, (Walk(NEW_BODY, say),), (Walk(BODY, say),)),
    _betas_asked,
    model_known,
    When(continues, (), WHOLE_ROWS),
)
"""Those of a body alone, as each request of a batch is checked."""
ROWS: tuple[Check, ...] = (version_known, betas_known, *PARAMS_ROWS)
COUNT_ROWS: tuple[Check, ...] = (version_known, betas_known, Walk(COUNT, say), _betas_asked, model_known, *_TALKED)
"""Those of POST /v1/messages/count_tokens."""
