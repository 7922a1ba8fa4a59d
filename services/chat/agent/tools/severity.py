"""Tools that ask the prediction service how severe an accident would be."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.errors import InvalidInput
from services.chat.agent.tools import charts
from services.chat.agent.tools.arguments import given, violations
from services.chat.agent.tools.results import ToolResult
from services.chat.agent.tools.tables import table
from services.chat.domain.answer import Cell, Chart, ChartKind, Json, Series
from services.chat.domain.ports import Prediction, Predictor

MAX_ACCIDENTS = 50
_AT_ONCE = 8


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": 100, "description": description}


def _whole(description: str, low: int, high: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high, "description": description}


ACCIDENT: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "weather": _text("Weather, such as 맑음 or 비"),
        "road_surface": _text("Road surface, such as 건조 or 젖음/습기"),
        "road_type": _text("Road type, such as 교차로 - 교차로안"),
        "accident_type": _text("차대차, 차대사람, 차량단독 or 철길건널목"),
        "district": _text("District of Daegu, such as 대구광역시 수성구 상동; the 구 alone works too"),
        "accident_year": _whole("Year", 2000, 2100),
        "accident_month": _whole("Month", 1, 12),
        "accident_day": _whole("Day of the month", 1, 31),
        "accident_hour": _whole("Hour of the day", 0, 23),
        "time_period": _text("Part of the day such as 새벽; follows from the hour if left out"),
        "day_of_week": _text("Day of the week such as 토요일; follows from the date if left out"),
    },
    "required": [
        "weather", "road_surface", "road_type", "accident_type", "district",
        "accident_year", "accident_month", "accident_day", "accident_hour",
    ],
    "additionalProperties": False,
}  # fmt: skip
"""JSON schema of an accident. Which categories there are, the prediction service says when it refuses one."""


async def predict_eclo(predictor: Predictor, **accident: Json) -> ToolResult:
    """The predicted ECLO of one accident, where it lies among the accidents of Daegu, and how probable each band is.

    Raises InvalidInput with what the service does not accept, and Unavailable.
    """
    predicted = await predictor.predict(accident)
    return ToolResult(
        {
            "eclo": predicted.eclo,
            "interpretation": predicted.interpretation,
            "percentile": predicted.percentile,
            "serious_probability": predicted.serious_probability,
            "interval_lower": predicted.interval[0],
            "interval_upper": predicted.interval[1],
        },
        table(("band", "probability", "city_average"), predicted.bands),
        _bands(predicted),
        predicted.warnings,
    )


async def predict_eclo_batch(predictor: Predictor, accidents: Sequence[Mapping[str, Json]]) -> ToolResult:
    """Predicts each accident; one that cannot be predicted has an `error` and does not fail the others.

    `mean_eclo` and `max_eclo` are those of the predicted ones. Raises Unavailable.
    """
    limit = asyncio.Semaphore(_AT_ONCE)

    async def predicted(accident: Mapping[str, Json]) -> Prediction | str:
        if wrong := violations(ACCIDENT, accident):
            return "; ".join(wrong)
        try:
            async with limit:
                return await predictor.predict(given(accident, ACCIDENT))
        except InvalidInput as why:
            return why.message

    outcomes = await asyncio.gather(*map(predicted, accidents))
    rows = [_row(place, outcome) for place, outcome in enumerate(outcomes, 1)]
    heights = [
        (row[0], outcome.eclo if isinstance(outcome, Prediction) else None)
        for row, outcome in zip(rows, outcomes, strict=True)
    ]
    numbers = [outcome.eclo for outcome in outcomes if isinstance(outcome, Prediction)]
    return ToolResult(
        {
            "count": len(outcomes),
            "failed": len(outcomes) - len(numbers),
            "mean_eclo": sum(numbers) / len(numbers) if numbers else None,
            "max_eclo": max(numbers, default=None),
        },
        table(("number", "eclo", "interpretation", "percentile", "error"), rows),
        charts.bars("사고별 예측 ECLO", "사고 번호", "ECLO", heights) if numbers else None,
    )


def _row(place: int, outcome: Prediction | str) -> tuple[Cell, ...]:
    if isinstance(outcome, str):
        return place, None, None, None, outcome
    return place, outcome.eclo, outcome.interpretation, outcome.percentile, None


def _bands(predicted: Prediction) -> Chart | None:
    """The probability of each band beside that of the average accident of the city."""
    if not predicted.bands:
        return None
    labels, ours, city = zip(*predicted.bands, strict=True)
    series = (
        Series("이 사고", tuple(each * 100 for each in ours)),
        Series("대구 평균", tuple(each * 100 for each in city)),
    )
    return Chart(ChartKind.BAR, "ECLO 구간별 확률", "ECLO 구간", "확률 (%)", labels, series)
