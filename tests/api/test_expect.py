import pytest

from mockllm import MockLLM
from tests.asking import ask


def test_what_cannot_be_asserted_is_a_mistake_of_the_test() -> None:
    with MockLLM() as mock:
        with pytest.raises(TypeError, match="assert_called has no field 'colour'"):
            mock.assert_called(colour="red")
        with pytest.raises(TypeError, match="assert_usage has no 'money'"):
            mock.assert_usage(money=1)
        with pytest.raises(TypeError, match="assert_usage has no 'requests__about'"):
            mock.assert_usage(requests__about=1)


def test_each_comparison_compares() -> None:
    with MockLLM(on_miss="fake") as mock:
        ask(mock.openai_url)
        ask(mock.openai_url)

        mock.assert_usage(requests=2, requests__lt=3, requests__le=2, requests__gt=1, requests__ge=2)
        with pytest.raises(AssertionError, match="requests should be > 2, but is 2; requests should be 1"):
            mock.assert_usage(requests__gt=2, requests=1)


def test_too_many_calls_are_as_wrong_as_none() -> None:
    with MockLLM(on_miss="fake") as mock:
        with pytest.raises(AssertionError, match="at least one request should match"):
            mock.assert_called()
        ask(mock.openai_url)
        mock.assert_called()
        with pytest.raises(AssertionError, match=r"0 requests should match .*but 1 of 1 did"):
            mock.assert_called(times=0)
