"""Runs tools for the plans: finds rows, computes values, computes them by group."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.chat.agent.analyst.grouped import Grouped, GroupRow, binned, has_order, merged, renamed
from services.chat.agent.analyst.reading import Condition, Group, Measure, Operation
from services.chat.agent.analyst.sentences import with_particle
from services.chat.agent.tools.registry import SPECS
from services.chat.agent.tools.results import ToolResult
from services.chat.agent.tools.toolbox import Toolbox
from services.chat.domain.answer import Cell, Event, Json, ToolCall, ToolEnded, ToolStarted

MOST_GROUPS = 200


class ToolFailed(Exception):
    """A tool could not do what a plan asked for; the text, English, says why."""


class CannotAnswer(Exception):
    """The question is understood, but this data has no answer to it; the text, Korean, says why."""


@dataclass(frozen=True, slots=True)
class View:
    """Rows that were found: the names that tools know them by, and their number.

    There are two names where the place of some rows is known from their other address only.
    """

    names: tuple[str, ...]
    rows: int

    @property
    def name(self) -> str:
        """The only name. Raises CannotAnswer if there are two."""
        if len(self.names) > 1:
            raise CannotAnswer(
                "주소가 두 열에 나뉘어 있어, 이 조건으로는 개수·합계·평균·최댓값·최솟값과 목록만 알 수 있습니다."
            )
        return self.names[0]


@dataclass
class Work:
    """`emit` takes the events of the tools; `calls` are those that have ended.

    `instead` names the column that knows the place of rows for which another one does not; `same` are values of a
    column that are written in two ways, with the one that is meant.
    """

    toolbox: Toolbox
    emit: Callable[[Event], Awaitable[None]]
    instead: Callable[[str], str | None] = lambda _: None
    same: Callable[[str], Mapping[str, str]] = lambda _: {}
    calls: list[ToolCall] = field(default_factory=list)

    def about(self, instead: Callable[[str], str | None], same: Callable[[str], Mapping[str, str]]) -> "Work":
        """The same work on another dataset: its calls are counted together."""
        return replace(self, instead=instead, same=same)

    async def run(self, name: str, **args: Json) -> ToolResult:
        """Raises ToolFailed."""
        given = {key: value for key, value in args.items() if value != ""}
        await self.emit(ToolStarted(ToolCall(name, given, SPECS[name].label)))
        ran = await self.toolbox.run(name, given)
        await self.emit(ToolEnded(ran.call))
        self.calls.append(ran.call)
        if ran.result is None:
            raise ToolFailed(ran.call.result)
        return ran.result

    async def found(self, source: View, conditions: Sequence[Condition]) -> View:
        """The rows that meet all conditions."""
        view = source
        for condition in conditions:
            parts: list[tuple[int, str]] = []
            for name in view.names if view.rows else ():
                parts.append(await self._filtered(name, condition.column, condition.operator, condition.value))
                other = self.instead(condition.column)
                if other is not None and condition.operator in ("==", "in"):
                    gaps, elsewhere = await self._filtered(name, condition.column, "is_missing", None)
                    if gaps:
                        parts.append(await self._filtered(elsewhere, other, condition.operator, condition.value))
            kept = sorted((part for part in parts if part[0]), reverse=True) or parts[:1]
            if kept:
                view = View(tuple(name for _, name in kept), sum(rows for rows, _ in kept))
        return view

    async def _filtered(self, name: str, column: str, operator: str, value: Json) -> tuple[int, str]:
        given: dict[str, Json] = {"column": column, "operator": operator, "dataset": name}
        if operator != "is_missing":
            given["value"] = value
        result = await self.run("filter_dataframe", **given)
        return int(number(result.facts["matched"])), result.view

    async def value(self, view: View, measure: Measure, operation: Operation) -> tuple[float | None, int]:
        """The value over all rows, and how many rows have one. Raises CannotAnswer."""
        if view.rows == 0:
            return None, 0
        _check(measure, operation)
        total, counted = 0.0, 0
        for column, weight in measure.parts:
            part, counted = await self._value(view, column, operation)
            if part is None:
                return None, 0
            total += weight * part
        return total, counted

    async def _value(self, view: View, column: str, operation: Operation) -> tuple[float | None, int]:
        found: list[Mapping[str, Cell]] = []
        for name in view.names if operation in _MERGED else (view.name,):
            facts = (await self.run("get_column_statistics", column=column, dataset=name)).facts
            if facts["count"]:
                found.append(facts)
        if not found:
            return None, 0
        counted = int(sum(number(facts["count"]) for facts in found))
        if operation is Operation.MEAN and len(found) > 1:
            return sum(number(facts["sum"]) for facts in found) / counted, counted
        values = [number(facts[operation.value]) for facts in found if facts[operation.value] is not None]
        return (_MERGED[operation](values) if operation in _MERGED else values[0]) if values else None, counted

    async def counts(self, view: View, group: Group, top: int | None = None) -> Grouped:
        """Rows per group; with `top`, only the most frequent ones, most first."""
        if top is not None and not group.bins and len(view.names) == 1 and not self._put_together(group.column):
            return await self._counted(view.name, group.column, top)
        return await self._grouped(view, group, group.column, "count")

    def _put_together(self, column: str) -> bool:
        """Whether groups of a column come from two columns, or from two ways to write them."""
        return self.instead(column) is not None or bool(self.same(column))

    async def _counted(self, name: str, column: str, top: int = MOST_GROUPS) -> Grouped:
        result = await self.run("get_value_counts", column=column, top_n=min(top, MOST_GROUPS), dataset=name)
        rows = [GroupRow(row[0], number(row[1]), int(number(row[1]))) for row in _rows(result)]
        missing = int(number(result.facts["missing"]))
        total = int(number(result.facts["rows"])) - missing
        return Grouped(rows, total, missing, int(number(result.facts["distinct"])))

    async def grouped(self, view: View, group: Group, measure: Measure, operation: Operation) -> Grouped:
        """The measure per group. Raises CannotAnswer."""
        _check(measure, operation)
        split = len(view.names) > 1 or self._put_together(group.column)
        if (group.bins or split) and operation is Operation.MEAN:
            return await self._means(view, group, measure)
        if group.bins and operation is not Operation.SUM:
            raise CannotAnswer(f"{group.label}별로는 합계와 평균만 계산할 수 있습니다.")
        parts = [
            (weight, await self._grouped(view, group, column, operation.value)) for column, weight in measure.parts
        ]
        return _weighted(parts)

    async def _grouped(self, view: View, group: Group, column: str, operation: str) -> Grouped:
        """Rows of two names, or whose place is only known from the other address, are put together."""
        parts: list[Grouped] = []
        for name in view.names if operation in ("count", "sum", "min", "max") else (view.name,):
            part = await self._group(name, group.column, column, operation)
            other = self.instead(group.column)
            if other is not None and part.missing and operation in ("count", "sum"):
                _, elsewhere = await self._filtered(name, group.column, "is_missing", None)
                rest = await self._group(elsewhere, other, other if column == group.column else column, operation)
                parts.append(replace(part, missing=0))
                part = rest
            parts.append(part)
        found = parts[0] if len(parts) == 1 else merged(parts, _TOGETHER.get(operation, sum))
        same = self.same(group.column)
        if same and operation in ("count", "sum", "min", "max"):
            found = merged([renamed(same, found)], _TOGETHER.get(operation, sum))
        return binned(group.bins, found) if group.bins else found

    async def _group(self, name: str, group: str, column: str, operation: str) -> Grouped:
        if column == group and operation == "count" and not has_order(group):
            return await self._counted(name, column)
        result = await self.run(
            "group_by_aggregate", group_column=group, agg_column=column, operation=operation, dataset=name
        )
        rows = [GroupRow(row[0], number(row[1]), int(number(row[2]))) for row in _rows(result) if row[1] is not None]
        facts = result.facts
        total = number(facts["total"]) if facts["total"] is not None else 0.0
        return Grouped(rows, total, int(number(facts["missing_groups"])), int(number(facts["groups"])))

    async def _means(self, view: View, group: Group, measure: Measure) -> Grouped:
        means: list[tuple[float, Grouped]] = []
        for column, weight in measure.parts:
            sums = await self._grouped(view, group, column, "sum")
            counted = {row.label: row.value for row in (await self._grouped(view, group, column, "count")).rows}
            rows = [
                GroupRow(row.label, row.value / counted[row.label], row.rows) for row in sums.rows if counted[row.label]
            ]
            whole = sum(counted.values())
            means.append((weight, Grouped(rows, sums.total / whole if whole else 0.0, sums.missing, len(rows))))
        return _weighted(means)


_TOGETHER: Mapping[str, Callable[[list[float]], float]] = {"max": max, "min": min}
_MERGED: Mapping[Operation, Callable[[Sequence[float]], float]] = {
    Operation.SUM: sum,
    Operation.MEAN: lambda values: values[0],
    Operation.MAX: max,
    Operation.MIN: min,
}
"""How the values of two parts become one; the others cannot be put together."""


def _check(measure: Measure, operation: Operation) -> None:
    if measure.column is None and operation not in (Operation.SUM, Operation.MEAN):
        raise CannotAnswer(
            f"{with_particle(measure.label, '은/는')} 여러 열을 더한 값이라 합계와 평균만 계산할 수 있습니다."
        )


def _weighted(parts: list[tuple[float, Grouped]]) -> Grouped:
    if len(parts) == 1 and parts[0][0] == 1:
        return parts[0][1]
    values: dict[Cell, float] = {}
    sizes: dict[Cell, int] = {}
    for weight, part in parts:
        for row in part.rows:
            values[row.label] = values.get(row.label, 0.0) + weight * row.value
            sizes[row.label] = row.rows
    first = parts[0][1]
    total = sum(weight * part.total for weight, part in parts)
    return Grouped(
        [GroupRow(label, values[label], sizes[label]) for label in values], total, first.missing, len(values)
    )


def number(value: Cell) -> float:
    """A number of a result; tools give numbers where their contract says so."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ToolFailed(f"expected a number, not {value!r}")
    return value


def _rows(result: ToolResult) -> Sequence[Sequence[Cell]]:
    return result.table.rows if result.table is not None else ()


def labels(calls: Sequence[ToolCall]) -> Mapping[str, int]:
    """Korean labels of the tools in the order of their first use, with how often each was run."""
    found: dict[str, int] = {}
    for call in calls:
        found[call.label] = found.get(call.label, 0) + 1
    return found
