"""Between the rows of the tables and the dataclasses of the domain."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from services.dataset.domain.catalog import Dataset, RequestMark
from services.dataset.domain.columns import ColumnProfile, ColumnType, Notice, ValueCount


def dataset_values(dataset: Dataset, mark: RequestMark | None) -> dict[str, Any]:
    """The row of a dataset, without its columns."""
    return {
        "dataset_id": dataset.dataset_id,
        "name": dataset.name,
        "description": dataset.description,
        "rows": dataset.rows,
        "column_count": dataset.column_count,
        "size_bytes": dataset.size_bytes,
        "uploaded_at": dataset.uploaded_at,
        "sha256": dataset.sha256,
        "encoding": dataset.encoding,
        "kind": dataset.kind,
        "kind_confidence": dataset.kind_confidence,
        "notices": [asdict(notice) for notice in dataset.notices],
        "request_id": mark.request_id if mark else None,
        "request_digest": mark.digest if mark else None,
    }


def column_values(dataset: Dataset) -> list[dict[str, Any]]:
    """One row for each column."""
    return [
        {
            "dataset_id": dataset.dataset_id,
            "position": position,
            "name": column.name,
            "type": column.type.value,
            "missing": column.missing,
            "distinct": column.distinct,
            "minimum": column.minimum,
            "maximum": column.maximum,
            "mean": column.mean,
            "quantiles": list(column.quantiles),
            "top_values": [[top.value, top.count] for top in column.top_values],
        }
        for position, column in enumerate(dataset.columns)
    ]


def dataset(row: Row[Any], columns: Sequence[Row[Any]] = ()) -> Dataset:
    """The dataset of a row of `datasets` and, in their order, of rows of `columns`."""
    return Dataset(
        dataset_id=row.dataset_id,
        name=row.name,
        description=row.description,
        rows=row.rows,
        column_count=row.column_count,
        size_bytes=row.size_bytes,
        uploaded_at=row.uploaded_at,
        sha256=row.sha256,
        encoding=row.encoding,
        kind=row.kind,
        kind_confidence=row.kind_confidence,
        columns=tuple(_column(column) for column in columns),
        notices=tuple(Notice(**notice) for notice in row.notices),
    )


def _column(row: Row[Any]) -> ColumnProfile:
    return ColumnProfile(
        name=row.name,
        type=ColumnType(row.type),
        missing=row.missing,
        distinct=row.distinct,
        minimum=row.minimum,
        maximum=row.maximum,
        mean=row.mean,
        quantiles=tuple(row.quantiles),
        top_values=tuple(ValueCount(value, count) for value, count in row.top_values),
    )
