"""Datasets through the front door: REST as curl sends it, and gRPC through Envoy."""

import hashlib
import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from daegu.dataset.v1 import dataset_pb2_grpc

from deploy.local.ports import HOST
from tests.datasets import CSV, UNKNOWN, upload
from tests.e2e.errors import refused
from tests.stack import EmbeddedStack, wait_until

UPLOAD = "/api/datasets/upload"
RAW = {"content-type": "text/csv"}
LIMIT = 50 * 1024 * 1024
PROMISED = {
    "dataset_id",
    "name",
    "description",
    "rows",
    "columns",
    "size_bytes",
    "uploaded_at",
    "sha256",
    "encoding",
    "kind",
    "kind_confidence",
    "columns_info",
}

pytestmark = pytest.mark.usefixtures("unharmed")


def files(stack: EmbeddedStack) -> set[str]:
    """Names of the kept files and of everything in staging."""
    return {str(path.relative_to(stack.home.datasets)) for path in stack.home.datasets.rglob("*") if path.is_file()}


def stored(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def raw(stack: EmbeddedStack, content: bytes = CSV, **query: str) -> dict[str, Any]:
    return stored(stack.http.post(UPLOAD, content=content, params=query, headers=RAW))


def large(size: int) -> bytes:
    """A CSV of exactly `size` bytes."""
    row = b"1,2,3,abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\n"
    body = b"a,b,c,d\n" + row * ((size - 8) // len(row) - 1)
    return body + b"1,2,3," + b"x" * (size - len(body) - 7) + b"\n"


def test_every_way_in_gives_the_same_dataset(stack: EmbeddedStack) -> None:
    by_body = raw(stack, name="보안등 위치", description="시험용 & 설명")
    by_form = stored(
        stack.http.post(UPLOAD, files={"file": ("대구 보안등.csv", CSV)}, data={"description": "양식으로"})
    )
    with grpc.insecure_channel(stack.grpc) as channel:
        by_grpc = upload(dataset_pb2_grpc.DatasetServiceStub(channel), name="gRPC")
    assert set(by_body) >= PROMISED
    assert (by_body["name"], by_body["description"]) == ("보안등 위치", "시험용 & 설명")
    assert (by_form["name"], by_form["description"]) == ("대구 보안등", "양식으로")
    for field in ("sha256", "rows", "columns", "size_bytes", "encoding"):
        assert by_body[field] == by_form[field] == getattr(by_grpc, field)
    assert by_body["sha256"] == hashlib.sha256(CSV).hexdigest()
    assert by_body["columns_info"] == by_form["columns_info"]
    number = by_body["columns_info"][4]
    assert (number["name"], number["type"], number["min"], number["max"]) == ("대수", "COLUMN_TYPE_INTEGER", 1, 12)


def test_a_dataset_can_be_listed_read_changed_and_deleted(stack: EmbeddedStack) -> None:
    mine = raw(stack, name="하나")
    listed = stack.http.get("/api/datasets", params={"limit": 2}).json()
    assert listed["datasets"][0]["dataset_id"] == mine["dataset_id"]
    assert listed["total"] >= 1
    path = f"/api/datasets/{mine['dataset_id']}"
    assert stored(stack.http.get(path)) == mine
    preview = stored(stack.http.get(f"{path}/preview", params={"limit": 1, "sort_by": "대수"}))
    assert preview["columns"][0] == "관리번호"
    assert preview["rows"][0]["cells"][:2] == ["009", "2022-12-31"]
    profile = stored(stack.http.get(f"{path}/profile"))
    assert [column["info"]["name"] for column in profile["columns"]] == preview["columns"]
    assert profile["columns"][5]["missing_share"] == pytest.approx(1 / 3)
    assert "주차장" in stored(stack.http.get("/api/datasets/kinds"))["kinds"]
    changed = stored(stack.http.patch(path, json={"name": "둘", "kind": "주차장"}))
    assert (changed["name"], changed["kind"], changed["kind_confidence"]) == ("둘", "주차장", 1)
    assert stored(stack.http.delete(path)) == {}
    assert refused(stack.http.get(path), 404).reason == "DATASET_NOT_FOUND"
    assert refused(stack.http.delete(path), 404).reason == "DATASET_NOT_FOUND"


def test_the_file_comes_back_byte_by_byte_and_safe_for_excel(stack: EmbeddedStack) -> None:
    text = "이름,값,비고\n=1+1,-5,@SUM(A1)\n+82-53,+3.5,-서구\n"
    path = f"/api/datasets/{raw(stack, text.encode('cp949'), name='수식')['dataset_id']}/content"
    original = stack.http.get(path)
    assert original.content == text.encode("cp949")
    assert original.headers["content-type"] == "text/csv; charset=euc-kr"
    assert original.headers["content-disposition"] == "attachment; filename*=UTF-8''%EC%88%98%EC%8B%9D.csv"
    assert original.headers["x-content-type-options"] == "nosniff"
    excel = stack.http.get(path, params={"format": "excel"})
    assert excel.content.startswith(b"\xef\xbb\xbf")
    cells = [line.replace('"', "").split(",") for line in excel.content.decode("utf-8-sig").splitlines()]
    assert cells == [["이름", "값", "비고"], ["'=1+1", "-5", "'@SUM(A1)"], ["'+82-53", "+3.5", "'-서구"]]
    assert "format" in refused(stack.http.get(path, params={"format": "pdf"}), 400).violations


@pytest.mark.parametrize("form", [False, True])
def test_the_limit_is_50_mib_to_the_byte(stack: EmbeddedStack, form: bool) -> None:
    def send(content: bytes) -> httpx.Response:
        if form:
            return stack.http.post(UPLOAD, files={"file": ("큰 파일.csv", content)}, timeout=60)
        return stack.http.post(UPLOAD, content=content, headers=RAW, timeout=60)

    before = files(stack)
    largest = large(LIMIT)
    assert len(largest) == LIMIT
    kept = stored(send(largest))
    assert kept["size_bytes"] == LIMIT
    assert stack.http.delete(f"/api/datasets/{kept['dataset_id']}").status_code == 200
    said = refused(send(largest + b"\n"), 400 if form else 413)
    assert said.reason in ("FILE_TOO_LARGE", "REQUEST_TOO_LARGE")
    assert files(stack) == before


def test_a_body_of_unknown_length_is_cut_at_the_limit(stack: EmbeddedStack) -> None:
    def blocks() -> Iterator[bytes]:
        yield b"a,b\n"
        for _ in range(LIMIT // (1 << 20) + 1):
            yield b"1,2\n" * (1 << 18)

    before = files(stack)
    said = refused(stack.http.post(UPLOAD, content=blocks(), headers=RAW, timeout=60), 400)
    assert said.reason == "FILE_TOO_LARGE"
    assert "50MB" in said.korean
    assert files(stack) == before


@pytest.mark.parametrize(
    ("content", "reason", "korean"),
    [
        (b"", "EMPTY_FILE", ""),
        (b"PK\x03\x04" + bytes(60), "NOT_CSV", "CSV"),
        (b"\x1f\x8b\x08" + bytes(60), "NOT_CSV", "CSV"),
        ("가,나\n1,2,3\n4\n5,6\n".encode(), "RAGGED_ROWS", "2"),
        (b"a,b\n1,2\n3,\x00\n", "UNDECODABLE_FILE", "3"),
        ("가,나\n1,2\n".encode() + "다,라\n".encode("cp949"), "UNDECODABLE_FILE", "3"),
    ],
)
def test_what_is_no_csv_is_refused_with_a_reason_in_both_languages(
    stack: EmbeddedStack, content: bytes, reason: str, korean: str
) -> None:
    before, total = files(stack), stack.http.get("/api/datasets").json()["total"]
    for answer in (
        stack.http.post(UPLOAD, content=content, headers=RAW),
        stack.http.post(UPLOAD, files={"file": ("자료.csv", content)}),
    ):
        said = refused(answer, 400)
        assert said.reason == reason
        assert korean in said.korean
        assert said.violations["file"]["description"]
    assert (files(stack), stack.http.get("/api/datasets").json()["total"]) == (before, total)


def test_fields_of_the_query_are_checked(stack: EmbeddedStack) -> None:
    query = {"name": "x" * 201, "description": "x" * 2001, "request_id": "one"}
    said = refused(stack.http.post(UPLOAD, content=CSV, params=query, headers=RAW), 400)
    assert set(said.violations) == set(query)
    form = {"name": "x" * 201, "request_id": "one"}
    for field, value in form.items():
        answer = stack.http.post(UPLOAD, files={"file": ("a.csv", CSV)}, data={field: value})
        assert field in refused(answer, 400).violations


def test_a_repeated_request_gets_the_first_answer(stack: EmbeddedStack) -> None:
    request_id = str(uuid.uuid4())
    first = raw(stack, request_id=request_id)
    assert raw(stack, request_id=request_id) == first
    answer = stack.http.post(UPLOAD, content=b"a\n1\n", params={"request_id": request_id}, headers=RAW)
    assert refused(answer, 409).reason == "REQUEST_ID_REUSED"


def test_a_link_opens_without_anything_else_until_it_is_revoked(stack: EmbeddedStack) -> None:
    mine = raw(stack, name="공유할 자료")
    path = f"/api/datasets/{mine['dataset_id']}/share"
    share = stored(stack.http.post(path))
    assert share["share_url"] == f"{stack.ui_url}/datasets?share_token={share['share_token']}"
    with httpx.Client(base_url=stack.url) as stranger:
        opened = stranger.get(f"/api/datasets/shared/{share['share_token']}")
        assert opened.headers["cache-control"] == "no-store"
        assert stored(opened) == mine | {"share_expires_at": share["expires_at"]}
        assert stored(stack.http.delete(path)) == {"revoked": 1}
        revoked = refused(stranger.get(f"/api/datasets/shared/{share['share_token']}"), 404)
        assert (revoked.reason, "취소" in revoked.korean) == ("SHARE_REVOKED", True)
        guessed = refused(stranger.get(f"/api/datasets/shared/{share['share_token'][:-1]}"), 404)
        assert guessed.reason == "SHARE_NOT_FOUND"
    for name in ("envoy", "dataset"):
        assert share["share_token"] not in stack.home.log(name).read_text(), name


def test_only_the_hash_of_a_token_is_in_the_database(stack: EmbeddedStack) -> None:
    share = stored(stack.http.post(f"/api/datasets/{raw(stack)['dataset_id']}/share"))
    with stack.database("dataset") as cursor:
        cursor.execute("SELECT token_hash, expires_at - created_at FROM share_tokens ORDER BY created_at DESC LIMIT 1")
        token_hash, lifetime = cursor.fetchone()
    assert bytes(token_hash) == hashlib.sha256(share["share_token"].encode()).digest()
    assert lifetime.days == 7


def test_the_same_file_many_times_at_once_is_stored_once(stack: EmbeddedStack) -> None:
    content = b"id,city\n" + uuid.uuid4().bytes.hex().encode() + b",daegu\n"
    with ThreadPoolExecutor(6) as callers:
        answers = list(callers.map(lambda _: raw(stack, content), range(6)))
    assert len({answer["dataset_id"] for answer in answers}) == 6
    sha256 = answers[0]["sha256"]
    assert {name for name in files(stack) if sha256 in name} == {
        f"files/{sha256[:2]}/{sha256}.csv",
        f"files/{sha256[:2]}/{sha256}.arrow",
    }
    for answer in answers[1:]:
        stack.http.delete(f"/api/datasets/{answer['dataset_id']}")
    assert stack.http.get(f"/api/datasets/{answers[0]['dataset_id']}/content").content == content


def test_a_service_killed_in_mid_upload_leaves_nothing(stack: EmbeddedStack) -> None:
    before, total = files(stack), stack.http.get("/api/datasets").json()["total"]
    host, port = HOST, int(stack.url.rpartition(":")[2])
    head = f"POST {UPLOAD} HTTP/1.1\r\nhost: {host}\r\ncontent-type: text/csv\r\ncontent-length: 20000000\r\n\r\n"
    with socket.create_connection((host, port)) as connection:
        connection.sendall(head.encode() + b"a,b\n" + b"1,2\n" * 1_000_000)
        wait_until(lambda: files(stack) != before)
        restarts = stack.part("dataset")["restarts"]
        stack.kill("dataset")
        stack.wait_until_restarted("dataset", restarts)
    wait_until(lambda: files(stack) == before, 5)
    stack.wait_until_whole()
    assert stack.http.get("/api/datasets").json()["total"] == total


def test_a_client_that_goes_away_in_mid_upload_leaves_nothing(stack: EmbeddedStack) -> None:
    before = files(stack)
    host, port = HOST, int(stack.url.rpartition(":")[2])
    head = f"POST {UPLOAD} HTTP/1.1\r\nhost: {host}\r\ncontent-type: text/csv\r\ncontent-length: 20000000\r\n\r\n"
    with socket.create_connection((host, port)) as connection:
        connection.sendall(head.encode() + b"a,b\n" + b"1,2\n" * 1_000_000)
        wait_until(lambda: files(stack) != before)
    wait_until(lambda: files(stack) == before, 5)


def test_files_are_for_the_owner_only(stack: EmbeddedStack) -> None:
    raw(stack)
    for path in stack.home.datasets.rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, path
    assert Path(stack.home.datasets).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("path", [f"/api/datasets/{UNKNOWN}", f"/api/datasets/{UNKNOWN}/content"])
def test_an_unknown_dataset_is_not_found(stack: EmbeddedStack, path: str) -> None:
    assert refused(stack.http.get(path), 404).reason == "DATASET_NOT_FOUND"


def test_an_id_that_is_none_is_named(stack: EmbeddedStack) -> None:
    for path in ("/api/datasets/abc", "/api/datasets/abc/preview", "/api/datasets/..%00/profile"):
        answer = stack.http.get(path)
        assert answer.status_code in (400, 404), path
        refused(answer, answer.status_code)


def test_a_healthy_service_answers_while_uploads_are_read(stack: EmbeddedStack) -> None:
    content = large(20_000_000)
    with ThreadPoolExecutor(3) as callers:
        uploads = [callers.submit(stack.http.post, UPLOAD, content=content, headers=RAW, timeout=60) for _ in range(3)]
        while not all(done.done() for done in uploads):
            assert stack.http.get("/api/datasets", params={"limit": 1}).status_code == 200
            time.sleep(0.05)
    for done in uploads:
        stack.http.delete(f"/api/datasets/{stored(done.result())['dataset_id']}")
