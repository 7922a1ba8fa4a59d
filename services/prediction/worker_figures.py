"""What a worker tells about itself: figures for Prometheus, and whether it consumes, over HTTP.

Its children are processes of their own; what they have done is counted where it arrives, in the main process.
"""

import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from billiard.exceptions import WorkerLostError
from celery.worker.request import Request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

WAITING = Gauge("worker_waiting_messages", "Messages that no worker has taken yet.")
MESSAGES = Counter("worker_messages_total", "Messages that were worked on, by what became of them.", ["outcome"])
SECONDS = Histogram(
    "worker_slice_seconds",
    "Time from the claim of a slice to its stored rows.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600),
)


class CountedMessage(Request):  # type: ignore[misc]  # Celery has no types
    """A message in the main process; counts what its child says became of it."""

    def send_event(self, type: str, **fields: Any) -> None:  # noqa: A002  # Celery's name
        if type == "task-succeeded":
            outcome = fields["result"].strip("'")  # the result travels as its repr
            MESSAGES.labels(outcome).inc()
            if outcome == "done":
                SECONDS.observe(fields["runtime"])
        super().send_event(type, **fields)

    def on_failure(self, exc_info: Any, *args: Any, **options: Any) -> None:
        error = getattr(exc_info.exception, "exc", exc_info.exception)  # behind the traceback of the child
        MESSAGES.labels("killed" if isinstance(error, WorkerLostError) else "error").inc()
        super().on_failure(exc_info, *args, **options)


def serve(host: str, port: int, problem: Callable[[], str]) -> None:
    """Answers from a thread: `/metrics`, and `/ready` with 200, or 503 and the `problem`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # name of the base class
            match self.path:
                case "/metrics":
                    self._answer(HTTPStatus.OK, generate_latest(), CONTENT_TYPE_LATEST)
                case "/ready":
                    why = problem()
                    status = HTTPStatus.SERVICE_UNAVAILABLE if why else HTTPStatus.OK
                    self._answer(status, f"{why or 'consuming'}\n".encode(), "text/plain; charset=utf-8")
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, b"", "text/plain; charset=utf-8")

        def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """A line for each look would say nothing."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="figures", daemon=True).start()
