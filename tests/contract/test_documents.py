"""Nothing stands in the documents that no test runs, unless it is said here why none can."""

import re
import subprocess

import pytest

from tests.pictures import KEPT, PICTURES
from tests.places import ROOT

DOCUMENTS = {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README_KO.md", "CONTRIBUTING.md")
}
GUIDE = DOCUMENTS["README_KO.md"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
VERBS = set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split())

VERB = "test_documents.py::test_a_verb_runs_the_command_that_tests_run"
COMPOSE = "test_compose.py::test_every_container_of_the_compose_file_is_healthy"
COMPOSE_BACKUP = "test_compose_backup.py::test_the_commands_of_readme_bring_datasets_back"
KEYS = "test_compose.py::test_keys_of_callers_are_made_and_revoked_in_the_ops_process"
KUBECTL = "test_kubernetes.py::test_kubectl_renders_the_base"
LAUNCHER = "test_readme.py::test_a_command_of_the_launcher_in_readme_works"

RUN = {
    "make up": VERB,
    "make down": VERB,
    "make backup FILE=/backups/daegu.tar": VERB,
    "make restore FILE=/backups/daegu.tar": VERB,
    "make audit": VERB,
    "make secrets": "test_containers.py::test_secrets_are_made_once_and_lie_where_only_their_owner_enters",
    "make train TAAS=<the TAAS file, CSV or zip>": VERB,
    "python -m deploy.local up --detach": LAUNCHER,
    "python -m deploy.local status --json": LAUNCHER,
    "python -m deploy.local logs prediction": LAUNCHER,
    "python -m deploy.local down": LAUNCHER,
    "docker compose up --build --detach --wait": COMPOSE,
    "docker compose up --detach --scale prediction=3 --scale prediction-worker=2": COMPOSE,
    "docker compose down": COMPOSE,
    "docker compose exec ops python3 -m gateway.keys add city-hall": KEYS,
    "docker compose exec ops python3 -m gateway.keys list": KEYS,
    "docker compose exec ops python3 -m gateway.keys revoke city-hall": KEYS,
    "docker compose exec -T dataset tar -C /var/lib/daegu -c files > files.tar": COMPOSE_BACKUP,
    "docker compose up --detach --wait postgres": COMPOSE_BACKUP,
    "docker compose run --rm --no-deps -T --entrypoint tar dataset -C /var/lib/daegu -x < files.tar": COMPOSE_BACKUP,
    "umask 077": COMPOSE_BACKUP,
    "for each in prediction chat dataset; do": COMPOSE_BACKUP,
    ".venv/bin/cyclonedx-py requirements requirements/dataset.txt --output-file dataset.cdx.json": (
        "test_containers.py::test_the_bill_of_materials_of_readme_lists_what_is_locked"
    ),
    "prometheus --config.file=deploy/observability/prometheus-local.yml": (
        "test_prometheus.py::test_every_part_is_found_and_its_figures_move"
    ),
    "kubectl -n daegu create secret generic daegu --from-file=deploy/docker/secrets": (
        "test_kubernetes.py::test_the_secret_that_readme_makes_has_every_key"
    ),
    "kubectl apply -k deploy/k8s": KUBECTL,
    ".venv/bin/python -m gateway.keys --file keys add city-hall": (
        "test_key_file.py::test_the_command_shows_a_key_once"
    ),
    "kubectl -n daegu create secret generic daegu-keys --from-file=keys": (
        "test_kubernetes.py::test_a_cluster_with_the_component_for_keys_asks_for_them"
    ),
}
"""The test that runs a command, or its program with other ports and folders."""

NOT_RUN = {
    "make test": "is what runs the tests",
    "docker compose logs --follow prediction": "never ends",
    "kubectl create namespace daegu": "needs a cluster",
    "kubectl -n daegu port-forward service/gateway 8080 & kubectl -n daegu port-forward service/ui 8501": "the same",
}


