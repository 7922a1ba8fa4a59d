"""Charts of risk over time and places. Pure functions: values and a palette in, a Plotly figure out."""

from collections.abc import Sequence
from statistics import fmean

import pandas as pd
import plotly.graph_objects as go
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import chart_making, theme
from frontend.theme import Palette

_HOURS = 24


def weekly_heat_map(
    cells: Sequence[pb.GetWeeklyRiskResponse.Cell], chosen: tuple[str, int] | None, colours: Palette
) -> go.Figure:
    """168 cells, seven days down and the hours across; a frame around `chosen` (day, hour)."""
    days = list(dict.fromkeys(cell.day_of_week for cell in cells))
    by_place = {(cell.day_of_week, cell.hour): cell for cell in cells}
    rows = [[by_place.get((day, hour)) for hour in range(_HOURS)] for day in days]
    mean = fmean(cell.eclo for cell in cells) if cells else 0.0
    heat = {
        "type": "heatmap",
        "x": list(range(_HOURS)),
        "y": [day.removesuffix("요일") for day in days],
        "z": [[cell.eclo if cell else None for cell in row] for row in rows],
        "customdata": [
            [
                [day, cell.percentile, cell.serious_probability, theme.signed(cell.eclo - mean)]
                if cell
                else [day, 0, 0, ""]
                for cell in row
            ]
            for day, row in zip(days, rows, strict=True)
        ],
        "colorscale": theme.colour_scale(colours.sequential),
        "xgap": 2,
        "ygap": 2,
        "colorbar": {
            "title": {"text": "예상 ECLO", "side": "top", "font": {"size": 12}},
            "orientation": "h",
            "y": -0.24,
            "yanchor": "top",
            "thickness": 10,
            "len": 0.7,
            "nticks": 5,
            "outlinewidth": 0,
            "tickformat": ".1f",
        },
        "hovertemplate": (
            "%{customdata[0]} %{x}시<br><b>ECLO %{z:.2f}</b> (주 평균보다 %{customdata[3]})"
            "<br>%{customdata[1]:.0f} 백분위 · 사망·중상 확률 %{customdata[2]:.0%}<extra></extra>"
        ),
    }
    quiet = {"showgrid": False, "zeroline": False}
    layout = {
        "shapes": [_frame(chosen[1], days.index(chosen[0]), colours)] if chosen and chosen[0] in days else [],
        "xaxis": quiet | {"dtick": 3, "title": {"text": "시각(시)", "standoff": 4}},
        "yaxis": quiet | {"autorange": "reversed", "title": {"text": "요일", "standoff": 12}},
    }
    return chart_making.chart(colours, 320, "요일과 시각별 예상 ECLO", [heat], layout)


def _frame(column: int, row: int, colours: Palette) -> dict[str, object]:
    """A shape around a cell."""
    return {
        "type": "rect",
        "x0": column - 0.5,
        "x1": column + 0.5,
        "y0": row - 0.5,
        "y1": row + 0.5,
        "line": {"color": colours.text, "width": 2.5},
    }


def gu_bars(means: pd.DataFrame, colours: Palette) -> go.Figure:
    """How far the mean of each 구 lies from that of all 동. `means`: as `district_risk.gu_means` makes them."""
    differences = means["차이"].tolist()
    bars = {
        "type": "bar",
        "x": differences,
        "y": means["구·군"].tolist(),
        "orientation": "h",
        "text": [f"<b>{theme.signed(change)}</b>" for change in differences],
        "customdata": means[["ECLO", "동 수", "가장 높은 동"]],
        "marker": {
            "color": [colours.rise if change > 0 else colours.fall for change in differences],
            "cornerradius": 3,
        },
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": (
            "<b>%{y}</b> 동 %{customdata[1]}곳<br>평균 ECLO %{customdata[0]:.2f} (%{text})"
            "<br>가장 높은 동: %{customdata[2]}<extra></extra>"
        ),
    }
    low, high = min([*differences, 0]), max([*differences, 0])
    room = max(high - low, 0.1) * 0.22  # for the text, on both sides
    layout = {
        "showlegend": False,
        "bargap": 0.4,
        "xaxis": {
            "range": [low - room, high + room],
            "showgrid": False,
            "zeroline": True,
            "zerolinewidth": 1,
            "nticks": 5,
            "tickformat": "+.1f",
            "title": {"text": "동 전체 평균과의 ECLO 차이"},
        },
        "yaxis": {
            "autorange": "reversed",
            "showgrid": False,
            "tickfont": {"color": colours.text},
            "ticklabelstandoff": 8,
        },
    }
    return chart_making.chart(colours, 60 + 36 * len(means), "구·군의 평균과 전체 평균의 차이", [bars], layout)
