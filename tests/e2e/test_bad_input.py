"""Wrong values over REST: the promised status, every violation with the valid values, and a server that goes on."""

from typing import Any

import pytest

from tests.accidents import ACCIDENT
from tests.e2e.errors import refused
from tests.stack import EmbeddedStack

pytestmark = pytest.mark.usefixtures("unharmed")

JSON = {"content-type": "application/json"}
PREDICT = "/api/predict/eclo"
MEBIBYTE = 1 << 20


@pytest.mark.parametrize(
    ("changes", "field", "reason", "valid"),
    [
        ({"accident_month": 13}, "accident_month", "OUT_OF_RANGE", "1..12"),
        ({"accident_month": 0}, "accident_month", "OUT_OF_RANGE", "1..12"),
        ({"accident_month": 2, "accident_day": 30}, "accident_day", "INVALID_DATE", "2022-02-30"),
        ({"accident_year": 2023, "accident_month": 2, "accident_day": 29}, "accident_day", "INVALID_DATE", "does not"),
        ({"accident_day": 32}, "accident_day", "OUT_OF_RANGE", "1..31"),
        ({"accident_hour": 24}, "accident_hour", "OUT_OF_RANGE", "0..23"),
        ({"accident_hour": -1}, "accident_hour", "OUT_OF_RANGE", "0..23"),
        ({"accident_year": 99999}, "accident_year", "OUT_OF_RANGE", "2000..2100"),
        ({"accident_year": -(2**31)}, "accident_year", "OUT_OF_RANGE", "2000..2100"),
        ({"weather": "눈보라"}, "weather", "UNKNOWN_VALUE", "기타, 눈, 맑음, 비, 안개, 흐림"),
        ({"weather": "WEATHER_SUNNY"}, "weather", "UNKNOWN_VALUE", "맑음"),
        ({"accident_type": "1"}, "accident_type", "UNKNOWN_VALUE", "차대사람"),
        ({"road_surface": "'; DROP TABLE predictions; --"}, "road_surface", "UNKNOWN_VALUE", "건조"),
        ({"road_type": "' OR '1'='1"}, "road_type", "UNKNOWN_VALUE", "교차로 - 교차로안"),
        ({"district": "서울특별시 강남구 역삼동"}, "district", "UNKNOWN_VALUE", "대구광역시"),
        ({"district": "../../etc/passwd"}, "district", "UNKNOWN_VALUE", "대구광역시"),
        ({"weather": "맑\0음"}, "weather", "INVALID_TEXT", "no NUL"),
        ({"district": "대구광역시 수성구 상동\0"}, "district", "INVALID_TEXT", "no NUL"),
        ({"day_of_week": "토\0"}, "day_of_week", "INVALID_TEXT", "no NUL"),
        ({"district": "상" * 300_000}, "district", "INVALID_TEXT", "100"),
        ({"time_period": "밤" * 101}, "time_period", "INVALID_TEXT", "100"),
        ({"weather": ""}, "weather", "REQUIRED", "required"),
        ({"weather": " \t\n"}, "weather", "REQUIRED", "required"),
        ({"weather": None}, "weather", "REQUIRED", "required"),
        ({"accident_hour": None}, "accident_hour", "REQUIRED", "required"),
    ],
    ids=lambda value: repr(value)[:60] if isinstance(value, dict) else None,
)
def test_a_wrong_value_is_named_with_what_would_be_right(
    stack: EmbeddedStack, changes: dict[str, Any], field: str, reason: str, valid: str
) -> None:
    said = refused(stack.predict(**changes), 400)
    assert (said.code, said.reason) == (3, "INVALID_INPUT")
    assert list(said.violations) == [field]
    assert said.violations[field]["reason"] == reason
    assert valid in said.violations[field]["description"]
    assert said.violations[field]["localized_message"]["locale"] == "ko"


def test_all_wrong_values_are_named_at_once(stack: EmbeddedStack) -> None:
    said = refused(
        stack.predict(accident_month=13, accident_hour=24, weather="눈보라", district="서울특별시 강남구 역삼동"), 400
    )
    assert list(said.violations) == ["weather", "district", "accident_month", "accident_hour"]


