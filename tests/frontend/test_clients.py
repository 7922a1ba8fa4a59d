"""How the client behaves when the other side does not."""

import json
import socket
import time
from collections.abc import Generator

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import calls
from frontend.backend_error import UNREACHABLE, BackendError
from frontend.calls import READ_DEADLINE
from frontend.clients import PREDICT_DEADLINE, Backend
from tests.accidents import ACCIDENT
from tests.frontend.fake_backend import FakeBackend


def test_a_gateway_that_accepts_and_never_answers_is_given_up_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Backend(f"127.0.0.1:{silent.getsockname()[1]}")
        for call, deadline in (
            (client.model, READ_DEADLINE),
            (lambda: client.predict(pb.Accident(weather="맑음")), PREDICT_DEADLINE),
        ):
            started = time.monotonic()
            with pytest.raises(BackendError) as failure:
                call()
            assert time.monotonic() - started < deadline + 0.5
            assert failure.value.message_ko == UNREACHABLE
            assert failure.value.unreachable
        client.close()


def test_a_call_is_a_line_in_the_log_and_what_it_asks_is_not(
    backend: FakeBackend, capsys: pytest.CaptureFixture[str]
) -> None:
    client = Backend(backend.address)
    client.predict(pb.Accident(**ACCIDENT))
    with pytest.raises(BackendError):
        client.predict(pb.Accident(weather="우박폭탄"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["call"], line["code"]) for line in lines] == [
        ("daegu.prediction.v1.PredictEclo", "OK"),
        ("daegu.prediction.v1.PredictEclo", "INVALID_ARGUMENT"),
    ]
    assert [line["request_id"] for line in lines] == backend.request_ids
    assert all(0 < line["milliseconds"] < 5000 and line["service"] == "ui" for line in lines)
    assert {key for line in lines for key in line} == {
        *("call", "code", "milliseconds", "event", "request_id", "level", "timestamp", "service")
    }
    client.close()


def test_a_call_whose_answer_nobody_reads_to_its_end_is_cancelled(capsys: pytest.CaptureFixture[str]) -> None:
    def answers() -> Generator[str]:
        with calls.outgoing(pb.PredictEcloRequest) as made:
            yield made.request_id

    stopped = answers()
    request_id = next(stopped)
    stopped.close()
    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (line["code"], line["request_id"]) == ("CANCELLED", request_id)


def test_a_channel_that_lost_its_server_finds_it_again_without_a_restart(backend: FakeBackend) -> None:
    client = Backend(backend.address)
    client.model()
    backend.stop()
    with pytest.raises(BackendError):
        client.model()
    backend.start()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            client.probe()
            break
        except BackendError:
            time.sleep(0.2)
    else:
        pytest.fail("the channel did not come back in 5 s")
    client.close()
