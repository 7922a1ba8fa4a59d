"""What the tests of jobs ask through the stub, and the CSV they upload for it."""

import csv
import io
from typing import Any

from daegu.prediction.v1 import prediction_pb2 as pb

from services.prediction.domain.batch import SLICE_ROWS
from tests.accidents import ACCIDENT
from tests.prediction_service import PredictionService

ONE = pb.Accident(**ACCIDENT)
COLUMNS = "사고번호,사고일시,시군구,도로형태,노면상태,기상상태,사고유형,비고"
ROW = "2022-01-01 01,대구광역시 수성구 상동,교차로 - 교차로안,건조,맑음,차대사람"
TWO_SLICES = SLICE_ROWS + 3
STREAMS = ("WatchBatch", "DownloadBatch")


def accidents_csv(rows: int = 3) -> bytes:
    """A file of accidents as the portals publish it, with a column that looks like a formula."""
    lines = [f'{number},{ROW},"=비고 {number}, ""둘째"""' for number in range(rows)]
    return "\n".join([COLUMNS, *lines, ""]).encode("cp949")


def call(jobs: PredictionService, method: str, request: Any) -> Any:
    """The answer, or all answers of a stream."""
    answer = getattr(jobs.stub, method)(request, timeout=20)
    return list(answer) if method in STREAMS else answer


def get(jobs: PredictionService, batch_id: str) -> pb.Batch:
    """The job."""
    found: pb.Batch = jobs.stub.GetBatch(pb.GetBatchRequest(batch_id=batch_id)).batch
    return found


def results(jobs: PredictionService, batch_id: str, **page: Any) -> pb.ListBatchResultsResponse:
    """A page of the results."""
    found: pb.ListBatchResultsResponse = jobs.stub.ListBatchResults(
        pb.ListBatchResultsRequest(batch_id=batch_id, **page)
    )
    return found


def table(jobs: PredictionService, batch_id: str) -> list[dict[str, str]]:
    """The downloaded file, row by row."""
    bodies = call(jobs, "DownloadBatch", pb.DownloadBatchRequest(batch_id=batch_id))
    assert bodies[0].content_type == "text/csv; charset=utf-8"
    assert max(len(body.data) for body in bodies) <= 1 << 20
    text = b"".join(body.data for body in bodies).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
