"""The one prediction on the page: what was asked, what was answered, and what went wrong."""

from dataclasses import dataclass

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, theme
from frontend.backend_error import BackendError
from frontend.predict import accident_form

_STATE = "prediction"


@dataclass(frozen=True)
class Attempt:
    """One press of the button: the accident, and the answer or the failure."""

    accident: pb.Accident
    answer: pb.PredictEcloResponse | None = None
    failure: BackendError | None = None

    def violations(self, accident: pb.Accident) -> dict[str, list[str]]:
        """Korean sentences by key of the widget; none once the form says something else."""
        found: dict[str, list[str]] = {}
        if self.failure and self.accident == accident:
            for violation in self.failure.violations:
                messages = found.setdefault(accident_form.widget_of(violation.field), [])
                if violation.message_ko not in messages:
                    messages.append(violation.message_ko)
        return found


def last() -> Attempt | None:
    """The last attempt of this session."""
    attempt: Attempt | None = st.session_state.get(_STATE)
    return attempt


def predict(model: pb.GetModelResponse) -> None:
    """Sends what the form says. For callbacks: it runs before the page is drawn."""
    accident = accident_form.read(model)
    try:
        answer = clients.backend().predict(accident)
    except BackendError as error:
        st.session_state[_STATE] = Attempt(accident, failure=error)
        return
    st.session_state[_STATE] = Attempt(accident, answer)
    st.toast(f"예상 ECLO {theme.eclo(answer.eclo)} · {answer.interpretation}", icon=":material/check_circle:")


def forget() -> None:
    st.session_state.pop(_STATE, None)
