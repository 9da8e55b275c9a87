"""`mockllm verify`: the verdict of a running server, for shells."""

import os
from urllib.parse import quote

import click

from mockllm.errors import MockLLMError

__all__ = ["verify"]

PATIENCE = 10
"""Seconds to wait for the server."""


@click.command()
@click.option("--session", default=None, metavar="NAME", help="Whose verdict; else that of the current session.")
@click.option(
    "--url", default=None, metavar="URL", help="Where the server listens; else $MOCKLLM_URL, else port 8000 here."
)
@click.option(
    "--token",
    envvar="MOCKLLM_TOKEN",
    metavar="TOKEN",
    help="The token of a server bound beyond loopback; else $MOCKLLM_TOKEN.",
)
@click.pass_context
def verify(context: click.Context, session: str | None, url: str | None, token: str | None) -> None:
    """Ask whether all went as scripted: exit 0 if so, 1 with what went wrong, 2 where no server answers."""
    root = (url or os.environ.get("MOCKLLM_URL") or "http://127.0.0.1:8000").rstrip("/")
    if not root.startswith(("http://", "https://")):
        source = "--url" if url else "MOCKLLM_URL"
        raise MockLLMError(f"{source} {root} is no http address; give it as http://127.0.0.1:8000.")
    status, text = _ask(root + (f"/s/{quote(session, safe='')}" if session else "") + "/_mockllm/verdict", token)
    click.echo(text.rstrip("\n"))
    if status == 409:
        context.exit(1)


def _ask(url: str, token: str | None) -> tuple[int, str]:
    """Status and text of the verdict. Raises MockLLMError where there is none."""
    import urllib.error  # noqa: PLC0415 - slow to import, and only needed here
    import urllib.request  # noqa: PLC0415

    request = urllib.request.Request(url)  # noqa: S310 - checked above
    if token is not None:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        # The server is named by whoever runs this; a proxy of the environment must not stand in between.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            text = error.read().decode("utf-8", "replace")
        if error.code == 409:
            return error.code, text
        raise MockLLMError(f"{url} answered {error.code}: {text[:200]}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise MockLLMError(f"No server answers at {url}: {reason}; start one, or name it with --url.") from error
