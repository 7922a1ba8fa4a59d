"""Predicts many accidents at once; for each row exactly what `EcloModel.predict` answers or refuses."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.batch import ColumnMatch
from services.prediction.domain.coded_column import Coded, coded
from services.prediction.domain.column_checks import GivenColumns, check_columns
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.severity_columns import read_columns
from services.prediction.domain.table_cells import given_columns


def score_table(model: EcloModel, rows: pa.Table, matches: Sequence[ColumnMatch]) -> ScoredRows:
    """The answers for the rows of a dataset. Fields without a column count as not sent.

    Raises KeyError if a column is not there.
    """
    return _score(model, given_columns(rows, matches))


def score_accidents(model: EcloModel, accidents: Sequence[AccidentInput]) -> ScoredRows:
    """The answers for accidents that were sent one by one."""
    names = [field.name for field in fields(AccidentInput)]
    return _score(model, {name: coded(getattr(accident, name) for accident in accidents) for name in names})


def _score(model: EcloModel, given: GivenColumns) -> ScoredRows:
    checked = check_columns(model.vocabulary, given)
    accidents = checked.accidents
    severity = read_columns(model.scale, model.scorer.score_matrix(model.encoder.columns(accidents)))
    n, rows = len(checked.violations), checked.valid
    notices, notice_sets = _sets(checked.notices)
    violations, violation_sets = _sets(checked.violations)
    return ScoredRows(
        eclo=_spread(severity.eclo, rows, n, np.nan),
        percentile=_spread(severity.percentile, rows, n, np.nan),
        label=_spread(severity.label, rows, n, -1),
        serious=_spread(severity.serious, rows, n, np.nan),
        interval_lower=_spread(severity.lower, rows, n, np.nan),
        interval_upper=_spread(severity.upper, rows, n, np.nan),
        bands=_spread(severity.bands, rows, n, np.nan),
        district=_spread(accidents.district.codes.astype(np.int32), rows, n, -1),
        districts=accidents.district.values,
        occurred_at=_spread(accidents.occurred_at, rows, n, np.datetime64("NaT", "s")),
        notices=_spread(notices, rows, n, 0),
        notice_sets=notice_sets,
        violations=violations,
        violation_sets=violation_sets,
    )


def _spread(values: NDArray[Any], rows: NDArray[np.int64], n: int, absent: Any) -> NDArray[Any]:
    """`n` rows: the values in these, `absent` in the others."""
    spread = np.full((n, *values.shape[1:]), absent, dtype=values.dtype)
    spread[rows] = values
    return spread


def _sets(column: Coded[tuple[Any, ...]]) -> tuple[NDArray[np.int32], tuple[tuple[Any, ...], ...]]:
    """The column with the empty tuple as its first value, whether or not it occurs."""
    sets = ((), *filter(None, column.values))
    place = {found: i for i, found in enumerate(sets)}
    return np.array([place[found] for found in column.values], dtype=np.int32)[column.codes], sets
