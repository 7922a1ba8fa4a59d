"""One accident at every hour of a week, as a heat map with its words and its data."""

from collections.abc import Sequence

import pandas as pd
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import chart_card, kept_figures, narration, theme
from frontend.risk import district_risk, risk_charts, risk_words

_FRAME = "테두리는 고른 요일과 시각입니다."


def show(answer: pb.GetWeeklyRiskResponse, chosen: tuple[str, int]) -> None:
    """`chosen`: day and hour, such as `("토요일", 23)`; it gets a frame."""
    cells, content = answer.cells, answer.SerializeToString(deterministic=True)
    sentence = f"{narration.week(cells)} {risk_words.hour(cells, chosen)}".strip()
    figure = kept_figures.figure(
        f"week {chosen}", content, lambda: risk_charts.weekly_heat_map(cells, chosen, theme.palette())
    )
    chart_card.show(figure, lambda: frame(cells), "요일_시간대_위험", sentence, _FRAME)


def frame(cells: Sequence[pb.GetWeeklyRiskResponse.Cell]) -> pd.DataFrame:
    """A row per hour of the week; `차이`: ECLO minus the mean of the week."""
    rows = pd.DataFrame(
        {
            "요일": [cell.day_of_week for cell in cells],
            "시각": [cell.hour for cell in cells],
            "ECLO": [cell.eclo for cell in cells],
            "백분위": [cell.percentile for cell in cells],
            district_risk.SERIOUS: [cell.serious_probability for cell in cells],
        }
    )
    rows.insert(3, "차이", rows["ECLO"] - rows["ECLO"].mean())
    return district_risk.rounded(rows)
