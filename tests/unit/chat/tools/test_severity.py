"""The tools that ask the prediction service, through the toolbox."""

import pytest

from services.chassis.errors import DeadlineExceeded, Exhausted, InvalidInput, Unavailable, Violation
from services.chat.domain.answer import Json
from tests.unit.chat.tools.small_frames import ACCIDENT, PREDICTION, Oracle, box, run


def test_a_prediction_has_its_facts_bands_warnings_and_chart() -> None:
    oracle = Oracle()
    (ran,) = run(box({}, oracle), ("predict_eclo", {**ACCIDENT, "accident_hour": 1.0, "time_period": None}))
    assert oracle.asked == [ACCIDENT]
    assert ran.result is not None
    assert ran.result.facts == {
        "eclo": 6.5,
        "interpretation": "심각",
        "percentile": 81.0,
        "serious_probability": 0.4,
        "interval_lower": 3.0,
        "interval_upper": 12.0,
    }
    assert ran.result.notes == PREDICTION.warnings
    assert ran.call.table is not None
    assert ran.call.table.rows[0] == ("1-2", 0.1, 0.2)
    assert ran.call.chart is not None
    assert [series.name for series in ran.call.chart.series] == ["이 사고", "대구 평균"]
    assert ran.call.chart.series[0].values[:2] == (10.0, 30.0)
    assert ran.call.chart.y_title == "확률 (%)"


def test_every_wrong_field_is_named_at_once_and_nobody_is_asked() -> None:
    oracle = Oracle()
    wrong: dict[str, Json] = {"weather": 3, "accident_month": 13, "accident_hour": "한 시", "speed": 60}
    (ran,) = run(box({}, oracle), ("predict_eclo", wrong))
    assert ran.call.failed
    for name in (
        "road_surface: is required",
        "weather: must be string",
        "accident_month: must be within",
        "accident_hour: must be integer",
        "speed: unknown",
    ):
        assert name in ran.call.result
    assert oracle.asked == []


def test_what_the_service_refuses_is_a_failed_call_with_its_reasons() -> None:
    why = InvalidInput(
        [Violation("weather", "UNKNOWN_VALUE", "unknown value; valid values: 맑음, 비", "모르는 값입니다.")]
    )
    (ran,) = run(box({}, Oracle(why)), ("predict_eclo", ACCIDENT))
    assert ran.call.failed
    assert ran.result is None
    assert "weather: unknown value; valid values: 맑음, 비" in ran.call.result


@pytest.mark.parametrize(
    "why", [Unavailable("away", "없습니다."), Exhausted("busy", "바쁩니다."), DeadlineExceeded("slow", "느립니다.")]
)
@pytest.mark.parametrize(
    ("tool", "args"), [("predict_eclo", ACCIDENT), ("predict_eclo_batch", {"accidents": [ACCIDENT]})]
)
def test_a_service_that_is_away_is_a_failed_call_in_a_plain_sentence(
    why: Exception, tool: str, args: dict[str, Json]
) -> None:
    (ran,) = run(box({}, Oracle(why)), (tool, args))
    assert ran.call.failed
    assert "prediction service cannot be reached" in ran.call.result


def test_a_batch_keeps_its_order_and_a_bad_accident_does_not_fail_the_others() -> None:
    accidents: list[Json] = [ACCIDENT, {**ACCIDENT, "accident_month": 13}, ACCIDENT]
    (ran,) = run(box({}), ("predict_eclo_batch", {"accidents": accidents}))
    assert ran.result is not None
    assert ran.result.facts == {"count": 3, "failed": 1, "mean_eclo": 6.5, "max_eclo": 6.5}
    assert ran.call.table is not None
    assert [row[:2] for row in ran.call.table.rows] == [(1, 6.5), (2, None), (3, 6.5)]
    assert "accident_month" in str(ran.call.table.rows[1][4])
    assert ran.call.chart is not None
    assert ran.call.chart.categories == ("1", "2", "3")
    assert ran.call.chart.series[0].values == (6.5, None, 6.5)


def test_a_batch_in_which_nothing_can_be_predicted() -> None:
    why = InvalidInput([Violation("weather", "UNKNOWN_VALUE", "unknown value", "모르는 값입니다.")])
    (ran,) = run(box({}, Oracle(why)), ("predict_eclo_batch", {"accidents": [ACCIDENT, ACCIDENT]}))
    assert not ran.call.failed
    assert ran.result is not None
    assert ran.result.facts == {"count": 2, "failed": 2, "mean_eclo": None, "max_eclo": None}
    assert ran.call.chart is None


@pytest.mark.parametrize("accidents", [[], [ACCIDENT] * 51, [3], "맑음"])
def test_a_batch_of_another_size_or_kind_is_refused(accidents: Json) -> None:
    (ran,) = run(box({}), ("predict_eclo_batch", {"accidents": accidents}))
    assert ran.call.failed
    assert "accidents" in ran.call.result
