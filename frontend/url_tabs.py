"""Tabs of which the open one stands in the URL, and only the open one is drawn."""

from collections.abc import Callable, Mapping

import streamlit as st

from frontend.url_state import UrlState

VIEW = "view"


def show(state: UrlState, tabs: Mapping[str, tuple[str, Callable[[], None]]]) -> None:
    """`tabs`: by the word in the URL, the label and what draws it. The first one is open if the URL names none."""
    first = next(iter(tabs))
    key = f"{state.page}_view"
    wanted = next(iter(state.all(VIEW)), first)
    st.session_state[key] = tabs.get(wanted, tabs[first])[0]
    drawn = st.tabs([label for label, _ in tabs.values()], key=key, on_change=lambda: _turn(state, tabs, key))
    for tab, (_, draw) in zip(drawn, tabs.values(), strict=True):
        with tab:
            if tab.open:
                draw()


def _turn(state: UrlState, tabs: Mapping[str, tuple[str, Callable[[], None]]], key: str) -> None:
    first = next(iter(tabs))
    name = next(name for name, (label, _) in tabs.items() if label == st.session_state[key])
    state.set(VIEW, [] if name == first else [name])
