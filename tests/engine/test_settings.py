"""What whoever runs the server chose."""

from mockllm.engine.settings import Settings


def test_a_plain_server_is_strict_steady_and_at_once() -> None:
    settings = Settings()

    assert (settings.seed, settings.clock, settings.pace) == (0, "fixed", None)
    assert (settings.options.lenient, settings.options.keys, settings.options.allow) == (False, None, frozenset())
    assert not settings.upstreams
