"""How good a fitted model is on a year it has not seen, beside the bars it must reach."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.prediction.domain.severity import BAND_LOWERS, LABEL_PERCENTILES, LABELS
from services.prediction.training.fit import Fitted, covered
from services.prediction.training.taas import Accidents

LEAKAGE = 0.440
"""RMSLE below this is out of reach of what is known beforehand: some field tells the outcome."""


@dataclass(frozen=True)
class Bar:
    """What a metric must reach, and is hoped to reach. `at_most`: smaller is better."""

    must: float
    goal: float | None = None
    at_most: bool = True

    def holds(self, value: float) -> bool:
        return value <= self.must if self.at_most else value >= self.must


BARS = {
    "rmsle": Bar(0.4480, 0.4466),
    "band_log_loss": Bar(1.085, 1.081),
    "interval_coverage_error": Bar(0.035, 0.01),
    "interval_coverage_gu_error": Bar(0.06),
    "serious_auc": Bar(0.61, 0.617, at_most=False),
    "serious_brier": Bar(0.210, 0.207),
    "serious_ece": Bar(0.02, 0.011),
    "level_error": Bar(0.05, 0.01),
}
"""Measured on 2017 with training on the years before it."""


def evaluate(fitted: Fitted, test: Accidents) -> dict[str, float]:
    """The metrics of `fitted` on `test`, a year after its training data.

    `interval_coverage_error`: distance of the 80% interval's coverage from the middle of 0.77-0.84;
    `interval_coverage_gu_error`: the largest such distance of a 구, from the middle of 0.74-0.86.
    `level_error`: relative distance of the mean prediction from the geometric-mean level of `test`.
    `serious_ece`: expected calibration error over ten equal groups. `share_*`: how often each label is given.
    """
    probabilities = fitted.probabilities(fitted.encoder.matrix(test.accidents))
    answers = [fitted.scale.read(p) for p in probabilities.tolist()]
    eclo = np.array([a.eclo for a in answers])
    bands = np.array([a.band_probabilities for a in answers])
    serious = np.array([a.serious_probability for a in answers])
    percentiles = np.array([a.percentile for a in answers])
    observed_bands = np.searchsorted(BAND_LOWERS, test.eclo, side="right") - 1
    inside = covered(fitted.scale, probabilities, test.eclo)
    gu = np.array([a.district.split(" ")[1] for a in test.accidents])
    gu_errors = [abs(inside[gu == name].mean() - 0.80) for name in np.unique(gu)]
    log_error = np.log1p(eclo) - np.log1p(test.eclo)
    labels = np.searchsorted(LABEL_PERCENTILES, percentiles, side="right")
    widths = np.array([a.interval.upper - a.interval.lower for a in answers])
    return {
        "rmsle": float(np.sqrt(np.mean(log_error**2))),
        "rmsle_of_a_constant": float(np.sqrt(np.mean((fitted.recent_mean_log - np.log1p(test.eclo)) ** 2))),
        "log_r2": float(1 - np.mean(log_error**2) / np.log1p(test.eclo).var()),
        "band_log_loss": float(-np.log(bands[np.arange(len(test)), observed_bands]).mean()),
        "interval_coverage": float(inside.mean()),
        "interval_coverage_error": float(abs(inside.mean() - 0.805)),
        "interval_coverage_gu_error": float(max(gu_errors)),
        "interval_width": float(widths.mean()),
        "serious_auc": auc(serious, test.serious),
        "serious_brier": float(np.mean((serious - test.serious) ** 2)),
        "serious_ece": calibration_error(serious, test.serious),
        "level_error": float(abs(eclo.mean() / np.expm1(np.log1p(test.eclo).mean()) - 1)),
        "mean_prediction": float(eclo.mean()),
        "geometric_mean_level": float(np.expm1(np.log1p(test.eclo).mean())),
        **{f"share_{label}": float((labels == i).mean()) for i, label in enumerate(LABELS)},
    }


def auc(score: NDArray[np.float64], outcome: NDArray[np.float64]) -> float:
    """Area under the ROC curve: the chance that a positive scores above a negative, ties counting half."""
    unique, index = np.unique(score, return_inverse=True)
    counts = np.bincount(index, minlength=len(unique))
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[index]
    positives = outcome.sum()
    negatives = len(outcome) - positives
    return float((ranks[outcome == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def calibration_error(score: NDArray[np.float64], outcome: NDArray[np.float64], groups: int = 10) -> float:
    """Expected calibration error: mean distance of predicted and observed share over equal groups of the score."""
    order = np.argsort(score, kind="stable")
    parts = np.array_split(order, groups)
    return float(sum(abs(score[p].mean() - outcome[p].mean()) * len(p) for p in parts) / len(score))
