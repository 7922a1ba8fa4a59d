"""The plan for accidents that have not happened: reads one line, predicts, says what was assumed or is missing."""

from services.chat.agent.analyst.sentences import bold, literal, percent, short, table
from services.chat.agent.analyst.study import Finding
from services.chat.agent.analyst.work import ToolFailed, Work, number
from services.chat.domain.ports import ModelFacts, ParsedAccident, Predictor

_EXAMPLE = "예: “금요일 저녁 7시 수성구 상동 교차로에서 비 오는데 차대차 사고가 나면 얼마나 심각할지 예측해줘”"


async def predict(work: Work, predictor: Predictor, text: str) -> Finding:
    """The severity of the accident that the text describes."""
    parsed = await predictor.parse(text)
    facts = await predictor.facts()
    if parsed.missing:
        return _asks_back(parsed, facts)
    try:
        result = await work.run("predict_eclo", **parsed.fields)
    except ToolFailed:
        return Finding("지금은 사고 심각도를 예측하지 못했습니다. 잠시 후 다시 시도해주세요.", basis=_assumed(parsed))
    said = result.facts
    score = f"{number(said['eclo']):.2f}"
    headline = (
        f"예측 ECLO는 {bold(score, '으로/로')}, **{literal(said['interpretation'])}** 수준입니다. "
        f"대구 사고 가운데 {number(said['percentile']):.0f}백분위에 해당합니다."
    )
    details = [
        f"사망이나 중상이 있을 확률은 {percent(number(said['serious_probability']))}이고, 80% 예측 구간은 "
        f"{short(number(said['interval_lower']))}–{short(number(said['interval_upper']))}입니다."
    ]
    rows = result.table.rows if result.table else ()
    lines = [[literal(row[0]), percent(number(row[1])), percent(number(row[2]))] for row in rows]
    tables = [table(["ECLO 구간", "확률", "대구 평균"], lines)] if lines else []
    return Finding(headline, details, tables, [*_read(parsed, facts), *_assumed(parsed)])


def _asks_back(parsed: ParsedAccident, facts: ModelFacts) -> Finding:
    labels = {field.name: field for field in facts.fields}
    missing = [labels[name].label if name in labels else name for name in parsed.missing]
    details = [
        f"{labels[name].label}: {', '.join(labels[name].values[:6])} 가운데 하나"
        for name in parsed.missing
        if name in labels and 0 < len(labels[name].values) <= 12
    ]
    return Finding(
        f"사고 심각도를 예측하려면 {bold(', '.join(missing), '이/가')} 더 필요합니다. 함께 알려주세요.",
        [*details, _EXAMPLE],
        basis=[*_read(parsed, facts), *_assumed(parsed)],
    )


def _read(parsed: ParsedAccident, facts: ModelFacts) -> list[str]:
    labels = {field.name: field.label for field in facts.fields}
    said = " · ".join(f"{labels.get(name, name)} {literal(value)}" for name, value in parsed.fields.items())
    return [f"읽은 내용: {said}"] if said else []


def _assumed(parsed: ParsedAccident) -> list[str]:
    return [f"가정: {literal(sentence)}" for sentence in parsed.assumed]
