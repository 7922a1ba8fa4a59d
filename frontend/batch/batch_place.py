"""Where the reader is on the page ECLO 예측, in the URL: one accident or many, which dataset, which job.

Moving to another page empties the URL; the session remembers, and the page writes it back.
"""

import streamlit as st

MODE, SOURCE, JOB = "mode", "source", "batch"
MANY = "batch"
"""Value of `mode`; without it one accident is predicted. A job says the same without words."""

_REMEMBERED = "batch_place"
_LEFT = "batch_place_left"


def restore() -> None:
    """For the page, before anything else: takes the place from the URL, or puts the last one there."""
    here = {name: st.query_params[name] for name in (MODE, SOURCE, JOB) if name in st.query_params}
    if not here:
        here = st.session_state.get(_REMEMBERED, {})
        st.query_params.update(here)
    st.session_state[_REMEMBERED] = here


def predicts_many() -> bool:
    return st.query_params.get(MODE) == MANY or JOB in st.query_params


def source() -> str | None:
    """Id of the dataset whose columns are being matched, as it stands in the URL."""
    return st.query_params.get(SOURCE)


def job() -> str | None:
    """Id of the job that is open, as it stands in the URL."""
    return st.query_params.get(JOB)


def parameters(batch_id: str) -> dict[str, str]:
    """Query parameters of the page that open a job."""
    return {MODE: MANY, JOB: batch_id}


def switch(many: bool) -> None:
    """To one accident, or back to where the reader was among the jobs."""
    if many:
        _go({MODE: MANY} | st.session_state.get(_LEFT, {}))
    else:
        st.session_state[_LEFT] = {name: st.query_params[name] for name in (SOURCE, JOB) if name in st.query_params}
        _go({})


def choose(dataset_id: str) -> None:
    """To the columns of a dataset."""
    _go({MODE: MANY, SOURCE: dataset_id})


def open_job(batch_id: str) -> None:
    _go(parameters(batch_id))


def start_over() -> None:
    """To the choice of a dataset."""
    _go({MODE: MANY})


def _go(place: dict[str, str]) -> None:
    for name in (MODE, SOURCE, JOB):
        if name in place:
            st.query_params[name] = place[name]
        else:
            st.query_params.pop(name, None)
    st.session_state[_REMEMBERED] = place
