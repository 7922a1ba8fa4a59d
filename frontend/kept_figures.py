"""Figures kept by what they show: Plotly checks each value of a figure, which takes longer than all else on a page.

Readers who look at the same share one figure, which nobody may change.
"""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

_MOST = 128


def figure(name: str, content: bytes, draw: Callable[[], go.Figure]) -> go.Figure:
    """What `draw` made for this `content` before, or makes now. `name`: which figure of it, and all else that it
    depends on but the mode of colours."""
    return _kept(name, content, st.context.theme.type or "light", draw)


@st.cache_resource(show_spinner=False, max_entries=_MOST)
def _kept(name: str, content: bytes, mode: str, _draw: Callable[[], go.Figure]) -> go.Figure:
    return _draw()
