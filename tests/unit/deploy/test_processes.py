"""A part's program never runs unrecorded."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.record import Process


def test_a_program_does_not_run_if_its_pid_was_not_recorded(tmp_path: Path) -> None:
    seen: list[Process] = []

    def launcher_dies(process: Process) -> None:
        seen.append(process)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(_start(tmp_path, launcher_dies))
    deadline = time.monotonic() + 10
    while seen[0].find():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert not (tmp_path / "ran").exists()


def test_a_recorded_program_runs_under_the_recorded_pid(tmp_path: Path) -> None:
    seen: list[Process] = []
    assert asyncio.run(_start(tmp_path, seen.append)) == 0
    assert int((tmp_path / "ran").read_text()) == seen[0].pid


async def _start(folder: Path, on_record: processes.OnRecord) -> int:
    command = ("/bin/sh", "-c", "echo $$ > ran")
    process = await processes.start(command, os.environ, folder, folder / "log", on_record)
    return await process.wait()