@pytest.mark.parametrize("body", [b"{}", b"", b'{"unknown": 1}'])
def test_missing_fields_are_all_named(stack: EmbeddedStack, body: bytes) -> None:
    said = refused(stack.http.post(PREDICT, content=body, headers=JSON), 400)
    assert list(said.violations) == list(ACCIDENT)
    assert {violation["reason"] for violation in said.violations.values()} == {"REQUIRED"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("accident_year", f'"{word}"') for word in ("NaN", "Infinity", "-Infinity", "abc", "1e400")]
    + [("accident_year", word) for word in ("NaN", "Infinity", "1e400", "2022.5", "[2022]", "{}", "99999999999")]
    + [("weather", "1"), ("weather", '["맑음"]'), ("weather", "{}"), ("explain", '"yes"'), ("weather", '"\\ud800"')],
)
def test_a_value_of_another_type_is_refused(stack: EmbeddedStack, field: str, value: str) -> None:
    text = f'{{"{field}": {value}}}'
    assert refused(stack.http.post(PREDICT, content=text.encode(), headers=JSON), 400).code == 3


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"[1, 2]",
        b'"text"',
        b"7",
        b"{",
        b'{"weather": "\xff\xfe"}',
        b'{"weather": ' * 500 + b"1" + b"}" * 500,
        b"[" * 500 + b"]" * 500,
        b'{"weather": "a", "weather": ',
        b"\0\0\0\0",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_no_json_object_is_refused(stack: EmbeddedStack, body: bytes) -> None:
    assert refused(stack.http.post(PREDICT, content=body, headers=JSON), 400).code == 3


def test_a_body_over_the_limit_is_too_large(stack: EmbeddedStack) -> None:
    assert refused(stack.predict(district="a" * MEBIBYTE), 413).code == 3


@pytest.mark.parametrize("kind", ["text/plain", "text/csv", "multipart/form-data", "application/xml", None])
def test_a_body_that_is_not_called_json_is_refused(stack: EmbeddedStack, kind: str | None) -> None:
    headers = {"content-type": kind} if kind else {}
    assert refused(stack.http.post(PREDICT, content=b"{}", headers=headers), 403).code == 7


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_another_site_is_refused(stack: EmbeddedStack, origin: str) -> None:
    assert refused(stack.http.post(PREDICT, json=ACCIDENT, headers={"origin": origin}), 403).code == 7
    assert refused(stack.http.get("/api/predictions", headers={"origin": origin}), 403).code == 7


def test_pages_of_the_app_may_call(stack: EmbeddedStack) -> None:
    for origin in (stack.url, stack.ui_url):
        assert stack.http.post(PREDICT, json=ACCIDENT, headers={"origin": origin}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=501", "limit=-1", "limit=abc", "limit=1.5", "limit=NaN", "limit=99999999999"),
        *("offset=-1", "offset=1000001", "offset=%00", "limit=1%27", "page=2", "limit=1;DROP"),
    ],
)
def test_bad_page_values_are_refused(stack: EmbeddedStack, query: str) -> None:
    assert refused(stack.http.get(f"/api/predictions?{query}"), 400).code == 3


@pytest.mark.parametrize("prediction_id", ["1", "not-a-uuid", "%00", "%EC%83%81%EB%8F%99", "' OR 1=1", "a" * 4000])
def test_an_id_that_is_no_uuid_is_refused(stack: EmbeddedStack, prediction_id: str) -> None:
    answer = stack.http.get(f"/api/predictions/{prediction_id}")
    refused(answer, 400)


@pytest.mark.parametrize("path", ["/api", "/api/predict", "/api/nothing", "/nothing", "/", "/docs/secret"])
def test_an_unknown_path_is_not_found(stack: EmbeddedStack, path: str) -> None:
    assert refused(stack.http.get(path), 404).code == 5


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_wrong_method_is_refused(stack: EmbeddedStack, method: str) -> None:
    answer = stack.http.request(method, PREDICT)
    assert answer.status_code in (405, 404, 501)
    refused(answer, answer.status_code)


def test_one_variant_too_many_and_an_empty_comparison_are_refused(stack: EmbeddedStack) -> None:
    path = "/api/predict/eclo/compare"
    for count in (0, 51):
        said = refused(stack.http.post(path, json={"base": ACCIDENT, "variants": [{}] * count}), 400)
        assert list(said.violations) == ["variants"]
    said = refused(stack.http.post(path, json={"base": {"accident_month": 13}, "variants": [{}]}), 400)
    assert "base.accident_month" in said.violations


@pytest.mark.parametrize("text", ["", "가" * 201, "수성구\0상동"])
def test_a_line_that_cannot_be_read_is_refused(stack: EmbeddedStack, text: str) -> None:
    said = refused(stack.http.post("/api/predict/parse", json={"text": text}), 400)
    assert list(said.violations) == ["text"]
