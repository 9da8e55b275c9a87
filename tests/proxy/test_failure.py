from mockllm.proxy.failure import UpstreamError


def test_a_failure_says_what_is_known_of_it_in_one_line() -> None:
    assert str(UpstreamError("it broke")) == "it broke"
    assert str(UpstreamError("it broke", OSError(5, "odd\n lines"))) == "it broke ([Errno 5] odd lines)"
