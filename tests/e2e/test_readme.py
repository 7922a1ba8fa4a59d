"""Every command and example of README runs, against the stack of the tests instead of one on the default ports."""

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.accidents import ACCIDENT
from tests.datasets import CSV
from tests.places import ROOT
from tests.stack import EmbeddedStack

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = Path(sysconfig.get_path("scripts"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def here(text: str, stack: EmbeddedStack) -> str:
    return text.replace("http://localhost:8080", stack.url).replace("localhost:8080", stack.grpc)


def calls() -> list[str]:
    return [call for block in blocks("console") for call in re.findall(r"^\$ (.+(?:\n .+)*)", block, re.MULTILINE)]


@pytest.mark.parametrize("call", calls(), ids=lambda call: " ".join(call.split()[:5]))
def test_a_call_in_readme_answers_what_it_says(stack: EmbeddedStack, call: str, tmp_path: Path) -> None:
    (tmp_path / "주차장.csv").write_bytes(CSV)
    sample = stack.http.post("/api/datasets/sample").json()["dataset_id"]
    written = call.replace("\\\n", " ").replace("DATASET_ID", sample)
    if "BATCH_ID" in written:
        created = stack.http.post("/api/predict/eclo/batch", json={"accidents": [ACCIDENT] * 3}).json()
        written = written.replace("BATCH_ID", created["batch_id"])
    program, *arguments = shlex.split(here(written, stack))
    bundled = SCRIPTS / program
    command = [str(bundled) if bundled.exists() else program, *arguments]
    said = subprocess.run(command, capture_output=True, check=True, timeout=30, cwd=tmp_path).stdout.decode()
    # The last event of a stream has the whole answer.
    answer = json.loads(said.strip().rpartition("data: ")[2])
    if "chat" in call:
        answer = answer.get("done", answer)
        assert answer["response"]
        assert answer["tool_calls"]
    elif "upload" in call:
        assert (answer["rows"], answer["sha256"]) == (3, hashlib.sha256(CSV).hexdigest())
    elif "batch" in call:
        assert answer["batch_id"]
        assert answer["status"] in ("QUEUED", "RUNNING", "SUCCEEDED")
    elif "datasets" in call:
        assert answer["total"] >= len(answer["datasets"])
    else:
        assert 3 <= answer["eclo"] <= 8


@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_in_readme_prints_a_number(stack: EmbeddedStack, block: str) -> None:
    upload = stack.http.post("/api/datasets/upload", content=CSV, headers={"content-type": "text/csv"})
    assert upload.status_code == 200
    run = subprocess.run([sys.executable, "-c", here(block, stack)], capture_output=True, text=True, timeout=30)
    assert run.returncode == 0, run.stderr
    assert 1 < float(run.stdout.split()[0]) < 20


def test_the_make_verbs_in_readme_and_contributing_exist() -> None:
    texts = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    verbs = set(re.findall(r"\bmake ([a-z-]+)\b(?= |`|$|;|\n)", texts))
    assert {"up", "test"} <= verbs
    for verb in verbs - {"help"}:
        listed = subprocess.run(["make", "-n", verb, "TAAS=x", "FILE=x"], cwd=ROOT, capture_output=True, text=True)
        assert listed.returncode == 0, f"{verb}: {listed.stderr}"


def test_every_block_of_readme_is_of_a_kind_that_a_test_runs() -> None:
    opened = re.findall(r"^```(.*)$", README, re.MULTILINE)[::2]
    assert set(opened) <= {"sh", "console", "python", "mermaid"}  # a picture is drawn by whoever shows it
    ours = ("make ", "python -m deploy.local ", ".venv/bin/cyclonedx-py ")
    known = (*ours, "docker compose ", "prometheus ", "kubectl ")
    lines = [line for block in blocks("sh") for line in block.splitlines() if line]
    assert [line for line in lines if not line.startswith(known)] == []
    said = [line for block in blocks("console") for line in block.splitlines() if line and not line.startswith(" ")]
    assert [line for line in said if not line.startswith("$ ")] == []


def test_the_korean_guide_names_verbs_and_files_that_are_there() -> None:
    guide = (ROOT / "README_KO.md").read_text(encoding="utf-8")
    for verb in re.findall(r"^make ([a-z-]+)", guide, re.MULTILINE):
        listed = subprocess.run(["make", "-n", verb, "FILE=x"], cwd=ROOT, capture_output=True, text=True)
        assert listed.returncode == 0, verb
    assert [link for link in re.findall(r"\]\((?!https?://)([^)#]+)\)", guide) if not (ROOT / link).exists()] == []
    pages = re.findall(r'title="([^"]+)", icon', (ROOT / "frontend" / "app.py").read_text(encoding="utf-8"))
    assert [page for page in pages if f"| {page} |" not in guide] == []


def test_make_help_says_what_every_verb_does() -> None:
    text = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for verb in ("setup", "up", "down", "test", "lint", "protos", "bench", "train", "backup", "restore", "audit"):
        assert re.search(rf"make {verb} +\S", text), verb


# `down` ends the stack of all tests: its fixture runs it last, and fails if anything is left.
@pytest.mark.parametrize("line", re.findall(r"^python -m deploy\.local (?!down)(.+)$", README, re.MULTILINE))
def test_a_command_of_the_launcher_in_readme_works(stack: EmbeddedStack, line: str) -> None:
    run = stack.command(*shlex.split(line, comments=True))
    # `up` on a folder in use is refused with 2, everything else works.
    assert run.returncode == (2 if line.startswith("up") else 0), run.stdout + run.stderr


def test_the_addresses_in_readme_are_served(stack: EmbeddedStack) -> None:
    for path in re.findall(r"`GET (/[a-z./]+)`", README):
        assert stack.http.get(path).status_code == 200, path


def test_files_that_readme_links_to_exist() -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert os.access(ROOT / ".ci/run", os.R_OK)
