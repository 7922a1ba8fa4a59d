"""What the chat context needs from outside, and how whoever answers is asked."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.chat.domain.answer import Answer, Event, Json
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.frame import Frame


class ApiKey:
    """A key of the Anthropic API for one call. It has no text form, so that it cannot get into a log by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "ApiKey(****)"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and its answer, None if it never got one."""

    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What an Answerer is asked: `model` is a model of the Anthropic API; the built-in analyst needs no `key`."""

    text: str
    datasets: Sequence[DatasetBrief]
    history: Sequence[Turn] = ()
    model: str = ""
    key: ApiKey | None = field(default=None, repr=False)


class Answerer(Protocol):
    """The agent, or the built-in analyst."""

    def answer(self, question: Question) -> AsyncIterator[Event]:
        """Answers in events, of which the last one is an Answer. Whoever stops iterating (aclose) ends the work.

        Raises the errors of domain.model_errors, and Unavailable if a part is away.
        """


class Catalogue(Protocol):
    """Knows the datasets."""

    async def describe(self, dataset_ids: Sequence[str]) -> list[DatasetBrief]:
        """The datasets in the order of their ids. Raises DatasetMissing or Unavailable."""


class AnswerCache(Protocol):
    """Keeps whole answers for a while. It may forget, and one that is away has nothing: no method raises."""

    async def get(self, key: str) -> Answer | None: ...

    async def put(self, key: str, answer: Answer) -> None: ...


class Frames(Protocol):
    """Gives the rows of datasets."""

    async def open(self, dataset: DatasetBrief) -> Frame:
        """All rows, read-only and shared. Raises DatasetMissing or Unavailable."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the prediction service says of one accident; `bands` are label, probability and the city's average.

    `contributions` are Korean name, value and difference in ECLO; `warnings` are Korean sentences.
    """

    eclo: float
    interpretation: str
    detail: str
    percentile: float
    serious_probability: float
    interval: tuple[float, float]
    bands: tuple[tuple[str, float, float], ...] = ()
    contributions: tuple[tuple[str, str, float], ...] = ()
    warnings: tuple[str, ...] = ()
    prediction_id: str = ""


@dataclass(frozen=True, slots=True)
class ParsedAccident:
    """The fields that one Korean line says of an accident, by their request names.

    `assumed` are Korean sentences; `missing` are names of required fields that could neither be read nor assumed.
    """

    fields: Mapping[str, Json]
    assumed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccidentField:
    """A field of an accident: valid `values` of a category, or the range of a number; `typical` as text."""

    name: str
    label: str
    required: bool
    values: tuple[str, ...]
    minimum: int | None
    maximum: int | None
    typical: str


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the prediction service says of its model."""

    version: str
    first_year: int
    last_year: int
    typical_eclo: float
    fields: tuple[AccidentField, ...]


class Predictor(Protocol):
    """The prediction service. Methods raise InvalidInput with Korean violations, or Unavailable."""

    async def predict(self, accident: Mapping[str, Json]) -> Prediction: ...

    async def parse(self, text: str) -> ParsedAccident: ...

    async def facts(self) -> ModelFacts: ...
