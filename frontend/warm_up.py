"""Imports in the background what the first map and the first search for neighbours would otherwise wait for."""

import importlib
import threading

import streamlit as st

_HEAVY = ("frontend.point_maps.elements", "sklearn.neighbors")


@st.cache_resource(show_spinner=False)
def start() -> threading.Thread:
    """For the frame of the app, once the first page is drawn."""
    thread = threading.Thread(target=_import_all, name="warm-up", daemon=True)
    thread.start()
    return thread


def _import_all() -> None:
    for name in _HEAVY:
        importlib.import_module(name)
