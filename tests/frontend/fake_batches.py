"""The jobs of the prediction service for tests of the UI: the real contract, everything in memory.

A job scores its rows with the rule of fake_model, as many as the test says (`advance`), or `pace` more each time
somebody asks for it. `refusals` ends the method of that name with the status. `deadlines` are the seconds that the last
call of each method had left. `looks` counts the calls of GetBatch. `loses_answers`: methods that are done and then end
as if the server had died. `fails_once`: methods whose next call alone ends UNAVAILABLE. `delays`: how many
seconds a method takes.
"""

import datetime
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import grpc
from daegu.prediction.v1 import prediction_pb2 as pb
from daegu.prediction.v1 import prediction_pb2_grpc
from google.api.httpbody_pb2 import HttpBody
from google.rpc import status_pb2

from tests.frontend import fake_model
from tests.frontend.fake_datasets import NOT_FOUND as DATASET_NOT_FOUND
from tests.frontend.fake_datasets import FakeDatasets
from tests.frontend.refusals import abort, bad_request, status

_Context = grpc.ServicerContext
_Field = pb.MatchBatchColumnsResponse.Field
_Result = pb.ListBatchResultsResponse.Result

NOT_FOUND = "해당 일괄 예측 작업을 찾을 수 없습니다."
UNFINISHED = "일괄 예측이 아직 끝나지 않았습니다. 끝난 뒤에 다시 시도해주세요."
FIELDS = (
    _Field(name="accident_time", label="사고 일시", required=True),
    _Field(name="district", label="시군구", required=True),
    _Field(name="road_type", label="도로 형태", required=True),
    _Field(name="road_surface", label="노면 상태", required=True),
    _Field(name="weather", label="기상 상태", required=True),
    _Field(name="accident_type", label="사고 유형", required=True),
    _Field(name="day_of_week", label="요일"),
)
NAMES = {
    "accident_time": "사고일시", "district": "시군구", "road_type": "도로형태", "road_surface": "노면상태",
    "weather": "기상상태", "accident_type": "사고유형", "day_of_week": "요일",
}  # fmt: skip
HEADER = ",".join(NAMES[item.name] for item in FIELDS if item.required)


def csv(rows: int, wrong: int = 0, header: str = HEADER) -> bytes:
    """Accidents in every district in turn; the last `wrong` rows have a weather that nobody knows."""
    lines = [header + ",메모"]
    for number in range(rows):
        weather = "우박" if number >= rows - wrong else ("맑음", "비", "흐림")[number % 3]
        kind = ("차대차", "차대차", "차대사람", "차량단독")[number % 4]
        time = f"2016-{1 + number % 12:02}-{1 + number % 28:02} {number % 24:02}"
        district = fake_model.DISTRICTS[number % len(fake_model.DISTRICTS)]
        lines.append(f"{time},{district},교차로 - 교차로안,건조,{weather},{kind},{number}")
    return ("\n".join(lines) + "\n").encode()


@dataclass
class Job:
    """A job with its rows, the tried ones with their answers."""

    batch: pb.Batch
    accidents: list[pb.Accident] = field(default_factory=list)
    results: list[_Result] = field(default_factory=list)
    saved: pb.SaveBatchResponse | None = None

    def advance(self, rows: int) -> None:
        """Tries the next rows; the last one ends the job."""
        batch = self.batch
        if batch.status not in ("QUEUED", "RUNNING") or not rows:
            return
        if batch.status == "QUEUED":
            batch.status, batch.model_version = "RUNNING", fake_model.VERSION
            batch.started_at.GetCurrentTime()
        for number in range(batch.done, min(batch.done + rows, batch.total)):
            self.results.append(_scored(number, self.accidents[number]))
        batch.done = len(self.results)
        batch.failed = sum(result.HasField("error") for result in self.results)
        if batch.done == batch.total:
            self.end("SUCCEEDED")

    def end(self, status_name: str, failure: str = "") -> None:
        self.batch.status, self.batch.failure = status_name, failure
        self.batch.ClearField("estimated_completion")
        self.batch.finished_at.GetCurrentTime()


