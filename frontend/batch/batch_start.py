"""The start of a job, the reason why it cannot start, and what went wrong."""

import uuid
from collections.abc import Mapping, Sequence

import streamlit as st
from daegu.dataset.v1 import dataset_pb2

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.batch import batch_place
from frontend.literal_text import literal

_REQUEST = "batch_request"  # (what is submitted, its request_id)
_FAILURE = "batch_start_failure"  # (dataset_id, BackendError; None once the server is back)


def show(dataset: dataset_pb2.Dataset, columns: Mapping[str, str], missing: Sequence[str]) -> None:
    """`columns`: by field, as the user has chosen them. `missing`: labels of what is needed and not found."""
    reason = ""
    if missing:
        reason = f"찾지 못한 항목({', '.join(missing)})의 열을 고르면 시작할 수 있습니다."
    elif not dataset.rows:
        reason = "이 데이터셋에는 행이 없습니다."
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(
            "예측 시작",
            key="batch_start",
            type="primary",
            icon=":material/play_arrow:",
            disabled=bool(reason),
            on_click=_submit,
            args=(dataset.dataset_id, columns),
        )
        if reason:
            st.markdown(f":material/block: {literal(reason)}", width="content")
        else:
            st.caption(f"{dataset.rows:,}행을 예측합니다. 시작한 뒤에는 화면을 떠나도 계속됩니다.", width="content")
    dataset_id, failure = st.session_state.get(_FAILURE, ("", None))
    if dataset_id == dataset.dataset_id:
        _failed(dataset_id, failure)


def forget_failure() -> None:
    st.session_state.pop(_FAILURE, None)


def _submit(dataset_id: str, columns: Mapping[str, str]) -> None:
    forget_failure()
    submission = (dataset_id, tuple(sorted(columns.items())))
    known, request_id = st.session_state.get(_REQUEST, (None, ""))
    if known != submission:  # pressing again after a failure makes one job, not two
        request_id = str(uuid.uuid4())
        st.session_state[_REQUEST] = (submission, request_id)
    try:
        batch_id = clients.backend().batches.create(dataset_id, columns, request_id)
    except BackendError as error:
        st.session_state[_FAILURE] = (dataset_id, error)
        return
    st.session_state.pop(_REQUEST, None)
    batch_place.open_job(batch_id)


def _failed(dataset_id: str, failure: BackendError | None) -> None:
    if failure is None:
        st.info("서버에 다시 연결되었습니다. ‘예측 시작’을 한 번 더 눌러주세요.", icon=":material/cloud_done:")
        return
    recovery.show(
        failure,
        lambda: st.session_state.update({_FAILURE: (dataset_id, None)}),
        clients.backend().batches.probe,
    )
    recovery.violations(failure)
