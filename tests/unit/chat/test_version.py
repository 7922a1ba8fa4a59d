"""The version of the answering code changes with everything that an answer depends on, and with nothing else."""

import shutil
from pathlib import Path

import pytest

from services.chat.agent.version import FOLDER, code_version


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "agent", ignore=shutil.ignore_patterns("__pycache__")))


def test_a_copy_of_the_code_has_the_same_version(copy: Path) -> None:
    (copy / "notes.txt").write_text("no code")
    assert code_version(copy) == code_version()


@pytest.mark.parametrize("module", ["prompts.py", "tools/registry.py", "analyst/analyst.py"])
def test_a_changed_module_has_another_version(copy: Path, module: str) -> None:
    before = code_version(copy)
    with (copy / module).open("a") as file:
        file.write("\n")
    assert code_version(copy) != before


def test_a_moved_module_has_another_version(copy: Path) -> None:
    before = code_version(copy)
    (copy / "history.py").rename(copy / "past.py")
    assert code_version(copy) != before
