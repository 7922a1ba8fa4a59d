"""Takes out of answers what no store and no message can hold.

Cells, arguments that a model has made up and its text may contain NUL, halves of surrogate pairs, infinite numbers,
numbers of numpy, integers of any size and any depth. Whatever comes after this (JSON, PostgreSQL, protobuf) can rely
on plain values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np

from services.chat.domain.answer import (
    Answer,
    Cell,
    Chart,
    Event,
    Json,
    Series,
    Table,
    Token,
    ToolCall,
    ToolEnded,
    ToolStarted,
    Used,
)

DEPTH = 10
"""Levels of lists and objects inside an argument; protobuf reads about 30 and no tool takes more than 3."""

LOST = "\N{REPLACEMENT CHARACTER}"


def clean(event: Event) -> Event:
    """The event with plain values only."""
    match event:
        case Token():
            return Token(clean_text(event.text))
        case ToolStarted():
            return ToolStarted(_call(event.call))
        case ToolEnded():
            return ToolEnded(_call(event.call))
        case Answer():
            calls = tuple(_call(call) for call in event.tool_calls)
            return replace(event, text=clean_text(event.text), model=clean_text(event.model), tool_calls=calls)
        case Used():
            return event


def clean_text(text: str) -> str:
    """`text` with a replacement character in the place of NUL and of unpaired surrogates."""
    if "\0" in text:
        text = text.replace("\0", LOST)
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(LOST if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


def clean_json(value: Any, depth: int = DEPTH) -> Json:
    """`value` as JSON: integers beyond 64 bits and unknown objects as text, numbers that are none as null."""
    if isinstance(value, Mapping | list | tuple):
        if depth == 0:
            return "…"
        if isinstance(value, Mapping):
            return {clean_text(str(name)): clean_json(item, depth - 1) for name, item in value.items()}
        return [clean_json(item, depth - 1) for item in value]
    return _cell(value)


def _cell(value: Any) -> Cell:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    return clean_text(str(value))


def _call(call: ToolCall) -> ToolCall:
    return ToolCall(
        name=clean_text(call.name),
        args={clean_text(name): clean_json(value) for name, value in call.args.items()},
        label=clean_text(call.label),
        result=clean_text(call.result),
        failed=call.failed,
        table=None if call.table is None else _table(call.table),
        chart=None if call.chart is None else _chart(call.chart),
    )


def _table(table: Table) -> Table:
    rows = tuple(tuple(_cell(cell) for cell in row) for row in table.rows)
    return Table(_texts(table.columns), rows, int(table.total_rows))


def _chart(chart: Chart) -> Chart:
    return Chart(
        kind=chart.kind,
        title=clean_text(chart.title),
        x_title=clean_text(chart.x_title),
        y_title=clean_text(chart.y_title),
        categories=_texts(chart.categories),
        series=tuple(_series(series) for series in chart.series),
    )


def _series(series: Series) -> Series:
    values = tuple(None if value is None or not isfinite(value) else float(value) for value in series.values)
    if not series.x:
        return Series(clean_text(series.name), values)
    points = [(float(x), value) for x, value in zip(series.x, values, strict=False) if isfinite(x)]
    return Series(clean_text(series.name), tuple(value for _, value in points), tuple(x for x, _ in points))


def _texts(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean_text(str(text)) for text in texts)
