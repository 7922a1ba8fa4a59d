"""What a job is and how it is getting on, in Korean. Pure functions; nothing here is escaped for Markdown."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from daegu.prediction.v1 import prediction_pb2 as pb
from google.protobuf.timestamp_pb2 import Timestamp

from frontend.batch.batch_client import FINISHED
from frontend.theme import BadgeColour


class Status(NamedTuple):
    """How a status is shown; word, icon and colour say the same."""

    word: str
    icon: str
    colour: BadgeColour


_STATUSES = {
    "QUEUED": Status("대기", ":material/schedule:", "gray"),
    "RUNNING": Status("진행 중", ":material/sync:", "blue"),
    "SUCCEEDED": Status("완료", ":material/check_circle:", "green"),
    "FAILED": Status("실패", ":material/error:", "red"),
    "CANCELLED": Status("취소됨", ":material/block:", "orange"),
}
_SENTENCES = {
    "SUCCEEDED": "모든 행을 살펴보았습니다.",
    "FAILED": "작업을 끝내지 못했습니다. 그때까지 예측한 행은 아래에 남아 있습니다.",
    "CANCELLED": "취소한 작업입니다. 그때까지 예측한 행은 아래에 남아 있습니다.",
}
_PROBLEMS = {
    "REQUIRED": "빈 값",
    "UNKNOWN_VALUE": "모르는 값",
    "INVALID_TEXT": "읽을 수 없는 값",
    "INVALID_NUMBER": "숫자가 아닌 값",
    "INVALID_DATE": "없는 날짜",
    "INVALID_TIME": "읽을 수 없는 일시",
    "OUT_OF_RANGE": "범위를 벗어난 값",
    "CONTRADICTING_VALUE": "서로 다른 값",
}
_INLINE = "직접 보낸 사고"
_MINUTE, _HOUR = 60, 3600


def status(name: str) -> Status:
    return _STATUSES.get(name, Status(name, ":material/help:", "gray"))


def is_finished(batch: pb.Batch) -> bool:
    return batch.status in FINISHED


def source(batch: pb.Batch) -> str:
    """Name of its dataset; jobs of other programs may have none."""
    return batch.dataset_name or _INLINE


def ended(batch: pb.Batch) -> str:
    """What became of a finished job, in a sentence."""
    if batch.status == "SUCCEEDED" and batch.failed:
        return f"모든 행을 살펴보았습니다. {batch.failed:,}행은 값에 문제가 있어 예측하지 못했습니다."
    return _SENTENCES[batch.status]


def rows(batch: pb.Batch) -> str:
    """`1,200 / 5,000행 · 오류 3행`"""
    failed = f" · 오류 {batch.failed:,}행" if batch.failed else ""
    return f"{batch.done:,} / {batch.total:,}행{failed}"


def progress(batch: pb.Batch, now: datetime.datetime) -> str:
    """What happens and how long it takes: `예측하는 중 · 약 12초 남음`. `now` is aware."""
    if batch.status == "QUEUED":
        return f"차례를 기다리는 중{_left(batch, now, ' · 끝나기까지 약 {}')}"
    return f"예측하는 중{_left(batch, now, ' · 약 {} 남음')}"


def span(seconds: float) -> str:
    """`12초`, `3분 20초`, `1시간 5분`; at least a second."""
    whole = max(round(seconds), 1)
    if whole < _MINUTE:
        return f"{whole}초"
    if whole < _HOUR:
        minutes, rest = divmod(whole, _MINUTE)
        return f"{minutes}분 {rest}초" if rest else f"{minutes}분"
    hours, rest = divmod(round(whole / _MINUTE), _MINUTE)
    return f"{hours}시간 {rest}분" if rest else f"{hours}시간"


def took(batch: pb.Batch, now: datetime.datetime) -> str:
    """How long a worker has been at it, until `now` if it is not finished; empty before the first rows."""
    if not batch.HasField("started_at"):
        return ""
    end = _moment(batch.finished_at) if batch.HasField("finished_at") else now
    return span((end - _moment(batch.started_at)).total_seconds())


def problem(reason: str) -> str:
    """What is wrong with a value, by the reason of its violation."""
    return _PROBLEMS.get(reason, "잘못된 값")


def usual_shares(labels: Sequence[pb.GetModelResponse.Label]) -> dict[str, float]:
    """Share, 0-1, of each label among the accidents of Daegu: the labels are made by percentile."""
    ends = [label.from_percentile for label in labels[1:]] + [100.0]
    return {label.name: (end - label.from_percentile) / 100 for label, end in zip(labels, ends, strict=True)}


def _left(batch: pb.Batch, now: datetime.datetime, template: str) -> str:
    """The time left in the words of `template`; to the minute where it is long."""
    if not batch.HasField("estimated_completion"):
        return ""
    seconds = (_moment(batch.estimated_completion) - now).total_seconds()
    if seconds < 1:
        return " · 곧 끝남" if batch.status == "RUNNING" else ""
    return template.format(span(round(seconds / _MINUTE) * _MINUTE if seconds >= 2 * _MINUTE else seconds))


def _moment(stamp: Timestamp) -> datetime.datetime:
    moment: datetime.datetime = stamp.ToDatetime(datetime.UTC)
    return moment
