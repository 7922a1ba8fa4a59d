"""Between the messages about jobs and the domain."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from urllib.parse import quote

from daegu.prediction.v1 import prediction_pb2 as pb
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.duration_pb2 import Duration
from google.rpc import status_pb2

from services.chassis import statuses
from services.chassis.errors import Violation
from services.prediction.accident_converters import row_input
from services.prediction.converters import SERVICE, city_bands, timestamp, warnings
from services.prediction.domain.accident import FIELD_LABELS, InvalidAccident
from services.prediction.domain.batch import Batch, ColumnMatch, RowResult, Summary
from services.prediction.domain.batch_request import BatchRequest
from services.prediction.domain.column_matching import REQUIRED, Matching
from services.prediction.domain.datasets import DatasetBrief
from services.prediction.domain.severity import LABELS

_CUT_OFF = "\r\n오류: 파일이 중간에 끊겼습니다. 다시 내려받아 주세요.\r\n".encode()
"""Over REST a call that fails after its first bytes looks like one that has succeeded."""


def batch_request(request: pb.CreateBatchRequest) -> BatchRequest:
    return BatchRequest(
        accidents=[row_input(accident) for accident in request.accidents],
        dataset_id=request.dataset_id.lower(),
        columns=dict(request.columns),
        request_id=request.request_id.lower(),
    )


def domain_violations(request: pb.CreateBatchRequest) -> Sequence[Violation]:
    """What the domain finds wrong with a request that already broke its contract."""
    return batch_request(request).violations()


def match_response(found: Matching) -> pb.MatchBatchColumnsResponse:
    return pb.MatchBatchColumnsResponse(
        matches=map(_match, found.matches),
        missing=map(_field, found.missing),
        fields=map(_field, FIELD_LABELS),
        unused=found.unused,
    )


def create_response(found: Batch) -> pb.CreateBatchResponse:
    message = batch(found)
    return pb.CreateBatchResponse(
        batch_id=message.batch_id,
        status=message.status,
        total=message.total,
        estimated_completion=message.estimated_completion if message.HasField("estimated_completion") else None,
        results_url=message.results_url,
        columns=message.columns,
    )


def batch(found: Batch) -> pb.Batch:
    message = pb.Batch(
        batch_id=found.batch_id,
        status=found.status.value,
        total=found.total,
        done=found.done,
        failed=found.failed,
        results_url=f"/api/predict/batch/{found.batch_id}/results",
        failure=found.failure,
        model_version=found.model_version,
    )
    for field in ("created_at", "started_at", "finished_at", "estimated_completion"):
        if (moment := getattr(found, field)) is not None:
            getattr(message, field).CopyFrom(timestamp(moment))
    if found.source is not None:
        message.dataset_id = found.source.dataset_id
        message.dataset_name = found.source.name
        message.columns.extend(map(_match, found.source.columns))
    return message


def list_response(page: Sequence[Batch], total: int) -> pb.ListBatchesResponse:
    return pb.ListBatchesResponse(batches=map(batch, page), total=total)


def results_response(
    found: Batch, results: Sequence[RowResult], averages: tuple[float, ...]
) -> pb.ListBatchResultsResponse:
    """`averages`: the city's shares of the four bands."""
    return pb.ListBatchResultsResponse(
        batch_id=found.batch_id,
        status=found.status.value,
        total=found.total,
        done=found.done,
        failed=found.failed,
        results=[_result(result, averages) for result in results],
    )


def summary_response(found: Batch, summary: Summary) -> pb.GetBatchSummaryResponse:
    response = pb.GetBatchSummaryResponse(
        batch_id=found.batch_id,
        status=found.status.value,
        done=found.done,
        failed=found.failed,
        labels=[
            pb.GetBatchSummaryResponse.LabelCount(label=name, count=summary.labels.get(name, 0)) for name in LABELS
        ],
    )
    groups = summary.districts.values()
    if count := sum(group.count for group in groups):
        response.mean_eclo = sum(group.eclo for group in groups) / count
        response.mean_serious_probability = sum(group.serious for group in groups) / count
    for name, group in sorted(summary.districts.items(), key=lambda item: (-item[1].count, item[0])):
        response.districts.add(
            district=name,
            count=group.count,
            mean_eclo=group.eclo / group.count,
            mean_serious_probability=group.serious / group.count,
        )
    for (field, reason), rows in sorted(summary.problems.items(), key=lambda item: (-item[1], item[0])):
        response.problems.add(field=field, label=FIELD_LABELS.get(field, field), reason=reason, count=rows)
    return response


async def watch_responses(events: AsyncGenerator[Batch, None]) -> AsyncGenerator[pb.WatchBatchResponse, None]:
    """Progress after progress, and at last `done`."""
    async with aclosing(events):
        async for found in events:
            if found.status.is_finished:
                yield pb.WatchBatchResponse(done=batch(found))
            else:
                progress = pb.WatchBatchResponse.Progress(batch=batch(found), remaining=_remaining(found))
                yield pb.WatchBatchResponse(progress=progress)


def watch_error(status: status_pb2.Status) -> pb.WatchBatchResponse:
    return pb.WatchBatchResponse(error=status)


def file_headers(name: str) -> tuple[tuple[str, str], ...]:
    """Response headers that make a browser save the file under this name (RFC 6266)."""
    return (("content-disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}.csv"),)


async def file_bodies(blocks: AsyncIterator[bytes]) -> AsyncGenerator[HttpBody, None]:
    """The blocks as the body of a response; its type stands in the first message."""
    try:
        async for block in blocks:
            yield HttpBody(content_type="text/csv; charset=utf-8", data=block)
    except Exception:
        yield HttpBody(data=_CUT_OFF)
        raise


def save_response(saved: DatasetBrief) -> pb.SaveBatchResponse:
    return pb.SaveBatchResponse(dataset_id=saved.dataset_id, name=saved.name, rows=saved.rows)


def _result(result: RowResult, averages: tuple[float, ...]) -> pb.ListBatchResultsResponse.Result:
    message = pb.ListBatchResultsResponse.Result(row=result.row)
    if result.violations:
        message.error.CopyFrom(statuses.refusal(InvalidAccident(result.violations), service=SERVICE))
        return message
    message.eclo = result.eclo
    message.interpretation = result.interpretation
    message.percentile = result.percentile
    message.serious_probability = result.serious_probability
    message.interval.lower, message.interval.upper = result.interval
    message.band_probabilities.extend(city_bands(averages))
    for band, probability in zip(message.band_probabilities, result.band_probabilities, strict=True):
        band.probability = probability
    message.warnings.extend(warnings(result.notices))
    message.district = result.district
    if result.occurred_at is not None:
        message.occurred_at = result.occurred_at.isoformat(timespec="minutes")
    return message


def _match(match: ColumnMatch) -> pb.ColumnMatch:
    return pb.ColumnMatch(field=match.field, label=FIELD_LABELS[match.field], column=match.column)


def _field(name: str) -> pb.MatchBatchColumnsResponse.Field:
    return pb.MatchBatchColumnsResponse.Field(name=name, label=FIELD_LABELS[name], required=name in REQUIRED)


def _remaining(found: Batch) -> Duration | None:
    if found.estimated_completion is None:
        return None
    duration = Duration()
    duration.FromSeconds(max(0, round((found.estimated_completion - datetime.now(UTC)).total_seconds())))
    return duration