class FakeBatches(prediction_pb2_grpc.PredictionServiceServicer):
    def __init__(self) -> None:
        self.datasets = FakeDatasets()  # type: ignore[abstract]  # the UI calls neither holds nor the REST upload
        self.jobs: dict[str, Job] = {}
        self.requests: dict[str, tuple[str, bytes]] = {}
        self.refusals: dict[str, status_pb2.Status] = {}
        self.deadlines: dict[str, float] = {}
        self.loses_answers: set[str] = set()
        self.fails_once: set[str] = set()
        self.delays: dict[str, float] = {}
        self.pace = 0
        self.looks = 0

    def add(self, content: bytes, name: str = "사고") -> Job:
        """A dataset and a job that waits to score it."""
        dataset = self.datasets.add(content, name)
        return self._job(dataset.dataset_id, _match(self.datasets.stored[dataset.dataset_id].table.names, {}))

    @property
    def newest(self) -> Job:
        return list(self.jobs.values())[-1]

    def MatchBatchColumns(
        self, request: pb.MatchBatchColumnsRequest, context: _Context
    ) -> pb.MatchBatchColumnsResponse:
        self._may("MatchBatchColumns", context)
        names = self._names(request.dataset_id, context)
        if unknown := [column for column in request.columns.values() if column and column not in names]:
            abort(context, bad_request([("columns", f"‘{name}’ 열이 없습니다.") for name in unknown]))
        return _match(names, request.columns)

    def CreateBatch(self, request: pb.CreateBatchRequest, context: _Context) -> pb.CreateBatchResponse:
        self._may("CreateBatch", context)
        matched = _match(self._names(request.dataset_id, context), request.columns)
        if matched.missing:
            labels = [(item.name, f"{item.label}에 해당하는 열이 없습니다.") for item in matched.missing]
            abort(context, bad_request(labels))
        batch_id, known = self.requests.get(request.request_id, ("", b""))
        if not batch_id:
            batch_id = self._job(request.dataset_id, matched).batch.batch_id
            self.requests[request.request_id] = (batch_id, request.SerializeToString(deterministic=True))
        elif known != request.SerializeToString(deterministic=True):
            abort(context, status(grpc.StatusCode.ALREADY_EXISTS, "같은 요청 번호로 다른 작업을 이미 요청했습니다."))
        if "CreateBatch" in self.loses_answers:
            context.abort(grpc.StatusCode.UNAVAILABLE, "the connection was lost")
        batch = self.jobs[batch_id].batch
        return pb.CreateBatchResponse(batch_id=batch_id, status="QUEUED", total=batch.total, columns=matched.matches)

    def GetBatch(self, request: pb.GetBatchRequest, context: _Context) -> pb.GetBatchResponse:
        self._may("GetBatch", context)
        self.looks += 1
        job = self._get(request.batch_id, context)
        job.advance(self.pace)
        if job.batch.HasField("estimated_completion"):
            left = datetime.timedelta(seconds=12 if not self.pace else (job.batch.total - job.batch.done) / self.pace)
            job.batch.estimated_completion.FromDatetime(datetime.datetime.now(datetime.UTC) + left)
        return pb.GetBatchResponse(batch=job.batch)

    def ListBatches(self, request: pb.ListBatchesRequest, context: _Context) -> pb.ListBatchesResponse:
        self._may("ListBatches", context)
        newest_first = [job.batch for job in reversed(self.jobs.values())]
        return pb.ListBatchesResponse(
            batches=newest_first[request.offset :][: request.limit or 50], total=len(newest_first)
        )

    def ListBatchResults(self, request: pb.ListBatchResultsRequest, context: _Context) -> pb.ListBatchResultsResponse:
        self._may("ListBatchResults", context)
        job = self._get(request.batch_id, context)
        rows = [row for row in job.results if row.HasField("error") or not request.failed_only]
        return pb.ListBatchResultsResponse(
            batch_id=request.batch_id, status=job.batch.status, total=job.batch.total, done=job.batch.done,
            failed=job.batch.failed, results=rows[request.offset :][: request.limit or 100],
        )  # fmt: skip

    def GetBatchSummary(self, request: pb.GetBatchSummaryRequest, context: _Context) -> pb.GetBatchSummaryResponse:
        self._may("GetBatchSummary", context)
        return _summed(self._get(request.batch_id, context))

    def CancelBatch(self, request: pb.CancelBatchRequest, context: _Context) -> pb.CancelBatchResponse:
        self._may("CancelBatch", context)
        job = self._get(request.batch_id, context)
        if job.batch.status in ("QUEUED", "RUNNING"):
            job.end("CANCELLED")
        return pb.CancelBatchResponse(batch=job.batch)

    def DownloadBatch(self, request: pb.DownloadBatchRequest, context: _Context) -> Iterator[HttpBody]:
        self._may("DownloadBatch", context)
        content = self._file(self._finished(request.batch_id, context))
        for start in range(0, len(content), 1000):
            yield HttpBody(content_type="text/csv", data=content[start : start + 1000])

    def SaveBatch(self, request: pb.SaveBatchRequest, context: _Context) -> pb.SaveBatchResponse:
        self._may("SaveBatch", context)
        job = self._finished(request.batch_id, context)
        if job.saved is None:
            dataset = self.datasets.add(self._file(job), f"{job.batch.dataset_name} 예측")
            job.saved = pb.SaveBatchResponse(dataset_id=dataset.dataset_id, name=dataset.name, rows=dataset.rows)
        return job.saved

    def _job(self, dataset_id: str, matched: pb.MatchBatchColumnsResponse) -> Job:
        stored = self.datasets.stored[dataset_id]
        places = {match.field: stored.table.names.index(match.column) for match in matched.matches}
        accidents = [_accident({name: row[place] for name, place in places.items()}) for row in stored.table.rows]
        batch = pb.Batch(
            batch_id=str(uuid.uuid4()), status="QUEUED", total=len(accidents), dataset_id=dataset_id,
            dataset_name=stored.dataset.name, columns=matched.matches,
        )  # fmt: skip
        batch.created_at.GetCurrentTime()
        batch.estimated_completion.FromDatetime(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=12))
        self.jobs[batch.batch_id] = Job(batch, accidents)
        return self.jobs[batch.batch_id]

    def _file(self, job: Job) -> bytes:
        lines = ["행,ECLO,등급"]
        lines += [f"{row.row + 1},{row.eclo:.3f},{row.interpretation}" for row in job.results]
        return ("\ufeff" + "\n".join(lines) + "\n").encode()

    def _names(self, dataset_id: str, context: _Context) -> list[str]:
        if dataset_id not in self.datasets.stored:
            abort(context, status(grpc.StatusCode.NOT_FOUND, DATASET_NOT_FOUND))
        return self.datasets.stored[dataset_id].table.names

    def _finished(self, batch_id: str, context: _Context) -> Job:
        job = self._get(batch_id, context)
        if job.batch.status in ("QUEUED", "RUNNING"):
            abort(context, status(grpc.StatusCode.FAILED_PRECONDITION, UNFINISHED))
        return job

    def _get(self, batch_id: str, context: _Context) -> Job:
        try:
            uuid.UUID(batch_id)
        except ValueError:
            abort(context, bad_request([("batch_id", "UUID 형식이어야 합니다.")]))
        if batch_id not in self.jobs:
            abort(context, status(grpc.StatusCode.NOT_FOUND, NOT_FOUND))
        return self.jobs[batch_id]

    def _may(self, method: str, context: _Context) -> None:
        self.deadlines[method] = context.time_remaining()
        time.sleep(self.delays.get(method, 0))
        if method in self.fails_once:
            self.fails_once.discard(method)
            context.abort(grpc.StatusCode.UNAVAILABLE, "not now")
        if method in self.refusals:
            abort(context, self.refusals[method])


