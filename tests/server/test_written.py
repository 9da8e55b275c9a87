"""What a handler returns when everything has been written already."""

from aiohttp.test_utils import make_mocked_request

from mockllm.server.written import written


async def test_it_writes_nothing_and_tells_whether_the_connection_stays() -> None:
    response = written(keep_alive=True)

    assert await response.prepare(make_mocked_request("GET", "/")) is None
    await response.write_eof(b"x")
    assert not response.prepared
    assert response.keep_alive is True
    assert written(keep_alive=False).keep_alive is False
    assert written(keep_alive=True) is response
