"""How the conditions of a question hang together: all must hold, one is a share of another, or they are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.chat.agent.analyst import conditions as made
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import Mark, Says, TimeWord, ValueWord
from services.chat.agent.analyst.negations import negated
from services.chat.agent.analyst.reading import Branch, Condition, Said
from services.chat.agent.analyst.shares import divided
from services.chat.agent.analyst.spans import LISTED

COMPARING_WORDS = (Says.COMPARE, Says.TIMES, Says.DIFFERENCE, Says.THAN, Says.GROWTH, Says.AMONG, Says.WHICH)
COMPARING = frozenset(COMPARING_WORDS[:5])
_BOUNDS = frozenset((">", ">=", "<", "<="))
_JOINING = ("와", "과", "랑", "이랑", "하고", "보다", "대비", "이", "가", "은", "는")
_THAN = ("보다", "대비")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`base` holds for all rows, `part` for those of which a share is asked; `branches` are compared with
    the one at `reference`."""

    base: tuple[Condition, ...] = ()
    part: tuple[Condition, ...] = ()
    branches: tuple[Branch, ...] = ()
    reference: int | None = None


def arranged(columns: Columns, marks: Sequence[Mark], said: Sequence[Said]) -> Arrangement:
    """`said` in the order of the question."""
    says = {mark.meaning for mark in marks if isinstance(mark.meaning, Says)}
    found = _explained(says, _united(marks, negated(columns, marks, said)))
    rivals = _rivals(found, says)
    if rivals and not _nested(rivals):
        return _compared(marks, found, rivals)
    if not says & {Says.SHARE, Says.TIMES}:
        return Arrangement(tuple(each.condition for each in found))
    division = divided(columns, marks, said, found)
    return Arrangement(division.base, division.part)


def _united(marks: Sequence[Mark], said: Sequence[Said]) -> list[Said]:
    """Values that are joined by 이나 or 또는 as one condition; the same said twice only once."""
    found: list[Said] = []
    for each in said:
        last = found[-1] if found else None
        if last is not None and _same(last.condition, each.condition):
            continue
        if last is not None and last.condition.column == each.condition.column:
            between = [mark.meaning for mark in marks[last.at + 1 : each.at]]
            bounds = {last.condition.operator, each.condition.operator} <= _BOUNDS
            listed = last.tail == LISTED and not any(mark.meaning in COMPARING_WORDS for mark in marks)
            # 합치면 전체의 몇 %
            summed = all(any(mark.meaning is word for mark in marks) for word in (Says.SHARE, Says.SUM))
            if not bounds and (summed or listed or Says.OR in between or last.tail.startswith(("이나", "나", "거나"))):
                union = made.united(last.condition, each.condition)
                if union is not None:
                    found[-1] = Said(each.at, union, each.tail)
                    continue
        found.append(each)
    return found


def _explained(says: set[Says], found: list[Said]) -> list[Said]:
    """Without `토요일과 일요일` beside `주말`: the same in other words, unless they are compared."""
    for whole in found if not says & COMPARING else ():
        rest = [each for each in found if each is not whole and each.condition.column == whole.condition.column]
        values, parts = made.listed(whole.condition), [made.listed(each.condition) or frozenset() for each in rest]
        if len(rest) > 1 and values is not None and values == frozenset().union(*parts):
            return [each for each in found if each not in rest]
    return found


def _same(one: Condition, other: Condition) -> bool:
    """`5월 5일 어린이날` says one thing in two ways."""
    return (one.column, one.operator, one.value) == (other.column, other.operator, other.value)


def _rivals(found: Sequence[Said], says: set[Says]) -> list[Said]:
    """Conditions that exclude each other: several on one column, or two that are compared in words."""
    by_column: dict[str, list[Said]] = {}
    for each in found:
        by_column.setdefault(each.condition.column, []).append(each)
    for several in by_column.values():
        if len(several) > 1 and not any(each.negated for each in several):
            return several
    compared = says & {Says.THAN, Says.TIMES} or (
        says & {Says.COMPARE, Says.DIFFERENCE} and found and found[0].tail.startswith(_JOINING)
    )
    return list(found) if len(found) == 2 and compared else []


def _compared(marks: Sequence[Mark], found: Sequence[Said], rivals: Sequence[Said]) -> Arrangement:
    others = [each for each in found if each not in rivals]
    columns = [each.condition.column for each in others]
    # What is said beside the rivals belongs to all, unless each has its own (2012년 여름과 2017년 겨울).
    own: list[list[Condition]] = [[rival.condition] for rival in rivals]
    rest: list[Said] = []
    for place, each in enumerate(others):
        if columns.count(each.condition.column) == len(rivals):
            own[columns[:place].count(each.condition.column)].append(each.condition)
        else:
            rest.append(each)
    last = max(rival.at for rival in rivals)
    shares = any(mark.meaning is Says.SHARE for mark in marks)
    part = [each for each in rest if shares and (each.at > last or _is_share(marks, each))]
    return Arrangement(
        tuple(each.condition for each in rest if each not in part),
        tuple(each.condition for each in part),
        tuple(tuple(branch) for branch in own),
        _reference(marks, rivals),
    )


def _is_share(marks: Sequence[Mark], said: Said) -> bool:
    """`사망사고 비율`: what a share is of stands right before the word."""
    return said.at + 1 < len(marks) and marks[said.at + 1].meaning is Says.SHARE


def _reference(marks: Sequence[Mark], rivals: Sequence[Said]) -> int:
    """The one that the others are measured by: the one with 보다 or 대비, otherwise the last."""
    for place, rival in enumerate(rivals):
        following = marks[rival.at + 1 : rival.at + 4]
        end = next((at for at, mark in enumerate(following) if isinstance(mark.meaning, ValueWord | TimeWord)), 3)
        words = following[:end]
        than = any(mark.meaning is Says.THAN or mark.tail.startswith(_THAN) for mark in words)
        if than or rival.tail.startswith(_THAN):
            return place
    return len(rivals) - 1


def _nested(rivals: Sequence[Said]) -> bool:
    """Whether conditions on one column narrow each other: 30 이상 60 이하, 아침 출근길, 교차로 중 교차로안."""
    conditions = [each.condition for each in rivals]
    if all(condition.operator in _BOUNDS for condition in conditions):
        return True
    if len(conditions) == 2 and not rivals[0].tail and all(condition.time for condition in conditions):
        one, other = map(made.listed, conditions)
        return bool(one and other and one & other)
    starts = [str(condition.value) for condition in conditions if condition.operator == "startswith"]
    return any(
        condition.operator == "==" and str(condition.value).startswith(start)
        for condition in conditions
        for start in starts
    )
