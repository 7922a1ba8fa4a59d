"""What takes long comes last: a page leaves it here, and the frame of the app does it once all else is drawn."""

from collections.abc import Callable

import streamlit as st

_LEFT = "afterwards"


def leave(act: Callable[[], None]) -> None:
    """For pages: `act` runs at the end of this run."""
    st.session_state[_LEFT] = act


def forget() -> None:
    """For the frame, first of all: a run that was interrupted may have left something."""
    st.session_state.pop(_LEFT, None)


def run() -> None:
    """For the frame, last of all."""
    act: Callable[[], None] | None = st.session_state.pop(_LEFT, None)
    if act:
        act()
