"""Renaming, describing and deleting a dataset."""

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import chosen_datasets, clients, confirmation, recovery
from frontend.backend_error import BackendError
from frontend.datasets.dataset_upload import LONGEST_DESCRIPTION, LONGEST_NAME
from frontend.literal_text import literal

PARAMETER = "dataset_id"
_FAILURE = "rename_failure"


def show(dataset: pb.Dataset) -> None:
    _words(dataset)
    st.markdown("**삭제**")
    st.caption("삭제하면 되돌릴 수 없고, 공유 링크도 함께 사라집니다.")
    if st.button("데이터셋 삭제", key="delete", icon=":material/delete:"):
        confirmation.ask(
            "데이터셋 삭제",
            f"‘{literal(dataset.name)}’ 데이터셋({dataset.rows:,}행)을 삭제합니다. 되돌릴 수 없습니다.",
            "삭제하기",
            lambda: delete(dataset),
        )


def delete(dataset: pb.Dataset) -> None:
    """Deletes the dataset and leaves it. Raises BackendError."""
    clients.backend().datasets.delete(dataset.dataset_id)
    chosen_datasets.forget(dataset.dataset_id)
    st.query_params.pop(PARAMETER, None)
    st.toast(f"‘{literal(dataset.name)}’ 데이터셋을 삭제했습니다.", icon=":material/delete:")


def _words(dataset: pb.Dataset) -> None:
    keys = {field: f"{field}_{dataset.dataset_id}" for field in ("name", "description")}
    with st.form("words", border=False):
        st.text_input("이름", dataset.name, max_chars=LONGEST_NAME, key=keys["name"])
        st.text_area("설명", dataset.description, max_chars=LONGEST_DESCRIPTION, key=keys["description"], height=100)
        st.form_submit_button("저장", icon=":material/save:", on_click=_save, args=(dataset.dataset_id, keys))
    dataset_id, failure = st.session_state.get(_FAILURE, ("", None))
    if failure and dataset_id == dataset.dataset_id:
        recovery.show_datasets(failure, lambda: st.session_state.pop(_FAILURE, None))
        recovery.violations(failure)


def _save(dataset_id: str, keys: dict[str, str]) -> None:
    st.session_state.pop(_FAILURE, None)
    try:
        clients.backend().datasets.update(
            dataset_id, **{field: st.session_state[key].strip() for field, key in keys.items()}
        )
    except BackendError as error:
        st.session_state[_FAILURE] = (dataset_id, error)
        return
    st.toast("저장했습니다.", icon=":material/check_circle:")
