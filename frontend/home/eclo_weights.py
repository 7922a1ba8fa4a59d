"""What ECLO is: how much each casualty of an accident counts."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from frontend import chart_card, chart_making, kept_figures, theme
from frontend.theme import Palette

_WEIGHTS = {"사망자": 10, "중상자": 5, "경상자": 3, "부상신고자": 1}


def show() -> None:
    """A chart of it, which also makes the browser load what draws charts before the reader asks for the first one."""
    with st.expander("ECLO란?", icon=":material/help:"):
        st.markdown("Equivalent Casualties Loss Only. 사고 한 건의 인명피해를 하나의 수로 나타냅니다.")
        chart_card.show(
            kept_figures.figure("eclo weights", b"", lambda: bars(theme.palette())),
            lambda: pd.DataFrame({"피해": _WEIGHTS.keys(), "ECLO": _WEIGHTS.values()}),
            "ECLO_가중치",
            "한 명마다 사망자는 10, 중상자는 5, 경상자는 3, 부상신고자는 1로 셉니다.",
        )
        st.caption("예를 들어 중상자 한 명과 경상자 두 명이면 5 + 3 + 3 = 11입니다.")


def bars(colours: Palette) -> go.Figure:
    """A bar for each kind of casualty, the gravest on top."""
    drawn = {
        "type": "bar",
        "x": list(_WEIGHTS.values()),
        "y": list(_WEIGHTS),
        "orientation": "h",
        "text": [f"<b>{weight}</b>" for weight in _WEIGHTS.values()],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colours.severity[::-1], "cornerradius": 3},
        "hovertemplate": "%{y} 한 명: <b>%{x}</b><extra></extra>",
    }
    layout = {
        "showlegend": False,
        "bargap": 0.3,
        "xaxis": {"title": {"text": "ECLO"}, "range": [0, 11]},
        "yaxis": {"autorange": "reversed", "showgrid": False, "tickfont": {"color": colours.text}},
    }
    return chart_making.chart(colours, 190, "다친 사람 한 명의 ECLO", [drawn], layout)
