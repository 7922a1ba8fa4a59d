"""The guard against an ECLO that is a logarithm, or labels that say one thing for every accident."""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.severity import LABELS, Severity
from services.prediction.training.taas import read_accidents

DATA = os.environ.get("DAEGU_REAL_DATA")
needs_data = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")


def shares(severities: list[Severity]) -> dict[str, float]:
    counts = Counter(severity.interpretation for severity in severities)
    return {label: counts[label] / len(severities) for label in LABELS}


@needs_data
def test_labels_and_level_over_the_accidents_of_2022(model: EcloModel) -> None:
    path = Path(DATA or "") / "dacon_test_2022_first_1000.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    severities = []
    for row in rows:
        year, month, day, hour = map(int, re.findall(r"\d+", row["사고일시"]))
        given = AccidentInput(
            row["기상상태"], row["노면상태"], row["도로형태"], row["사고유형"], row["시군구"], year, month, day, hour
        )
        prediction = model.predict(given)
        assert [notice.reason for notice in prediction.notices] == ["YEAR_OUTSIDE_TRAINING"]
        assert prediction.accident.day_of_week == row["요일"]
        severities.append(prediction.severity)
    share = shares(severities)
    assert 0.10 <= share["경미"] <= 0.45
    assert 0.30 <= share["일반"] <= 0.70
    assert 0.08 <= share["심각"] <= 0.35
    assert 0.01 <= share["매우 심각"] <= 0.15
    assert 3.5 <= np.mean([severity.eclo for severity in severities]) <= 5.5


@needs_data
def test_labels_and_level_over_the_last_training_years(model: EcloModel) -> None:
    known = read_accidents(Path(DATA or "") / "taas_daegu_accidents_2007_2017.zip").within(2015, 2017)
    severities = model.severities(known.accidents)
    share = shares(severities)
    for label, expected in zip(LABELS, (0.25, 0.50, 0.20, 0.05), strict=True):
        assert abs(share[label] - expected) < 0.02
    level = np.expm1(np.log1p(known.eclo).mean())
    assert abs(np.mean([severity.eclo for severity in severities]) / level - 1) < 0.05


def test_every_label_is_given_somewhere_in_the_city(model: EcloModel) -> None:
    """Without the data: over every 동, hour and kind of accident no label is everything."""
    accidents = [
        model.vocabulary.check(AccidentInput("맑음", "건조", "단일로 - 기타", kind, district, 2017, 5, 16, hour))[0]
        for district in model.vocabulary.districts
        for hour in (2, 9, 14, 18, 22)
        for kind in ("차대차", "차대사람", "차량단독")
    ]
    share = shares(model.severities(accidents))
    assert min(share.values()) > 0.01
    assert max(share.values()) < 0.75
