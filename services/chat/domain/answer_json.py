"""Answers as plain JSON values and back: the one form in which the database and the cache keep them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from services.chat.domain.answer import Answer, Cell, Chart, ChartKind, Json, Series, Table, TokenUsage, ToolCall

Item = TypeVar("Item")


class NotAnAnswer(ValueError):
    """The value was not made by `plain`."""


def plain(answer: Answer) -> dict[str, Json]:
    """The answer as JSON values; its values are those that domain.clean_events lets pass."""
    return {
        "text": answer.text,
        "model": answer.model,
        "tool_calls": [_plain_call(call) for call in answer.tool_calls],
        "usage": {
            "input": answer.usage.input,
            "output": answer.usage.output,
            "cached_input": answer.usage.cached_input,
        },
        "incomplete": answer.incomplete,
    }


def answer(value: object) -> Answer:
    """The answer that `plain` was given. Raises NotAnAnswer for anything else."""
    try:
        known = _object(value)
        usage = _object(known["usage"])
        return Answer(
            text=_typed(str, known["text"]),
            model=_typed(str, known["model"]),
            tool_calls=_items(_call, known["tool_calls"]),
            usage=TokenUsage(*(_typed(int, usage[name]) for name in ("input", "output", "cached_input"))),
            incomplete=_typed(bool, known["incomplete"]),
        )
    except KeyError as missing:
        raise NotAnAnswer(f"{missing} is missing") from None


def _plain_call(call: ToolCall) -> Json:
    return {
        "name": call.name,
        "args": dict(call.args),
        "label": call.label,
        "result": call.result,
        "failed": call.failed,
        "table": None if call.table is None else _plain_table(call.table),
        "chart": None if call.chart is None else _plain_chart(call.chart),
    }


def _plain_table(table: Table) -> Json:
    return {
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "total_rows": table.total_rows,
    }


def _plain_chart(chart: Chart) -> Json:
    return {
        "kind": chart.kind.value,
        "title": chart.title,
        "x_title": chart.x_title,
        "y_title": chart.y_title,
        "categories": list(chart.categories),
        "series": [
            {"name": series.name, "values": list(series.values), "x": list(series.x)} for series in chart.series
        ],
    }


def _call(value: object) -> ToolCall:
    known = _object(value)
    return ToolCall(
        name=_typed(str, known["name"]),
        args=_object(known["args"]),
        label=_typed(str, known["label"]),
        result=_typed(str, known["result"]),
        failed=_typed(bool, known["failed"]),
        table=None if known["table"] is None else _table(known["table"]),
        chart=None if known["chart"] is None else _chart(known["chart"]),
    )


def _table(value: object) -> Table:
    known = _object(value)
    return Table(
        columns=_items(_text, known["columns"]),
        rows=_items(lambda row: _items(_cell, row), known["rows"]),
        total_rows=_typed(int, known["total_rows"]),
    )


def _chart(value: object) -> Chart:
    known = _object(value)
    try:
        kind = ChartKind(known["kind"])
    except ValueError as unknown:
        raise NotAnAnswer(str(unknown)) from None
    return Chart(
        kind=kind,
        title=_typed(str, known["title"]),
        x_title=_typed(str, known["x_title"]),
        y_title=_typed(str, known["y_title"]),
        categories=_items(_text, known["categories"]),
        series=_items(_series, known["series"]),
    )


def _series(value: object) -> Series:
    known = _object(value)
    values = _items(lambda number: None if number is None else _number(number), known["values"])
    return Series(_typed(str, known["name"]), values, _items(_number, known["x"]))


def _object(value: object) -> Mapping[str, Any]:
    return _typed(dict, value)


def _items(read: Callable[[object], Item], value: object) -> tuple[Item, ...]:
    return tuple(read(item) for item in _typed(list, value))


def _text(value: object) -> str:
    return _typed(str, value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotAnAnswer(f"{type(value).__name__} is no number")
    return float(value)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    raise NotAnAnswer(f"{type(value).__name__} is no cell")


def _typed(kind: type[Item], value: object) -> Item:
    if not isinstance(value, kind):
        raise NotAnAnswer(f"{type(value).__name__} is no {kind.__name__}")
    return value
