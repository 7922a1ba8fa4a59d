"""A backend for each test, and the app as AppTest sees it."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.frontend import fake_backend
from tests.frontend.fake_backend import FakeBackend
from tests.places import ROOT

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Looks once for components among all installed packages, as a server does, and not for every AppTest again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBackend]:
    """A backend that listens, and an environment that names it."""
    with fake_backend.running() as fake:
        monkeypatch.setenv("DAEGU_GATEWAY_ADDRESS", fake.address)
        st.cache_resource.clear()
        yield fake


@pytest.fixture
def open_page(backend: FakeBackend) -> OpenPage:
    """Opens a page of the app by its file name, with query parameters."""

    def open_(name: str, **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "frontend" / "app.py"), default_timeout=20)
        app.run()
        app.switch_page(f"app_pages/{name}.py")
        app.query_params.update(query)
        return app.run()

    return open_
