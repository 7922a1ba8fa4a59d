"""A backend for tests of the UI: the real contract over a real socket, with the answers of fake_model.

It stands where the gateway stands, with `datasets` and `chat` as servicers of their own and the jobs of FakeBatches.
`down_parts` names the services that GetHealth reports as down; `refusal` ends every prediction with that code and those
bytes as its google.rpc.Status.
"""

import datetime
import uuid
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager

import grpc
from daegu.chat.v1 import chat_pb2_grpc
from daegu.dataset.v1 import dataset_pb2_grpc
from daegu.ops.v1 import ops_pb2, ops_pb2_grpc
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc
from google.rpc import error_details_pb2
from grpc_health.v1 import health, health_pb2_grpc

from tests.frontend import fake_model
from tests.frontend.fake_batches import FakeBatches
from tests.frontend.fake_chat import FakeChat
from tests.frontend.refusals import abort, bad_request, status

_Context = grpc.ServicerContext


class FakeBackend(FakeBatches, ops_pb2_grpc.OpsServiceServicer):
    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self.chat = FakeChat()  # type: ignore[abstract]  # the UI asks in streams only
        self.stored: list[pb.StoredPrediction] = []
        self.request_ids: list[str] = []
        self.down_parts: tuple[str, ...] = ()
        self.refusal: tuple[grpc.StatusCode, bytes] | None = None
        self._server: grpc.Server | None = None
        self._port = port

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listens; after a stop on the same port again."""
        self._server = grpc.server(futures.ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        prediction_pb2_grpc.add_PredictionServiceServicer_to_server(self, self._server)
        ops_pb2_grpc.add_OpsServiceServicer_to_server(self, self._server)
        dataset_pb2_grpc.add_DatasetServiceServicer_to_server(self.datasets, self._server)
        chat_pb2_grpc.add_ChatServiceServicer_to_server(self.chat, self._server)
        health_pb2_grpc.add_HealthServicer_to_server(health.HealthServicer(), self._server)
        self._port = self._server.add_insecure_port(f"127.0.0.1:{self._port}")
        self._server.start()

    def stop(self) -> None:
        if self._server:
            self._server.stop(grace=None).wait()
            self._server = None

    def PredictEclo(self, request: pb.PredictEcloRequest, context: _Context) -> pb.PredictEcloResponse:
        self.request_ids += [str(value) for key, value in context.invocation_metadata() if key == "x-request-id"]
        if self.refusal:
            context.set_trailing_metadata((("grpc-status-details-bin", self.refusal[1]),))
            context.abort(self.refusal[0], "refused")
        accident = pb.Accident(**{f.name: value for f, value in request.ListFields() if f.name != "explain"})
        self._check(accident, context)
        answer = fake_model.prediction(accident)
        response = pb.PredictEcloResponse(
            eclo=answer.eclo,
            interpretation=answer.interpretation,
            detail=answer.detail,
            prediction_id=str(uuid.uuid4()),
            model_version=fake_model.VERSION,
            percentile=answer.percentile,
            band_probabilities=answer.band_probabilities,
            serious_probability=answer.serious_probability,
            interval=answer.interval,
            contributions=fake_model.contributions(accident),
            warnings=answer.warnings,
            serious_city_average=fake_model.SERIOUS_AVERAGE,
        )
        response.timestamp.FromDatetime(datetime.datetime.now(datetime.UTC))
        self.stored.insert(
            0,
            pb.StoredPrediction(
                prediction_id=response.prediction_id,
                timestamp=response.timestamp,
                accident=fake_model.complete(accident),
                eclo=answer.eclo,
                interpretation=answer.interpretation,
                percentile=answer.percentile,
                serious_probability=answer.serious_probability,
                interval=answer.interval,
                model_version=fake_model.VERSION,
            ),
        )
        return response

    def CompareEclo(self, request: pb.CompareEcloRequest, context: _Context) -> pb.CompareEcloResponse:
        self._check(request.base, context)
        base = fake_model.prediction(request.base)
        answers = []
        for variant in request.variants:
            accident = pb.Accident()
            accident.CopyFrom(request.base)
            accident.MergeFrom(variant.changes)
            answer = pb.CompareEcloResponse.Answer(name=variant.name)
            if problems := fake_model.problems(accident):
                answer.error.CopyFrom(bad_request(problems))
            else:
                answer.prediction.CopyFrom(fake_model.prediction(accident))
                answer.difference = answer.prediction.eclo - base.eclo
            answers.append(answer)
        return pb.CompareEcloResponse(base=base, variants=answers, model_version=fake_model.VERSION)

    def GetWeeklyRisk(self, request: pb.GetWeeklyRiskRequest, context: _Context) -> pb.GetWeeklyRiskResponse:
        self._check(request.accident, context)
        date = fake_model.date_of(request.accident)
        monday = date - datetime.timedelta(days=date.weekday())
        cells = []
        for day in (monday + datetime.timedelta(days=offset) for offset in range(7)):
            for hour in range(24):
                accident = pb.Accident()
                accident.CopyFrom(request.accident)
                accident.accident_year, accident.accident_month, accident.accident_day = day.year, day.month, day.day
                accident.accident_hour = hour
                value = fake_model.eclo(accident)
                cells.append(
                    pb.GetWeeklyRiskResponse.Cell(
                        day_of_week=fake_model.complete(accident).day_of_week,
                        hour=hour,
                        eclo=value,
                        percentile=fake_model.percentile(value),
                        serious_probability=fake_model.serious(accident),
                    )
                )
        return pb.GetWeeklyRiskResponse(cells=cells, model_version=fake_model.VERSION)

    def GetDistrictRisk(self, request: pb.GetDistrictRiskRequest, context: _Context) -> pb.GetDistrictRiskResponse:
        self._check(request.accident, context)
        rows = []
        for district in fake_model.DISTRICTS:
            accident = pb.Accident()
            accident.CopyFrom(request.accident)
            accident.district = district
            value = fake_model.eclo(accident)
            rows.append(
                pb.GetDistrictRiskResponse.District(
                    district=district,
                    eclo=value,
                    interpretation=fake_model.interpretation(value),
                    percentile=fake_model.percentile(value),
                    serious_probability=fake_model.serious(accident),
                )
            )
        rows.sort(key=lambda row: -row.eclo)
        warnings = fake_model.warnings(request.accident)
        return pb.GetDistrictRiskResponse(districts=rows, model_version=fake_model.VERSION, warnings=warnings)

    def ParseAccident(self, request: pb.ParseAccidentRequest, context: _Context) -> pb.ParseAccidentResponse:
        """Understands `상동`, `비` and `23시`; assumes a crossing and says so."""
        if not request.text.strip():
            abort(context, bad_request([("text", "문장을 입력해주세요.")]))
        response = pb.ParseAccidentResponse()
        accident = response.accident
        accident.accident_year, accident.accident_month, accident.accident_day = 2016, 10, 1
        accident.weather = "비" if "비" in request.text else "맑음"
        accident.road_surface = "젖음/습기" if "비" in request.text else "건조"
        accident.road_type, accident.accident_type = "교차로 - 교차로안", "차대차"
        if "상동" in request.text:
            accident.district = "대구광역시 수성구 상동"
        if "23시" in request.text or "밤 11시" in request.text:
            accident.accident_hour = 23
        given = {field.name for field, _ in accident.ListFields()}
        response.missing.extend(name for name in fake_model.FIELDS if name not in given)
        response.assumptions.add(
            field="accident_type", value="차대차", message="사고 유형이 없어 가장 흔한 ‘차대차’로 보았습니다."
        )
        response.unrecognized.extend(word for word in request.text.split() if word == "아마도")
        return response

    def GetModel(self, request: pb.GetModelRequest, context: _Context) -> pb.GetModelResponse:
        return fake_model.describe()

    def ListPredictions(self, request: pb.ListPredictionsRequest, context: _Context) -> pb.ListPredictionsResponse:
        start = request.offset
        return pb.ListPredictionsResponse(
            predictions=self.stored[start : start + (request.limit or 50)], total=len(self.stored)
        )

    def GetHealth(self, request: ops_pb2.GetHealthRequest, context: _Context) -> ops_pb2.GetHealthResponse:
        if self.down_parts:
            info = error_details_pb2.ErrorInfo(
                reason="UNAVAILABLE", domain="ops", metadata={"down": ",".join(self.down_parts)}
            )
            abort(context, status(grpc.StatusCode.UNAVAILABLE, "일부 서비스가 응답하지 않습니다.", info))
        parts = dict.fromkeys(("prediction", "dataset", "chat"), "healthy")
        response = ops_pb2.GetHealthResponse(status="healthy", parts=parts)
        response.timestamp.FromDatetime(datetime.datetime.now(datetime.UTC))
        return response

    def _check(self, accident: pb.Accident, context: _Context) -> None:
        if problems := fake_model.problems(accident):
            abort(context, bad_request(problems))


@contextmanager
def running(port: int = 0) -> Iterator[FakeBackend]:
    """A backend that listens, on a free port unless one is given."""
    fake = FakeBackend(port)  # type: ignore[abstract]  # the rest answers UNIMPLEMENTED, as the base does
    fake.start()
    yield fake
    fake.stop()
