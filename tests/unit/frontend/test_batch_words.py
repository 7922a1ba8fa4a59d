"""What is said about a job: status, time left, time taken."""

import datetime

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import narration
from frontend.batch import batch_words

NOW = datetime.datetime(2026, 1, 8, 6, 4, tzinfo=datetime.UTC)
STATUSES = ("QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED")


def job(status: str = "RUNNING", **times: float) -> pb.Batch:
    """A job whose moments are that many seconds after NOW."""
    made = pb.Batch(status=status, total=5000, done=1200)
    for name, seconds in times.items():
        getattr(made, name).FromDatetime(NOW + datetime.timedelta(seconds=seconds))
    return made


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1초"), (0.4, "1초"), (12.4, "12초"), (59.6, "1분"), (60, "1분"), (200, "3분 20초"), (3599.6, "1시간"),
        (3600, "1시간"), (3900, "1시간 5분"), (7260, "2시간 1분"),
    ],
)  # fmt: skip
def test_a_span_is_told_in_the_units_that_people_use(seconds: float, text: str) -> None:
    assert batch_words.span(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (12.3, "예측하는 중 · 약 12초 남음"),
        (100, "예측하는 중 · 약 1분 40초 남음"),
        (215, "예측하는 중 · 약 4분 남음"),
        (0.4, "예측하는 중 · 곧 끝남"),
        (-5, "예측하는 중 · 곧 끝남"),
    ],
)
def test_a_running_job_tells_the_time_left_to_the_minute_where_it_is_long(seconds: float, text: str) -> None:
    assert batch_words.progress(job(estimated_completion=seconds), NOW) == text


def test_a_job_without_an_estimate_promises_nothing() -> None:
    assert batch_words.progress(job(), NOW) == "예측하는 중"
    assert batch_words.progress(job("QUEUED"), NOW) == "차례를 기다리는 중"
    assert batch_words.progress(job("QUEUED", estimated_completion=-3), NOW) == "차례를 기다리는 중"


def test_a_waiting_job_tells_when_it_will_be_done() -> None:
    text = batch_words.progress(job("QUEUED", estimated_completion=30), NOW)
    assert text == "차례를 기다리는 중 · 끝나기까지 약 30초"


def test_the_time_taken_ends_with_the_job() -> None:
    assert batch_words.took(job("QUEUED"), NOW) == ""
    assert batch_words.took(job(started_at=-90), NOW) == "1분 30초"
    assert batch_words.took(job("SUCCEEDED", started_at=-90, finished_at=-60), NOW) == "30초"


def test_every_status_has_a_word_an_icon_and_a_colour_of_its_own() -> None:
    shown = [batch_words.status(name) for name in STATUSES]
    assert [each.word for each in shown] == ["대기", "진행 중", "완료", "실패", "취소됨"]
    for part in zip(*shown, strict=True):
        assert len(set(part)) == len(STATUSES)
    assert batch_words.status("NEW").word == "NEW"


def test_only_the_last_three_states_are_an_end() -> None:
    assert [batch_words.is_finished(job(name)) for name in STATUSES] == [False, False, True, True, True]


def test_rows_tell_errors_only_where_there_are_some() -> None:
    assert batch_words.rows(pb.Batch(total=5000, done=1200)) == "1,200 / 5,000행"
    assert batch_words.rows(pb.Batch(total=5000, done=1200, failed=3)) == "1,200 / 5,000행 · 오류 3행"


def test_a_job_of_accidents_without_a_dataset_has_a_name_too() -> None:
    assert batch_words.source(pb.Batch()) == "직접 보낸 사고"
    assert batch_words.source(pb.Batch(dataset_name="사고")) == "사고"


def test_the_usual_shares_are_the_distances_between_the_percentiles() -> None:
    label = pb.GetModelResponse.Label
    labels = [
        label(name=name, from_percentile=start) for name, start in (("가", 0), ("나", 25), ("다", 75), ("라", 95))
    ]
    assert batch_words.usual_shares(labels) == {"가": 0.25, "나": 0.5, "다": 0.2, "라": 0.05}


def test_the_label_that_differs_most_is_named_with_both_shares() -> None:
    names, usual = ["경미", "일반", "심각", "매우 심각"], [0.25, 0.5, 0.2, 0.05]
    assert narration.label_shares(names, [0.1, 0.5, 0.3, 0.1], usual) == (
        "‘경미’ 등급이 10%로, 대구 기준 25%보다 적습니다."
    )
    assert "거의 같습니다" in narration.label_shares(names, usual, usual)
    assert narration.label_shares([], [], []) == ""


def test_a_place_with_hardly_any_accidents_is_not_called_the_most_severe() -> None:
    assert narration.places(["가동", "나동", "다동"], [500, 40, 2], [4.2, 4.6, 9.9]) == (
        "사고가 가장 많은 곳은 가동(500건), 평균 ECLO가 가장 높은 곳은 나동(4.60)입니다."
    )
    assert "다동(9.90)" in narration.places(["다동"], [2], [9.9])
    assert narration.places([], [], []) == ""
