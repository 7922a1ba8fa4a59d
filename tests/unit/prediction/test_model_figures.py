"""What Prometheus learns of the model: what it is asked, what it answers, what it was trained on."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from services.prediction.domain.accident import AccidentInput, InvalidAccident
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.model_figures import ModelFigures
from services.prediction.servicer import PredictionServicer
from tests.figures import grows

GIVEN = AccidentInput("맑음", "건조", "교차로 - 교차로안", "차대사람", "대구광역시 수성구 상동", 2017, 5, 3, 14)


def samples(figures: ModelFigures, name: str) -> dict[tuple[str, ...], float]:
    """The figures called `name`, by the values of their labels."""
    return {
        tuple(sample.labels.values()): sample.value
        for family in figures.collect()
        for sample in family.samples
        if sample.name == name
    }


def test_answers_are_counted_by_label_and_the_probabilities_of_the_bands_add_up(model: EcloModel) -> None:
    figures = ModelFigures()
    predictions = [model.predict(replace(GIVEN, accident_hour=hour)) for hour in range(24)]
    for prediction in predictions:
        figures.answered(prediction)
    labels = samples(figures, "prediction_answers_total")
    assert labels == {
        (label,): sum(each.severity.interpretation == label for each in predictions)
        for label in ("경미", "일반", "심각", "매우 심각")
    }
    bands = samples(figures, "prediction_band_probability_total")
    assert list(bands) == [("1-2",), ("3-4",), ("5-9",), ("10+",)]
    assert sum(bands.values()) == pytest.approx(24)


def test_values_are_counted_by_field_and_districts_by_gu(model: EcloModel) -> None:
    figures = ModelFigures()
    for district in ("대구광역시 수성구 상동", "대구광역시 수성구", "대구광역시 남구 대명동"):
        figures.answered(model.predict(replace(GIVEN, district=district)))
    values = samples(figures, "prediction_values_total")
    assert values["weather", "맑음"] == 3
    assert (values["gu", "수성구"], values["gu", "남구"]) == (2, 1)


def test_a_dong_that_nobody_knows_is_counted_as_a_warning(model: EcloModel) -> None:
    figures = ModelFigures()
    figures.answered(model.predict(replace(GIVEN, district="대구광역시 수성구 없는동")))
    assert samples(figures, "prediction_warnings_total") == {("district", "UNKNOWN_DONG"): 1}


def test_wrong_values_are_counted_by_field_and_never_told(model: EcloModel) -> None:
    figures = ModelFigures()
    with pytest.raises(InvalidAccident) as refused:
        model.predict(replace(GIVEN, weather="비밀스러운 날씨", accident_hour=77))
    figures.refused(refused.value.violations)
    assert samples(figures, "prediction_refused_fields_total") == {
        ("accident_hour", "OUT_OF_RANGE"): 1,
        ("weather", "UNKNOWN_VALUE"): 1,
    }
    assert "비밀" not in str(list(figures.collect()))


def test_what_to_compare_with_is_told_of_the_model_that_serves(model: EcloModel) -> None:
    figures = ModelFigures()
    assert samples(figures, "prediction_model_info") == {}
    figures.serves(model)
    assert samples(figures, "prediction_model_info") == {(model.facts.version,): 1}
    assert list(samples(figures, "prediction_label_share").values()) == pytest.approx([0.25, 0.5, 0.2, 0.05])
    assert sum(samples(figures, "prediction_band_share").values()) == pytest.approx(1)


def test_each_value_that_is_counted_has_a_share_to_compare_with(model: EcloModel) -> None:
    figures = ModelFigures()
    figures.serves(model)
    figures.answered(model.predict(GIVEN))
    shares = samples(figures, "prediction_value_share")
    assert samples(figures, "prediction_values_total").keys() <= shares.keys()
    for field in ("weather", "road_surface", "road_type", "accident_type", "gu"):
        assert sum(share for (each, _), share in shares.items() if each == field) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("explain", [True, False])
def test_the_service_counts_each_prediction_once(model: EcloModel, explain: bool) -> None:
    class Nowhere:
        async def commit(self, item: object) -> None:
            return

    nobody: Any = None
    servicer = PredictionServicer(model, Nowhere(), nobody, nobody, nobody)
    accident = {name: getattr(GIVEN, name) for name in GIVEN.__slots__ if getattr(GIVEN, name) is not None}
    request = pb.PredictEcloRequest(**accident, explain=explain)
    with grows("prediction_values_total", field="weather", value="맑음"):
        asyncio.run(servicer.PredictEclo(request, None))
    request.weather = "눈보라"
    with (
        grows("prediction_refused_fields_total", field="weather", reason="UNKNOWN_VALUE"),
        pytest.raises(InvalidAccident),
    ):
        asyncio.run(servicer.PredictEclo(request, None))
