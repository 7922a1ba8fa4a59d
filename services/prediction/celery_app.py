"""How workers are told that there may be work: Celery over Redis, configured here and nowhere else.

A message holds the id of a job and nothing else; its headers say for which request (services.chassis.tracing). Whether
there is work, whose it is and what came of it stands in the database; a message may be lost, or come twice.
"""

from celery import Celery

SCORE = "batch.score"
"""Name of the task; its one argument is the id of a job."""

QUEUE = "batch"

BROKER_SECONDS = 1.0
"""How long a broker may take to connect and to answer; one that is paused must not hold whoever talks to it."""


def celery_app(broker_url: str) -> Celery:
    """An app for whoever sends or receives messages. Nothing is connected before the first use."""
    app = Celery("prediction", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_default_queue=QUEUE,
        task_ignore_result=True,
        # A message is done with when its slice is; the one of a child that was killed is delivered again at once.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_soft_time_limit=540,
        task_time_limit=600,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": 900,  # seconds; above the time limit, or a task that runs is delivered again
            "socket_connect_timeout": BROKER_SECONDS,
            "socket_timeout": BROKER_SECONDS,
            "max_retries": 0,  # of a sender: the reconciler sends again
            "health_check_interval": 5,  # seconds until a connection that died without a word is noticed
        },
        worker_send_task_events=True,
        task_send_sent_event=True,
        worker_soft_shutdown_timeout=20.0,
        worker_redirect_stdouts=False,
        worker_proc_alive_timeout=60.0,
    )
    return app
