"""kill -9 of the launcher: its parts end, strangers live, and the next start works."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil

from deploy.local import control
from deploy.local.home import Home
from deploy.local.processes import stop_recorded
from deploy.local.record import PartRecord, Process, Record
from tests.unit.deploy.conftest import Start
from tests.unit.deploy.launcher import alive, wait_until


def test_the_guardian_stops_the_parts_in_order(launch: Start) -> None:
    stack = launch()
    stack.stop(signal.SIGKILL)
    wait_until(lambda: not stack.processes() and not stack.guardians())
    assert stack.events()[-2:] == ["front stop", "base stop"]
    assert control.running(stack.home) is None


def test_the_next_start_waits_for_the_guardian_and_works(launch: Start) -> None:
    first = launch("stubborn")
    first.process.kill()
    second = launch(healthy=False)
    wait_until(lambda: "waiting until its parts have stopped" in second.said)
    front = first.part("front").find()
    assert front
    front.kill()  # it would use up its 30 s
    wait_until(second.healthy)
    assert len(second.processes()) == 2


def test_the_next_start_stops_what_even_the_guardian_left(launch: Start) -> None:
    first = launch("child")
    (guardian,) = first.guardians()
    first.process.kill()
    guardian.kill()
    first.process.wait()
    leader = first.part("front").find()
    assert leader
    leader.kill()  # so that only its child is left of the group
    wait_until(lambda: len(first.processes()) == 2)
    left = first.processes()

    second = launch()

    assert "Stopped what an earlier launcher had left behind." in second.said
    assert not any(alive(process) for process in left)


def test_a_guardian_that_was_killed_is_replaced(launch: Start) -> None:
    stack = launch()
    (guardian,) = stack.guardians()
    guardian.kill()
    wait_until(lambda: any(each.pid != guardian.pid for each in stack.guardians()))
    stack.stop(signal.SIGKILL)
    wait_until(lambda: not stack.processes())


def test_a_stranger_with_a_recorded_pid_is_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.create()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as stranger:
        started = psutil.Process(stranger.pid).create_time()
        record = Record(
            launcher=Process(),
            parts={"old": PartRecord(pid=stranger.pid, started=started - 60, stop_signal=15, stop_seconds=1)},
            stop_order=[["old"]],
        )
        assert not stop_recorded(home, record)
        assert stranger.poll() is None
        stranger.communicate(b"\n")
        assert stranger.returncode == 0
