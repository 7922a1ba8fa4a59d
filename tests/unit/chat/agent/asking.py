"""Asks the agent a question about small datasets, with a scripted server in the place of the model."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

import pyarrow as pa

from services.chassis.errors import Unavailable
from services.chat.agent.graph import Agent
from services.chat.agent.model import MessagesApi
from services.chat.domain.answer import Answer, Event, Json, Token
from services.chat.domain.datasets import ColumnBrief, ColumnType, DatasetBrief, DatasetMissing
from services.chat.domain.frame import Frame
from services.chat.domain.ports import (
    AccidentField,
    ApiKey,
    ModelFacts,
    ParsedAccident,
    Prediction,
    Question,
)
from tests.anthropic_server import VALID_KEY, AnthropicServer, Exchange, Script

Kind = TypeVar("Kind")

MODEL = "a-model-of-the-settings"

ROWS: Mapping[str, list[str]] = {
    "구": ["수성구", "수성구", "중구", "달서구", "수성구"],
    "기상상태": ["맑음", "비", "맑음", "맑음", "흐림"],
}

ACCIDENTS = DatasetBrief(
    "018f0000-0000-7000-8000-000000000001",
    "교통사고 2021",
    "sha-1",
    5,
    "TAAS 사고",
    (
        ColumnBrief("구", ColumnType.TEXT, 0, 3, top_values=(("수성구", 3), ("중구", 1), ("달서구", 1))),
        ColumnBrief("기상상태", ColumnType.TEXT, 0, 3, top_values=(("맑음", 3), ("비", 1), ("흐림", 1))),
    ),
)

FACTS = ModelFacts(
    "2026.11",
    2007,
    2017,
    4.6,
    (
        AccidentField("weather", "기상상태", True, ("맑음", "비", "눈"), None, None, "맑음"),
        AccidentField("accident_hour", "시각", True, (), 0, 23, "18"),
        AccidentField(
            "district",
            "동",
            True,
            tuple(f"대구광역시 수성구 {n}동" for n in range(50)),
            None,
            None,
            "대구광역시 수성구 3동",
        ),
    ),
)


def text_frame(name: str, rows: Mapping[str, Sequence[str]]) -> Frame:
    """A frame of text columns, as the dataset service would stream it."""
    fields = [pa.field(column, pa.string(), metadata={b"daegu.type": b"text"}) for column in rows]
    return Frame.of_arrow(name, pa.table(list(map(pa.array, rows.values())), schema=pa.schema(fields)))


@dataclass
class FewFrames:
    """Frames by id of the dataset."""

    frames: Mapping[str, Frame] = field(
        default_factory=lambda: {ACCIDENTS.dataset_id: text_frame(ACCIDENTS.name, ROWS)}
    )

    async def open(self, dataset: DatasetBrief) -> Frame:
        if dataset.dataset_id not in self.frames:
            raise DatasetMissing(dataset.dataset_id)
        return self.frames[dataset.dataset_id]


@dataclass
class Oracle:
    """A prediction service: every accident is alike; away if it has no facts."""

    known: ModelFacts | None = FACTS
    asked: list[Mapping[str, Json]] = field(default_factory=list)

    async def predict(self, accident: Mapping[str, Json]) -> Prediction:
        self.asked.append(accident)
        return Prediction(5.2, "일반", "대구 사고의 중간쯤입니다.", 55.0, 0.3, (1.0, 9.0))

    async def parse(self, text: str) -> ParsedAccident:
        return ParsedAccident({}, (), ("weather",))

    async def facts(self) -> ModelFacts:
        if self.known is None:
            raise Unavailable("the prediction service is away", "예측 서비스에 연결할 수 없습니다.")
        return self.known


def question(text: str = "사고가 가장 많은 구는 어디인가요?", **changes: object) -> Question:
    asked = Question(text, (ACCIDENTS,), model=MODEL, key=ApiKey(VALID_KEY))
    return replace(asked, **changes)  # type: ignore[arg-type]


@dataclass
class Asked:
    """The events that came, the error that ended them, and the requests that the model got."""

    events: list[Event] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    error: Exception | None = None

    @property
    def answer(self) -> Answer:
        last = self.events[-1]
        assert isinstance(last, Answer), self.error
        return last

    @property
    def streamed(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, Token))

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]


def ask(
    script: Script,
    asked: Question | None = None,
    seconds: float = 20,
    frames: FewFrames | None = None,
    predictor: Oracle | None = None,
) -> Asked:
    """One question against a server of its own. What the agent raises is part of the result."""
    with AnthropicServer(script) as server:
        result = ask_at(server.url, asked, seconds, frames, predictor)
        result.exchanges = server.exchanges
    return result


def ask_at(
    url: str,
    asked: Question | None = None,
    seconds: float = 20,
    frames: FewFrames | None = None,
    predictor: Oracle | None = None,
) -> Asked:
    """One question against whatever is at `url`."""
    return asyncio.run(_asked(url, asked or question(), seconds, frames, predictor))


def agent_at(
    url: str, seconds: float = 20, frames: FewFrames | None = None, predictor: Oracle | None = None
) -> tuple[Agent, MessagesApi]:
    """The agent, and its connections, to be closed."""
    api = MessagesApi(url, seconds)
    return Agent(frames or FewFrames(), predictor or Oracle(), api, today=lambda: date(2026, 11, 25)), api


async def _asked(
    url: str, asked: Question, seconds: float, frames: FewFrames | None, predictor: Oracle | None
) -> Asked:
    result = Asked()
    agent, api = agent_at(url, seconds, frames, predictor)
    try:
        async with aclosing(agent.answer(asked)) as events:
            async for event in events:
                result.events.append(event)
    except Exception as error:  # noqa: BLE001 - the tests look at it
        result.error = error
    finally:
        await api.aclose()
    return result
