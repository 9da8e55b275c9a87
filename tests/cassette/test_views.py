import json

from mockllm.cassette.views import FILLED, View, Views, filling, merged


def test_what_a_view_reads_lands_where_it_stands() -> None:
    view = View(b"bcf", [(1, 3), (5, 6)])

    assert list(view.lands(0, 3)) == [(1, 3), (5, 6)]
    assert list(view.lands(1, 2)) == [(2, 3)]
    assert list(view.lands(2, 3)) == [(5, 6)]


def test_an_escape_is_covered_whole() -> None:
    body = b'"a\\u00e9b\\n\\/c"'
    layers = list(View(body, [(0, len(body))]).layers())

    assert [layer.read for layer in layers] == [body, '"aéb\n/c"'.encode()]
    assert list(layers[1].lands(3, 4)) == [(2, 8)]
    assert list(layers[1].lands(4, 7)) == [(8, 9), (9, 11), (11, 13)]


def test_json_inside_of_json_is_read() -> None:
    body = json.dumps({"a": json.dumps({"b": 'é"😀'})}).encode()

    read = [layer.read for layer in View(body, [(0, len(body))]).layers()]

    assert 'é"😀'.encode() in read[-1]
    assert len(read) == 3


def test_what_is_cut_up_reads_as_if_it_were_whole() -> None:
    body = b"[0123]..[456]..[789abc] 0123456789abc"
    views = Views(body, [[(1, 5), (9, 12), (16, 22)]])

    hidden = views.overwritten([(2, 5), (9, 12), (16, 20), (25, 35)])

    assert hidden == b"[0RED]..[ACT]..[EDxxbc] 0REDACTEDxxbc"
    assert views.overwritten([]) is body


def test_spans_that_touch_become_one() -> None:
    assert merged([(5, 7), (0, 2), (2, 3), (6, 6)]) == [(0, 3), (5, 7)]


def test_what_fills_a_gap_is_known_again() -> None:
    assert [filling(3), filling(10)] == [b"xxx", b"REDACTEDxx"]
    assert all(FILLED.fullmatch(filling(size)) for size in range(1, 20))


def test_only_json_has_strings() -> None:
    views = Views(b'{"a\\"b":"c"}')

    assert [view.read for view in views.strings()] == [b'a"b', b"c"]
    assert views.is_json
    assert [views.in_string(2, 3), views.in_string(7, 8), views.in_string(0, 9)] == [True, False, False]
    assert not Views(b"words").is_json
