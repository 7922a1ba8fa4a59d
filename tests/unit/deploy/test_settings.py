"""Where the launcher's settings come from, and what it hands on."""

from pathlib import Path

import pytest

from deploy.local import settings


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    for name in ("DAEGU_HOME", "DAEGU_GATEWAY_PORT", "DAEGU_UI_PORT", "DAEGU_FLOWER_PORT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_example_file_shows_the_defaults(root: Path) -> None:
    defaults = settings.load_settings()
    example = Path(__file__).parents[3] / ".env.example"
    (root / ".env").write_text(example.read_text())
    assert settings.load_settings() == defaults
    shown = {line.split("=")[0] for line in example.read_text().splitlines() if line and not line.startswith("#")}
    fields = settings.Settings.model_fields.items()
    assert {str(field.validation_alias or f"DAEGU_{name.upper()}") for name, field in fields} <= shown


def test_the_environment_wins_over_the_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".env").write_text("DAEGU_UI_PORT=9001\nDAEGU_GATEWAY_PORT=9002\nDAEGU_HOME=data/here\nOTHER=1\n")
    monkeypatch.setenv("DAEGU_GATEWAY_PORT", "9003")
    found = settings.load_settings()
    assert (found.ui_port, found.gateway_port, found.home) == (9001, 9003, root / "data" / "here")
    environment = settings.base_environment()
    assert (environment["OTHER"], environment["DAEGU_GATEWAY_PORT"]) == ("1", "9003")


def test_parts_do_not_inherit_the_databases_of_the_shell(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere")
    assert "DATABASE_URL" not in settings.base_environment()


def test_loopback_is_not_asked_for_through_a_proxy(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    environment = settings.base_environment()
    assert environment["NO_PROXY"] == "intranet.example,127.0.0.1,localhost"
    assert environment["no_grpc_proxy"] == "127.0.0.1,localhost"
