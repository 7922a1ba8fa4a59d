"""The radius of 가까움: one of the usual ones, or the reader's own."""

import streamlit as st

from frontend.analysis import proximity
from frontend.cross import cross_words
from frontend.cross.cross_place import METRES, RADIUS, STATE

OWN = "own"
LEAST, MOST, _USUAL = 50, 20_000, 300  # metres
_OPTIONS = (*map(str, proximity.RADII), OWN)
_KEY = f"{STATE.page}_{METRES}"


def show() -> int:
    """Draws the choice. Returns metres."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = STATE.segmented(RADIUS, "반경", _OPTIONS, _OPTIONS[0], format_func=_label)
        return _own() if chosen == OWN else int(chosen)


def _label(option: str) -> str:
    return "직접 정하기" if option == OWN else cross_words.radius(int(option))


def _own() -> int:
    st.session_state[_KEY] = _in_url()
    st.number_input(f"반경(m), {LEAST}~{MOST:,}", LEAST, MOST, step=50, key=_KEY, width=200, on_change=_take)
    return int(st.session_state[_KEY])


def _in_url() -> int:
    word = next(iter(STATE.all(METRES)), "")
    return int(word) if word.isdecimal() and len(word) < 6 and LEAST <= int(word) <= MOST else _USUAL


def _take() -> None:
    STATE.set(METRES, [str(st.session_state[_KEY])])
