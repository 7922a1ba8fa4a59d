"""One accident through the front door: REST, grpcurl and the stub, stored and read back."""

import json
import subprocess
import sys
import unicodedata
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc

from tests.accidents import ACCIDENT
from tests.e2e.errors import refused
from tests.stack import EmbeddedStack

METHOD = "daegu.prediction.v1.PredictionService/PredictEclo"


def grpcurl(stack: EmbeddedStack, *arguments: str, data: str = "{}") -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("grpcurl")
    command = [str(program), "-plaintext", "-d", data, stack.grpc, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)


def test_an_accident_comes_back_with_everything_and_is_stored(stack: EmbeddedStack) -> None:
    answer = stack.predict()
    assert answer.status_code == 200
    body = answer.json()
    assert 3 <= body["eclo"] <= 8
    assert 0 <= body["percentile"] <= 100
    assert body["interpretation"] in ("경미", "일반", "심각", "매우 심각")
    assert "백분위" in body["detail"]
    assert [band["label"] for band in body["band_probabilities"]] == ["1-2", "3-4", "5-9", "10+"]
    assert sum(band["probability"] for band in body["band_probabilities"]) == pytest.approx(1)
    assert sum(band["city_average"] for band in body["band_probabilities"]) == pytest.approx(1)
    assert body["interval"]["lower"] <= body["eclo"] <= body["interval"]["upper"]
    assert 0 < body["serious_probability"] < 1
    assert len(body["contributions"]) == 5
    assert [warning["reason"] for warning in body["warnings"]] == ["YEAR_OUTSIDE_TRAINING"]
    with stack.database() as cursor:
        cursor.execute(
            "SELECT eclo, weather, district, occurred_at, model_version FROM predictions WHERE prediction_id = %s",
            (body["prediction_id"],),
        )
        eclo, weather, district, occurred_at, version = cursor.fetchone()
    assert eclo == body["eclo"]
    assert (weather, district) == (ACCIDENT["weather"], ACCIDENT["district"])
    assert occurred_at.isoformat() == "2022-01-01T01:00:00"
    assert version == body["model_version"]


def test_grpcurl_gets_the_same_answer_as_rest(stack: EmbeddedStack) -> None:
    rest = stack.predict().json()
    shell = grpcurl(stack, METHOD, data=json.dumps(ACCIDENT))
    assert shell.returncode == 0, shell.stderr
    told = json.loads(shell.stdout)
    assert told["eclo"] == rest["eclo"]
    assert told["interpretation"] == rest["interpretation"]
    assert told["prediction_id"] != rest["prediction_id"]
    assert stack.stored([told["prediction_id"], rest["prediction_id"]]) == 2


def test_grpcurl_lists_and_describes_the_services(stack: EmbeddedStack) -> None:
    listed = grpcurl(stack, "list")
    names = set(listed.stdout.split())
    assert {f"daegu.{context}.v1.{context.title()}Service" for context in ("dataset", "prediction", "chat")} <= names
    described = grpcurl(stack, "describe", "daegu.prediction.v1.PredictionService")
    assert "rpc PredictEclo ( .daegu.prediction.v1.PredictEcloRequest )" in described.stdout
    assert "accident_month" in grpcurl(stack, "describe", "daegu.prediction.v1.PredictEcloRequest").stdout


def test_grpcurl_shows_the_refusal_of_a_wrong_accident(stack: EmbeddedStack) -> None:
    shell = grpcurl(stack, METHOD, data=json.dumps(ACCIDENT | {"accident_month": 13}))
    assert shell.returncode != 0
    assert "InvalidArgument" in shell.stderr
    assert "1..12" in shell.stderr


def test_decomposed_hangul_is_the_same_accident(stack: EmbeddedStack) -> None:
    decomposed = {k: unicodedata.normalize("NFD", v) for k, v in ACCIDENT.items() if isinstance(v, str)}
    assert decomposed["district"] != ACCIDENT["district"]
    answer = stack.predict(**decomposed)
    assert answer.status_code == 200
    assert answer.json()["eclo"] == stack.predict().json()["eclo"]
    kept = stack.http.get(f"/api/predictions/{answer.json()['prediction_id']}").json()["prediction"]["accident"]
    assert kept["district"] == ACCIDENT["district"]


def test_a_contradicting_time_period_warns_and_changes_nothing(stack: EmbeddedStack) -> None:
    body = stack.predict(time_period="밤", day_of_week="월요일").json()
    assert body["eclo"] == stack.predict().json()["eclo"]
    contradictions = [w["field"] for w in body["warnings"] if w["reason"] == "CONTRADICTING_VALUE"]
    assert contradictions == ["time_period", "day_of_week"]


def test_the_history_is_newest_first_and_comes_in_pages(stack: EmbeddedStack) -> None:
    made = [stack.predict(accident_hour=hour).json()["prediction_id"] for hour in range(5)]
    newest = made[::-1]
    first = stack.http.get("/api/predictions", params={"limit": 3}).json()
    then = stack.http.get("/api/predictions", params={"limit": 2, "offset": 3}).json()
    assert [p["prediction_id"] for p in first["predictions"] + then["predictions"]] == newest
    assert first["total"] == then["total"] >= 5
    beyond = stack.http.get("/api/predictions", params={"offset": 1_000_000}).json()
    assert (beyond["predictions"], beyond["total"]) == ([], first["total"])


def test_a_prediction_that_was_never_made_is_not_found(stack: EmbeddedStack) -> None:
    assert refused(stack.http.get(f"/api/predictions/{uuid.uuid4()}"), 404).reason == "PREDICTION_NOT_FOUND"


def test_comparison_risk_profiles_parser_and_model_answer(stack: EmbeddedStack) -> None:
    def post(path: str, **body: object) -> dict[str, list[object]]:
        answer = stack.http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    changes = [{"changes": {"weather": "비"}}, {"changes": {"weather": "눈보라"}}]
    compared = post("/api/predict/eclo/compare", base=ACCIDENT, variants=changes)
    assert ["prediction" in variant for variant in compared["variants"]] == [True, False]  # type: ignore[operator]
    assert len(post("/api/predict/risk/week", accident=ACCIDENT)["cells"]) == 168
    assert len(post("/api/predict/risk/districts", accident=ACCIDENT)["districts"]) > 150
    assert post("/api/predict/parse", text="2022년 1월 1일 1시 수성구 상동 교차로 맑음")["accident"]
    fields = stack.http.get("/api/predict/model").json()["fields"]
    assert {field["name"] for field in fields} >= ACCIDENT.keys()


def test_fifty_predictions_at_once_are_all_answered_and_stored(stack: EmbeddedStack) -> None:
    with ThreadPoolExecutor(50) as callers:
        answers = list(callers.map(lambda hour: stack.predict(accident_hour=hour % 24), range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert stack.stored([answer.json()["prediction_id"] for answer in answers]) == 50


def test_fifty_grpc_predictions_at_once_are_all_answered(stack: EmbeddedStack) -> None:
    request = prediction_pb2.PredictEcloRequest(**ACCIDENT)
    with grpc.insecure_channel(stack.grpc) as channel:
        stub = prediction_pb2_grpc.PredictionServiceStub(channel)
        answers = [call.result() for call in [stub.PredictEclo.future(request, timeout=10) for _ in range(50)]]
    assert len({answer.prediction_id for answer in answers}) == 50
