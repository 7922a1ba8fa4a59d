"""Asks the analyst about CSV text or files, read by the dataset service's own reader, and checks what it says."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa

from services.chat.agent.analyst.analyst import Analyst
from services.chat.domain.answer import Answer, Event, Json
from services.chat.domain.datasets import ColumnBrief, ColumnType, DatasetBrief
from services.chat.domain.frame import Frame
from services.chat.domain.ports import AccidentField, ModelFacts, ParsedAccident, Prediction, Question, Turn
from services.dataset.domain.reading import understand

NOT_UNDERSTOOD = "질문을 이해하지 못했습니다"

Said = str | int | float
Expected = Callable[[pd.DataFrame], Said | tuple[Said, ...]]


class FakeFrames:
    """Frames by the `sha256` of their dataset."""

    def __init__(self) -> None:
        self.frames: dict[str, Frame] = {}

    async def open(self, dataset: DatasetBrief) -> Frame:
        return self.frames[dataset.sha256]


@dataclass
class FakePredictor:
    """Understands one line if it names a 동; remembers what it was asked."""

    asked: list[Mapping[str, Json]] = field(default_factory=list)

    async def predict(self, accident: Mapping[str, Json]) -> Prediction:
        self.asked.append(accident)
        bands = (("1-2", 0.2, 0.3), ("3-4", 0.5, 0.5), ("5-9", 0.2, 0.15), ("10+", 0.1, 0.05))
        return Prediction(4.62, "일반", "", 61.0, 0.31, (2.0, 9.0), bands)

    async def parse(self, text: str) -> ParsedAccident:
        fields: dict[str, Json] = {
            "weather": "비",
            "road_surface": "젖음/습기",
            "road_type": "교차로 - 교차로안",
            "accident_type": "차대차",
            "accident_year": 2026,
            "accident_month": 3,
            "accident_day": 6,
            "accident_hour": 19,
        }
        if "상동" not in text:
            return ParsedAccident(fields, (), ("district",))
        fields["district"] = "대구광역시 수성구 상동"
        return ParsedAccident(fields, ("노면을 젖음/습기로 가정했습니다.",), ())

    async def facts(self) -> ModelFacts:
        district = AccidentField("district", "시군구", True, (), None, None, "")
        return ModelFacts("v1", 2007, 2017, 4.7, (district,))


@dataclass
class Desk:
    """An analyst with some datasets by short name, and the same rows as plain pandas reads them."""

    folder: Path
    frames: FakeFrames = field(default_factory=FakeFrames)
    predictor: FakePredictor = field(default_factory=FakePredictor)
    briefs: dict[str, DatasetBrief] = field(default_factory=dict)
    rows: dict[str, pd.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.analyst = Analyst(self.frames, self.predictor)

    def add(self, key: str, name: str, kind: str, csv: Path, rows: pd.DataFrame) -> None:
        arrow = self.folder / f"{key}.arrow"
        understood = understand(csv, arrow, self.folder)
        with pa.ipc.open_stream(str(arrow)) as stream:
            self.frames.frames[key] = Frame.of_arrow(name, stream.read_all())
        columns = tuple(
            ColumnBrief(each.name, ColumnType(each.type.value), each.missing, each.distinct)
            for each in understood.columns
        )
        self.briefs[key] = DatasetBrief(key, name, key, understood.rows, kind, columns)
        self.rows[key] = rows

    def events(self, question: str, keys: Sequence[str] = (), earlier: Sequence[str] = ()) -> list[Event]:
        asked = Question(question, [self.briefs[key] for key in keys], [Turn(each, "…") for each in earlier])

        async def collected() -> list[Event]:
            return [event async for event in self.analyst.answer(asked)]

        return asyncio.run(collected())

    def answer(self, question: str, keys: Sequence[str] = (), earlier: Sequence[str] = ()) -> Answer:
        last = self.events(question, keys, earlier)[-1]
        assert isinstance(last, Answer)
        return last

    def last_of(self, questions: Sequence[str], keys: Sequence[str]) -> Answer:
        """The last answer of a conversation; every question has the earlier ones with their answers before it."""
        turns: list[Turn] = []
        answer = Answer("", "", ())
        for each in questions:
            asked = Question(each, [self.briefs[key] for key in keys], turns)

            async def last(asked: Question = asked) -> Event:
                return [event async for event in self.analyst.answer(asked)][-1]

            event = asyncio.run(last())
            assert isinstance(event, Answer)
            answer = event
            turns = [*turns, Turn(each, answer.text)]
        return answer

    def suggested(self, *keys: str) -> list[str]:
        return asyncio.run(self.analyst.suggest([self.briefs[key] for key in keys]))

    def wrong(self, key: str, question: str, expected: Expected) -> str | None:
        """Why the answer is wrong, None if it is right. `a >> b` asks b after a."""
        *earlier, last = question.split(" >> ")
        text = self.answer(last, [key], earlier).text
        first = text.split("\n\n")[0]
        wanted = expected(self.rows[key])
        for each in wanted if isinstance(wanted, tuple) else (wanted,):
            if not said(first, each):
                return f"{question}\n    expected {each!r}\n    got {first}"
        return None


def said(text: str, wanted: Said) -> bool:
    """Whether a sentence has the word, or the number as far as it is shown."""
    if isinstance(wanted, str):
        return wanted in text.replace("\\", "")
    numbers = [each.replace(",", "") for each in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)]
    for shown in numbers:
        decimals = len(shown.partition(".")[2])
        if float(shown) == float(wanted) or (
            isinstance(wanted, float) and decimals and abs(float(shown) - wanted) <= 0.6 * 10**-decimals
        ):
            return True
    return False
