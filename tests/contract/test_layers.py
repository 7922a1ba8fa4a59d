"""Who may import whom: walks the imports of the whole tree (design, section 2)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

CONTEXTS = ("dataset", "prediction", "chat")
SERVICES = tuple(f"services.{context}" for context in CONTEXTS)
PROTOBUF = ("daegu", "grpc", "google.protobuf", "google.rpc", "google.api")
FORBIDDEN_IN_DOMAIN = (*PROTOBUF, "sqlalchemy", "psycopg2", "redis", "celery", "langgraph", "anthropic", "pydantic")
ALLOWED_IN_DOMAIN = ("numpy", "pandas", "pyarrow", "rapidfuzz", "services.chassis.errors")
SERVICERS = ("servicer", "batch_servicer")
CONVERTERS = ("converters", "accident_converters", "batch_converters")
KNOW_PROTOBUF = tuple(f"{role}.py" for role in (*SERVICERS, *CONVERTERS, "peers", "worker_peers", "__main__", "worker"))


def imports(path: Path) -> Iterator[str]:
    """Full names of the modules that `path` imports, wherever the import stands in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide who imports whom"
            assert node.module is not None
            # `from services import chat` imports services.chat as much as `import services.chat` does.
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_below(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def python_files(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "build" not in path.parts]


def is_a_screen(path: Path) -> bool:
    return any(is_below(module, ("streamlit",)) for module in imports(path))


def offences(folders: tuple[str, ...], forbidden: tuple[str, ...], but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files(*folders)
        if path.name not in but
        for module in imports(path)
        if is_below(module, forbidden)
    ]


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_imports_no_other_context(context: str) -> None:
    others = tuple(f"services.{other}" for other in CONTEXTS if other != context)
    assert offences((f"services/{context}",), others) == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_domain_imports_neither_protobuf_nor_storage(context: str) -> None:
    layers = ("storage", *SERVICERS, *CONVERTERS, "settings", "peers")
    beside = tuple(f"services.{context}.{layer}" for layer in layers)
    assert offences((f"services/{context}/domain",), FORBIDDEN_IN_DOMAIN + beside) == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_domain_imports_only_the_standard_library_and_what_is_named_here(context: str) -> None:
    own = f"services.{context}.domain"
    strangers = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files(f"services/{context}/domain")
        for module in imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not is_below(module, (own, *ALLOWED_IN_DOMAIN))
    ]
    assert strangers == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_only_servicers_converters_and_peers_know_protobuf(context: str) -> None:
    assert offences((f"services/{context}",), PROTOBUF, but=KNOW_PROTOBUF) == []


def test_only_storage_and_the_chassis_database_know_sqlalchemy() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in python_files("services", "gateway", "frontend")
        for module in imports(path)
        if is_below(module, ("sqlalchemy", "psycopg2"))
    }
    assert {user for user in users if "/storage/" not in user} <= {"services/chassis/database.py"}


def test_only_a_worker_and_those_who_send_to_it_know_celery() -> None:
    files = ("celery_app.py", "hints.py", "worker.py", "worker_figures.py")
    assert offences(("services", "gateway", "frontend", "deploy"), ("celery", "kombu", "billiard"), but=files) == []


def test_the_main_process_of_a_worker_has_nothing_that_does_not_survive_a_fork() -> None:
    harmful = ("grpc", "services.prediction.storage.lightgbm_native", "psycopg2", "pyarrow")
    code = f"import services.prediction.worker, sys; print([name for name in {harmful} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout == "[]\n"


def test_tools_and_analyst_work_without_a_language_model() -> None:
    models = ("anthropic", "httpx2", "langgraph", "langchain_core", "langsmith")
    folders = ("services/chat/agent/tools", "services/chat/agent/analyst", "services/chat/domain")
    assert offences(folders, (*models, "services.chat.agent.graph", "services.chat.agent.model")) == []


def test_only_the_agent_and_its_start_know_a_language_model() -> None:
    beside = offences(("services", "gateway", "frontend", "deploy"), ("anthropic", "langgraph", "langsmith"))
    assert [line for line in beside if not line.startswith("services/chat/agent/")] == []


def test_the_chassis_imports_no_context() -> None:
    assert offences(("services/chassis",), SERVICES) == []


def test_the_frontend_imports_stubs_and_no_service() -> None:
    assert offences(("frontend",), ("services", "gateway", "deploy")) == []


def test_what_charts_are_made_of_knows_neither_the_screen_nor_the_services() -> None:
    assert offences(("frontend/analysis",), ("streamlit", "plotly", "offlinefolium", *PROTOBUF)) == []


def test_charts_and_maps_are_drawn_without_the_screen() -> None:
    drawn = [path for path in python_files("frontend") if path.stem.endswith("charts") or "maps" in path.parts[-2]]
    assert [path.stem for path in drawn if is_a_screen(path)] == []
    assert drawn


def test_what_few_pages_need_is_imported_where_it_is_needed() -> None:
    heavy = ("sklearn", "scipy", "offlinefolium", "branca")
    code = (
        "import importlib, pathlib, sys\n"
        "for path in pathlib.Path('frontend').rglob('*.py'):\n"
        "    if path.name not in ('app.py', 'elements.py') and 'app_pages' not in path.parts:\n"
        "        importlib.import_module('.'.join(path.with_suffix('').parts))\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout == "[]\n"


def test_the_gateway_imports_the_chassis_and_no_context() -> None:
    assert offences(("gateway",), (*SERVICES, "deploy", "frontend")) == []


def test_the_launcher_starts_programs_and_imports_none_of_them() -> None:
    assert offences(("deploy",), ("services", "frontend")) == []


@pytest.mark.parametrize("folder", ["services", "gateway", "frontend"])
def test_nothing_is_printed_or_pickled(folder: str) -> None:
    assert offences((folder,), ("pickle", "joblib", "cloudpickle", "dill", "shelve")) == []


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "common", "helpers", "core", "shared", "misc"}
    files = python_files("services", "gateway", "frontend", "deploy", "protos", "tests")
    names = {path: {part.removesuffix(".py") for part in path.relative_to(ROOT).parts} for path in files}
    assert [path for path in files if names[path] & empty_names] == []


def test_files_stay_small() -> None:
    found = python_files("services", "gateway", "frontend", "deploy", "migrations", "protos")
    assert [path.name for path in found if len(path.read_text(encoding="utf-8").splitlines()) > 300] == []
