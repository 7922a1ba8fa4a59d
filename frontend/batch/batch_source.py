"""Which accidents are predicted: a dataset that is there, or a CSV that becomes one."""

import grpc
import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import chosen_datasets, clients, recovery
from frontend.backend_error import BackendError
from frontend.batch import batch_place
from frontend.datasets import dataset_list, dataset_upload
from frontend.literal_text import literal

_OFFERED = 500  # as many as the service lists at once
_WIDGET = "batch_source"
_ROUND = "batch_source_round"  # part of the key of the tabs: a new one opens the first of them


def show() -> pb.Dataset | None:
    """Draws the choice. Returns the dataset with its columns once there is one."""
    st.subheader("1. 예측할 자료", anchor=False)
    st.caption(
        "한 행이 사고 한 건인 CSV라면 몇 행이든 한 번에 예측합니다. TAAS와 DACON의 파일은 받은 그대로 쓸 수 있습니다."
    )
    existing, new = st.tabs(
        [":material/dataset: 데이터셋에서 고르기", ":material/upload_file: CSV 올리기"],
        key=f"batch_source_tab_{st.session_state.get(_ROUND, 0)}",
        on_change="rerun",
    )
    dataset = None
    with existing:
        if existing.open:
            dataset = _existing()
    with new:
        if new.open:
            _upload()
    return dataset


def _existing() -> pb.Dataset | None:
    service = clients.backend().datasets
    try:
        offered = {dataset.dataset_id: dataset for dataset in service.page(_OFFERED).datasets}
        wanted = batch_place.source() or next(reversed(chosen_datasets.ids()), None)
        dataset = _get(wanted) if wanted else None
    except BackendError as error:
        recovery.show_datasets(error)
        return None
    if dataset:
        offered.setdefault(dataset.dataset_id, dataset)
    if not offered:
        _none()
        return None
    if wanted and not dataset:
        st.warning("고른 데이터셋을 찾을 수 없습니다. 다른 데이터셋을 골라주세요.", icon=":material/search_off:")
    chosen = [each for each in chosen_datasets.ids() if each in offered]
    labels = chosen_datasets.labels(offered)
    st.session_state[_WIDGET] = dataset.dataset_id if dataset else None
    st.selectbox(
        "데이터셋",
        [*chosen, *(each for each in offered if each not in chosen)],
        index=None,
        key=_WIDGET,
        format_func=lambda each: f"{labels[each]} · {offered[each].rows:,}행{' · 고른 데이터셋' * (each in chosen)}",
        placeholder="데이터셋을 골라주세요",
        filter_mode="contains",
        on_change=_choose,
        args=(st.session_state[_WIDGET],),
    )
    return dataset


def _get(dataset_id: str) -> pb.Dataset | None:
    """The dataset; None if there is none with this id."""
    try:
        return clients.backend().datasets.get(dataset_id)
    except BackendError as error:
        if error.code in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT):
            return None
        raise


def _choose(shown: str | None) -> None:
    chosen = st.session_state[_WIDGET]
    if chosen == shown:  # a rerun that was on its way when the page moved on brings the widget back as it was
        return
    if chosen:
        batch_place.choose(chosen)
    else:
        batch_place.start_over()


def _none() -> None:
    st.info(
        "아직 데이터셋이 없습니다. ‘CSV 올리기’에서 파일을 올리거나 합성 표본으로 먼저 해보세요.",
        icon=":material/folder_open:",
    )
    if made := dataset_list.sample("secondary"):
        batch_place.choose(made)
        st.rerun()


def _upload() -> None:
    st.caption(":material/info: 여기서 올린 파일도 데이터셋으로 저장되어 다른 페이지에서 쓸 수 있습니다.")
    if stored := dataset_upload.show():
        chosen_datasets.choose(stored.dataset_id)
        batch_place.choose(stored.dataset_id)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.toast(f"‘{literal(stored.name)}’ 데이터셋으로 저장했습니다.", icon=":material/check_circle:")
        st.rerun()
