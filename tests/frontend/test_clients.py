"""How the client behaves when the other side does not."""

import socket
import time

import pytest
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.backend_error import UNREACHABLE, BackendError
from frontend.calls import READ_DEADLINE
from frontend.clients import PREDICT_DEADLINE, Backend
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