def blocks(text: str) -> list[tuple[str, str]]:
    """Language and content of everything that stands in a fence."""
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(document: str) -> list[str]:
    """Lines of shell without what is said about them; what goes on in an indented line is part of the one above."""
    lines = (
        line for language, content in blocks(DOCUMENTS[document]) if language == "sh" for line in content.splitlines()
    )
    return [line.partition(" #")[0].strip() for line in lines if line and not line.startswith((" ", "done"))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_fence_is_of_a_kind_that_is_run_or_drawn(document: str) -> None:
    run = {"sh", "console", "python"} if document == "README.md" else {"sh"}
    assert {language for language, _ in blocks(DOCUMENTS[document])} <= run | {"mermaid", ""}
    said = [
        line
        for language, content in blocks(DOCUMENTS[document])
        if language == "console"
        for line in content.split("\n")
    ]
    assert [line for line in said if line and not line.startswith(("$ ", " "))] == []


def test_every_command_is_run_by_a_test_or_it_is_said_why_not() -> None:
    written = {command for document in DOCUMENTS for command in commands(document)}
    assert written == RUN.keys() | NOT_RUN.keys()


@pytest.mark.parametrize("named", sorted(set(RUN.values())))
def test_the_test_that_runs_a_command_is_there(named: str) -> None:
    file, _, name = named.partition("::")
    (path,) = (ROOT / "tests").rglob(file)
    assert f"def {name}(" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("verb", "command"),
    [
        ("up", "-m deploy.local up"),
        ("down", "-m deploy.local down"),
        ("backup", '-m deploy.local backup "x"'),
        ("restore", '-m deploy.local restore "x"'),
        ("audit", "-m deploy.audit.leaked_secrets\n.venv/bin/python -m deploy.audit.advisories"),
        ("train", '-m services.prediction.training "x"'),
        ("secrets", "-m deploy.docker.make_secrets"),
    ],
)
def test_a_verb_runs_the_command_that_tests_run(verb: str, command: str) -> None:
    shown = subprocess.run(
        ["make", "-n", verb, "TAAS=x", "FILE=x"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout.rstrip().endswith(command)


def test_the_verbs_in_the_documents_exist_and_help_says_what_each_does() -> None:
    named = {
        verb for text in DOCUMENTS.values() for verb in re.findall(r"\bmake ([a-z-]+)\b(?=[ `;]|$)", text, re.MULTILINE)
    }
    assert {"up", "test"} <= named <= VERBS
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+) +\S", shown, re.MULTILINE)) == VERBS


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_links_to_is_there(document: str) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]*)(#[^)]*)?\)", DOCUMENTS[document])
    assert [path for path, _ in links if not (ROOT / path).exists()] == []
    headings = {
        f"#{line.lower().replace(' ', '-')}" for line in re.findall(r"^##+ (.+)$", DOCUMENTS[document], re.MULTILINE)
    }
    assert {anchor for path, anchor in links if anchor and not path} <= headings


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_a_document_names_are_there(document: str) -> None:
    """Paths with a folder of the repository at their front."""
    folders = "services|frontend|gateway|deploy|protos|migrations|tests|requirements"
    named = re.findall(rf"`((?:{folders})/[a-zA-Z0-9_./-]+)`", DOCUMENTS[document])
    made = ("tests/artifacts/", "deploy/docker/secrets/", "protos/build/")
    assert [path for path in named if path not in made and not (ROOT / path).exists()] == []


def test_the_korean_guide_describes_every_page_and_quotes_what_the_app_says() -> None:
    pages = re.findall(r'title="([^"]+)", icon', (ROOT / "frontend" / "app.py").read_text(encoding="utf-8"))
    assert len(pages) > 5
    assert [page for page in pages if f"| {page} |" not in GUIDE] == []
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "frontend").rglob("*.py"))
    for quoted in ("표본으로 시작하기", "서버에 연결할 수 없습니다", "지도 설정"):
        assert quoted in GUIDE
        assert f'"{quoted}' in source


def test_the_pictures_are_small_and_all_of_them_are_shown() -> None:
    assert {path.name for path in KEPT.iterdir()} == PICTURES.keys()
    shown = "".join(DOCUMENTS.values())
    for path in KEPT.iterdir():
        assert path.stat().st_size < 200_000
        assert f"docs/pictures/{path.name}" in shown
