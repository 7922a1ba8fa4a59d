"""Runs tools for one answer, on its datasets and on the views that its tools made."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from prometheus_client import Counter
from rapidfuzz import fuzz, process

from services.chassis.errors import DeadlineExceeded, Exhausted, InvalidInput, Unavailable
from services.chat.agent.tools.arguments import given, violations
from services.chat.agent.tools.registry import SPECS, FrameTool, PredictionTool, ToolSpec
from services.chat.agent.tools.rendering import refused, rendered
from services.chat.agent.tools.results import ToolRefused, ToolResult
from services.chat.agent.tools.schemas import DATASET
from services.chat.domain import text_forms
from services.chat.domain.answer import Json, ToolCall
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.frame import Frame, UnknownColumn
from services.chat.domain.ports import Frames, Predictor

SECONDS = 20.0
"""For one tool."""

CALLS = Counter(
    "chat_tool_calls_total", "Tools that were run: done, or refused for what was asked.", ["tool", "outcome"]
)

_UNKNOWN = "알 수 없는 도구"
_NEAR_NAMES = 3


@dataclass(frozen=True, slots=True)
class Ran:
    """`result` is None if the call failed."""

    call: ToolCall
    result: ToolResult | None = None


class Toolbox:
    """The tools of one answer. `names` are its datasets as tools take them; equal names get ` (2)`."""

    def __init__(self, datasets: Sequence[DatasetBrief], frames: Frames, predictor: Predictor) -> None:
        self._datasets = dict(zip(_unique(datasets), datasets, strict=True))
        self._frames = frames
        self._predictor = predictor
        self._opened: dict[str, Frame] = {}
        self.names = list(self._datasets)

    async def run(self, name: str, args: Mapping[str, Json]) -> Ran:
        """Runs one tool. What the caller asked wrongly is a failed call whose `result` says what would work.

        Raises DatasetMissing or Unavailable of the dataset service.
        """
        spec = SPECS.get(name)
        if spec is None:
            CALLS.labels("unknown", "refused").inc()
            why = f"there is no tool {name[:50]!r}; near names: {', '.join(_near(name, SPECS))}"
            return Ran(ToolCall(name, args, _UNKNOWN, refused(why), failed=True))
        try:
            result, dataset = await self._result(spec, args)
        except (ToolRefused, UnknownColumn) as why:
            CALLS.labels(name, "refused").inc()
            return Ran(ToolCall(name, args, spec.label, refused(str(why)), failed=True))
        CALLS.labels(name, "done").inc()
        call = ToolCall(name, args, spec.label, rendered(result, dataset), table=result.table, chart=result.chart)
        return Ran(call, result)

    async def frame(self, dataset: str = "") -> Frame:
        """The rows of a dataset or of a view; the name may be left out if there is one dataset.

        Raises ToolRefused if there is no such name, DatasetMissing or Unavailable.
        """
        name = self._named(dataset)
        if name not in self._opened:
            brief = self._datasets[name]
            self._opened[name] = (await self._frames.open(brief)).renamed(name, brief.kind)
        return self._opened[name]

    async def _result(self, spec: FrameTool | PredictionTool, args: Mapping[str, Json]) -> tuple[ToolResult, str]:
        """And the name of the dataset that it is about."""
        wrong = violations(spec.parameters, args)
        if wrong:
            raise ToolRefused("; ".join(wrong))
        arguments = given(args, spec.parameters)
        dataset = str(arguments.pop(DATASET, ""))
        try:
            async with asyncio.timeout(SECONDS):
                if isinstance(spec, PredictionTool):
                    return await self._predicted(spec, arguments), ""
                frame = await self.frame(dataset)
                result = await asyncio.to_thread(_computed, spec, frame, arguments)
        except TimeoutError:
            raise ToolRefused(f"this took longer than {SECONDS:.0f} s; ask for less, or filter first") from None
        return self._with_view(result), frame.name

    async def _predicted(self, spec: PredictionTool, arguments: Mapping[str, Json]) -> ToolResult:
        try:
            return await spec.ask(self._predictor, **arguments)
        except InvalidInput as why:
            raise ToolRefused(why.message) from why
        except (Unavailable, Exhausted, DeadlineExceeded) as why:
            raise ToolRefused("the prediction service cannot be reached now; say that to the user") from why

    def _named(self, dataset: str) -> str:
        known = [*self._datasets, *(name for name in self._opened if name not in self._datasets)]
        if dataset in known:
            return dataset
        if not dataset and len(self._datasets) == 1:
            return self.names[0]
        same = [name for name in known if text_forms.loose(name) == text_forms.loose(dataset)]
        if dataset and same:
            return same[0]
        asked = f"there is no dataset {dataset[:80]!r}" if dataset else "say which dataset is meant"
        raise ToolRefused(f"{asked}; there are: {', '.join(map(repr, known)) or 'none'}")

    def _with_view(self, result: ToolResult) -> ToolResult:
        if result.found is None:
            return result
        name = result.view
        number = 1
        while name in self._opened or name in self._datasets:
            number += 1
            ending = f" ({number})"
            name = result.view[: 80 - len(ending)] + ending
        self._opened[name] = result.found.renamed(name)
        return replace(result, view=name, found=self._opened[name])


def _computed(spec: FrameTool, frame: Frame, arguments: Mapping[str, Json]) -> ToolResult:
    _check_columns(spec, frame, arguments)
    with np.errstate(all="ignore"):
        return spec.compute(frame, **arguments)


def _check_columns(spec: ToolSpec, frame: Frame, arguments: Mapping[str, Json]) -> None:
    """Raises ToolRefused that names every unknown column."""
    wrong = []
    for parameter in spec.column_parameters:
        asked = arguments.get(parameter, [])
        for name in asked if isinstance(asked, list) else [asked]:
            try:
                frame.column(str(name))
            except UnknownColumn as why:
                wrong.append(f"{parameter}: {why}")
    if wrong:
        raise ToolRefused("; ".join(wrong))


def _unique(datasets: Sequence[DatasetBrief]) -> list[str]:
    names: list[str] = []
    for dataset in datasets:
        number = 1
        name = dataset.name
        while name in names:
            number += 1
            name = f"{dataset.name} ({number})"
        names.append(name)
    return names


def _near(name: str, known: Iterable[str]) -> list[str]:
    return [each for each, _, _ in process.extract(name[:100], list(known), scorer=fuzz.WRatio, limit=_NEAR_NAMES)]
