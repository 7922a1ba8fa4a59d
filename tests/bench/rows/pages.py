"""R16: a page that is drawn again, against the calls that it makes for that."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from unittest.mock import patch

import grpc
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.bench.line import Effort, Line, ratio_line
from tests.bench.pairs import at_most, in_turn
from tests.bench.recorded_calls import Recorded, recording
from tests.bench.stage import Stage
from tests.places import ROOT

_PAGES = ("home", "datasets", "predict", "system", "explore", "cross_analysis", "risk_map")
_RUNS = 5
"""Runs within one measurement: a single one is too short to be compared."""


def page_by_calls(stage: Stage, effort: Effort) -> Iterator[Line]:
    stack = stage.whole
    sample = stack.http.post("/api/datasets/sample", json={}).json()["dataset_id"]
    with patch.dict(os.environ, {"DAEGU_GATEWAY_ADDRESS": stack.grpc}), grpc.insecure_channel(stack.grpc) as channel:
        for name in _PAGES:
            with recording() as recorded:
                page = _warm(name, sample)
                recorded.forget()
                _draw(page)
            measured = in_turn(_drawing(_warm(name, sample)), _calling(channel, recorded), effort.pairs)
            what = f"page {name} drawn again (AppTest) / the {len(recorded.calls)} calls that it makes"
            yield ratio_line("R16", what, measured, target=at_most(3, 1.5), unit="ms")


def _drawing(page: AppTest) -> Callable[[], float]:
    return lambda: _milliseconds(lambda: _draw(page))


def _calling(channel: grpc.Channel, recorded: Recorded) -> Callable[[], float]:
    return lambda: _milliseconds(lambda: recorded.make_again(channel))


def _warm(name: str, dataset_id: str) -> AppTest:
    """The page with a new connection, drawn twice."""
    st.cache_resource.clear()
    page = AppTest.from_file(str(ROOT / "frontend" / "app.py"), default_timeout=60)
    _draw(page)
    page.switch_page(f"app_pages/{name}.py")
    page.query_params["datasets"] = [dataset_id]
    _draw(page)
    _draw(page)
    return page


def _draw(page: AppTest) -> None:
    """The app logs its calls on stdout, where the figures of the bench are wanted."""
    with redirect_stdout(StringIO()):
        page.run()


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(_RUNS):
        call()
    return (time.perf_counter() - started) * 1e3 / _RUNS
