"""Jobs through the front door, as curl sends them: nothing but REST, with the real workers behind it."""

import csv
import io
import json
import uuid
from typing import Any

import pytest

from tests.accidents import ACCIDENT
from tests.e2e.errors import Refused, refused
from tests.stack import EmbeddedStack, paused, wait_until

pytestmark = pytest.mark.usefixtures("unharmed")

CREATE, JOBS, COLUMNS = "/api/predict/eclo/batch", "/api/predict/batch", "/api/predict/batch/columns"
UNKNOWN = "0197a1b2-0000-7000-8000-00000000ffff"
FINISHED = ("SUCCEEDED", "FAILED", "CANCELLED")
DACON = {
    "ID": "ACCIDENT_39609",
    "사고일시": "2022-01-01 01",
    "요일": "토요일",
    "기상상태": "맑음",
    "시군구": "대구광역시 수성구 상동",
    "도로형태": "교차로 - 교차로안",
    "노면상태": "건조",
    "사고유형": "차대사람",
}
"""A row as it stands in the file, an unknown column included."""

BAD = {7: ("기상상태", "눈보라"), 27: ("시군구", "서울특별시 강남구 역삼동"), 47: ("사고일시", "2022-02-30 01")}
"""Wrong values by row: 5% of the rows."""

SAME = ("eclo", "interpretation", "percentile", "serious_probability", "interval", "band_probabilities", "warnings")


def create(stack: EmbeddedStack, **body: Any) -> dict[str, Any]:
    answer = stack.http.post(CREATE, json=body)
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    assert created["status"] == "QUEUED"
    assert created["results_url"] == f"{JOBS}/{created['batch_id']}/results"
    assert created["estimated_completion"]
    return created


def job(stack: EmbeddedStack, batch_id: str) -> dict[str, Any]:
    found: dict[str, Any] = stack.http.get(f"{JOBS}/{batch_id}").json()["batch"]
    return found


def finished(stack: EmbeddedStack, batch_id: str) -> dict[str, Any]:
    """The job once it is finished; it starts at once, for the workers are told."""
    wait_until(lambda: job(stack, batch_id)["status"] in FINISHED, 10)
    return job(stack, batch_id)


def results(stack: EmbeddedStack, batch_id: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stack.http.get(f"{JOBS}/{batch_id}/results", params=query).json()["results"]
    return found


def table(stack: EmbeddedStack, batch_id: str) -> list[dict[str, str]]:
    answer = stack.http.get(f"{JOBS}/{batch_id}/download")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def upload(stack: EmbeddedStack, rows: list[dict[str, str]], name: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    headers = {"content-type": "text/csv"}
    answer = stack.http.post(
        "/api/datasets/upload", content=text.getvalue().encode("cp949"), params={"name": name}, headers=headers
    )
    dataset_id: str = answer.json()["dataset_id"]
    return dataset_id


def dacon_rows(count: int) -> list[dict[str, str]]:
    return [
        DACON | {"ID": f"ACCIDENT_{number}", "사고일시": f"2022-01-{number % 28 + 1:02} {number % 24:02}"}
        for number in range(count)
    ]


def test_ten_accidents_get_the_answers_of_ten_single_predictions(stack: EmbeddedStack) -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"weather": "비", "road_surface": "젖음/습기"},
        {"accident_type": "차대차"},
        {"accident_type": "차량단독", "accident_hour": 23},
        {"district": "대구광역시 남구 대명동"},
        {"district": "대구광역시 남구 봉덕동"},
        {"accident_year": 2016, "accident_month": 12, "accident_day": 31},
        {"road_type": "단일로 - 기타", "time_period": "밤"},
        {"weather": "안개", "day_of_week": "월요일"},
        {"road_surface": "적설", "weather": "눈"},
    ]
    created = create(stack, accidents=[ACCIDENT | change for change in changes])
    done = finished(stack, created["batch_id"])
    assert (done["status"], done["total"], done["done"], done["failed"]) == ("SUCCEEDED", 10, 10, 0)
    assert done["finished_at"] >= done["started_at"] >= done["created_at"]
    rows = results(stack, created["batch_id"])
    assert [row["row"] for row in rows] == list(range(10))
    for row, change in zip(rows, changes, strict=True):
        single = stack.predict(**change).json()
        assert {name: row[name] for name in SAME} == {name: single[name] for name in SAME}
        assert single["model_version"] == done["model_version"]


