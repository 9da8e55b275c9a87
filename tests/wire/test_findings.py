"""Sentences about events."""

from mockllm.wire.findings import Findings


def test_events_are_numbered_without_comments() -> None:
    findings = Findings()

    told = [
        (findings.number, name, data)
        for name, data in findings.events(b": c\n\nevent: e\ndata: {}\n\ndata: [DONE]\n\n")
    ]

    assert told == [(1, "e", {}), (2, None, "[DONE]")]


def test_a_rule_that_does_not_hold_is_told_with_its_event() -> None:
    findings = Findings()
    for _ in findings.events(b"data: {}\n\n"):
        assert findings.must(1, "fine")
        assert not findings.must("", "not fine")

    assert findings.faults == ["event 1: not fine"]


def test_what_is_no_object_is_told_and_passed_over() -> None:
    findings = Findings()

    assert list(findings.events(b"data: 1\n\nevent: e\n\n")) == []
    assert findings.faults == [f"event {number}: its data is not a JSON object" for number in (1, 2)]
