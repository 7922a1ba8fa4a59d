"""Clients that send slowly or stop in the middle are cut off."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.local.ports import HOST
from tests.accidents import ACCIDENT
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("whole")]

BODY = json.dumps(ACCIDENT).encode()
LIMIT = 30.0
HEAD = b"POST /api/predict/eclo HTTP/1.1\r\nhost: a\r\n"
JSON_HEAD = HEAD + b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(BODY)


def trickle(stack: EmbeddedStack, first: bytes, rest: bytes) -> tuple[int, float]:
    """Sends `first` at once and a byte of `rest` each 0.5 s until an answer comes: its status, and the seconds."""
    started = time.monotonic()
    with socket.create_connection((HOST, int(stack.grpc.rpartition(":")[2])), timeout=5) as raw:
        raw.sendall(first)
        raw.settimeout(0.5)
        for byte in rest:
            assert time.monotonic() - started < LIMIT, "not cut off"
            raw.sendall(bytes([byte]))
            try:
                answer = raw.recv(4096)
            except TimeoutError:
                continue
            return int(answer.split()[1]) if answer else 0, time.monotonic() - started
    raise AssertionError("the whole request was taken")


def test_slow_headers_and_slow_bodies_are_cut_with_408(stack: EmbeddedStack) -> None:
    with ThreadPoolExecutor(2) as clients:
        headers = clients.submit(trickle, stack, HEAD, b"x-slow: " + b"a" * 100)
        body = clients.submit(trickle, stack, JSON_HEAD, BODY)
        status, seconds = headers.result()
        assert status == 408
        assert 9 < seconds < 13
        status, seconds = body.result()
        assert status == 408
        assert 14 < seconds < 18


def test_slow_clients_leave_room_for_others(stack: EmbeddedStack) -> None:
    slow = [socket.create_connection((HOST, int(stack.grpc.rpartition(":")[2])), timeout=5) for _ in range(300)]
    try:
        for connection in slow:
            connection.sendall(JSON_HEAD + BODY[:10])
        for _ in range(5):
            assert stack.predict().status_code == 200
    finally:
        for connection in slow:
            connection.close()
