"""A map of points as readers get it everywhere: with what it says in words and its data as CSV."""

from collections.abc import Sequence

import streamlit as st

from frontend import map_settings, theme
from frontend.literal_text import literal
from frontend.point_maps import point_map
from frontend.point_maps.layers import PointLayer

HEIGHT = 560  # pixels


def show(layers: Sequence[PointLayer], name: str, note: str = "", sentence: str = "", view: str = "") -> None:
    """Draws the layers, at most as many points as the settings allow, and says so if that is not all.

    `name`: Korean, one of its kind on the page. `sentence`: what the map says, also for those who do not see it. Text
    of users in all of them is not Markdown. `view`: what the place and zoom that the reader chose are remembered for,
    such as the id of the dataset, so that they outlast a change of filters.
    """
    with st.container(border=True):
        st.markdown(f"**{literal(name)}**")
        page = point_map.build(layers, map_settings.current(), theme.palette(), name, f"{name} {view}")
        st.iframe(page, height=HEIGHT, alt=sentence or name)
        if sentence:
            st.markdown(literal(sentence))
        if note:
            st.caption(literal(note))
