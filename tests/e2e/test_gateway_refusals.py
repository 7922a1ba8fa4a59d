"""What the gateway refuses by itself, and how it says so."""

import gzip
import json
import socket
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.accidents import ACCIDENT
from tests.e2e.gateway_stack import GatewayStack

JSON = {"content-type": "application/json"}
CODES = {400: 3, 403: 7, 404: 5, 405: 12, 413: 3, 415: 3, 431: 3}


def details(answer: httpx.Response) -> dict[str, Any]:
    """The details of an error by the name of their type."""
    assert answer.headers["content-type"] == "application/json", answer.text
    return {detail["@type"].rpartition(".")[2]: detail for detail in answer.json()["details"]}


def refused(answer: httpx.Response, status: int) -> None:
    """Asserts that Envoy itself refused with `status` and a complete body."""
    assert answer.status_code == status, answer.text
    assert answer.json()["code"] == CODES[status]
    assert answer.json()["message"]
    found = details(answer)
    assert found["ErrorInfo"]["domain"] == "gateway.daegu-open-data"
    asked_at = datetime.fromisoformat(found["ErrorInfo"]["metadata"]["timestamp"])
    assert abs((datetime.now(UTC) - asked_at).total_seconds()) < 60
    assert found["LocalizedMessage"]["locale"] == "ko"
    assert found["LocalizedMessage"]["message"].endswith("다.")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "server" not in answer.headers


def predict(gateway: GatewayStack, **options: Any) -> httpx.Response:
    options = {"json": ACCIDENT} | options if "content" not in options else options
    return gateway.http.post("/api/predict/eclo", timeout=5, **options)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", None])
