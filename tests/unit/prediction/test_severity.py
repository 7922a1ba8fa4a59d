from dataclasses import replace
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.prediction.domain.accident import Accident
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.severity import BAND_LABELS, BAND_NAMES, Bin, Severity, SeverityScale

CALM = Accident("맑음", "건조", "교차로 - 교차로안", "차대차", "대구광역시 수성구 상동", 2017, 5, 16, 14)
SCALE = SeverityScale(
    bins=(
        Bin(1, 2, 0.70, 0.0),
        Bin(3, 4, 1.39, 0.0),
        Bin(5, 5, 1.79, 0.9),
        Bin(6, 9, 2.05, 0.3),
        Bin(10, 25, 2.60, 0.6),
    ),
    reference=tuple(3 + 0.03 * i for i in range(101)),
    interval_mass=0.78,
    city_bands=(0.07, 0.45, 0.40, 0.08),
    city_serious=0.32,
)


def accidents(model: EcloModel, count: int) -> list[Accident]:
    chance = np.random.default_rng(3)
    values = model.vocabulary.valid_values()

    def pick(name: str) -> str:
        return values[name][chance.integers(len(values[name]))]

    return [
        Accident(
            weather=pick("weather"),
            road_surface=pick("road_surface"),
            road_type=pick("road_type"),
            accident_type=pick("accident_type"),
            district=pick("district"),
            accident_year=int(chance.integers(2010, 2024)),
            accident_month=int(chance.integers(1, 13)),
            accident_day=int(chance.integers(1, 29)),
            accident_hour=int(chance.integers(24)),
        )
        for _ in range(count)
    ]


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5).filter(lambda p: sum(p) > 0.01))
def test_every_distribution_reads_as_a_consistent_severity(weights: list[float]) -> None:
    severity = SCALE.read([w / sum(weights) for w in weights])
    assert severity.interval.lower <= severity.eclo <= severity.interval.upper
    assert isclose(sum(severity.band_probabilities), 1, abs_tol=1e-12)
    assert all(0 <= p <= 1 + 1e-12 for p in severity.band_probabilities)
    assert 0 <= severity.percentile <= 100
    assert 0 <= severity.serious_probability <= 1


@pytest.mark.parametrize(
    ("eclo", "percentile"), [(2.0, 0.0), (3.0, 0.0), (3.015, 0.5), (4.5, 50.0), (6.0, 100.0), (9.0, 100.0)]
)
def test_percentiles_are_linear_between_the_reference_points(eclo: float, percentile: float) -> None:
    assert isclose(SCALE.percentile(eclo), percentile, abs_tol=1e-9)


def label_at(percentile: float) -> str:
    level = 3 + 0.03 * percentile
    log_low, log_high = 0.70, 2.60
    share = (np.log1p(level) - log_low) / (log_high - log_low)
    return SCALE.read([1 - share, 0, 0, 0, share]).interpretation


@pytest.mark.parametrize(
    ("percentile", "label"),
    [(0, "경미"), (24.9, "경미"), (25.1, "일반"), (74.9, "일반"), (75.1, "심각"), (94.9, "심각"), (95.1, "매우 심각")],
)
def test_labels_change_at_their_percentiles(percentile: float, label: str) -> None:
    assert label_at(percentile) == label


def test_eclo_is_a_level_and_not_a_logarithm(model: EcloModel) -> None:
    eclo = [severity.eclo for severity in model.severities(accidents(model, 300))]
    assert 3 < np.mean(eclo) < 6
    assert min(eclo) > 1


def test_single_rows_equal_the_matrix_to_the_last_bit(model: EcloModel) -> None:
    many = accidents(model, 200)
    assert model.severities(many) == [model.severity(accident) for accident in many]
    rows = model.encoder.matrix(many)
    assert rows.tolist() == [list(model.encoder.row(accident)) for accident in many]


def test_committed_intervals_contain_the_prediction(model: EcloModel) -> None:
    for severity in model.severities(accidents(model, 300)):
        assert severity.interval.lower <= severity.eclo <= severity.interval.upper


def test_the_detail_says_percentile_and_that_rank_is_not_danger_to_life() -> None:
    severity = SCALE.read([0.05, 0.5, 0.3, 0.1, 0.05])
    assert f"백분위 {severity.percentile:.1f}" in severity.detail
    assert f"{severity.serious_probability:.0%}" in severity.detail
    assert "생명이 위험한 순서는 아니므로" in severity.detail


def test_the_bands_of_an_accident_and_of_the_city_are_whole(model: EcloModel) -> None:
    severity = model.severity(CALM)
    assert len(severity.band_probabilities) == len(BAND_LABELS) == len(BAND_NAMES) == 4
    assert isclose(sum(severity.band_probabilities), 1)
    assert isclose(sum(severity.city_bands), 1)


def test_pedestrians_have_a_lower_eclo_and_are_more_often_seriously_hurt(model: EcloModel) -> None:
    cars, pedestrian = model.severities([CALM, replace(CALM, accident_type="차대사람")])
    assert pedestrian.eclo < cars.eclo
    assert pedestrian.serious_probability > cars.serious_probability


def test_the_typical_accident_differs_from_itself_in_nothing(model: EcloModel) -> None:
    assert {c.difference for c in model.explainer.explain(model.typical)} == {0.0}


def test_contributions_are_the_five_largest_with_the_sign_of_the_difference(model: EcloModel) -> None:
    night = replace(model.typical, accident_hour=3, road_type="단일로 - 터널", accident_type="차대사람")
    contributions = model.explainer.explain(night)
    sizes = [abs(c.difference) for c in contributions]
    assert len(contributions) == 5
    assert sizes == sorted(sizes, reverse=True)
    by_field = {c.field: c for c in contributions}
    assert by_field["accident_hour"].difference > 0
    assert by_field["accident_type"].difference < 0
    hourless: Severity = model.severity(replace(night, accident_hour=model.typical.accident_hour))
    assert isclose(by_field["accident_hour"].difference, model.severity(night).eclo - hourless.eclo)
    assert by_field["accident_hour"].value == "3시"
