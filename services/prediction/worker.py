"""Starts a worker that scores batches: `python -m services.prediction.worker`.

The main process talks to the broker and starts children, which do the work. It uses neither gRPC nor LightGBM: neither
survives a fork.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from celery import Celery, bootsteps, signals
from celery.worker import state
from kombu.exceptions import OperationalError

from services.chassis.telemetry import configure_logging, logger
from services.chassis.tracing import TRACES
from services.prediction.celery_app import QUEUE, SCORE, celery_app
from services.prediction.settings import WorkerSettings
from services.prediction.slice_work import SliceWork
from services.prediction.worker_figures import WAITING, CountedMessage, serve
from services.prediction.worker_watch import Watch

DEAF = 75
"""Exit code of a worker that receives nothing any more: EX_TEMPFAIL."""

LOOK_SECONDS = 1.0


def run(settings: WorkerSettings, build: Callable[[WorkerSettings], SliceWork], watch: Watch) -> int:
    """Works until SIGTERM and returns the exit code. `build` is called in every child."""
    configure_logging(settings.log_level, "worker")
    app = celery_app(settings.broker_url)
    _add_task(app, lambda: build(settings))
    _add_ticks(app, watch)

    code = 0

    def stopping(exitcode: int, **_: Any) -> None:
        nonlocal code
        code = exitcode
        watch.stop()

    signals.worker_shutting_down.connect(stopping)
    if settings.metrics_port is not None:
        serve(settings.metrics_host, settings.metrics_port, lambda: watch.problem)
    threading.Thread(target=_look_at_queue, args=(app, watch), name="watch", daemon=True).start()
    # Children log through what was configured above, as long as somebody listens to this signal.
    signals.setup_logging.connect(_leave_logging_alone)
    worker = ("worker", f"--concurrency={settings.worker_processes}", "--hostname=worker@%h")
    app.worker_main(["--quiet", *worker, "--without-mingle", "--without-gossip"])
    return code


def _leave_logging_alone(**_: Any) -> None:
    """Celery configures logs only if nobody else does."""


def _add_task(app: Celery, build: Callable[[], SliceWork]) -> None:
    """The task, and what it needs, built in each child as it starts."""
    work: SliceWork

    def prepare(**_: Any) -> None:
        nonlocal work
        try:
            work = build()
        except Exception as error:  # noqa: BLE001  # a refused model, most likely; with none of them a child can work
            logger().error("a child cannot work; ending", why=str(error), exc_info=error)
            # Otherwise Celery goes on with this child, which can do nothing, or starts the next one at once, for ever.
            os.kill(os.getppid(), signal.SIGQUIT)
            raise SystemExit(1) from None

    def end(**_: Any) -> None:
        TRACES.stop()

    signals.worker_process_init.connect(prepare, weak=False)
    signals.worker_process_shutdown.connect(end, weak=False)

    @app.task(name=SCORE, bind=True, Request=CountedMessage)  # type: ignore[untyped-decorator]
    def score(task: Any, batch_id: str) -> str:
        with TRACES.work(SCORE, task.request.id, task.request.headers or {}):
            return work(batch_id, task.request.id)


def _add_ticks(app: Celery, watch: Watch) -> None:
    """Lets the event loop tick for as long as a connection to the broker lasts: Celery ends its timers with it."""

    class Ticks(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery has no types
        requires = ("celery.worker.consumer.tasks:Tasks",)

        def start(self, consumer: Any) -> None:
            consumer.timer.call_repeatedly(LOOK_SECONDS, watch.tick)
            # Celery looks for children that were killed every 5 s.
            consumer.timer.call_repeatedly(LOOK_SECONDS, consumer.pool.maintain_pool)

    app.steps["consumer"].add(Ticks)


def _look_at_queue(app: Celery, watch: Watch) -> None:
    """Looks at the queue for ever; ends the process if it is deaf. Runs in a thread, so it logs nothing before:
    a child forked in that moment would inherit the lock of the log."""
    connection = app.connection_for_read()
    away = (OperationalError, *connection.connection_errors, *connection.channel_errors)
    while not watch.is_deaf:
        time.sleep(LOOK_SECONDS)
        try:
            waiting = connection.default_channel.queue_declare(QUEUE).message_count
        except away:
            watch.broker_is_away()
        else:
            WAITING.set(waiting)
            is_idle = not state.active_requests and not state.reserved_requests
            watch.looked(waiting, sum(state.total_count.values()), is_idle=is_idle)
    logger().error("messages wait and none arrives; ending, to be started again")
    os._exit(DEAF)


def main() -> int:
    def build(settings: WorkerSettings) -> SliceWork:
        # Not before the fork.
        from services.prediction.worker_child import build_work  # noqa: PLC0415

        return build_work(settings)

    return run(WorkerSettings.load(), build, Watch())


if __name__ == "__main__":
    sys.exit(main())
