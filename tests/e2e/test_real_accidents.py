"""Real accidents of 2022 through the front door. DAEGU_REAL_DATA names the folder that holds them."""

import csv
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from tests.stack import EmbeddedStack

COLUMNS = {
    "기상상태": "weather",
    "노면상태": "road_surface",
    "도로형태": "road_type",
    "사고유형": "accident_type",
    "시군구": "district",
    "요일": "day_of_week",
}
SHARES = {"경미": (0.10, 0.45), "일반": (0.30, 0.70), "심각": (0.08, 0.35), "매우 심각": (0.01, 0.15)}
"""Of the labels: what their percentiles must come to on accidents the model has never seen."""


@pytest.fixture(scope="module")
def accidents() -> list[dict[str, Any]]:
    folder = os.environ.get("DAEGU_REAL_DATA")
    if folder is None:
        pytest.skip("DAEGU_REAL_DATA is not set")
    with (Path(folder) / "dacon_test_2022_first_1000.csv").open(encoding="utf-8", newline="") as file:
        return [_accident(row) for row in csv.DictReader(file)]


def _accident(row: dict[str, str]) -> dict[str, Any]:
    year, month, day, hour = map(int, row["사고일시"].replace(" ", "-").split("-"))
    when = {"accident_year": year, "accident_month": month, "accident_day": day, "accident_hour": hour}
    return {name: row[column] for column, name in COLUMNS.items()} | when


def test_a_year_of_real_accidents_spreads_over_the_labels(
    stack: EmbeddedStack, accidents: list[dict[str, Any]]
) -> None:
    with ThreadPoolExecutor(16) as callers:
        answers = list(callers.map(lambda accident: stack.predict(**accident, explain=False), accidents))
    assert {answer.status_code for answer in answers} == {200}
    bodies = [answer.json() for answer in answers]
    labels = Counter(body["interpretation"] for body in bodies)
    shares = {label: labels[label] / len(bodies) for label in SHARES}
    for label, (low, high) in SHARES.items():
        assert low <= shares[label] <= high, shares
    assert 3.5 <= fmean(body["eclo"] for body in bodies) <= 5.5
    reasons = {warning["reason"] for body in bodies for warning in body["warnings"]}
    assert "CONTRADICTING_VALUE" not in reasons, "day of the week and date agree in real data"
    assert stack.stored([body["prediction_id"] for body in bodies]) == len(accidents) == 1000
