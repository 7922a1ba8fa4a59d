"""Every page on the real files of the portals. DAEGU_REAL_DATA names the folder that holds them."""

import os
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
import streamlit as st
from daegu.dataset.v1 import dataset_pb2_grpc
from streamlit.testing.v1 import AppTest

from frontend.explore import explore_tabs
from tests.datasets import upload
from tests.e2e.test_real_datasets import FILES, content
from tests.frontend import screen
from tests.places import ROOT
from tests.stack import EmbeddedStack


@pytest.fixture(scope="module")
def real(stack: EmbeddedStack) -> dict[str, str]:
    """Ids of the real files by name."""
    folder = os.environ.get("DAEGU_REAL_DATA")
    if folder is None:
        pytest.skip("DAEGU_REAL_DATA is not set")
    with grpc.insecure_channel(stack.grpc) as channel:
        stub = dataset_pb2_grpc.DatasetServiceStub(channel)
        return {name: upload(stub, content(Path(folder), name), name=name).dataset_id for name in FILES}


@pytest.fixture
def address(stack: EmbeddedStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DAEGU_GATEWAY_ADDRESS", stack.grpc)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(page: str, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "frontend" / "app.py"), default_timeout=60)
    app.run()
    app.switch_page(f"app_pages/{page}.py")
    app.query_params.update(query)
    return app.run()


@pytest.mark.parametrize("tab", explore_tabs.TABS)
@pytest.mark.parametrize("name", FILES)
def test_every_view_of_every_file(real: dict[str, str], address: None, name: str, tab: str) -> None:
    page = opened("explore", dataset=real[name], view=tab)
    assert not page.exception
    assert not page.error
    assert screen.metrics(page)["행"] == f"{FILES[name][2]:,}"


@pytest.mark.parametrize("view", ["map", "near", "districts", "shares"])
def test_every_view_of_all_files_together(real: dict[str, str], address: None, view: str) -> None:
    page = opened("cross_analysis", datasets=list(real.values()), view=view)
    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("name", FILES)
def test_the_page_of_every_file(real: dict[str, str], address: None, name: str) -> None:
    page = opened("datasets", dataset_id=real[name])
    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("page", ["home", "chat", "predict", "risk_map", "system"])
def test_the_other_pages_with_all_files_chosen(real: dict[str, str], address: None, page: str) -> None:
    opened_page = opened(page, datasets=list(real.values()))
    assert not opened_page.exception
    assert not opened_page.error
