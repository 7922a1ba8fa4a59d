"""A script to look at in the app: any question gets one tool and a sentence about its result, slowly."""

import json
from collections.abc import Mapping
from typing import Any

from tests.anthropic_server.exchange import Exchange
from tests.anthropic_server.steps import Calls, Message, Says, Step

WATCHABLE = 0.03
"""Seconds between two pieces."""

_FEW = 100
_WORDS = {
    "peak_year": "가장 많은 해는 {}년",
    "peak_month": "가장 많은 달은 {}월",
    "peak_weekday": "가장 많은 요일은 {}",
    "peak_hour": "가장 많은 시각은 {}시",
    "distinct": "서로 다른 값은 {}개",
    "count": "날짜가 있는 행은 {}개",
    "rows": "전체는 {}행",
}


def demonstration(exchange: Exchange) -> Step:
    """Looks at the first column with times, else at the first with few values, and says what the tool found."""
    if exchange.tool_results:
        return _slowly(Says(_sentence(exchange.tool_results[-1])))
    call = _fitting_call(exchange.system)
    if call is None or not exchange.may_call:
        return _slowly(Says("고른 데이터셋에서 살펴볼 열을 찾지 못했습니다."))
    return _slowly(Says("데이터를 살펴보겠습니다."), call)


def _slowly(*blocks: Says | Calls) -> Message:
    return Message(blocks, pause=WATCHABLE)


def _fitting_call(system: str) -> Calls | None:
    datasets = [json.loads(line) for line in system.splitlines() if line.startswith('{"dataset":')]
    columns = [(dataset["dataset"], column) for dataset in datasets for column in dataset["columns"]]
    for name, column in columns:
        if column["type"] == "datetime":
            return Calls("get_temporal_pattern", {"dataset": name, "column": column["name"]})
    for name, column in columns:
        if column["type"] in ("text", "boolean", "year") and column["distinct"] <= _FEW:
            return Calls("get_value_counts", {"dataset": name, "column": column["name"]})
    return None


def _sentence(result: str) -> str:
    found = _json(result)
    facts = found.get("facts", {})
    said = [words.format(f"**{facts[name]}**") for name, words in _WORDS.items() if facts.get(name) is not None]
    rows = found.get("table", {}).get("rows", [])
    if rows and "peak_year" not in facts:
        said.insert(0, f"가장 많은 값은 **{rows[0][0]}**({rows[0][1]}건)")
    if not said:
        return "도구가 보낸 결과에서 말할 만한 것을 찾지 못했습니다."
    return f"도구로 확인한 결과, {', '.join(said)}입니다. 자세한 값은 표와 차트에서 볼 수 있습니다."


def _json(result: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = json.loads(result[result.find("{") : result.rfind("}") + 1])
    except ValueError:
        return {}
    return found
