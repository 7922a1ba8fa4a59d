"""Charts of rows or means over time. Pure functions: numbers and a palette in, a Plotly figure out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from frontend import chart_labels, chart_making, theme
from frontend.analysis.time_profile import Period
from frontend.explore import time_words
from frontend.explore.time_words import Measure
from frontend.number_format import number
from frontend.theme import Palette

_YEARS = 8
"""Years that are named below their bars: there is room for so many on a phone."""
_TOLD = "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>"


@dataclass(frozen=True)
class _Marks:
    heights: list[float | None]
    texts: list[str]


def profile(rows: pd.DataFrame, part: str, measure: Measure, colours: Palette) -> go.Figure:
    """A bar for each step; `rows` as `time_profile.profile` makes them."""
    marks, names = _marks(rows, measure), time_words.names(rows["at"].tolist(), part)
    values = [height for height in marks.heights if height is not None]
    # The highest one is told apart by its number above it too, not by its colour alone.
    highest = max(values, default=None)
    best = [height is not None and height == highest for height in marks.heights]
    bars = {
        "type": "bar",
        "x": list(range(len(rows))),
        "y": marks.heights,
        "marker": {"color": colours.accent, "opacity": [1 if each else 0.62 for each in best], "cornerradius": 3},
        "text": [
            number(height or 0) if each and sum(best) == 1 else ""
            for each, height in zip(best, marks.heights, strict=True)
        ],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "customdata": list(zip(names, marks.texts, strict=True)),
        "hovertemplate": _TOLD,
    }
    short = [time_words.DAYS[step] if part == "weekday" else str(step) for step in rows["at"]]
    apart = {"hour": 3, "year": -(-len(short) // _YEARS)}.get(part, 1)
    layout = {
        "showlegend": False,
        "bargap": 0.22,
        "xaxis": {
            "tickmode": "array",
            "tickvals": list(range(0, len(short), apart)),
            "ticktext": short[::apart],
            "tickangle": 0,
            "showgrid": False,
            "title": {"text": time_words.AXES[part]},
        },
        "yaxis": _value_axis(measure),
    }
    title = f"{time_words.PARTS[part]}별 {_title(measure)}"
    return chart_making.chart(colours, 240, title, [bars], layout, _room(marks, measure))


def week(rows: pd.DataFrame, measure: Measure, colours: Palette) -> go.Figure:
    """Seven days down and the hours across; an hour without a mean stays empty."""
    marks = _marks(rows, measure)
    heights = np.array([np.nan if height is None else height for height in marks.heights], dtype=float)
    names = [f"{time_words.DAYS[day]}요일 {hour}시" for day, hour in zip(rows["weekday"], rows["hour"], strict=True)]
    cells = {
        "type": "heatmap",
        "x": list(range(24)),
        "y": list(time_words.DAYS),
        "z": heights.reshape(7, 24),
        "customdata": np.array(list(zip(names, marks.texts, strict=True)), dtype=object).reshape(7, 24, 2),
        "colorscale": theme.colour_scale(colours.sequential),
        "xgap": 2,
        "ygap": 2,
        "colorbar": {
            "title": {"text": measure.axis, "side": "top", "font": {"size": 12}},
            "orientation": "h",
            "y": -0.24,
            "yanchor": "top",
            "thickness": 10,
            "len": 0.7,
            "nticks": 5,
            "outlinewidth": 0,
            "separatethousands": True,
            "exponentformat": "none",
        },
        "hoverongaps": False,
        "hovertemplate": _TOLD,
    }
    layout = {
        "margin": {"l": 49, "b": 116, "autoexpand": False},
        "xaxis": {"showgrid": False, "dtick": 3, "title": {"text": "시각(시)", "standoff": 4}, "automargin": False},
        "yaxis": {
            "autorange": "reversed",
            "showgrid": False,
            "title": {"text": "요일", "standoff": 12},
            "automargin": False,
        },
    }
    return chart_making.chart(colours, 300, f"요일·시각별 {_title(measure)}", [cells], layout)


def period(found: Period, measure: Measure, colours: Palette) -> go.Figure:
    """A line over the whole period; it breaks where a mean has no rows."""
    marks = _marks(found.rows, measure)
    form = "%Y년 %-m월" if found.step == "month" else "%Y년"
    starts = found.rows["start"]
    line = {
        "type": "scatter",
        "x": starts.dt.strftime("%Y-%m-%d").tolist(),
        "y": marks.heights,
        "mode": "lines+markers" if len(starts) <= 36 else "lines",
        "line": {"color": colours.accent, "width": 2},
        "connectgaps": False,
        "customdata": list(zip(starts.dt.strftime(form), marks.texts, strict=True)),
        "hovertemplate": _TOLD,
    }
    layout = {
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": {
            "type": "date",
            "title": {"text": "기간"},
            "showgrid": False,
            "ticklabelstandoff": 5,  # the first one would touch the 0 beside it
            "tickformatstops": [
                {"dtickrange": [None, "M11"], "value": "%Y.%m"},
                {"dtickrange": ["M12", None], "value": "%Y"},
            ],
        },
        # A line, unlike a bar, says something without its zero.
        "yaxis": _value_axis(measure) | ({} if measure.counts else {"rangemode": "normal"}),
    }
    title = f"{'월' if found.step == 'month' else '연'} 단위 {_title(measure)}"
    return chart_making.chart(colours, 300, title, [line], layout, _room(marks, measure))


def _marks(rows: pd.DataFrame, measure: Measure) -> _Marks:
    counts: Sequence[int] = rows["count"].tolist()
    if measure.counts:
        return _Marks([float(count) for count in counts], [f"{count:,}건" for count in counts])
    heights = [None if np.isnan(mean) else mean for mean in rows["mean"]]
    texts = [
        "값 없음" if mean is None else f"평균 {number(mean, measure.unit)} · {count:,}건"
        for mean, count in zip(heights, counts, strict=True)
    ]
    return _Marks(heights, texts)


def _value_axis(measure: Measure) -> dict[str, object]:
    return {
        "title": {"text": measure.axis, "standoff": 12},
        "rangemode": "tozero",
        "separatethousands": True,
        "exponentformat": "none",
        "nticks": 6,
    }


def _room(marks: _Marks, measure: Measure) -> dict[str, object]:
    """Fixed for counts; how long the numbers of means are is for Plotly to find out."""
    return chart_making.room_for_counts(max((each or 0 for each in marks.heights), default=0)) if measure.counts else {}


def _title(measure: Measure) -> str:
    return "건수" if measure.counts else f"{chart_labels.title(measure.name)} 평균"
