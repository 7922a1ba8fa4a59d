"""Bytes that no proper client sends: HTTP by hand, and gRPC messages that are none."""

import json
import random
import socket
from typing import Any

import grpc
import pytest
from daegu.prediction.v1 import prediction_pb2, prediction_pb2_grpc

from deploy.local.ports import HOST
from tests.accidents import ACCIDENT
from tests.grpc_server import refused
from tests.stack import EmbeddedStack

pytestmark = pytest.mark.usefixtures("unharmed")

METHODS = ("PredictEclo", "CompareEclo", "GetWeeklyRisk", "GetDistrictRisk", "ParseAccident", "ListPredictions")
BODY = json.dumps(ACCIDENT)


def send(stack: EmbeddedStack, *lines: str, body: str = "") -> int:
    """Sends a request as it stands; the status of the answer, 0 if the connection is closed without one."""
    with socket.create_connection((HOST, int(stack.grpc.rpartition(":")[2])), timeout=5) as raw:
        raw.sendall("\r\n".join([*lines, "", body]).encode())
        try:
            first = raw.recv(4096).split(b"\r\n")[0].split()
        except ConnectionResetError:
            return 0
        return int(first[1]) if first else 0


@pytest.mark.parametrize(
    "lines",
    [
        ["content-length: 2", "content-length: 4"],
        ["content-length: 2, 4"],
        ["content-length: 5", "transfer-encoding: chunked"],
        ["content-length: -1"],
        ["content-length: abc"],
        ["transfer-encoding: gzip, chunked"],
        ["bad header name: 1"],
        [": empty"],
        ["x-nul: a\0b"],
    ],
)
def test_a_request_that_two_servers_could_read_differently_is_refused(stack: EmbeddedStack, lines: list[str]) -> None:
    head = ("POST /api/predict/eclo HTTP/1.1", "host: a", "content-type: application/json")
    assert send(stack, *head, *lines, body="0\r\n\r\n") in (400, 501)


@pytest.mark.parametrize(
    ("first", "statuses"),
    [
        ("GET /api/predictions/../../etc/passwd HTTP/1.1", (404,)),
        ("GET /../../etc/passwd HTTP/1.1", (400, 404)),
        ("GET /docs/..%2f..%2fetc%2fpasswd HTTP/1.1", (400,)),
        ("GET /docs/%2e%2e/%2e%2e/etc/passwd HTTP/1.1", (400, 404)),
        ("GET /docs/..%5c..%5cetc HTTP/1.1", (400,)),
        ("GET //api//predictions/%00 HTTP/1.1", (400,)),
        ("GET /api/predictions#/../health HTTP/1.1", (400,)),
        ("GET api/predictions HTTP/1.1", (400, 404)),
        ("GET /health HTTP/9.9", (0, 400, 426, 505)),
        ("GET /health", (0, 400, 426)),
        ("\x16\x03\x01", (0, 400)),
        ("GET http://169.254.169.254/latest HTTP/1.1", (404,)),
        ("CONNECT example.com:443 HTTP/1.1", (400, 403, 404, 405)),
    ],
)
def test_a_strange_first_line_leads_nowhere(stack: EmbeddedStack, first: str, statuses: tuple[int, ...]) -> None:
    assert send(stack, first, "host: a") in statuses


def raw_call(channel: grpc.Channel, method: str) -> Any:
    """A call that sends bytes as they are."""
    return channel.unary_unary(f"/daegu.prediction.v1.PredictionService/{method}")


def noise(chance: random.Random, good: bytes) -> bytes:
    """Random bytes, or the good message with some bytes changed."""
    message = bytearray(good if chance.random() < 0.5 else chance.randbytes(chance.randrange(80)))
    for _ in range(chance.randrange(4)):
        message[chance.randrange(len(message) or 1) : 1] = chance.randbytes(2)
    return bytes(message)


def random_codes(stack: EmbeddedStack, method: str, count: int) -> set[grpc.StatusCode]:
    """Codes of the answers to `count` messages: noise, and good ones with some bytes changed."""
    chance = random.Random(method)
    good = prediction_pb2.PredictEcloRequest(**ACCIDENT).SerializeToString()
    codes: set[grpc.StatusCode] = set()
    with grpc.insecure_channel(stack.grpc) as channel:
        call = raw_call(channel, method)
        for _ in range(0, count, 30):  # fewer at once than the service takes
            sent = [call.future(noise(chance, good), timeout=10) for _ in range(30)]
            codes |= {one.code() for one in sent}
    return codes


@pytest.mark.parametrize(
    "message", [b"\xff\xff\xff\xff", b"\x0a\xff\xff\xff\xff\x0f", b"\x08", b"\x0a\x05ab", b"\x0a\x02\xff\xfe"]
)
@pytest.mark.parametrize("method", METHODS[:5])
def test_bytes_that_are_no_message_are_an_invalid_argument(stack: EmbeddedStack, method: str, message: bytes) -> None:
    with grpc.insecure_channel(stack.grpc) as channel, refused() as said:
        raw_call(channel, method)(message, timeout=5)
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert said[0].violations
    assert said[0].korean


def test_a_field_of_another_wire_type_is_as_if_it_were_missing(stack: EmbeddedStack) -> None:
    with grpc.insecure_channel(stack.grpc) as channel, refused() as said:
        raw_call(channel, "PredictEclo")(b"\x08\x01", timeout=5)  # weather as a number
    assert said[0].violations["weather"].reason == "REQUIRED"


@pytest.mark.parametrize("method", METHODS)
def test_random_messages_are_answered_or_refused(stack: EmbeddedStack, method: str) -> None:
    assert random_codes(stack, method, 300) <= {grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT}


def test_an_unknown_method_is_unimplemented(stack: EmbeddedStack) -> None:
    with grpc.insecure_channel(stack.grpc) as channel, refused() as said:
        raw_call(channel, "Nothing")(b"", timeout=5)
    assert said[0].code is grpc.StatusCode.UNIMPLEMENTED


def test_a_message_over_the_limit_is_refused(stack: EmbeddedStack) -> None:
    request = prediction_pb2.PredictEcloRequest(**ACCIDENT | {"district": "a" * (5 << 20)})
    with grpc.insecure_channel(stack.grpc) as channel, pytest.raises(grpc.RpcError) as caught:
        prediction_pb2_grpc.PredictionServiceStub(channel).PredictEclo(request, timeout=10)
    assert caught.value.code() in (grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.INVALID_ARGUMENT)
