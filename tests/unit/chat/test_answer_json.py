"""Answers, whatever a tool or a model put into them, on their way into a store and back."""

from math import inf, nan
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given

from services.chat.domain import answer_json
from services.chat.domain.answer import Answer, Chart, ChartKind, Series, Token, ToolCall, ToolEnded
from services.chat.domain.answer_json import NotAnAnswer
from services.chat.domain.clean_events import LOST, clean, clean_json, clean_text
from tests.unit.chat.answers import ANSWERS


@given(ANSWERS)
def test_any_answer_survives_json_unchanged_once_it_is_clean(answer: Answer) -> None:
    cleaned = clean(answer)
    assert isinstance(cleaned, Answer)
    assert answer_json.answer(orjson.loads(orjson.dumps(answer_json.plain(cleaned)))) == cleaned
    assert clean(cleaned) == cleaned


def test_the_values_keep_their_types() -> None:
    args: dict[str, Any] = {"n": 5, "share": 0.5, "big": 1e20, "all": True, "columns": ["a", None]}
    answer = Answer("x", "builtin", (ToolCall("t", args, "도구"),))
    back = answer_json.answer(orjson.loads(orjson.dumps(answer_json.plain(answer))))
    assert [type(value) for value in back.tool_calls[0].args.values()] == [int, float, float, bool, list]


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        "answer",
        {},
        {"text": 1},
        {"usage": {}},
        {"usage": {"input": "1", "output": 1, "cached_input": 1}},
        {"tool_calls": [{}]},
        {"tool_calls": [{"name": "t", "args": [], "label": "", "result": "", "failed": False}]},
        {"tool_calls": {}},
        {"incomplete": None},
    ],
)
def test_what_is_no_answer_is_named_as_such(damage: Any) -> None:
    whole = answer_json.plain(Answer("x", "builtin"))
    with pytest.raises(NotAnAnswer):
        answer_json.answer(whole | damage if damage and isinstance(damage, dict) else damage)


@pytest.mark.parametrize("field", ["columns", "rows", "total_rows"])
def test_a_table_without_a_part_is_no_answer(field: str) -> None:
    table: dict[str, Any] = {"columns": ["a"], "rows": [[1]], "total_rows": 1}
    del table[field]
    call = {"name": "t", "args": {}, "label": "", "result": "", "failed": False, "table": table, "chart": None}
    with pytest.raises(NotAnAnswer):
        answer_json.answer(answer_json.plain(Answer("x", "m")) | {"tool_calls": [call]})


def test_text_that_no_store_holds_is_replaced() -> None:
    assert clean_text("가\0나\ud800") == f"가{LOST}나{LOST}"
    assert clean_text("가나😀") == "가나😀"
    assert clean(Token("\0")) == Token(LOST)


def test_numbers_of_numpy_and_numbers_that_are_none_become_plain() -> None:
    given = {"a": np.int64(3), "b": np.float64(0.5), "c": nan, "d": -inf, "e": 2**70, "f": np.bool_(True), "g": (1,)}
    plain = {"a": 3, "b": 0.5, "c": None, "d": None, "e": str(2**70), "f": True, "g": [1]}
    assert clean_json(given) == plain
    assert [type(value) for value in clean_json(given).values()] == [type(v) for v in plain.values()]  # type: ignore[union-attr]


def test_an_argument_of_any_depth_stays_readable() -> None:
    deep: Any = "end"
    for _ in range(500):
        deep = {"a": [deep]}
    call = clean(ToolEnded(ToolCall("t", {"a": deep}, "도구")))
    assert isinstance(call, ToolEnded)
    assert orjson.dumps(call.call.args).count(b"[") <= 5


def test_points_without_a_place_are_left_out_together_with_their_value() -> None:
    points = Chart(ChartKind.SCATTER, "", "", "", (), (Series("a", (1.0, 2.0, nan), (nan, 5.0, 6.0)),))
    ended = clean(ToolEnded(ToolCall("t", {}, "도구", chart=points)))
    assert isinstance(ended, ToolEnded)
    assert ended.call.chart is not None
    assert ended.call.chart.series == (Series("a", (2.0, None), (5.0, 6.0)),)
