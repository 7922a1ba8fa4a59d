"""Quantities that only say which rows are meant: accidents with a death, zones without a camera."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, MeasureWord, Says, ValueWord
from services.chat.agent.analyst.reading import Condition, Measure, Said
from services.chat.agent.analyst.sentences import with_particle
from services.chat.agent.analyst.synonyms import HARMS, ROW_NOUNS

_TOGETHER = ("와", "과", "랑", "이랑", "하고")
_SUBJECT = ("이", "가", "도")
_THINGS = ("건", "거", "것", "경우")


@dataclass
class Occurrences:
    """`found` are the conditions, `measures` what is left to compute; `without` says that none may have occurred."""

    found: list[Said] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    without: bool = False


def occurring(columns: Columns, marks: Sequence[Mark], measures: Sequence[Measure]) -> Occurrences:
    """`사람이 죽은 사고 건수` counts accidents with a death, `사망자가 없는 사고` those without."""
    result = Occurrences(measures=list(measures))
    for at, mark, following in _followed(marks):
        measure = next((each for each in result.measures if _names(mark, each)), None)
        if measure is None or mark.tail.startswith(_TOGETHER):
            continue
        without = bool(following) and following[0].meaning is Says.FEW and following[0].text.startswith("없")
        if without and any(other.meaning is Says.SUPERLATIVE for other in marks):
            continue
        if without and _of_groups(following):
            result.unclear.append(
                f"{with_particle(f'‘{measure.label}’', '이/가')} 하나도 없는 {following[1].text}만 골라내지 못합니다. "
                f"{following[1].text}별 합계를 질문해주세요."
            )
            continue
        if not (without or _describes_rows(marks, at, mark, following)):
            continue
        if (harmed := _harmed(columns, marks, at, measure)) is not None and not without:
            result.found.append(Said(at, harmed, mark.tail))
            result.measures.remove(measure)
            continue
        if measure.column is None and not without:
            result.unclear.append(
                f"{with_particle(measure.label, '은/는')} 여러 열을 더한 값이라, 있는 행만 세지 못합니다."
            )
        elif all(columns.is_additive(column) for column, _ in measure.parts):
            operator, value, said = ("==", 0, "0") if without else (">=", 1, "1 이상")
            for column, _ in measure.parts:  # none in all is none in each
                result.found.append(Said(at, Condition(column, operator, value, f"{column} {said}"), mark.tail))
            result.without = result.without or without
            if sum(_names(other, measure) for other in marks) == 1:
                result.measures.remove(measure)
            if without:
                _without_too(columns, marks, at, result)
    return result


def _harmed(columns: Columns, marks: Sequence[Mark], at: int, measure: Measure) -> Condition | None:
    """`피해운전자가 사망한 사고`: not whether anybody died, but whether that one did."""
    who = marks[at - 1] if at else None
    if who is None or not isinstance(who.meaning, ColumnWord) or not who.meaning.hint or who.tail not in ("이", "가"):
        return None
    column = next((name for name in who.meaning.columns if name.endswith("상해정도")), None)
    harm = HARMS.get(measure.column or "")
    return Condition(column, "==", harm, f"{column} {harm}") if column and harm else None


def _without_too(columns: Columns, marks: Sequence[Mark], at: int, result: Occurrences) -> None:
    """`사망자와 중상자가 없는`: none of those named before either; one or the other cannot be asked for."""
    for place in range(at - 1, -1, -1):
        mark = marks[place]
        measure = next((each for each in result.measures if _names(mark, each)), None)
        if measure is None or not mark.tail.startswith((*_TOGETHER, "도", "나", "이나")):
            return
        if measure.column is None or not columns.is_additive(measure.column) or mark.tail.startswith(("나", "이나")):
            result.unclear.append(f"‘{mark.text}{mark.tail}’ 뒤의 조건은 한 가지씩 질문해주세요.")
            return
        condition = Condition(measure.column, "==", 0, f"{measure.label} 0")
        result.found.append(Said(place, condition, mark.tail))
        result.measures.remove(measure)


def _followed(marks: Sequence[Mark]) -> Iterator[tuple[int, Mark, list[Mark]]]:
    """Each word with those after it, words without meaning left out."""
    told = [(at, mark) for at, mark in enumerate(marks) if mark.meaning is not Says.FILLER]
    for place, (at, mark) in enumerate(told):
        yield at, mark, [other for _, other in told[place + 1 :]]


def _of_groups(following: Sequence[Mark]) -> bool:
    """`사망자가 없는 동`: not a row has none, but all rows of a group."""
    word = following[1].meaning if len(following) > 1 else None
    rows = any(isinstance(mark.meaning, EntityWord) or mark.meaning is Says.COUNT for mark in following)
    return isinstance(word, ColumnWord) and not (word.per or word.hint or rows)


def _describes_rows(marks: Sequence[Mark], at: int, mark: Mark, following: Sequence[Mark]) -> bool:
    """Whether what follows is what a row is: `사망자가 나온 사고`, `중상자 있는 사고`, `사람 죽은 사고`."""
    if not following:
        return False
    first = following[0].meaning
    if _are_rows(following[0]):
        happened = mark.tail.startswith(_SUBJECT) and marks[at + 1].meaning is Says.FILLER
        return (isinstance(first, EntityWord) and first.counted) or happened or _is_verb(mark)
    if _is_verb(mark) and (first is Says.COUNT or marks[at + 1].text in _THINGS):
        return True
    exists = first is Says.EXISTS and following[0].tail.startswith(("는", "은", "던", "었던"))
    return exists and len(following) > 1 and _are_rows(following[1])


def _are_rows(mark: Mark) -> bool:
    """`사고`, and `교차로사고`, which says which ones at once."""
    return isinstance(mark.meaning, EntityWord) or (
        isinstance(mark.meaning, ValueWord) and mark.text.endswith(ROW_NOUNS)
    )


def _is_verb(mark: Mark) -> bool:
    """Whether it says what happened: `죽은`, `사망한`."""
    return mark.text.endswith(("죽", "죽은", "숨진", "죽는", "사망하", "다친", "다쳤", "을입")) or mark.tail.startswith(
        "한"
    )


def _names(mark: Mark, measure: Measure) -> bool:
    """Whether the word is the one that the measure came from."""
    meaning = mark.meaning
    if isinstance(meaning, MeasureWord):
        return meaning.parts == measure.parts
    return isinstance(meaning, ColumnWord) and not meaning.per and measure.column in meaning.columns
