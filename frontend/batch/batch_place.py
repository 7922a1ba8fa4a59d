"""Of the page ECLO 예측 in the URL: whether one accident or many are predicted, of which dataset, in which job."""

import streamlit as st

from frontend.predict.predict_place import STATE

MODE, SOURCE, JOB = "mode", "source", "batch"
MANY = "batch"
"""Value of `mode`; without it one accident is predicted. A job says the same without words."""

_LEFT = "batch_place_left"


def predicts_many() -> bool:
    return STATE.all(MODE) == [MANY] or job() is not None


def source() -> str | None:
    """Id of the dataset whose columns are being matched, as it stands in the URL."""
    return next(iter(STATE.all(SOURCE)), None)


def job() -> str | None:
    """Id of the job that is open, as it stands in the URL."""
    return next(iter(STATE.all(JOB)), None)


def parameters(batch_id: str) -> dict[str, str]:
    """Query parameters of the page that open a job."""
    return {MODE: MANY, JOB: batch_id}


def switch(many: bool) -> None:
    """To one accident, or back to where the reader was among the jobs."""
    if many:
        _go({MODE: MANY} | st.session_state.get(_LEFT, {}))
    else:
        st.session_state[_LEFT] = {name: at for name, at in ((SOURCE, source()), (JOB, job())) if at}
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
    STATE.put({name: [place[name]] if name in place else [] for name in (MODE, SOURCE, JOB)})
