"""Figures of many scored rows: by label, by district, and what was wrong."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from services.prediction.domain.batch import Group, Summary
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.severity import LABELS


def summary(scored: ScoredRows) -> Summary:
    """The figures of these rows."""
    good = scored.violations == 0
    district = scored.district[good]
    names = len(scored.districts)
    counts = np.bincount(district, minlength=names).tolist()
    eclo = np.bincount(district, scored.eclo[good], names).tolist()
    serious = np.bincount(district, scored.serious[good], names).tolist()
    labels = np.bincount(scored.label[good], minlength=len(LABELS)).tolist()
    problems: Counter[tuple[str, str]] = Counter()
    for found, count in zip(scored.violation_sets, np.bincount(scored.violations).tolist(), strict=False):
        for what in {(violation.field, violation.reason) for violation in found}:
            problems[what] += count
    return Summary(
        labels=dict(zip(LABELS, labels, strict=True)),
        districts={
            name: Group(*figures)
            for name, *figures in zip(scored.districts, counts, eclo, serious, strict=True)
            if figures[0]
        },
        problems={what: count for what, count in problems.items() if count},
    )


def merged(parts: Iterable[Summary]) -> Summary:
    """The figures of all parts together."""
    labels, problems = Counter(dict.fromkeys(LABELS, 0)), Counter[tuple[str, str]]()
    districts: dict[str, Group] = {}
    for part in parts:
        labels.update(part.labels)
        problems.update(part.problems)
        for name, group in part.districts.items():
            known = districts.get(name, Group())
            districts[name] = Group(known.count + group.count, known.eclo + group.eclo, known.serious + group.serious)
    return Summary(dict(labels), districts, dict(problems))
