"""Tools that describe a dataset as a whole."""

from services.chat.agent.tools import charts
from services.chat.agent.tools.cells import cell, share
from services.chat.agent.tools.results import ToolResult
from services.chat.agent.tools.tables import table
from services.chat.domain.datasets import NUMBERS, ColumnType
from services.chat.domain.frame import Column, Frame

_LABELS = {
    ColumnType.INTEGER: "정수",
    ColumnType.FLOAT: "실수",
    ColumnType.TEXT: "글자",
    ColumnType.BOOLEAN: "참/거짓",
    ColumnType.DATETIME: "날짜·시각",
    ColumnType.LATITUDE: "위도",
    ColumnType.LONGITUDE: "경도",
    ColumnType.YEAR: "연도",
}


def get_dataframe_info(frame: Frame) -> ToolResult:
    """What the dataset consists of: its size, and for each column type, missing and distinct values and range.

    Derived columns are listed after those of the file, with the column that they come from. `range` is there for
    numbers and dates.
    """
    rows = [(column.name, _described_type(column), *_described(frame, column)) for column in frame.columns.values()]
    facts = {
        "rows": len(frame),
        "columns": len(frame.file_columns),
        "missing_cells": sum(frame.missing(column.name) for column in frame.file_columns),
        "kind": frame.kind or None,
    }
    return ToolResult(facts, table(("column", "type", "missing", "distinct", "range"), rows, len(rows)))


def get_missing_values(frame: Frame) -> ToolResult:
    """How many values are missing in each column of the file, most first; `share` is 0-1 of all rows."""
    counts = [(column.name, frame.missing(column.name)) for column in frame.file_columns]
    counts.sort(key=lambda each: -each[1])
    rows = [(name, count, share(count, len(frame))) for name, count in counts]
    incomplete = [row for row in rows if row[1]]
    return ToolResult(
        {
            "rows": len(frame),
            "missing_cells": sum(count for _, count in counts),
            "columns_with_missing": len(incomplete),
        },
        table(("column", "missing", "share"), rows, len(rows)),
        charts.bars("열별 결측 비율", "열", "결측 비율 (%)", ((name, part * 100) for name, _, part in incomplete)),
    )


def detect_data_types(frame: Frame) -> ToolResult:
    """The type of each column of the file, with a Korean label; `note` says what else is known of it."""
    derived: dict[str, list[str]] = {}
    for column in frame.columns.values():
        derived.setdefault(column.source, []).append(column.name)
    rows = [
        (column.name, column.type.value, _LABELS[column.type], _note(frame, column, derived.get(column.name, [])))
        for column in frame.file_columns
    ]
    return ToolResult({"columns": len(rows)}, table(("column", "type", "label", "note"), rows, len(rows)))


def _described_type(column: Column) -> str:
    return f"{column.type} (derived from {column.source})" if column.source else column.type.value


def _described(frame: Frame, column: Column) -> tuple[int, int, str | None]:
    """Missing values, distinct values, range."""
    gaps, distinct = frame.missing(column.name), frame.keys(column.name).nunique()
    if not distinct or column.type not in (*NUMBERS, ColumnType.DATETIME):
        return gaps, distinct, None
    values = frame.values(column.name)
    return gaps, distinct, f"{cell(values.min(), column)} – {cell(values.max(), column)}"


def _note(frame: Frame, column: Column, derived: list[str]) -> str:
    present = len(frame) - frame.missing(column.name)
    notes = []
    if not present:
        notes.append("no values")
    elif (
        column.type in (ColumnType.TEXT, ColumnType.INTEGER)
        and present > 1
        and frame.keys(column.name).nunique() == present
    ):
        notes.append("every value occurs once")
    if column.resolution:
        notes.append(f"known to the {column.resolution}")
    if derived:
        notes.append(f"has {', '.join(derived)}")
    return "; ".join(notes)
