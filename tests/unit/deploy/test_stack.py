"""The life of a stack, with tiny real parts: `front` needs `step`, which runs once and needs `base`."""

import os
import signal
import socket
import time
from functools import partial

import psutil
import pytest

from tests.unit.deploy.conftest import Start
from tests.unit.deploy.launcher import Launcher, alive, listening, wait_until


def _said(stack: Launcher, line: str) -> bool:
    return line in stack.said


def test_parts_start_after_what_they_need_and_stop_before_it(launch: Start) -> None:
    stack = launch()
    ports = [port for part in stack.record.parts.values() if (port := part.port)]
    assert all(listening(port) for port in ports)

    assert stack.stop(signal.SIGINT) == 0

    assert stack.events() == ["base start", "step start", "front start", "front stop", "base stop"]
    assert not stack.processes()
    assert not stack.guardians()
    assert not any(listening(port) for port in ports)
    assert not stack.record.healthy


def test_a_crashed_part_is_restarted_and_said(launch: Start) -> None:
    stack = launch()
    first = stack.part("front").pid
    assert first
    os.kill(first, signal.SIGKILL)

    wait_until(lambda: "front was ended by SIGKILL; restarting in 0.2 s" in stack.said)
    wait_until(lambda: stack.part("front").restarts == 1 and stack.healthy())

    assert stack.part("front").pid != first
    assert "front serves again" in stack.said
    assert stack.part("base").restarts == 0


def test_each_further_crash_waits_longer(launch: Start) -> None:
    stack = launch()
    for pause in ("0.2", "0.4", "0.8"):
        wait_until(stack.healthy)
        pid = stack.part("front").pid
        assert pid
        os.kill(pid, signal.SIGKILL)
        wait_until(partial(_said, stack, f"restarting in {pause} s"))


def test_a_crashed_part_takes_its_children_along(launch: Start) -> None:
    stack = launch("child")
    leader = stack.part("front").pid
    assert leader
    children = [process for process in stack.processes() if os.getpgid(process.pid) == leader != process.pid]
    assert len(children) == 1
    os.kill(leader, signal.SIGKILL)
    wait_until(lambda: not alive(children[0]))


def test_a_part_that_cannot_start_ends_everything_and_shows_its_log(launch: Start) -> None:
    stack = launch("broken", healthy=False)
    assert stack.process.wait(timeout=30) == 1
    assert "front could not be started: ended with status 1 (5 attempts)" in stack.said
    assert "cannot read its settings" in stack.said
    assert stack.events().count("front start") == 5
    assert stack.events()[-1] == "base stop"
    assert not stack.processes()


def test_a_second_signal_does_not_wait_for_a_part_that_will_not_stop(launch: Start) -> None:
    stack = launch("stubborn")
    stack.process.send_signal(signal.SIGINT)
    wait_until(lambda: "front stop" in stack.events())
    time.sleep(0.5)  # a person pressing the keys again, not an echo of the first
    stack.process.send_signal(signal.SIGINT)
    assert stack.process.wait(timeout=10) == 0  # its own limit is 30 s
    assert stack.events()[-1] == "base stop"
    assert not stack.processes()


def test_a_stop_takes_children_of_parts_along(launch: Start) -> None:
    stack = launch("child")
    assert len(stack.processes()) == 3
    assert stack.stop(signal.SIGTERM) == 0
    assert not stack.processes()


def test_a_second_launcher_on_the_same_folder_refuses(launch: Start) -> None:
    first = launch()
    second = launch(healthy=False)
    assert second.process.wait(timeout=30) == 2
    assert f"already running on {first.home.root} (launcher pid {first.process.pid})" in second.said
    assert first.healthy()


def test_stacks_on_other_folders_run_side_by_side(launch: Start) -> None:
    stacks = [launch(folder=f"home{number}", healthy=False) for number in range(3)]
    for stack in stacks:
        wait_until(stack.healthy)
    ports = [part.port for stack in stacks for part in stack.record.parts.values() if part.port]
    assert len(set(ports)) == 6
    assert all(part.restarts == 0 for stack in stacks for part in stack.record.parts.values())


def test_a_taken_port_is_named_with_its_setting(launch: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        stack = launch(port=port, healthy=False)
        assert stack.process.wait(timeout=30) == 2
    assert f"Port {port} cannot be used: another program is using it." in stack.said
    assert "TINY_PORT=<port>" in stack.said


def test_only_the_part_that_may_see_keys_has_them_in_its_environment(
    launch: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ANTHROPIC_API_KEY", "CLAUDE_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.setenv(name, "sk-canary")
    stack = launch()
    seen = {
        name: "sk-canary" in psutil.Process(part.pid).environ().values()
        for name, part in stack.record.parts.items()
        if part.pid
    }
    assert seen == {"front": True, "base": False}
