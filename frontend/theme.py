"""How the app looks: colours, the Plotly template, and how numbers are written.

The colours of the severity scale are Okabe and Ito's (2008), which stay apart for every kind of colour vision; they
are never the only carrier of a meaning: each is labelled. `.streamlit/config.toml` names the same ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

# Plotly asks `sys.modules` for pandas, which Streamlit imports in the threads of its sessions: without this line, a
# chart may meet a pandas that another session is only half through importing.
import pandas  # noqa: F401
import plotly.graph_objects as go
import streamlit as st

FONT = "Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', sans-serif"
CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "showTips": False}
SAME = "±"
"""How a difference begins that is none."""

BadgeColour = Literal["green", "blue", "orange", "red", "gray"]
_BADGES: tuple[BadgeColour, ...] = ("green", "blue", "orange", "red")


@dataclass(frozen=True)
class Palette:
    """Colours of one mode. `ground`: what lies below a map. `severity`: the four labels from least to most severe.
    `series`: things without an order."""

    text: str
    muted: str
    grid: str
    background: str
    ground: str
    severity: tuple[str, str, str, str]
    rise: str
    fall: str
    accent: str
    neutral: str
    sequential: tuple[str, ...]
    series: tuple[str, ...]


LIGHT = Palette(
    text="#1d2733",
    muted="#5b6876",
    grid="#e4e9ef",
    background="#ffffff",
    ground="#eef2f6",
    severity=("#009e73", "#0072b2", "#e69f00", "#d55e00"),
    rise="#d55e00",
    fall="#0072b2",
    accent="#0072b2",
    neutral="#b4bfca",
    sequential=("#f3f7fb", "#c6dcec", "#f7d488", "#ec9a2b", "#c34a00"),
    series=("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#5b6876"),
)
DARK = Palette(
    text="#e6ebf1",
    muted="#a0acb9",
    grid="#2c3641",
    background="#12171d",
    ground="#1b222b",
    severity=("#2cc295", "#56b4e9", "#f0b429", "#f58549"),
    rise="#f58549",
    fall="#56b4e9",
    accent="#56b4e9",
    neutral="#566372",
    sequential=("#1b2a38", "#2f5875", "#a67c1c", "#e08a2c", "#ffb083"),
    series=("#56b4e9", "#f0b429", "#2cc295", "#e19cc4", "#f58549", "#0093e0", "#a0acb9"),
)


def palette() -> Palette:
    """The palette of the mode that the reader uses now."""
    return DARK if st.context.theme.type == "dark" else LIGHT


@cache
def template(colours: Palette) -> go.layout.Template:
    """For every chart; figures copy it.

    Transparent ground, quiet grid, no legend box, no drag: charts here are read, not operated.
    """
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zerolinecolor": colours.muted,
        "tickfont": {"color": colours.muted},
        "fixedrange": True,
        "automargin": True,
        "title": {"standoff": 10, "font": {"size": 12, "color": colours.muted}},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": colours.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1.02,
                "yanchor": "bottom",
                "font": {"color": colours.muted},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "hoverlabel": {"font": {"family": FONT}},
            "dragmode": False,
        }
    )


def picture_config(name: str) -> dict[str, object]:
    """Configuration of a chart with a button that saves it as `name`.png; its words are Korean."""
    words = {
        "Download plot as a PNG": "PNG 그림으로 저장",
        "Preparing image - this may take a few seconds": "그림을 만들고 있습니다",
        "Image download succeeded": "저장했습니다",
        "Sorry, there was a problem downloading your image!": "그림을 저장하지 못했습니다",
    }
    return CHART_CONFIG | {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
        "locale": "ko",
        "locales": {"ko": {"dictionary": words, "format": {}}},
    }


def ink(colour: str) -> str:
    """Black or white, whichever is more legible on `colour` (`#rrggbb`; relative luminance of WCAG 2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


def escape(text: str, most: int = 200) -> str:
    """Text of a user as Plotly shows it letter by letter, in one line of at most `most` characters.

    Plotly would read `<a href>` in names and labels.
    """
    line = " ".join(text.split())
    short = line if len(line) <= most else f"{line[: most - 1]}…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def colour_scale(colours: Sequence[str]) -> list[list[float | str]]:
    """The colours at equal distances, as Plotly wants them."""
    return [[index / (len(colours) - 1), colour] for index, colour in enumerate(colours)]


def severity_index(label: str, labels: list[str]) -> int:
    """Position, 0-3, of an interpretation on the scale; labels that the scale does not know count as the first."""
    return min(labels.index(label), 3) if label in labels else 0


def badge_colour(label: str, labels: list[str]) -> BadgeColour:
    return _BADGES[severity_index(label, labels)]


def eclo(value: float) -> str:
    """`4.37`"""
    return f"{value:.2f}"


def signed(value: float) -> str:
    """`+0.31`, `−0.20`, `±0.00`"""
    rounded = round(value, 2)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else f"{SAME}0.00"


def points(difference: float) -> str:
    """A difference of shares in percentage points: `+3.1%p`, `−0.4%p`, `±0.0%p`"""
    rounded = round(difference * 100, 1)
    return (f"{rounded:+.1f}".replace("-", "−") if rounded else f"{SAME}0.0") + "%p"


def percent(share: float) -> str:
    """A share of 0-1 as `28%`; small ones keep one digit, such as `3.4%`."""
    return f"{share:.1%}" if 0 < share < 0.1 else f"{share:.0%}"


def top_percent(percentile: float) -> str:
    """A percentile of 0-100 as the place from the top: 84 is `상위 16%`."""
    return f"상위 {max(100 - percentile, 0.1):.0f}%" if percentile < 99 else f"상위 {max(100 - percentile, 0.1):.1f}%"
