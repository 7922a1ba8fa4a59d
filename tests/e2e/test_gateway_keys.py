"""Keys of callers outside: asked for where the operator wants it, made, taken away, and never kept."""

import stat
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest

from gateway import api_keys
from tests.e2e.gateway_stack import GatewayStack
from tests.e2e.test_gateway_refusals import details

EXEMPT = (ip_network("127.0.0.1/32"),)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    api_keys.write(path, {}, EXEMPT)
    return path


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, file: Path) -> Iterator[GatewayStack]:
    """A gateway that asks everybody but this machine's usual address for a key."""
    folder = tmp_path_factory.mktemp("guarded")
    with GatewayStack(folder, api_keys_file=file, unlimited=EXEMPT) as stack:
        yield stack


@pytest.fixture
def outside(guarded: GatewayStack) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=guarded.url, transport=transport, timeout=5) as client:
        yield client


def answered(client: httpx.Client, auth: tuple[str, str], status: int) -> bool:
    """Whether the gateway comes to answer so, once it has read the file again."""
    end = time.monotonic() + 10
    while client.get("/api/predict/model", auth=auth).status_code != status:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_without_a_key_a_caller_is_told_what_is_missing(outside: httpx.Client) -> None:
    answer = outside.get("/api/predict/model")
    assert answer.status_code == 401
    assert answer.json()["code"] == 16
    assert details(answer)["ErrorInfo"]["reason"] == "API_KEY_REQUIRED"
    assert details(answer)["LocalizedMessage"]["message"] == "이 서버를 쓰려면 발급받은 이름과 키가 필요합니다."


@pytest.mark.parametrize("path", ["/health", "/openapi.json", "/docs"])
def test_health_and_documents_need_none(outside: httpx.Client, path: str) -> None:
    assert outside.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/healthy", "/api/docs", "/api/predict/model?x=/health", "//health/../api/predict/model"]
)
def test_no_other_path_is_open_because_it_looks_like_one(outside: httpx.Client, path: str) -> None:
    assert outside.get(path).status_code == 401


def test_who_is_exempt_needs_none(guarded: GatewayStack) -> None:
    assert guarded.http.get("/api/predict/model").status_code == 200


def test_a_key_works_until_it_is_revoked_without_a_restart_and_is_in_no_log(
    guarded: GatewayStack, outside: httpx.Client, file: Path
) -> None:
    key = api_keys.add(file, "city-hall", EXEMPT)
    assert answered(outside, ("city-hall", key), 200)
    assert outside.get("/api/predict/model", auth=("nobody", "")).status_code == 401
    assert outside.get("/api/predict/model", auth=("city-hall", key[:-1])).status_code == 401
    assert outside.get("/api/predict/model", auth=("other", key)).status_code == 401
    api_keys.revoke(file, "city-hall", EXEMPT)
    assert answered(outside, ("city-hall", key), 401)
    guarded.log_with("/api/predict/model")
    assert key not in (guarded.folder / "envoy.log").read_text(encoding="utf-8")


def test_the_file_has_hashes_only_and_is_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = {name: api_keys.add(path, name) for name in ("a", "b")}
    text = path.read_text(encoding="utf-8")
    assert not [key for key in keys.values() if key in text]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(api_keys.read(path)) == ["a", "b"]


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\nroot:{SHA}x", "x" * 65, "nobody"])
def test_a_name_that_would_be_another_line_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(api_keys.Refused):
        api_keys.add(tmp_path / "keys.json", name)


def test_one_name_has_one_key_and_only_what_is_there_can_be_revoked(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    api_keys.add(path, "a")
    with pytest.raises(api_keys.Refused, match="already"):
        api_keys.add(path, "a")
    with pytest.raises(api_keys.Refused, match="no key"):
        api_keys.revoke(path, "b")
