"""Jobs watched until they are finished."""

from collections.abc import Iterator
from contextlib import ExitStack

import grpc
from daegu.prediction.v1 import prediction_pb2 as pb
from google.rpc import error_details_pb2

from services.prediction.domain.batch import SLICE_ROWS
from services.prediction.watching import MOST_WATCHERS
from tests.accidents import ACCIDENT
from tests.grpc_server import refused
from tests.prediction_service import PredictionService, prediction_service
from tests.stack import wait_until
from tests.transport.batch_calls import ONE, TWO_SLICES, call


def test_a_watcher_reads_progress_and_at_last_the_finished_job(jobs: PredictionService) -> None:
    batch_id = jobs.create(accidents=[ONE] * TWO_SLICES).batch_id
    events: Iterator[pb.WatchBatchResponse] = jobs.stub.WatchBatch(pb.WatchBatchRequest(batch_id=batch_id), timeout=20)
    assert next(events).progress.batch.status == "QUEUED"
    jobs.work(batch_id)
    running = next(events).progress
    assert (running.batch.status, running.batch.done) == ("RUNNING", SLICE_ROWS)
    assert running.HasField("remaining")
    jobs.work(batch_id)
    (last,) = events
    assert (last.WhichOneof("event"), last.done.status, last.done.done) == ("done", "SUCCEEDED", TWO_SLICES)


def test_a_finished_job_is_watched_in_one_event(jobs: PredictionService) -> None:
    batch_id = jobs.create(accidents=[ONE]).batch_id
    jobs.stub.CancelBatch(pb.CancelBatchRequest(batch_id=batch_id))
    (event,) = call(jobs, "WatchBatch", pb.WatchBatchRequest(batch_id=batch_id))
    assert event.done.status == "CANCELLED"


def test_watchers_do_not_take_the_places_of_predictions(jobs: PredictionService) -> None:
    batch_id = jobs.create(accidents=[ONE]).batch_id
    request = pb.WatchBatchRequest(batch_id=batch_id)
    with ExitStack() as watching:
        for _ in range(MOST_WATCHERS):
            events = jobs.stub.WatchBatch(request, timeout=20)
            watching.callback(events.cancel)
            next(events)
        with refused() as said:
            call(jobs, "WatchBatch", request)
        assert (said[0].code, said[0].reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_WATCHERS")
        assert said[0].detail(error_details_pb2.RetryInfo).retry_delay.seconds > 0
        assert jobs.stub.PredictEclo(pb.PredictEcloRequest(**ACCIDENT), timeout=5).eclo > 0

    def has_room() -> bool:
        events = jobs.stub.WatchBatch(request, timeout=20)
        try:
            return bool(next(events))
        except grpc.RpcError:
            return False
        finally:
            events.cancel()

    wait_until(has_room, 5)


def test_a_service_that_stops_tells_its_watchers(prediction_database: str) -> None:
    with prediction_service(prediction_database) as other:
        batch_id = other.create(accidents=[ONE]).batch_id
        events = other.stub.WatchBatch(pb.WatchBatchRequest(batch_id=batch_id), timeout=20)
        next(events)
        other.server.run(other.server.server.stop())
        (last,) = events
    info = error_details_pb2.ErrorInfo()
    assert last.error.code == grpc.StatusCode.UNAVAILABLE.value[0]
    assert any(detail.Unpack(info) for detail in last.error.details)
    assert info.reason == "SERVICE_STOPPING"
