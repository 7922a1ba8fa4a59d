"""Hints to workers over Celery, sent from a thread: a broker that is away or hangs delays nobody."""

import queue
import threading

from celery import Celery
from kombu.exceptions import OperationalError

from services.chassis.telemetry import logger
from services.chassis.tracing import onward
from services.prediction.celery_app import SCORE

WAITING = 1000
"""Most hints that wait to be sent; more are dropped."""

CLOSE_SECONDS = 2.0


class CeleryHints:
    """Implements domain.slices.Hints. What cannot be sent is dropped: the reconciler tells workers again."""

    def __init__(self, app: Celery, waiting: int = WAITING) -> None:
        self._app = app
        self._waiting: queue.Queue[tuple[str, dict[str, str]] | None] = queue.Queue(waiting)
        self._is_away = False
        self._thread = threading.Thread(target=self._send_all, name="hints", daemon=True)
        self._thread.start()

    def send(self, batch_id: str, workers: int = 1) -> None:
        carried = dict(onward())
        for _ in range(workers):
            try:
                self._waiting.put_nowait((batch_id, carried))
            except queue.Full:
                return

    def close(self) -> None:
        """Sends what waits, as far as that goes at once, and ends the thread."""
        try:
            self._waiting.put(None, timeout=CLOSE_SECONDS)
        except queue.Full:
            return
        self._thread.join(CLOSE_SECONDS)

    def _send_all(self) -> None:
        while (hint := self._waiting.get()) is not None:
            batch_id, carried = hint
            try:
                self._app.send_task(SCORE, args=[batch_id], headers=carried, retry=False)
            except OperationalError as failure:  # as which kombu raises all that its client can meet
                if not self._is_away:
                    logger().warning("the broker is away", why=repr(failure))
                self._is_away = True
            except Exception as error:  # noqa: BLE001  # nobody would send the next hint
                logger().error("a hint was not sent", batch_id=batch_id, exc_info=error)
            else:
                if self._is_away:
                    logger().info("the broker is back")
                self._is_away = False