def _match(names: list[str], chosen: Mapping[str, str]) -> pb.MatchBatchColumnsResponse:
    """Takes the columns that TAAS would have, unless others are chosen."""
    taken = {name: column for name, column in NAMES.items() if column in names} | dict(chosen)
    taken = {name: column for name, column in taken.items() if column}
    return pb.MatchBatchColumnsResponse(
        matches=[
            pb.ColumnMatch(field=item.name, label=item.label, column=taken[item.name])
            for item in FIELDS
            if item.name in taken
        ],
        missing=[item for item in FIELDS if item.required and item.name not in taken],
        fields=FIELDS,
        unused=[name for name in names if name not in taken.values()],
    )


def _accident(cells: Mapping[str, str]) -> pb.Accident:
    moment = datetime.datetime.strptime(cells["accident_time"], "%Y-%m-%d %H")
    return pb.Accident(
        accident_year=moment.year, accident_month=moment.month, accident_day=moment.day, accident_hour=moment.hour,
        **{name: value for name, value in cells.items() if name != "accident_time"},
    )  # fmt: skip


def _scored(number: int, accident: pb.Accident) -> _Result:
    if problems := fake_model.problems(accident):
        return _Result(row=number, error=bad_request(problems))
    answer = fake_model.prediction(accident)
    date = fake_model.date_of(accident)
    return _Result(
        row=number, eclo=answer.eclo, interpretation=answer.interpretation, percentile=answer.percentile,
        serious_probability=answer.serious_probability, interval=answer.interval,
        band_probabilities=answer.band_probabilities, warnings=answer.warnings, district=accident.district,
        occurred_at=f"{date.isoformat()}T{accident.accident_hour:02}:00",
    )  # fmt: skip


def _summed(job: Job) -> pb.GetBatchSummaryResponse:
    good = [row for row in job.results if not row.HasField("error")]
    labels = Counter(row.interpretation for row in good)
    summary = pb.GetBatchSummaryResponse(
        batch_id=job.batch.batch_id, status=job.batch.status, done=job.batch.done, failed=job.batch.failed,
        labels=[
            pb.GetBatchSummaryResponse.LabelCount(label=name, count=labels[name]) for name, _ in fake_model.LABELS
        ],
    )  # fmt: skip
    if good:
        summary.mean_eclo = sum(row.eclo for row in good) / len(good)
        summary.mean_serious_probability = sum(row.serious_probability for row in good) / len(good)
    for district, count in Counter(row.district for row in good).most_common():
        here = [row for row in good if row.district == district]
        summary.districts.add(
            district=district,
            count=count,
            mean_eclo=sum(row.eclo for row in here) / count,
            mean_serious_probability=sum(row.serious_probability for row in here) / count,
        )
    if job.batch.failed:
        summary.problems.add(field="weather", label="기상 상태", reason="UNKNOWN_VALUE", count=job.batch.failed)
    return summary
