"""The 동 on a map, coloured by what the reader wants to see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from frontend import dong_centres, dong_places, kept_figures, map_settings, maps, theme
from frontend.maps import Scale
from frontend.point_maps.settings import Tiles
from frontend.risk import district_places, risk_words
from frontend.risk.district_risk import SERIOUS
from frontend.risk.risk_place import COLOUR, STATE
from frontend.theme import Palette


@dataclass(frozen=True)
class _View:
    """`measure`: a column of the ranking."""

    label: str
    measure: str
    hint: str
    scale: Callable[[pd.Series, Palette], Scale]
    sentence: Callable[[pd.DataFrame], str]


def _rising(title: str, write: Callable[[float], str]) -> Callable[[pd.Series, Palette], Scale]:
    def scale(values: pd.Series, colours: Palette) -> Scale:
        low, high = maps.scale_ends(values.tolist(), [1] * len(values))
        return Scale(title, low, high, colours.sequential, low, write)

    return scale


def _around_the_mean(values: pd.Series, colours: Palette) -> Scale:
    low, high = maps.scale_ends(values.abs().tolist(), [1] * len(values))
    furthest = max(abs(low), abs(high))
    return Scale(
        "동 평균과의 차이", -furthest, furthest, (colours.fall, colours.background, colours.rise), 0.0, theme.signed
    )


_VIEWS: Mapping[str, _View] = {
    "eclo": _View(
        "예상 ECLO",
        "ECLO",
        "원이 크고 진할수록 예상 ECLO가 높습니다.",
        _rising("예상 ECLO", theme.eclo),
        risk_words.ends,
    ),
    "difference": _View(
        "평균과의 차이",
        "차이",
        "주황은 동 전체의 평균보다 높고 파랑은 낮습니다. 원이 클수록 평균에서 멉니다.",
        _around_the_mean,
        risk_words.spread,
    ),
    "serious": _View(
        SERIOUS,
        SERIOUS,
        "원이 크고 진할수록 누군가 숨지거나 크게 다칠 확률이 높습니다.",
        _rising(SERIOUS, theme.percent),
        risk_words.serious,
    ),
}


def show(ranked: pd.DataFrame, content: bytes) -> None:
    """`content`: the answer that was ranked."""
    colour = STATE.segmented(
        COLOUR, "무엇을 색으로 볼까요", list(_VIEWS), "eclo", format_func=lambda name: _VIEWS[name].label
    )
    view, tiles, there = _VIEWS[colour], map_settings.current().tiles, dong_places.places(ranked.index)
    if not there:
        st.info("지도에 그릴 수 있는 동이 없습니다.", icon=":material/location_off:")
        return
    sentence = view.sentence(ranked)
    st.caption(f"{view.hint} {sentence}")
    st.plotly_chart(
        kept_figures.figure(f"map {colour} {tiles}", content, lambda: _draw(ranked, view, tiles)),
        theme=None,
        config=maps.CONFIG,
        key="risk_map",
        alt=sentence,
    )
    st.caption("끌면 움직이고, 휠이나 두 손가락으로 확대합니다. 두 번 누르면 처음 자리로 돌아갑니다.")
    if gathered := sum(len(place.gathered) for place in there):
        st.caption(f":material/info: 위치 자료가 없는 동 {gathered}곳은 구의 가운데에 모아 평균으로 그렸습니다.")
    if unplaced := len(ranked) - sum(len(place.members) for place in there):
        st.caption(f":material/info: 위치를 모르는 동 {unplaced}곳은 지도에 없습니다.")


def _draw(ranked: pd.DataFrame, view: _View, tiles: Tiles | None) -> go.Figure:
    colours = theme.palette()
    places, scale = district_places.places(ranked, view.measure), view.scale(ranked[view.measure], colours)
    return maps.values(places, scale, dong_centres.gu_centres(), colours, tiles)
