"""Words about time mean what the answer says they mean."""

from datetime import date

import pytest

from services.chat.agent.analyst import time_words
from services.chat.agent.analyst.meanings import Mark, TimeWord, Unit
from services.chat.agent.analyst.spans import with_spans
from services.chat.domain.answer import Json


def meaning(text: str) -> TimeWord:
    """Of the longest expression at the start."""
    return max(time_words.patterns(text, 0), key=lambda found: found[0])[1]


@pytest.mark.parametrize(
    ("word", "unit", "value"),
    [
        ("새벽", Unit.HOUR, [0, 5]),
        ("오전", Unit.HOUR, [6, 11]),
        ("오후", Unit.HOUR, [12, 17]),
        ("저녁", Unit.HOUR, [18, 20]),
        ("밤", Unit.HOUR, [21, 23]),
        ("출근시간", Unit.HOUR, [7, 8]),
        ("퇴근시간", Unit.HOUR, [18, 19]),
        ("주말", Unit.WEEKDAY, ["토요일", "일요일"]),
        ("겨울", Unit.MONTH, [12, 1, 2]),
        ("하반기", Unit.MONTH, [7, 8, 9, 10, 11, 12]),
        ("금욜", Unit.WEEKDAY, "금요일"),
    ],
)
def test_parts_of_day_week_and_year(word: str, unit: Unit, value: Json) -> None:
    found = time_words.words()[word]
    assert (found.unit, found.value) == (unit, value)


@pytest.mark.parametrize(
    ("text", "operator", "value"),
    [
        ("2015년", "==", 2015),
        ("2012~2015년", "between", [2012, 2015]),
        ("2010년대", "between", [2010, 2019]),
        ("2015년3월", "==", "2015-03"),
        ("2015-03-05", "==", "2015-03-05"),
        ("3월", "==", 3),
        ("3월부터5월까지", "between", [3, 5]),
        ("11월부터2월까지", "in", [11, 12, 1, 2]),
        ("오후3시", "==", 15),
        ("밤12시", "==", 0),
        ("22시부터2시까지", "in", [22, 23, 0, 1, 2]),
        ("2분기", "in", [4, 5, 6]),
    ],
)
def test_expressions_with_digits(text: str, operator: str, value: Json) -> None:
    found = meaning(text)
    assert (found.operator, found.value) == (operator, value)


def test_hours_that_last_are_no_time_of_day() -> None:
    assert list(time_words.patterns("3시간", 0)) == []


def test_days_and_years_that_depend_on_today() -> None:
    words = time_words.relative(date(2026, 1, 1))
    assert words["어제"].value == "2025-12-31"
    assert words["작년"].value == 2025
    assert words["지난달"].value == "2025-12"


def test_a_span_of_weekdays_is_a_list() -> None:
    friday, monday = (time_words.words()[day] for day in ("금요일", "월요일"))
    joined = with_spans([Mark("금요일", friday, "부터"), Mark("월요일", monday, "까지")])
    assert [mark.meaning for mark in joined] == [
        TimeWord(Unit.WEEKDAY, "in", ["금요일", "토요일", "일요일", "월요일"], "금요일–월요일")
    ]
