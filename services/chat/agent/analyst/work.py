"""Runs tools for the plans: finds rows, computes values, computes them by group."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from services.chat.agent.analyst.grouped import Grouped, GroupRow, binned
from services.chat.agent.analyst.reading import Condition, Group, Measure, Operation
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
    """Rows that were found: the name that tools know them by, and their number."""

    name: str
    rows: int


@dataclass
class Work:
    """`emit` takes the events of the tools; `calls` are those that have ended."""

    toolbox: Toolbox
    emit: Callable[[Event], Awaitable[None]]
    calls: list[ToolCall] = field(default_factory=list)

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
            if view.rows == 0:
                return view
            result = await self.run(
                "filter_dataframe",
                column=condition.column,
                operator=condition.operator,
                value=condition.value,
                dataset=view.name,
            )
            view = View(result.view, int(number(result.facts["matched"])))
        return view

    async def value(self, view: View, measure: Measure, operation: Operation) -> tuple[float | None, int]:
        """The value over all rows, and how many rows have one. Raises CannotAnswer."""
        if view.rows == 0:
            return None, 0
        _check(measure, operation)
        total, counted = 0.0, 0
        for column, weight in measure.parts:
            facts = (await self.run("get_column_statistics", column=column, dataset=view.name)).facts
            part = facts.get(operation.value)
            if part is None:
                return None, 0
            total += weight * number(part)
            counted = int(number(facts["count"]))
        return total, counted

    async def counts(self, view: View, group: Group, top: int | None = None) -> Grouped:
        """Rows per group; with `top`, only the most frequent ones, most first."""
        if top is not None and not group.bins:
            result = await self.run("get_value_counts", column=group.column, top_n=min(top, 200), dataset=view.name)
            rows = [GroupRow(row[0], number(row[1]), int(number(row[1]))) for row in _rows(result)]
            missing = int(number(result.facts["missing"]))
            return Grouped(rows, view.rows - missing, missing, int(number(result.facts["distinct"])))
        return await self._grouped(view, group, group.column, "count")

    async def grouped(self, view: View, group: Group, measure: Measure, operation: Operation) -> Grouped:
        """The measure per group. Raises CannotAnswer."""
        _check(measure, operation)
        if group.bins and operation is Operation.MEAN:
            return await self._binned_means(view, group, measure)
        if group.bins and operation is not Operation.SUM:
            raise CannotAnswer(f"{group.label}별로는 합계와 평균만 계산할 수 있습니다.")
        parts = [
            (weight, await self._grouped(view, group, column, operation.value)) for column, weight in measure.parts
        ]
        return _weighted(parts)

    async def _grouped(self, view: View, group: Group, column: str, operation: str) -> Grouped:
        result = await self.run(
            "group_by_aggregate",
            group_column=group.column,
            agg_column=column,
            operation=operation,
            dataset=view.name,
        )
        rows = [GroupRow(row[0], number(row[1]), int(number(row[2]))) for row in _rows(result) if row[1] is not None]
        facts = result.facts
        total = number(facts["total"]) if facts["total"] is not None else 0.0
        found = Grouped(rows, total, int(number(facts["missing_groups"])), int(number(facts["groups"])))
        return binned(group.bins, found) if group.bins else found

    async def _binned_means(self, view: View, group: Group, measure: Measure) -> Grouped:
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


def _check(measure: Measure, operation: Operation) -> None:
    if measure.column is None and operation not in (Operation.SUM, Operation.MEAN):
        raise CannotAnswer(f"{measure.label}은 여러 열을 더한 값이라 합계와 평균만 계산할 수 있습니다.")


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
