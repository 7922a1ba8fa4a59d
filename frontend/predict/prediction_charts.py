"""Charts of one prediction. Pure functions: values and a palette in, a Plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import chart_making, districts, theme
from frontend.theme import Palette

_ACCIDENT = ("이 사고", "대구 평균")


def percentile_bar(percentile: float, labels: Sequence[tuple[str, float]], colours: Palette) -> go.Figure:
    """The severity scale as one bar with a mark at `percentile` (0-100).

    `labels`: each label and the percentile from which it counts, in rising order.
    """
    traces, annotations = [], []
    ends = [start for _, start in labels[1:]] + [100.0]
    for index, ((label, start), end) in enumerate(zip(labels, ends, strict=True)):
        here = start <= percentile < end or (percentile >= 100 and end == 100)
        traces.append(
            {
                "type": "bar",
                "x": [end - start],
                "base": [start],
                "y": [""],
                "orientation": "h",
                "marker": {
                    "color": colours.severity[min(index, 3)],
                    "opacity": 1 if here else 0.38,
                    "cornerradius": 4,
                },
                "hovertemplate": f"{label}: {start:.0f}–{end:.0f} 백분위<extra></extra>",
                "width": 0.42,
            }
        )
        # The last part is narrower than its label, which therefore stands above the bar and ends where it ends.
        last = index == len(labels) - 1
        annotations.append(
            {
                "x": end if last else (start + end) / 2,
                "y": 0.3 if last else -0.3,
                "xanchor": "right" if last else "center",
                "yanchor": "bottom" if last else "top",
                "text": f"<b>{label}</b>" if here else label,
                "font": {"color": colours.text if here else colours.muted, "size": 13},
                "showarrow": False,
            }
        )
    mark = {
        "type": "scatter",
        "x": [min(max(percentile, 0.5), 99.5)],
        "y": [""],
        "mode": "markers",
        "marker": {"symbol": "line-ns", "size": 34, "line": {"width": 4, "color": colours.text}},
        "hovertemplate": f"{percentile:.1f} 백분위<extra></extra>",
    }
    layout = {
        "barmode": "overlay",
        "showlegend": False,
        "bargap": 0,
        "annotations": annotations,
        "xaxis": {"range": [0, 100], "visible": False},
        "yaxis": {"visible": False, "range": [-0.75, 0.75]},
    }
    return chart_making.chart(colours, 104, "", [*traces, mark], layout)


def band_bars(bands: Sequence[pb.BandProbability], colours: Palette) -> go.Figure:
    """Probability of each band of ECLO beside the city's average."""
    return _beside_average(
        [f"<b>{band.label}</b><br>{band.name}" for band in bands],
        [band.probability for band in bands],
        [band.city_average for band in bands],
        _ACCIDENT,
        colours,
    )


def label_bars(names: Sequence[str], shares: Sequence[float], usual: Sequence[float], colours: Palette) -> go.Figure:
    """Share of each label among many accidents beside the usual one."""
    return _beside_average([f"<b>{name}</b>" for name in names], shares, usual, ("이 자료", "대구 기준"), colours)


def serious_bars(probability: float, city_average: float, colours: Palette) -> go.Figure:
    """Probability of a death or serious injury beside the city's average."""
    return _beside_average(["사망·중상"], [probability], [city_average], _ACCIDENT, colours)


def _beside_average(
    names: Sequence[str], here: Sequence[float], average: Sequence[float], legend: tuple[str, str], colours: Palette
) -> go.Figure:
    traces = [
        {
            "type": "bar",
            "name": name,
            "y": list(names),
            "x": list(shares),
            "text": [f"<b>{theme.percent(share)}</b>" for share in shares],
            "textfont": {"color": text_colour},
            "marker": {"color": colour, "cornerradius": 3},
            "orientation": "h",
            "textposition": "outside",
            "cliponaxis": False,
            "hovertemplate": f"%{{y}}<br>{name} %{{text}}<extra></extra>",
        }
        for name, shares, colour, text_colour in (
            (legend[0], here, colours.accent, colours.text),
            (legend[1], average, colours.neutral, colours.muted),
        )
    ]
    layout = {
        "barmode": "group",
        "bargap": 0.28,
        "bargroupgap": 0.08,
        "xaxis": {"visible": False, "range": [0, max([*here, *average], default=1) * 1.2]},
        "yaxis": _names(colours),
    }
    return chart_making.chart(colours, 56 + 52 * len(names), "", traces, layout)


