"""Makes ready in the background what readers would otherwise wait for."""

import gc
import importlib
import threading

import streamlit as st

# Of the first map and the first search for neighbours.
_HEAVY = ("frontend.point_maps.elements", "sklearn.neighbors")


@st.cache_resource(show_spinner=False)
def start() -> threading.Thread:
    """For the frame of the app, once the first page is drawn."""
    thread = threading.Thread(target=_make_ready, name="warm-up", daemon=True)
    thread.start()
    return thread


def _make_ready() -> None:
    for name in _HEAVY:
        importlib.import_module(name)
    # After each run of each session Streamlit looks through all objects for garbage, and nothing else happens
    # meanwhile. Modules are never garbage: without them this takes milliseconds and not a sixth of a second.
    gc.collect()
    gc.freeze()
