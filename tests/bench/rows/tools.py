"""R11: what a tool of the chat agent costs on top of the pandas call that it makes."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from services.chat.agent.tools.toolbox import Toolbox
from services.chat.domain.answer import Json
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.frame import Frame
from services.prediction.storage.model_artifact import MODEL_FOLDER, read_manifest
from tests.bench.line import Effort, Line, ratio_line
from tests.bench.pairs import at_most, in_turn
from tests.bench.stage import Stage
from tests.unit.chat.tools.small_frames import Oracle, Shelf

ROWS = 500_000
_BATCH_ROWS = 65_536
_REPEATS = 3


def tool_by_pandas(stage: Stage, effort: Effort) -> Iterator[Line]:
    """Each line is one tool, run as the agent runs it, with what is computed once already there."""
    frame = Frame.of_arrow("사고", accidents())
    data = frame.data
    brief = DatasetBrief("", frame.name, "", ROWS, "", ())
    box = Toolbox([brief], Shelf({brief.dataset_id: frame}), Oracle())
    dates, places, injured = data["사고일시"], data["시군구"], data["경상자수"]

    def mean_injured() -> pd.Series:
        return data.groupby("시군구")["경상자수"].mean()

    def line(tool: str, bare: str, call: Callable[[], Any], **args: Json) -> Line:
        with asyncio.Runner() as loop:
            loop.run(box.run(tool, args))
            measured = in_turn(
                lambda: _milliseconds(lambda: loop.run(box.run(tool, args))), lambda: _milliseconds(call), effort.pairs
            )
        what = f"{tool} on {ROWS:,} rows, warm / {bare}"
        return ratio_line("R11", what, measured, target=at_most(1.5, 1.15), unit="ms")

    yield line("get_value_counts", "value_counts", places.value_counts, column="시군구")
    yield line(
        "group_by_aggregate",
        "groupby.mean",
        mean_injured,
        group_column="시군구",
        agg_column="경상자수",
        operation="mean",
    )
    yield line(
        "get_temporal_pattern",
        "groupby weekday and hour, size",
        lambda: data.groupby([dates.dt.day_of_week, dates.dt.hour]).size(),
        column="사고일시",
    )
    yield line(
        "filter_dataframe",
        "the rows of a month",
        lambda: data[(dates >= "2017-03-01") & (dates < "2017-04-01")],
        column="사고일시",
        operator="==",
        value="2017-03",
    )
    yield line("get_column_statistics", "describe", injured.describe, column="경상자수")


def accidents() -> pa.Table:
    """Made-up accidents: when, where, of which kind and with how many injured, as the dataset service streams them."""
    chance = np.random.default_rng(7)
    places = read_manifest(MODEL_FOLDER).districts
    popularity = 1 / np.arange(1, len(places) + 1) ** 0.5
    hours = np.sort(chance.integers(0, 4018 * 24, ROWS)) * 3600 + np.datetime64("2007-01-01", "s").astype(np.int64)
    columns = {
        "사고일시": ("datetime", "hour", pa.array(hours, pa.timestamp("s"))),
        "시군구": ("text", "", _picked(chance, list(places), popularity)),
        "사고유형": ("text", "", _picked(chance, ["차대차", "차대사람", "차량단독"], np.array([7, 2, 1]))),
        "경상자수": ("integer", "", pa.array(chance.poisson(0.9, ROWS))),
    }
    fields = [
        pa.field(name, values.type, metadata={"daegu.type": kind, "daegu.resolution": resolution})
        for name, (kind, resolution, values) in columns.items()
    ]
    table = pa.table([values for _, _, values in columns.values()], schema=pa.schema(fields))
    return pa.Table.from_batches(table.to_batches(_BATCH_ROWS))


def _picked(chance: np.random.Generator, values: list[str], weights: Any) -> pa.Array:
    return pa.array(values).take(pa.array(chance.choice(len(values), ROWS, p=weights / weights.sum())))


def _milliseconds(call: Callable[[], Any]) -> float:
    """The mean of a few calls."""
    started = time.perf_counter()
    for _ in range(_REPEATS):
        call()
    return (time.perf_counter() - started) / _REPEATS * 1e3
