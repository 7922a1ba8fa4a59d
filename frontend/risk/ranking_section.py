"""All 동 from the most to the least severe, and the means of the 구."""

import pandas as pd
import streamlit as st

from frontend import chart_card, kept_figures, tables, theme
from frontend.risk import district_risk, risk_charts, risk_words
from frontend.risk.risk_place import DONG, STATE

_TABLE = "risk_map_ranking"
_HEIGHT = 490  # pixels
_WIDTHS = {
    "순위": st.column_config.NumberColumn(width=44),
    "구·군": st.column_config.TextColumn(width=60),
    "읍·면·동": st.column_config.TextColumn(width=84),
    "ECLO": st.column_config.NumberColumn(format="%.2f", width=56),
    "차이": st.column_config.NumberColumn(format="%+.2f", width=56, help="동 전체의 평균과의 ECLO 차이입니다."),
    "해석": st.column_config.TextColumn(width=72),
    "백분위": st.column_config.NumberColumn(format="%.0f", width=58),
    district_risk.SERIOUS: st.column_config.NumberColumn(format="percent", width=100),
}


def show(ranked: pd.DataFrame) -> None:
    """A click on a row opens the week of that 동."""
    rows = district_risk.rounded(ranked)
    st.markdown("**동 순위**")
    st.dataframe(
        rows,
        height=_HEIGHT,
        hide_index=True,
        column_config=_WIDTHS,
        key=_TABLE,
        on_select=lambda: _choose(ranked),
        selection_mode="single-row",
        alt=risk_words.ends(ranked),
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(f"모두 {len(ranked):,}곳입니다. 행을 고르면 아래에 그 동의 한 주가 열립니다.", width="content")
        tables.download_frame(lambda: rows, "동별_위험")


def gu(ranked: pd.DataFrame, content: bytes) -> None:
    """`content`: the answer that was ranked."""
    means = district_risk.gu_means(ranked)
    figure = kept_figures.figure("gu", content, lambda: risk_charts.gu_bars(means, theme.palette()))
    note = "동마다 한 번씩 센 평균이고, 사고가 얼마나 잦은지는 들어 있지 않습니다."
    chart_card.show(figure, lambda: district_risk.rounded(means), "구별_위험", risk_words.gu(means), note)


def _choose(ranked: pd.DataFrame) -> None:
    if rows := st.session_state[_TABLE].selection.rows:
        STATE.set(DONG, [str(ranked.index[rows[0]])])
