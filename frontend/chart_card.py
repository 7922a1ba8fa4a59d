"""A chart as readers get it everywhere: with what it says in words, its data as CSV, and itself as a picture."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from frontend import tables, theme
from frontend.literal_text import literal


def show(figure: go.Figure, data: Callable[[], pd.DataFrame], name: str, sentence: str = "", note: str = "") -> None:
    """Draws `figure`.

    `data`: makes what it shows, a row per mark, with Korean names of columns; asked only for the file, so it should
    hold no more than it needs. `name`: Korean, one of its kind on the page; the files are called so. `sentence`: what
    the chart says, also for those who do not see it; text of users in it is not Markdown. `note`: a smaller line
    below, such as `153,894건 가운데 5,000건을 그렸습니다.`
    """
    with st.container(border=True, horizontal_alignment="right"):
        st.plotly_chart(
            figure, theme=None, config=theme.picture_config(name), key=f"chart_{name}", alt=sentence or name
        )
        if sentence:
            st.markdown(literal(sentence))
        if note:
            st.caption(literal(note))
        tables.download_frame(data, name)
