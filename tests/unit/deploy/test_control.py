"""The commands that look at, follow and stop a launcher from outside."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.local import control, logs
from deploy.local.__main__ import app
from deploy.local.home import Home
from deploy.local.record import Process, Record
from tests.unit.deploy.conftest import Start
from tests.unit.deploy.launcher import wait_until


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The data folder that both the tiny stacks and the command line use."""
    monkeypatch.setenv("DAEGU_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


def test_status_tells_programs_what_serves(home: Home, launch: Start) -> None:
    assert CliRunner().invoke(app, ["status", "--json"]).exit_code == 3
    stack = launch()

    result = CliRunner().invoke(app, ["status", "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["healthy"] is True
    assert told["urls"] == stack.record.urls
    assert told["parts"]["front"] == {
        "state": "healthy",
        "pid": stack.part("front").pid,
        "restarts": 0,
        "port": stack.part("front").port,
        "metrics_port": None,
        "reason": "",
        "seconds_to_ready": stack.part("front").seconds_to_ready,
        "log": str(home.log("front")),
    }
    assert told["parts"]["step"]["state"] == "done"


def test_status_fails_while_a_part_hangs(home: Home, launch: Start) -> None:
    stack = launch()
    pid = stack.part("front").pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: CliRunner().invoke(app, ["status"]).exit_code == 1)
    told = json.loads(CliRunner().invoke(app, ["status", "--json"]).stdout)
    assert told["parts"]["front"]["state"] == "unhealthy"
    assert told["parts"]["front"]["reason"]

    os.kill(pid, signal.SIGCONT)
    wait_until(stack.healthy)
    assert stack.part("front").restarts == 0


def test_down_stops_a_launcher_and_says_when_there_is_none(home: Home, launch: Start) -> None:
    stack = launch()
    result = CliRunner().invoke(app, ["down"])
    assert (result.exit_code, result.stdout) == (0, "Stopped.\n")
    assert stack.process.wait(timeout=5) == 0
    assert not stack.processes()
    assert CliRunner().invoke(app, ["down"]).stdout == "Nothing is running.\n"


def test_logs_prints_the_end_of_one_part(home: Home, launch: Start) -> None:
    launch()
    wait_until(lambda: "GET / HTTP" in CliRunner().invoke(app, ["logs", "front"]).stdout)
    assert len(CliRunner().invoke(app, ["logs", "front", "-n", "1"]).stdout.splitlines()) == 1
    unknown = CliRunner().invoke(app, ["logs", "nobody"])
    assert unknown.exit_code == 2
    assert "Known: base, front, guardian, step" in unknown.stdout


def test_detach_returns_when_healthy_and_leaves_the_stack_running(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shown: list[Record] = []
    command = [sys.executable, "-m", "tests.unit.deploy.tiny_stack", str(home.root)]
    try:
        assert control.detach(command, home, shown.append) == (0, "")
        assert shown[-1].healthy
        assert control.exit_code(control.summary(home)) == 0
    finally:
        assert control.stop(home)
    assert control.exit_code(control.summary(home)) == 3


def test_detach_says_why_a_part_failed(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    command = [sys.executable, "-m", "tests.unit.deploy.tiny_stack", str(home.root), "broken"]
    code, said = control.detach(command, home, lambda record: None)
    assert code == 1
    assert "front could not be started" in said
    assert "cannot read its settings" in said
    assert control.running(home) is None


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAEGU_GATEWAY_PORT", "eighty")
    result = CliRunner().invoke(app, ["up"])
    assert result.exit_code == 2
    assert "DAEGU_GATEWAY_PORT" in result.stdout
    assert "'eighty'" in result.stdout


def test_two_parts_cannot_have_one_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAEGU_GATEWAY_PORT", "9000")
    monkeypatch.setenv("DAEGU_UI_PORT", "9000")
    result = CliRunner().invoke(app, ["up"])
    assert result.exit_code == 2
    assert "DAEGU_GATEWAY_PORT and DAEGU_UI_PORT are both 9000" in result.stdout


def test_a_large_log_is_set_aside_and_the_end_of_a_small_one_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    log.write_text("one\ntwo\nthree\n")
    logs.rotate(log)
    assert logs.tail(log, 2) == "two\nthree"
    log.write_bytes(b"x" * (logs.MAX_BYTES + 1))
    logs.rotate(log)
    assert not log.exists()
    assert (tmp_path / "part.log.1").stat().st_size == logs.MAX_BYTES + 1


def test_secrets_and_the_record_are_for_the_owner_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    password = home.secret("prediction")
    assert home.secret("prediction") == password
    assert home.secret("chat") != password
    Record(launcher=Process()).save(home)
    private = [home.root / "secrets" / "prediction", home.state]
    assert [path.stat().st_mode & 0o777 for path in private] == [0o600, 0o600]