def test_rows_of_dacon_are_sent_as_they_are(stack: EmbeddedStack) -> None:
    wrong = DACON | {"기상상태": "눈보라"}
    batch_id = create(stack, accidents=[DACON, wrong, ACCIDENT])["batch_id"]
    assert finished(stack, batch_id)["failed"] == 1
    first, second, third = results(stack, batch_id)
    assert {name: first[name] for name in SAME} == {name: third[name] for name in SAME}
    assert (first["district"], first["occurred_at"]) == ("대구광역시 수성구 상동", "2022-01-01T01:00")
    assert "eclo" not in second
    explained(second, "weather", "눈보라", "맑음")
    assert results(stack, batch_id, failed_only="true") == [second]


def explained(row: dict[str, Any], field: str, value: str, valid: str) -> None:
    """Asserts that the row says what is wrong with which field, for programs and for people."""
    error = row["error"]
    assert error["code"] == 3
    (violations,) = (detail["field_violations"] for detail in error["details"] if "field_violations" in detail)
    assert [violation["field"] for violation in violations] == [field]
    for said in (violations[0]["description"], violations[0]["localized_message"]["message"]):
        assert value in said
        assert valid in said


def test_a_file_with_wrong_rows_is_predicted_and_explained(stack: EmbeddedStack) -> None:
    rows = dacon_rows(60)
    for number, (column, value) in BAD.items():
        rows[number][column] = value
    dataset_id = upload(stack, rows, "사고 60건")
    matched = stack.http.post(COLUMNS, json={"dataset_id": dataset_id}).json()
    assert matched["missing"] == []
    assert matched["unused"] == ["ID"]
    created = create(stack, dataset_id=dataset_id)
    assert created["columns"] == matched["matches"]
    batch_id = created["batch_id"]

    with stack.http.stream("GET", f"{JOBS}/{batch_id}/watch") as answer:
        events = [json.loads(line) for line in answer.iter_lines()]
    assert [next(iter(event)) for event in events] == ["progress"] * (len(events) - 1) + ["done"]
    done = events[-1]["done"]
    assert (done["status"], done["done"], done["failed"]) == ("SUCCEEDED", 60, len(BAD))

    failed = {row["row"]: row for row in results(stack, batch_id, failed_only="true")}
    assert list(failed) == list(BAD)
    explained(failed[7], "weather", "눈보라", "맑음")
    explained(failed[27], "district", "서울특별시 강남구 역삼동", "대구광역시")
    explained(failed[47], "accident_time", "2022-02-30 01", "2022-01-01 01")
    page = results(stack, batch_id, limit=2, offset=9)
    assert [row["row"] for row in page] == [9, 10]
    single = stack.predict(accident_day=10, accident_hour=9, day_of_week="토요일").json()
    assert {name: page[0][name] for name in SAME} == {name: single[name] for name in SAME}

    summary = stack.http.get(f"{JOBS}/{batch_id}/summary").json()
    assert {(problem["field"], problem["count"]) for problem in summary["problems"]} == {
        ("weather", 1),
        ("district", 1),
        ("accident_time", 1),
    }
    assert sum(label["count"] for label in summary["labels"]) == 57
    assert summary["districts"][0]["count"] == 57
    assert batch_id in [listed["batch_id"] for listed in stack.http.get(JOBS).json()["batches"]]

    lines = table(stack, batch_id)
    assert [line["ID"] for line in lines] == [row["ID"] for row in rows]
    assert [number for number, line in enumerate(lines) if line["오류"]] == list(BAD)
    assert float(lines[9]["예측 ECLO"]) == pytest.approx(page[0]["eclo"])
    saved = stack.http.post(f"{JOBS}/{batch_id}/dataset").json()
    assert (saved["name"], saved["rows"]) == ("사고 60건 ECLO 예측", 60)
    assert stack.http.post(f"{JOBS}/{batch_id}/dataset", json={}).json() == saved
    columns = stack.http.get(f"/api/datasets/{saved['dataset_id']}").json()["columns_info"]
    assert [column["name"] for column in columns] == list(lines[0])


