"""The worker of batches and Flower, as whoever runs the stack sees them."""

import httpx

from tests.stack import EmbeddedStack, wait_until


def test_the_worker_says_that_it_consumes_and_shows_its_figures(stack: EmbeddedStack) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{stack.part('worker')['port']}") as worker:
        assert worker.get("/ready").text == "consuming\n"
        figures = worker.get("/metrics").text
        assert worker.get("/anything").status_code == 404
    for name in ("worker_waiting_messages", "worker_messages_total", "worker_slice_seconds"):
        assert f"# TYPE {name} " in figures


def test_flower_shows_the_worker_and_lets_nobody_change_anything(stack: EmbeddedStack) -> None:
    with httpx.Client(base_url=stack.record()["urls"]["flower"], timeout=20) as flower:
        wait_until(lambda: _workers(flower))
        (name,) = _workers(flower)
        assert name.startswith("worker@")
        for path in (f"/api/worker/shutdown/{name}", "/api/task/send-task/batch.score"):
            assert flower.post(path, json={"args": ["x"]}).status_code in (401, 403)
    assert stack.part("worker")["state"] == "healthy"


def _workers(flower: httpx.Client) -> list[str]:
    """Names of the workers that Flower knows to be online."""
    return [worker["hostname"] for worker in flower.get("/workers?json=1").json()["data"] if worker["status"]]
