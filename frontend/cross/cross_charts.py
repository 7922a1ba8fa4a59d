"""Charts of two datasets. Pure functions: frames and a palette in, a Plotly figure out."""

import math

import pandas as pd
import plotly.graph_objects as go

from frontend import chart_labels, chart_making, theme
from frontend.number_format import share
from frontend.theme import Palette

_UPRIGHT = 31  # values of an order that stand beside each other
_TICKS = 7  # as many as a phone has room for, lying
_LEGEND = 20  # letters
_NAMED = 3  # 동 with most rows of each dataset, which are named
_BANDS = ((0, 100), (100, 200), (200, 300), (300, 400), (400, 500), (500, 750), (750, 1000), (1000, 1500), (1500, 2000))


def nearest_bands(nearest: pd.Series) -> pd.DataFrame:
    """Rows by the distance (metres) to the nearest neighbour: `band`, `count` and `share`."""
    edges = [first for first, _ in _BANDS] + [_BANDS[-1][1], float("inf")]
    names = [f"{first:,}~{last:,}m" for first, last in _BANDS] + [f"{_BANDS[-1][1]:,}m 이상"]
    cut = pd.cut(nearest, edges, labels=names, right=False)
    counts = cut.value_counts(sort=False)
    return pd.DataFrame(
        {"band": names, "count": counts.to_numpy(), "share": (counts / max(int(counts.sum()), 1)).to_numpy()}
    )


def nearest(bands: pd.DataFrame, colours: Palette) -> go.Figure:
    """`bands`: of `nearest_bands`."""
    bars = {
        "type": "bar",
        "x": bands["band"].tolist(),
        "y": bands["count"].tolist(),
        "text": [share(part) for part in bands["share"]],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colours.accent, "cornerradius": 3},
        "hovertemplate": "%{x}<br><b>%{y:,}건</b> · %{text}<extra></extra>",
    }
    layout = {
        "showlegend": False,
        "bargap": 0.25,
        "xaxis": {"title": {"text": "거리"}, "showgrid": False, "tickangle": -45},
        "yaxis": {"title": {"text": "건수"}, "tickformat": ","},
    }
    return chart_making.chart(colours, 330, "가장 가까운 곳까지의 거리", [bars], layout)


def districts(compared: pd.DataFrame, one: str, other: str, colours: Palette) -> go.Figure:
    """A point for each 동; those with most rows are named. `compared`: of `comparison.by_district`."""
    named = {*compared["one"].nlargest(_NAMED).index, *compared["other"].nlargest(_NAMED).index}
    full = [theme.escape(f"{gu} {dong}") for gu, dong in zip(compared["gu"], compared["dong"], strict=True)]
    points = {
        "type": "scatter",
        "x": compared["one"].tolist(),
        "y": compared["other"].tolist(),
        "mode": "markers+text",
        "text": [theme.escape(dong) if row in named else "" for row, dong in compared["dong"].items()],
        "textposition": _beside(compared["one"]),
        "textfont": {"size": 12, "color": colours.text},
        "cliponaxis": False,
        "customdata": full,
        "marker": {"size": 9, "color": colours.accent, "opacity": 0.65, "line": {"width": 0}},
        "hovertemplate": (
            f"<b>%{{customdata}}</b><br>{theme.escape(one, _LEGEND)} %{{x:,}}건"
            f"<br>{theme.escape(other, _LEGEND)} %{{y:,}}건<extra></extra>"
        ),
    }
    axis = {"tickformat": ",", "rangemode": "tozero"}
    layout = {
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": axis | {"title": {"text": f"{theme.escape(one, 30)}(건)"}, "nticks": 6},
        "yaxis": axis | {"title": {"text": f"{theme.escape(other, 30)}(건)", "standoff": 12}},
    }
    return chart_making.chart(colours, 380, "동별 건수", [points], layout)


def _beside(counts: pd.Series) -> list[str]:
    """Names stand towards the middle of the chart."""
    middle = counts.max() / 2
    return ["middle left" if count > middle else "middle right" for count in counts]


def grouped(compared: pd.DataFrame, title: str, one: str, other: str, colours: Palette) -> go.Figure:
    """Shares side by side. `compared`: `value`, `one`, `other`, `one_share` and `other_share`, in the order to draw."""
    in_order = len(compared) <= _UPRIGHT and all(str(value)[:1].isdigit() for value in compared["value"])
    places = list(range(len(compared)))
    traces = []
    for number, (part, label) in enumerate((("one", one), ("other", other))):
        shares = compared[f"{part}_share"].tolist()
        traces.append(
            {
                "type": "bar",
                "name": theme.escape(label, _LEGEND),
                "x": places if in_order else shares,
                "y": shares if in_order else places,
                "orientation": "v" if in_order else "h",
                "marker": {"color": colours.series[number], "cornerradius": 3},
                "customdata": [
                    [theme.escape(str(value)), f"{count:,}"]
                    for value, count in zip(compared["value"], compared[part], strict=True)
                ],
                "hovertemplate": (
                    f"%{{customdata[0]}}<br><b>%{{{'y' if in_order else 'x'}:.1%}}</b> (%{{customdata[1]}}건)<br>"
                    "%{fullData.name}<extra></extra>"
                ),
            }
        )
    height = 340 if in_order else 90 + 38 * len(compared)
    legend = chart_making.legend_below(height) | {"traceorder": "normal"}
    layout = {"barmode": "group", "bargap": 0.28, "legend": legend}
    names = [str(value) for value in compared["value"]]
    axes = _upright_axes(names) if in_order else _lying_axes(names)
    return chart_making.chart(colours, height, theme.escape(title, 40), traces, layout, axes)


def _upright_axes(names: list[str]) -> dict[str, object]:
    places = range(0, len(names), math.ceil(len(names) / _TICKS))
    return {
        "xaxis": {
            "tickmode": "array",
            "tickvals": list(places),
            "ticktext": [theme.escape(names[place]) for place in places],
            "showgrid": False,
            "tickangle": 0,
            "title": {"standoff": chart_making.ABOVE_LEGEND},
        },
        "yaxis": {"title": {"text": "비율"}, "tickformat": ".0%"},
    }


def _lying_axes(names: list[str]) -> dict[str, object]:
    return {
        "xaxis": {
            "title": {"text": "비율", "standoff": chart_making.ABOVE_LEGEND},
            "tickformat": ".0%",
            "nticks": 6,
        },
        "yaxis": chart_labels.axis(names) | {"autorange": "reversed", "showgrid": False},
    }
