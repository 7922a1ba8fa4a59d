"""How values are put together (mean, sum, most), and which end of an order is asked for."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, MeasureWord, Says
from services.chat.agent.analyst.reading import Operation

_OPERATIONS = {
    Says.MEAN: Operation.MEAN,
    Says.SUM: Operation.SUM,
    Says.MEDIAN: Operation.MEDIAN,
    Says.STD: Operation.STD,
    Says.MAX: Operation.MAX,
    Says.MIN: Operation.MIN,
}
_EXTREMES = (Operation.MAX, Operation.MIN)
_MOST = frozenset((Says.MANY, Says.HIGH, Says.MAX, Says.TOP))
_LEAST = frozenset((Says.FEW, Says.LOW, Says.MIN, Says.BOTTOM, Says.ASCENDING))


@dataclass(frozen=True, slots=True)
class Asked:
    """`operations` are all of them if several were asked for; `order` is 1 for most first, -1 for least first, or 0.
    `each`: for every value of a column."""

    says: frozenset[Says]
    operation: Operation | None
    operations: tuple[Operation, ...]
    order: int
    each: bool


def asked(
    marks: Sequence[Mark], says: AbstractSet[Says], *, measured: bool, grouped: bool, without: bool, ranked: bool
) -> Asked:
    """`measured` and `grouped`: whether there is something to compute and to group by; `without`: that `없는` is a
    condition and no order; `ranked`: that a rank was asked for."""
    each = any(isinstance(mark.meaning, ColumnWord) and mark.meaning.per for mark in marks)
    if each and _most_of_one(marks):
        says = says - {Says.MANY} | {Says.MAX}
    several = tuple(_OPERATIONS[word] for word in _OPERATIONS if word in says)
    operation = several[0] if several else None
    if grouped or Says.SUPERLATIVE in says or len(several) < 2:
        several = ()
    order = _order(says - {Says.FEW} if without else says) or (1 if ranked else 0)
    if operation in (Operation.SUM, *_EXTREMES) and not measured:
        operation = None
    elif operation in _EXTREMES and grouped:
        if each and Says.SUPERLATIVE not in says:
            order = 0
        else:
            operation = None
    return Asked(frozenset(says), operation, several, order, each)


def ranks_rows(marks: Sequence[Mark]) -> bool:
    """`경상자가 가장 많았던 사고`: it is a row that has the most, whenever and wherever that was."""
    told = [mark.meaning for mark in marks if mark.meaning is not Says.FILLER]
    ends = (Says.MANY, Says.FEW, Says.HIGH, Says.LOW)
    return any(word in ends and isinstance(following, EntityWord) for word, following in pairwise(told))


def _most_of_one(marks: Sequence[Mark]) -> bool:
    """`구별 최다 경상자수`: the most of one row."""
    return any(
        mark.text.startswith("최다") and isinstance(following.meaning, ColumnWord | MeasureWord)
        for mark, following in pairwise(marks)
    )


def _order(says: AbstractSet[Says]) -> int:
    least, most = says & _LEAST, says & _MOST
    if least and most and Says.SUPERLATIVE in says:
        return 0  # both ends are asked for
    if least and not (Says.MIN in says and Says.MAX in says):
        return -1
    return 1 if most or says & {Says.RANK, Says.SUPERLATIVE, Says.SORT} else 0