def test_a_body_that_a_page_of_another_site_could_send_is_refused(
    gateway: GatewayStack, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    refused(predict(gateway, content=json.dumps(ACCIDENT).encode(), headers=headers), 403)


@pytest.mark.parametrize("verb", ["PATCH", "DELETE"])
def test_other_verbs_with_a_text_body_are_refused_too(gateway: GatewayStack, verb: str) -> None:
    url = "/api/chat/conversations/7b0cbbd5-4a9c-4d3e-9b70-0ff8c6f6d0f5"
    refused(gateway.http.request(verb, url, content=b"{}", headers={"content-type": "text/plain"}), 403)


def test_a_file_may_be_sent_only_to_the_upload(gateway: GatewayStack) -> None:
    refused(predict(gateway, content=b"a,b\n", headers={"content-type": "text/csv"}), 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:85010", "https://localhost:8501"])
def test_a_foreign_origin_is_refused(gateway: GatewayStack, origin: str) -> None:
    refused(predict(gateway, headers={"origin": origin}), 403)


def test_the_app_and_the_documentation_page_may_call(gateway: GatewayStack) -> None:
    for origin in ("http://localhost:8501", "http://127.0.0.1:8501", gateway.url):
        assert predict(gateway, headers={"origin": origin}).status_code == 200


def test_a_content_type_may_name_its_charset(gateway: GatewayStack) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert predict(gateway, content=json.dumps(ACCIDENT).encode(), headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/nothing", "/api/predict/eclo/other", "/docs/a/b"])
def test_an_unknown_path_is_not_found(gateway: GatewayStack, path: str) -> None:
    refused(gateway.http.get(path), 404)


def test_json_is_not_taken_on_the_path_of_an_rpc(gateway: GatewayStack) -> None:
    url = "/daegu.prediction.v1.PredictionService/PredictEclo"
    refused(gateway.http.post(url, json=ACCIDENT), 404)


def test_an_unknown_query_parameter_is_refused_by_name(gateway: GatewayStack) -> None:
    answer = gateway.http.get("/api/predictions?surprise=1")
    refused(answer, 400)
    assert "surprise" in answer.json()["message"]


@pytest.mark.parametrize(
    "body",
    [
        '{"weather": "맑음" "x"',
        "[]",
        "not json",
        '{"accident_year": "NaN"}',
        '{"accident_year": NaN}',
        '{"accident_year": 2022.5}',
        '{"accident_year": 99999999999}',
        '{"weather": 7}',
        '{"weather": "\\ud800"}',
        "[" * 500,
        '{"weather":' * 500,
    ],
)
def test_malformed_json_is_refused_with_a_body_that_is_json(gateway: GatewayStack, body: str) -> None:
    refused(predict(gateway, content=body.encode(), headers=JSON), 400)


def test_a_json_body_over_one_mebibyte_is_too_large(gateway: GatewayStack) -> None:
    refused(predict(gateway, json={"weather": "a" * (1 << 20)}), 413)


def test_a_batch_may_be_larger(gateway: GatewayStack) -> None:
    url = "/api/predict/eclo/batch"
    for accidents in ([ACCIDENT] * 8000, [{"weather": "a" * (7 << 20)}]):
        assert gateway.http.post(url, json={"accidents": accidents}).status_code == 501  # reached the service
    refused(gateway.http.post(url, json={"dataset_id": "a" * (8 << 20)}), 413)


def test_an_upload_over_fifty_mebibytes_is_refused_before_it_is_sent(gateway: GatewayStack) -> None:
    head = "POST /api/datasets/upload HTTP/1.1\r\nhost: a\r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n"
    for kind, excess in (("text/csv", 1), ("multipart/form-data; boundary=a", (64 << 10) + 1)):
        with socket.create_connection((gateway.values.gateway.host, gateway.values.gateway.port), timeout=5) as raw:
            raw.sendall(head.format(kind, (50 << 20) + excess).encode())
            assert raw.recv(4096).split()[1] == b"413"


def test_a_compressed_body_is_refused(gateway: GatewayStack) -> None:
    body = gzip.compress(json.dumps(ACCIDENT).encode())
    refused(predict(gateway, content=body, headers={**JSON, "content-encoding": "gzip"}), 415)


@pytest.mark.parametrize("path", ["/api/datasets/a%2Fb", "/api/datasets/a%5Cb"])
def test_an_escaped_slash_is_refused(gateway: GatewayStack, path: str) -> None:
    refused(gateway.http.get(path), 400)


def test_oversized_and_too_many_headers_are_refused(gateway: GatewayStack) -> None:
    refused(gateway.http.get("/health", headers={"x-big": "a" * 13_000}), 431)
    refused(gateway.http.get("/health", headers={f"x-{number}": "a" for number in range(60)}), 431)


def test_a_header_with_an_underscore_is_refused(gateway: GatewayStack) -> None:
    refused(gateway.http.get("/health", headers={"x_anthropic_api_key": "a"}), 400)


@pytest.mark.parametrize("request_id", ["a b", "a" * 65, '"}'])
def test_a_request_id_that_could_break_a_log_is_refused(gateway: GatewayStack, request_id: str) -> None:
    refused(gateway.http.get("/health", headers={"x-request-id": request_id}), 400)


def test_every_path_of_the_contracts_names_its_methods(gateway: GatewayStack) -> None:
    paths = gateway.http.get("/openapi.json").json()["paths"]
    for path, operations in paths.items():
        answer = gateway.http.request("PUT", path.replace("{", "").replace("}", ""))
        refused(answer, 405)
        assert answer.headers["allow"].lower().split(", ") == sorted(operations, key="get post patch delete".index), (
            path
        )
        for verb in operations:
            again = gateway.http.request(verb, path.replace("{", "").replace("}", ""), timeout=5)
            assert again.status_code != 405, path


def test_secrets_are_not_in_the_access_log(gateway: GatewayStack) -> None:
    gateway.http.get("/api/datasets/shared/token-secret-1?x=query-secret-2")
    gateway.http.get("/api/datasets/shared/token-secret-1", headers={"x-anthropic-api-key": "key-secret-3"})
    gateway.http.put("/api/datasets/shared/token-secret-1")
    gateway.http.get("/api/marker?x=query-secret-2")
    log = gateway.log_with("/api/marker")
    assert "secret" not in log