def interval_bar(eclo: float, interval: pb.Interval, typical: float, colours: Palette) -> go.Figure:
    """The 80% interval as a band, the prediction as a point, the city's typical accident as a thin line."""
    band = {
        "type": "scatter",
        "x": [interval.lower, interval.upper],
        "y": [0, 0],
        "mode": "lines",
        "line": {"width": 12, "color": colours.accent},
        "opacity": 0.35,
        "hoverinfo": "skip",
    }
    point = {
        "type": "scatter",
        "x": [eclo],
        "y": [0],
        "mode": "markers",
        "marker": {"size": 16, "color": colours.accent, "line": {"width": 3, "color": colours.background}},
        "hovertemplate": "예측 ECLO %{x:.2f}<extra></extra>",
    }
    ends = [
        {
            "x": value,
            "y": 0,
            "text": f"<b>{value:.1f}</b>",
            "xanchor": anchor,
            "xshift": -10 if anchor == "right" else 10,
            "showarrow": False,
        }
        for value, anchor in ((interval.lower, "right"), (interval.upper, "left"))
    ]
    usual = {
        "x": typical,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": f"대구 대표 사고 {theme.eclo(typical)}",
        "showarrow": False,
        "font": {"color": colours.muted, "size": 12},
    }
    low, high = min(interval.lower, typical), max(interval.upper, typical)
    margin = max(high - low, 1) * 0.22
    layout = {
        "showlegend": False,
        "margin": {"t": 24, "b": 26},
        "shapes": [chart_making.upright_line(typical, colours)],
        "annotations": [*ends, usual],
        "xaxis": {
            "range": [max(low - margin, -0.4), high + margin],
            "showgrid": False,
            "zeroline": False,
            "nticks": 6,
        },
        "yaxis": {"visible": False, "range": [-1, 1]},
    }
    return chart_making.chart(colours, 96, "", [band, point], layout)


def contribution_bars(contributions: Sequence[pb.Contribution], colours: Palette) -> go.Figure:
    """How much each field raises or lowers the ECLO against the city's typical value, largest first."""
    return _signed_bars(
        [f"{item.label}<br><span style='color:{colours.muted}'>{_short(item)}</span>" for item in contributions],
        [item.difference for item in contributions],
        [f"<b>{theme.signed(item.difference)}</b>" for item in contributions],
        colours,
    )


def comparison_bars(names: Sequence[str], differences: Sequence[float], colours: Palette) -> go.Figure:
    """What each variant changes in ECLO against the base."""
    return _signed_bars(names, differences, [f"<b>{theme.signed(change)}</b>" for change in differences], colours)


def _short(item: pb.Contribution) -> str:
    """Its value; a district without the name of the city, which would take the room of the bars on a phone."""
    return " ".join(districts.split(item.value)) if item.field == "district" else item.value


def _signed_bars(names: Sequence[str], values: Sequence[float], texts: Sequence[str], colours: Palette) -> go.Figure:
    bars = {
        "type": "bar",
        "y": list(names),
        "x": list(values),
        "text": list(texts),
        "orientation": "h",
        "marker": {"color": [colours.rise if value > 0 else colours.fall for value in values], "cornerradius": 3},
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}<br>%{text}<extra></extra>",
    }
    # Room for the text on both sides, also when all bars point the same way.
    low, high = min([*values, 0]), max([*values, 0])
    room = max(high - low, 0.1) * 0.26
    layout = {
        "showlegend": False,
        "bargap": 0.42,
        "xaxis": {
            "range": [low - (room if low < 0 else room * 0.1), high + (room if high > 0 else room * 0.3)],
            "showgrid": False,
            "showticklabels": False,
            "zeroline": True,
            "zerolinewidth": 1,
        },
        "yaxis": _names(colours),
    }
    return chart_making.chart(colours, 44 + 46 * len(names), "", [bars], layout)


def _names(colours: Palette) -> dict[str, object]:
    """The axis of names beside bars, the first one on top."""
    return {
        "autorange": "reversed",
        "showgrid": False,
        "tickfont": {"color": colours.text},
        "ticklabelstandoff": 8,
    }
