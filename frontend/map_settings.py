"""The reader's settings for all maps, in the sidebar. They last as long as the session."""

import streamlit as st

from frontend.point_maps.settings import MAX_POINTS, MapSettings, Tiles
from frontend.settings import settings

_MOST, _TILES = "map_max_points", "map_tiles"
_OFFERED = (1_000, MAX_POINTS, 10_000, 50_000)


def current() -> MapSettings:
    """What holds now, also on the run in which it was changed."""
    return MapSettings(int(st.session_state.get(_MOST, MAX_POINTS)), _tiles() if _wanted() else None)


def show() -> None:
    """For the sidebar."""
    with st.expander("지도 설정", icon=":material/map:"):
        st.selectbox(
            "한 지도에 표시할 점",
            _OFFERED,
            index=_OFFERED.index(MAX_POINTS),
            key=_MOST,
            format_func=lambda most: f"최대 {most:,}개",
            help="점이 더 많으면 고르게 골라 표시합니다. 많을수록 지도가 느려집니다.",
            persist_state="session",
        )
        if _tiles():
            st.toggle(
                "배경 지도",
                value=True,
                key=_TILES,
                help="인터넷이나 내부 서버의 지도 그림을 배경에 깝니다. 끄면 구와 동의 이름만 보입니다.",
                persist_state="session",
            )


def _wanted() -> bool:
    return bool(st.session_state.get(_TILES, True))


def _tiles() -> Tiles | None:
    its = settings()
    return Tiles(its.tile_url, its.tile_attribution) if its.tile_url else None
