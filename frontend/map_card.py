"""A map of points as readers get it everywhere: with what it says in words and its data as CSV."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from frontend import map_settings, tables, theme
from frontend.file_names import file_name
from frontend.literal_text import literal
from frontend.point_maps import point_map, sampling
from frontend.point_maps.layers import PointLayer

HEIGHT = 560  # pixels
_COLUMNS = {"latitude": "위도", "longitude": "경도", "count": "건수", "metres": "반경(m)"}


def show(layers: Sequence[PointLayer], name: str, note: str = "", sentence: str = "", view: str = "") -> None:
    """Draws the layers, at most as many points as the settings allow, and says so if that is not all.

    `name`: Korean, one of its kind on the page. `sentence`: what the map says, also for those who do not see it. Text
    of users in all of them is not Markdown. `view`: what the place and zoom that the reader chose are remembered for,
    such as the page and the id of the dataset, so that they outlast a change of filters; the name if empty.
    """
    settings = map_settings.current()
    placed = sampling.placed_points(layers)
    drawn = sampling.thin(layers, settings.max_points)
    of_all = sampling.sentence(sampling.placed_points(drawn), placed)
    with st.container(border=True):
        st.markdown(f"**{literal(name)}**")
        page = point_map.build(drawn, settings, theme.palette(), name, view or name)
        st.iframe(page, height=HEIGHT, alt=f"{name}. {sentence}" if sentence else name)
        if sentence:
            st.markdown(literal(sentence))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(literal(f"{of_all} {note}".strip()) or " ", width="stretch")
            st.download_button(
                "지도 자료를 CSV로 받기",
                lambda: tables.frame_csv(data(layers)),
                file_name(name, ".csv", "지도"),
                "text/csv",
                key=f"download_{name}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def data(layers: Sequence[PointLayer]) -> pd.DataFrame:
    """A row for each point: its layer, where it lies, and what its popup says."""
    parts = []
    for layer in layers:
        points = layer.points.rename(columns=_COLUMNS).reset_index(drop=True)
        told = pd.DataFrame() if layer.popups is None else layer.popups.reset_index(drop=True)
        told = told[[column for column in told.columns if column not in points.columns]]
        parts.append(pd.concat([pd.Series(layer.name, index=points.index, name="표시"), points, told], axis=1))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
