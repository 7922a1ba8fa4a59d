"""Spans of time: `2012년부터 2015년까지`, `2015년 이후`."""

from collections.abc import Sequence
from dataclasses import replace

from services.chat.agent.analyst.meanings import Mark, NumberWord, Says, TimeWord, Unit
from services.chat.agent.analyst.time_words import WEEKDAYS
from services.chat.domain.answer import Json

_BOUNDS = {
    Says.LEAST_BOUND: (">=", "이상"),
    Says.MOST_BOUND: ("<=", "이하"),
    Says.ABOVE: (">", "초과"),
    Says.BELOW: ("<", "미만"),
}
LISTED = ","
"""The tail of a word that is one of a list."""

_ROUND = {Unit.MONTH: range(1, 13), Unit.HOUR: range(24)}
"""Units that begin again after their end: from 22 to 2 o'clock."""


def with_spans(marks: Sequence[Mark]) -> list[Mark]:
    """The words, with those of a span of time as one, and with the unit that the last of a list gives to all."""
    marks = _with_units(marks)
    found: list[Mark] = []
    at = 0
    while at < len(marks):
        joined, used = _span(marks[at], marks[at + 1 : at + 4])
        found.append(joined)
        at += 1 + used
    return found


def _with_units(marks: Sequence[Mark]) -> Sequence[Mark]:
    """`7, 8월`: what is counted stands only once."""
    found = list(marks)
    for at in range(len(found) - 2, -1, -1):
        number, following = found[at].meaning, found[at + 1].meaning
        if (
            isinstance(number, NumberWord)
            and not number.counter
            and not found[at].tail
            and number.upto is None
            and isinstance(following, TimeWord)
            and following.operator == "=="
            and isinstance(following.value, int)
            and number.value == int(number.value)
        ):
            value = int(number.value)
            said = following.said.replace(str(following.value), str(value))
            found[at] = Mark(found[at].text, TimeWord(following.unit, "==", value, said), LISTED)
    return found


def _span(mark: Mark, rest: Sequence[Mark]) -> tuple[Mark, int]:
    """The span that begins with `mark`, or the mark itself, and how many of `rest` it took."""
    first = mark.meaning
    if not isinstance(first, TimeWord) or not (first.operator == "==" or _is_yearly(first)):
        return mark, 0
    skipped = 1 if rest and rest[0].meaning is Says.FROM and not mark.tail else 0
    opened = skipped == 1 or mark.tail.startswith(("부터", "에서"))
    if opened and len(rest) > skipped:
        last = rest[skipped].meaning
        if isinstance(last, TimeWord) and last.unit is first.unit:
            closing = rest[skipped + 1 : skipped + 2]
            closed = bool(closing) and closing[0].meaning in (Says.TO, Says.BETWEEN)
            tail = closing[0].tail if closed else rest[skipped].tail
            return Mark(mark.text, _from_to(first, last), tail), skipped + 1 + closed
    return _half_open(mark, first, rest, skipped if opened else None)


def _half_open(mark: Mark, first: TimeWord, rest: Sequence[Mark], opened: int | None) -> tuple[Mark, int]:
    """`2015년 이후`, `2015년부터`, `2015년까지`."""
    bound = _BOUNDS.get(rest[0].meaning) if rest and isinstance(rest[0].meaning, Says) else None
    if bound is not None and not mark.tail:
        word = rest[0].text[:2] if rest[0].text.startswith(("이후", "이전")) else bound[1]
        said = replace(first, operator=bound[0], said=f"{first.said.removeprefix('해마다 ')} {word}")
        return Mark(mark.text, said, rest[0].tail), 1
    if first.unit in (Unit.YEAR, Unit.DATE):
        if opened is not None and not mark.tail.startswith("에서"):
            return Mark(mark.text, replace(first, operator=">=", said=f"{first.said}부터")), opened
        if mark.tail.startswith("까지"):
            return Mark(mark.text, replace(first, operator="<=", said=f"{first.said}까지")), 0
    return mark, 0


def _is_yearly(word: TimeWord) -> bool:
    """`5월 5일`, of whatever year."""
    return word.unit is Unit.DATE and isinstance(word.value, str) and word.value.startswith("-")


def _from_to(first: TimeWord, last: TimeWord) -> TimeWord:
    low, high = _plain(first.value), _plain(last.value)
    if low in WEEKDAYS and high in WEEKDAYS:
        begin, end = WEEKDAYS.index(str(low)), WEEKDAYS.index(str(high))
        days = WEEKDAYS[begin : end + 1] if begin <= end else (*WEEKDAYS[begin:], *WEEKDAYS[: end + 1])
        return TimeWord(first.unit, "in", [*days], f"{low}–{high}")
    said = f"{first.said}–{last.said}"
    around = _ROUND.get(first.unit)
    if around is not None and isinstance(low, int) and isinstance(high, int) and low > high:
        return TimeWord(first.unit, "in", [*range(low, around.stop), *range(around.start, high + 1)], said)
    return TimeWord(first.unit, "between", [low, high], said)


def _plain(value: Json) -> Json:
    return value[0] if isinstance(value, list) else value
