"""The prediction service through its stub: the committed model, a real database, the real server."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2

from tests.accidents import ACCIDENT
from tests.grpc_server import RunningServer, refused

TAAS: dict[str, Any] = {
    "taas_time": "2022-01-01 01",
    "taas_weather": "맑음",
    "taas_road_surface": "건조",
    "taas_road_type": "교차로 - 교차로안",
    "taas_accident_type": "차대사람 - 횡단중",
    "taas_district": "대구광역시 수성구 상동",
    "taas_day_of_week": "토요일",
}
UNKNOWN_ID = "0192a1b2-0000-7000-8000-000000000000"


def fields(**changes: Any) -> dict[str, Any]:
    """The accident of 2022-01-01 01시, with changes."""
    return {name: value for name, value in (ACCIDENT | changes).items() if value is not None}


@pytest.fixture(scope="module")
def stub(prediction_server: RunningServer) -> Any:
    return prediction_pb2_grpc.PredictionServiceStub(prediction_server.channel)


def test_an_accident_comes_back_with_everything_about_its_severity(stub: Any) -> None:
    answer = stub.PredictEclo(pb.PredictEcloRequest(**fields()))
    assert 3 <= answer.eclo <= 8
    assert answer.interpretation in ("경미", "일반", "심각", "매우 심각")
    assert 0 <= answer.percentile <= 100
    assert len(answer.band_probabilities) == 4
    assert sum(band.probability for band in answer.band_probabilities) == pytest.approx(1)
    assert sum(band.city_average for band in answer.band_probabilities) == pytest.approx(1)
    assert answer.interval.lower <= answer.eclo <= answer.interval.upper
    assert 0 < answer.serious_probability < 1
    assert len(answer.contributions) == 5
    assert all(contribution.label for contribution in answer.contributions)
    assert f"{answer.eclo:.1f}" in answer.detail
    assert [warning.reason for warning in answer.warnings] == ["YEAR_OUTSIDE_TRAINING"]


def test_an_answer_is_stored_before_it_is_given(stub: Any) -> None:
    answer = stub.PredictEclo(pb.PredictEcloRequest(**fields()))
    kept = stub.GetPrediction(pb.GetPredictionRequest(prediction_id=answer.prediction_id)).prediction
    assert (kept.eclo, kept.percentile, kept.timestamp) == (answer.eclo, answer.percentile, answer.timestamp)
    assert kept.accident.district == "대구광역시 수성구 상동"
    assert (kept.accident.day_of_week, kept.accident.time_period) == ("토요일", "새벽")
    newest = stub.ListPredictions(pb.ListPredictionsRequest(limit=1))
    assert newest.predictions[0].prediction_id == answer.prediction_id
    assert newest.total >= 1


def test_without_explain_there_are_no_contributions_and_the_same_figures(stub: Any) -> None:
    explained = stub.PredictEclo(pb.PredictEcloRequest(**fields(), explain=True))
    plain = stub.PredictEclo(pb.PredictEcloRequest(**fields(), explain=False))
    assert not plain.contributions
    assert plain.eclo == explained.eclo


def test_violations_of_contract_and_domain_come_together_in_the_order_of_the_fields(stub: Any) -> None:
    wrong = fields(weather="우박폭탄", district="서울특별시 강남구 역삼동", accident_month=13, accident_hour=24)
    with refused() as said:
        stub.PredictEclo(pb.PredictEcloRequest(**wrong))
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert list(said[0].violations) == ["weather", "district", "accident_month", "accident_hour"]
    assert "맑음" in said[0].violations["weather"].localized_message.message
    assert "대구광역시" in said[0].violations["district"].localized_message.message
    assert "12" in said[0].violations["accident_month"].localized_message.message
    assert said[0].size <= 5000


def test_a_date_that_does_not_exist_is_refused(stub: Any) -> None:
    with refused() as said:
        stub.PredictEclo(pb.PredictEcloRequest(**fields(accident_month=2, accident_day=30)))
    assert said[0].violations["accident_day"].reason == "INVALID_DATE"


@pytest.mark.parametrize("name", list(fields()))
def test_every_required_field_is_missed(stub: Any, name: str) -> None:
    with refused() as said:
        stub.PredictEclo(pb.PredictEcloRequest(**fields(**{name: None})))
    assert list(said[0].violations) == [name]
    assert said[0].violations[name].reason == "REQUIRED"


def test_a_contradicting_field_warns_and_does_not_change_the_answer(stub: Any) -> None:
    plain = stub.PredictEclo(pb.PredictEcloRequest(**fields()))
    odd = stub.PredictEclo(pb.PredictEcloRequest(**fields(day_of_week="월요일", time_period="저녁")))
    assert odd.eclo == plain.eclo
    assert {w.field for w in odd.warnings} - {w.field for w in plain.warnings} == {"day_of_week", "time_period"}


def test_a_comparison_answers_each_variant_and_keeps_errors_apart(stub: Any) -> None:
    variants = [
        pb.CompareEcloRequest.Variant(name="비", changes=pb.Accident(weather="비", road_surface="젖음/습기")),
        pb.CompareEcloRequest.Variant(name="없는 날", changes=pb.Accident(accident_month=2, accident_day=30)),
        pb.CompareEcloRequest.Variant(name="그대로"),
    ]
    answer = stub.CompareEclo(pb.CompareEcloRequest(base=pb.Accident(**fields()), variants=variants))
    rain, wrong, same = answer.variants
    assert rain.difference == pytest.approx(rain.prediction.eclo - answer.base.eclo)
    assert same.difference == 0
    assert wrong.WhichOneof("outcome") == "error"
    assert not wrong.HasField("difference")
    violations = error_details_pb2.BadRequest()
    packed: status_pb2.Status = wrong.error
    assert any(detail.Unpack(violations) for detail in packed.details)
    assert violations.field_violations[0].field == "accident_day"


def test_a_changed_hour_takes_the_derived_fields_of_the_base_with_it(stub: Any) -> None:
    base = pb.Accident(**fields(time_period="새벽", day_of_week="토요일"))
    variant = pb.CompareEcloRequest.Variant(changes=pb.Accident(accident_hour=20))
    answer = stub.CompareEclo(pb.CompareEcloRequest(base=base, variants=[variant]))
    reasons = {warning.reason for warning in answer.variants[0].prediction.warnings}
    assert "CONTRADICTING_VALUE" not in reasons


def test_the_fields_of_a_wrong_base_are_named_with_their_place(stub: Any) -> None:
    variant = pb.CompareEcloRequest.Variant()
    with refused() as said:
        stub.CompareEclo(pb.CompareEcloRequest(base=pb.Accident(**fields(weather="황사비")), variants=[variant]))
    assert list(said[0].violations) == ["base.weather"]


def test_a_week_has_168_hours_and_agrees_with_single_predictions(stub: Any) -> None:
    answer = stub.GetWeeklyRisk(pb.GetWeeklyRiskRequest(accident=pb.Accident(**fields(accident_hour=None))))
    assert len(answer.cells) == 168
    assert [answer.cells[0].day_of_week, answer.cells[-1].day_of_week] == ["월요일", "일요일"]
    saturday = next(cell for cell in answer.cells if (cell.day_of_week, cell.hour) == ("토요일", 1))
    assert saturday.eclo == stub.PredictEclo(pb.PredictEcloRequest(**fields())).eclo


def test_every_district_is_ranked_in_one_call(stub: Any) -> None:
    answer = stub.GetDistrictRisk(pb.GetDistrictRiskRequest(accident=pb.Accident(**fields(district=None))))
    model = stub.GetModel(pb.GetModelRequest())
    known = next(field for field in model.fields if field.name == "district").values
    assert sorted(district.district for district in answer.districts) == sorted(known)
    assert [d.eclo for d in answer.districts] == sorted((d.eclo for d in answer.districts), reverse=True)
    sang = next(district for district in answer.districts if district.district == "대구광역시 수성구 상동")
    assert sang.eclo == stub.PredictEclo(pb.PredictEcloRequest(**fields())).eclo


def test_one_line_becomes_fields_assumptions_and_what_is_missing(stub: Any) -> None:
    now = Timestamp()
    now.FromDatetime(datetime(2026, 11, 22, 3, tzinfo=UTC))
    text = "어제 밤 11시 수성구 상동 교차로 비"
    answer = stub.ParseAccident(pb.ParseAccidentRequest(text=text, reference_time=now))
    accident = answer.accident
    assert (accident.accident_month, accident.accident_day, accident.accident_hour) == (11, 21, 23)
    assert (accident.district, accident.weather) == ("대구광역시 수성구 상동", "비")
    assert accident.road_type == "교차로 - 교차로안"
    assert "accident_type" in {assumption.field for assumption in answer.assumptions}
    assert not answer.missing
    assert stub.PredictEclo(pb.PredictEcloRequest(**{f.name: v for f, v in accident.ListFields()})).eclo > 0


def test_the_model_names_every_field_with_its_valid_values(stub: Any) -> None:
    model = stub.GetModel(pb.GetModelRequest())
    by_name = {field.name: field for field in model.fields}
    assert len(by_name) == 11
    assert {name for name, field in by_name.items() if not field.required} == {"time_period", "day_of_week"}
    assert "맑음" in by_name["weather"].values
    assert (by_name["accident_hour"].minimum, by_name["accident_hour"].maximum) == (0, 23)
    assert len(by_name["district"].values) > 150
    assert model.training_last_year == 2017
    assert 0.44 < model.metrics["rmsle"] <= 0.448
    assert [label.name for label in model.labels] == ["경미", "일반", "심각", "매우 심각"]


@pytest.mark.parametrize(
    ("call", "request_message", "field"),
    [
        (lambda stub: stub.ListPredictions, pb.ListPredictionsRequest(limit=0), "limit"),
        (lambda stub: stub.ListPredictions, pb.ListPredictionsRequest(offset=-1), "offset"),
        (lambda stub: stub.GetPrediction, pb.GetPredictionRequest(prediction_id="../x"), "prediction_id"),
        (lambda stub: stub.ParseAccident, pb.ParseAccidentRequest(), "text"),
        (lambda stub: stub.CompareEclo, pb.CompareEcloRequest(base=pb.Accident()), "variants"),
    ],
)
def test_bad_parameters_are_named(stub: Any, call: Callable[[Any], Any], request_message: Any, field: str) -> None:
    with refused() as said:
        call(stub)(request_message)
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert field in said[0].violations


def test_an_unknown_id_is_not_found(stub: Any) -> None:
    with refused() as said:
        stub.GetPrediction(pb.GetPredictionRequest(prediction_id=UNKNOWN_ID))
    assert said[0].code is grpc.StatusCode.NOT_FOUND
    assert said[0].reason == "PREDICTION_NOT_FOUND"


def test_an_accident_may_be_written_as_taas_does_wherever_rows_are_sent(stub: Any) -> None:
    ours, taas = pb.Accident(**fields()), pb.Accident(**TAAS)
    expected = stub.PredictEclo(pb.PredictEcloRequest(**fields())).eclo
    later = pb.CompareEcloRequest.Variant(changes=pb.Accident(taas_time="2022-07-02 20"))
    first, second = (
        stub.CompareEclo(pb.CompareEcloRequest(base=base, variants=[later, pb.CompareEcloRequest.Variant()]))
        for base in (ours, taas)
    )
    assert first == second
    assert first.base.eclo == first.variants[1].prediction.eclo == expected
    assert first.variants[0].difference != 0
    for ask, request_of in (
        (stub.GetWeeklyRisk, pb.GetWeeklyRiskRequest),
        (stub.GetDistrictRisk, pb.GetDistrictRiskRequest),
    ):
        assert ask(request_of(accident=taas)) == ask(request_of(accident=ours))


def test_a_wrong_field_of_taas_is_named_as_ours(stub: Any) -> None:
    with refused() as said:
        stub.GetWeeklyRisk(pb.GetWeeklyRiskRequest(accident=pb.Accident(**TAAS | {"taas_weather": "황사비"})))
    assert list(said[0].violations) == ["accident.weather"]
