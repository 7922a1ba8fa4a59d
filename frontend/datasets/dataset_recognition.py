"""What a file seems to be, how sure that is, and its correction by the user."""

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.datasets import dataset_words
from frontend.literal_text import literal
from frontend.theme import BadgeColour

_FAILURE = "recognition_failure"


def show(dataset: pb.Dataset) -> None:
    """Kind and confidence."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(literal(dataset.kind), icon=":material/category:", color=_colour(dataset.kind_confidence))
        st.caption(_sure(dataset.kind_confidence), width="content")


def correct(dataset: pb.Dataset) -> None:
    """A choice of the other kinds, stored at once."""
    try:
        kinds = list(clients.backend().datasets.kinds())
    except BackendError as error:
        recovery.show_datasets(error)
        return
    if dataset.kind not in kinds:
        kinds.insert(0, dataset.kind)
    key = f"kind_{dataset.dataset_id}"
    st.session_state[key] = dataset.kind
    st.selectbox(
        "종류가 다르면 바로잡아 주세요", kinds, key=key, filter_mode="contains", on_change=_correct, args=(dataset, key)
    )
    dataset_id, failure = st.session_state.get(_FAILURE, ("", None))
    if failure and dataset_id == dataset.dataset_id:
        recovery.show_datasets(failure, lambda: st.session_state.pop(_FAILURE, None))


def _correct(dataset: pb.Dataset, key: str) -> None:
    if st.session_state[key] == dataset.kind:  # see batch_source: nobody has corrected anything
        return
    st.session_state.pop(_FAILURE, None)
    try:
        clients.backend().datasets.update(dataset.dataset_id, kind=st.session_state[key])
    except BackendError as error:
        st.session_state[_FAILURE] = (dataset.dataset_id, error)
        return
    st.toast("종류를 바꾸었습니다.", icon=":material/check_circle:")


def _sure(confidence: float) -> str:
    return "확인된 종류입니다." if confidence >= 1 else f"확신도 {dataset_words.confidence(confidence)}"


def _colour(confidence: float) -> BadgeColour:
    return "green" if confidence >= 0.7 else "orange" if confidence >= 0.4 else "gray"