def test_a_job_can_be_cancelled_and_its_dataset_deleted_only_then(stack: EmbeddedStack) -> None:
    dataset_id = upload(stack, dacon_rows(20), "사고 20건")
    path = f"/api/datasets/{dataset_id}"
    with paused(stack.family("worker")):
        batch_id = create(stack, dataset_id=dataset_id)["batch_id"]
        assert refused(stack.http.delete(path), 400).reason == "DATASET_IN_USE"
        assert refused(stack.http.get(f"{JOBS}/{batch_id}/download"), 400).reason == "BATCH_UNFINISHED"
        cancelled = stack.http.post(f"{JOBS}/{batch_id}/cancel").json()["batch"]
        assert cancelled["status"] == "CANCELLED"
        assert stack.http.delete(path).status_code == 200
    assert job(stack, batch_id) == cancelled
    assert stack.http.post(f"{JOBS}/{batch_id}/cancel").json()["batch"] == cancelled
    lines = table(stack, batch_id)
    assert [line["행"] for line in lines] == [str(number) for number in range(1, 21)]
    assert {line["오류"] for line in lines} == {"작업이 취소되어 예측하지 않았습니다."}


def test_a_request_that_is_sent_again_gets_the_first_answer(stack: EmbeddedStack) -> None:
    request_id = str(uuid.uuid4())
    first = create(stack, accidents=[ACCIDENT], request_id=request_id)
    again = stack.http.post(CREATE, json={"accidents": [ACCIDENT], "request_id": request_id}).json()
    assert again["batch_id"] == first["batch_id"]
    other = stack.http.post(CREATE, json={"accidents": [DACON] * 2, "request_id": request_id})
    assert refused(other, 409).reason == "REQUEST_ID_REUSED"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["accidents"]),
        ({"accidents": []}, ["accidents"]),
        ({"accidents": [ACCIDENT], "dataset_id": UNKNOWN}, ["dataset_id"]),
        ({"dataset_id": "1", "request_id": "2"}, ["dataset_id", "request_id"]),
        ({"accidents": [{}] * 10_001}, ["accidents"]),
    ],
    ids=",".join,
)
def test_a_request_that_is_none_is_refused(stack: EmbeddedStack, body: dict[str, Any], fields: list[str]) -> None:
    assert list(refused(stack.http.post(CREATE, json=body), 400).violations) == fields


def test_what_is_not_there_is_not_found(stack: EmbeddedStack) -> None:
    answers = [stack.http.post(path, json={"dataset_id": UNKNOWN}) for path in (CREATE, COLUMNS)]
    answers += [stack.http.get(f"{JOBS}/{UNKNOWN}{end}") for end in ("", "/results", "/summary", "/watch", "/download")]
    answers += [stack.http.post(f"{JOBS}/{UNKNOWN}{end}") for end in ("/cancel", "/dataset")]
    reasons = [refused(answer, 404).reason for answer in answers]
    assert reasons == ["DATASET_NOT_FOUND"] * 2 + ["BATCH_NOT_FOUND"] * 7


def test_a_dataset_of_something_else_is_refused_with_every_column_that_is_missing(stack: EmbeddedStack) -> None:
    dataset_id = upload(stack, [{"이름": "가", "위도": "35.8"}], "주차장")
    said: Refused = refused(stack.http.post(CREATE, json={"dataset_id": dataset_id}), 400)
    assert [violation["reason"] for violation in said.violations.values()] == ["COLUMN_MISSING"] * 6
    assert "기상상태" in said.violations["columns.weather"]["localized_message"]["message"]
