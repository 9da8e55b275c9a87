"""What answers below `/_mockllm/`."""

import json

from mockllm.exchange import Raw
from mockllm.server.admin import admin
from tests.server.live import serving


async def test_health_is_ok() -> None:
    async with serving() as (_, server):
        reply = await admin(server, Raw("GET", "health"), None)

    assert (reply.status, json.loads(reply.body)) == (200, {"status": "ok"})


async def test_an_unknown_path_is_named() -> None:
    async with serving() as (_, server):
        reply = await admin(server, Raw("GET", "zzz"), None)

    assert reply.status == 404
    assert "/_mockllm/zzz" in json.loads(reply.body)["error"]["message"]
