"""Rows of the tables of batches, as the domain has them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from services.chassis.errors import Violation
from services.prediction.domain.accident import Notice
from services.prediction.domain.batch import Batch, BatchStatus, ColumnMatch, Group, RowResult, Source, Summary
from services.prediction.domain.severity import LABELS, Interval


def source_json(source: Source | None) -> dict[str, Any] | None:
    return None if source is None else asdict(source)


def source_of(value: dict[str, Any] | None) -> Source | None:
    if value is None:
        return None
    columns = tuple(ColumnMatch(**column) for column in value["columns"])
    return Source(value["dataset_id"], value["name"], value["sha256"], columns)


def batch_of(row: Row[Any], versions: Iterable[str], estimated_completion: datetime | None) -> Batch:
    return Batch(
        batch_id=row.batch_id,
        status=BatchStatus(row.status),
        total=row.total,
        done=row.done,
        failed=row.failed,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        estimated_completion=estimated_completion,
        failure=row.failure,
        model_version=", ".join(versions),
        source=source_of(row.source),
    )


def result_of(row: Row[Any]) -> RowResult:
    if row.violations is not None:
        return RowResult(row.row, violations=tuple(Violation(*each) for each in row.violations))
    return RowResult(
        row=row.row,
        notices=tuple(Notice(*each) for each in row.notices or ()),
        eclo=row.eclo,
        interpretation=LABELS[row.label],
        percentile=row.percentile,
        serious_probability=row.serious_probability,
        interval=Interval(row.interval_lower, row.interval_upper),
        band_probabilities=(row.probability_1_2, row.probability_3_4, row.probability_5_9, row.probability_10),
        district=row.district,
        occurred_at=row.occurred_at,
    )


def summary_json(summary: Summary) -> dict[str, Any]:
    return {
        "labels": summary.labels,
        "districts": {name: [group.count, group.eclo, group.serious] for name, group in summary.districts.items()},
        "problems": [[field, reason, count] for (field, reason), count in summary.problems.items()],
    }


def summary_of(value: dict[str, Any]) -> Summary:
    return Summary(
        labels=value["labels"],
        districts={name: Group(*figures) for name, figures in value["districts"].items()},
        problems={(field, reason): count for field, reason, count in value["problems"]},
    )
