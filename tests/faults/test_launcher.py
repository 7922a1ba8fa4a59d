"""The launcher itself: killed, started twice, asked to stop while requests come in."""

import json
import os
import signal
import socket
import time

import psutil
import pytest

from deploy.local.ports import HOST
from tests.load import Load
from tests.stack import EmbeddedStack, free_ports, wait_until

pytestmark = pytest.mark.faults


def test_a_killed_launcher_leaves_nothing_and_the_next_start_has_everything() -> None:
    with EmbeddedStack() as stack:
        with Load(stack.grpc, 8) as load:
            wait_until(lambda: len(load.acknowledged) > 100)
            ports = [part["port"] for part in stack.record()["parts"].values() if part["port"]]
            os.kill(stack.launcher, signal.SIGKILL)
            wait_until(lambda: not stack.processes(), 60)
        assert {code.name for code in load.codes} <= {"OK", "UNAVAILABLE"}
        for port in ports:
            with socket.socket() as probe:
                assert probe.connect_ex((HOST, port)) != 0
        assert stack.command("status").returncode == 3

        again = stack.command("up", "--detach")
        assert again.returncode == 0, again.stdout
        stack.wait_until_whole()
        assert stack.stored(load.acknowledged) == len(load.acknowledged)


def test_a_second_launcher_refuses_and_harms_nothing(stack: EmbeddedStack) -> None:
    launcher, pids = stack.launcher, {p.pid for p in stack.processes()}
    for arguments in (("up",), ("up", "--detach")):
        second = stack.command(*arguments, seconds=30)
        assert second.returncode == 2
        assert str(launcher) in second.stdout
    assert stack.launcher == launcher
    assert {p.pid for p in stack.processes()} == pids
    assert stack.predict().status_code == 200


def test_a_taken_port_is_named_with_its_setting() -> None:
    gateway, ui, flower = free_ports(3)
    for name, port in (("DAEGU_GATEWAY_PORT", gateway), ("DAEGU_UI_PORT", ui), ("DAEGU_FLOWER_PORT", flower)):
        stack = EmbeddedStack()
        stack.take(gateway, ui, flower)
        with socket.socket() as taken:
            taken.bind((HOST, port))
            taken.listen()
            refused = stack.command("up", "--detach", seconds=30)
        assert refused.returncode == 2
        assert name in refused.stdout
        assert str(port) in refused.stdout
        assert not stack.processes()
        stack.remove()


def test_two_stacks_side_by_side_do_not_see_each_other() -> None:
    with EmbeddedStack() as one, EmbeddedStack() as other:
        made = one.predict().json()["prediction_id"]
        assert one.stored([made]) == 1
        assert other.stored([made]) == 0
        assert one.command("down").returncode == 0
        assert other.predict().status_code == 200


def test_a_stop_under_load_loses_nothing_and_ends_in_time() -> None:
    with EmbeddedStack() as stack:
        with Load(stack.grpc) as load:
            wait_until(lambda: len(load.acknowledged) > 200)
            started = time.monotonic()
            assert stack.command("down").returncode == 0
            assert time.monotonic() - started < 45
        assert not stack.processes()
        assert stack.command("up", "--detach").returncode == 0
        assert stack.stored(load.acknowledged) == len(load.acknowledged)


def test_a_detached_stack_outlives_the_terminal_that_started_it(stack: EmbeddedStack) -> None:
    launcher = psutil.Process(stack.launcher)
    assert os.getsid(launcher.pid) == launcher.pid
    told = json.loads(stack.command("status", "--json").stdout)
    assert told["healthy"] is True
    assert told["urls"]["rest"] == stack.url
