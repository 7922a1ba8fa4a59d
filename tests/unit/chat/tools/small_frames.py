"""Small frames, and what stands in for the services around the toolbox."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from services.chat.agent.tools.results import ToolResult
from services.chat.agent.tools.toolbox import Ran, Toolbox
from services.chat.domain.answer import Json
from services.chat.domain.datasets import ColumnType, DatasetBrief
from services.chat.domain.frame import Frame
from services.chat.domain.ports import ModelFacts, ParsedAccident, Prediction


@dataclass(frozen=True, slots=True)
class Typed:
    """Values of a column as the dataset service streams them."""

    values: pa.Array
    type: ColumnType
    resolution: str = ""


def text(*values: str | None) -> Typed:
    return Typed(pa.array(values, pa.string()), ColumnType.TEXT)


def whole(*values: int | None, kind: ColumnType = ColumnType.INTEGER) -> Typed:
    return Typed(pa.array(values, pa.int64()), kind)


def years(*values: int | None) -> Typed:
    return whole(*values, kind=ColumnType.YEAR)


def real(*values: float | None, kind: ColumnType = ColumnType.FLOAT) -> Typed:
    return Typed(pa.array(values, pa.float64()), kind)


def truth(*values: bool | None) -> Typed:
    return Typed(pa.array(values, pa.bool_()), ColumnType.BOOLEAN)


def dates(*values: str | None, resolution: str = "hour") -> Typed:
    """ISO 8601, such as `2017-03-01 05:00`."""
    parsed = [None if value is None else datetime.fromisoformat(value) for value in values]
    return Typed(pa.array(parsed, pa.timestamp("s")), ColumnType.DATETIME, resolution)


def arrow(columns: Mapping[str, Typed]) -> pa.Table:
    fields = [
        pa.field(name, each.values.type, metadata={"daegu.type": each.type, "daegu.resolution": each.resolution})
        for name, each in columns.items()
    ]
    return pa.table([each.values for each in columns.values()], schema=pa.schema(fields))


def frame(columns: Mapping[str, Typed], name: str = "표") -> Frame:
    return Frame.of_arrow(name, arrow(columns))


def brief(name: str, dataset_id: str = "", kind: str = "") -> DatasetBrief:
    return DatasetBrief(dataset_id or name, name, "", 0, kind, ())


class Shelf:
    """Frames by dataset id."""

    def __init__(self, frames: Mapping[str, Frame]) -> None:
        self._frames = frames

    async def open(self, dataset: DatasetBrief) -> Frame:
        return self._frames[dataset.dataset_id]


class Oracle:
    """A predictor that says the same of every accident, or raises `refusal`."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal
        self.asked: list[Mapping[str, Json]] = []

    async def predict(self, accident: Mapping[str, Json]) -> Prediction:
        self.asked.append(accident)
        if self.refusal:
            raise self.refusal
        return PREDICTION

    async def parse(self, text: str) -> ParsedAccident:
        raise NotImplementedError

    async def facts(self) -> ModelFacts:
        raise NotImplementedError


PREDICTION = Prediction(
    eclo=6.5,
    interpretation="심각",
    detail="",
    percentile=81.0,
    serious_probability=0.4,
    interval=(3.0, 12.0),
    bands=(("1-2", 0.1, 0.2), ("3-4", 0.3, 0.4), ("5-9", 0.5, 0.3), ("10+", 0.1, 0.1)),
    warnings=("2030년은 학습 기간 밖입니다.",),
)

ACCIDENT: dict[str, Json] = {
    "weather": "맑음",
    "road_surface": "건조",
    "road_type": "교차로 - 교차로안",
    "accident_type": "차대사람",
    "district": "대구광역시 수성구 상동",
    "accident_year": 2017,
    "accident_month": 1,
    "accident_day": 1,
    "accident_hour": 1,
}


def box(frames: Mapping[str, Frame] | Frame, predictor: Oracle | None = None) -> Toolbox:
    """The toolbox of a question about these frames, by the names of their datasets."""
    named = {frames.name: frames} if isinstance(frames, Frame) else frames
    return Toolbox([brief(name) for name in named], Shelf(named), predictor or Oracle())


def run(toolbox: Toolbox, *calls: tuple[str, Mapping[str, Json]]) -> list[Ran]:
    """One after the other."""

    async def all_of_them() -> list[Ran]:
        return [await toolbox.run(name, args) for name, args in calls]

    return asyncio.run(all_of_them())


def rows(result: ToolResult) -> tuple[tuple[Any, ...], ...]:
    """Of its table."""
    assert result.table is not None
    return result.table.rows


def column_of(table_rows: Sequence[Sequence[Any]], place: int) -> list[Any]:
    return [row[place] for row in table_rows]
