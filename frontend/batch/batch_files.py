"""The result of a job as a file, and as a dataset; nothing is made before the click."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import chosen_datasets, clients, recovery
from frontend.backend_error import BackendError
from frontend.batch import batch_words
from frontend.datasets import dataset_view
from frontend.file_names import file_name
from frontend.literal_text import literal

_SAVED = "batch_saved"  # (batch_id, answer or failure)
_SAID = 520  # pixels


def show(batch: pb.Batch) -> None:
    # The click is answered in a thread without session: what it needs is bound here.
    batches, batch_id = clients.backend().batches, batch.batch_id
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "CSV로 받기",
            lambda: batches.download(batch_id),
            file_name(batch_words.source(batch), "_예측.csv", "예측"),
            "text/csv",
            key="batch_download",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )
        asked = st.button("새 데이터셋으로 저장", key="batch_save", icon=":material/library_add:")
        st.caption("올린 파일의 열 옆에 예측을 붙인 파일입니다. 엑셀에서 바로 열립니다.", width="content")
    if asked:
        _save(batch_id)
    about, saved = st.session_state.get(_SAVED, ("", None))
    if about == batch_id:
        _saved(saved)


def _save(batch_id: str) -> None:
    saved: pb.SaveBatchResponse | BackendError
    with st.spinner("데이터셋으로 저장하는 중입니다."):
        try:
            saved = clients.backend().batches.save(batch_id)
            chosen_datasets.choose(saved.dataset_id)
        except BackendError as error:
            saved = error
    st.session_state[_SAVED] = (batch_id, saved)


def _saved(saved: pb.SaveBatchResponse | BackendError) -> None:
    if isinstance(saved, BackendError):
        recovery.show(saved, lambda: st.session_state.pop(_SAVED, None), clients.backend().batches.probe)
        recovery.violations(saved)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.success(
            f"‘{literal(saved.name)}’ 데이터셋({saved.rows:,}행)으로 저장했습니다.",
            icon=":material/check_circle:",
            width=_SAID,
        )
        st.page_link(
            "app_pages/datasets.py",
            label="데이터셋 열기",
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params={dataset_view.PARAMETER: saved.dataset_id},
        )
