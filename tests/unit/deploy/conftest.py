from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.deploy.launcher import Launcher, wait_until

Start = Callable[..., Launcher]


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Start]:
    """Starts launchers of tiny stacks, by default on one data folder; nothing of them outlives the test."""
    started: list[Launcher] = []

    def start(mode: str = "", *, folder: str = "home", port: int | None = None, healthy: bool = True) -> Launcher:
        launcher = Launcher(tmp_path / folder, mode, port)
        started.append(launcher)
        if healthy:
            wait_until(launcher.healthy)
        return launcher

    yield start
    for launcher in started:
        launcher.kill_everything()
