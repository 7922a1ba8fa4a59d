"""What a row of a batch is answered, to compare with what the same accident is answered alone."""

from datetime import datetime
from typing import Any

import numpy as np

from services.prediction.domain.accident import AccidentInput, InvalidAccident
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.severity import LABELS

Answer = tuple[Any, ...]


def alone(model: EcloModel, given: AccidentInput) -> Answer:
    """The answer of the single path: violations, or figures and notices."""
    try:
        prediction = model.predict(given)
    except InvalidAccident as refusal:
        return refusal.violations
    accident, severity = prediction.accident, prediction.severity
    return (
        severity.eclo,
        severity.percentile,
        severity.interpretation,
        severity.serious_probability,
        *severity.interval,
        severity.band_probabilities,
        accident.district,
        datetime(accident.accident_year, accident.accident_month, accident.accident_day, accident.accident_hour),
        prediction.notices,
    )


def row_by_row(scored: ScoredRows) -> list[Answer]:
    """The answers of a batch in the same form; checks that rows with violations say nothing else."""
    return [_row(scored, i) for i in range(len(scored))]


def _row(scored: ScoredRows, i: int) -> Answer:
    figures = (scored.eclo, scored.percentile, scored.serious, scored.interval_lower, scored.interval_upper)
    if violations := scored.violation_sets[scored.violations[i]]:
        assert all(np.isnan(column[i]).all() for column in (*figures, scored.bands))
        assert (scored.label[i], scored.district[i], scored.notices[i]) == (-1, -1, 0)
        assert np.isnat(scored.occurred_at[i])
        return violations
    eclo, percentile, serious, lower, upper = (float(column[i]) for column in figures)
    return (
        eclo,
        percentile,
        LABELS[scored.label[i]],
        serious,
        lower,
        upper,
        tuple(scored.bands[i].tolist()),
        scored.districts[scored.district[i]],
        scored.occurred_at[i].item(),
        scored.notice_sets[scored.notices[i]],
    )
