"""One dataset: everything about it and everything that can be done with it."""

from collections.abc import Callable

import grpc
import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import chosen_datasets, clients, korean_time, recovery
from frontend.backend_error import BackendError
from frontend.datasets import (
    dataset_download,
    dataset_facts,
    dataset_manage,
    dataset_preview,
    dataset_profile,
    dataset_recognition,
    dataset_share,
)
from frontend.explore import explore_place

PARAMETER = dataset_manage.PARAMETER
SHARE_PARAMETER = "share_token"
_RECOGNITION_WIDTH = 340  # pixels
_NOT_THERE = "해당 데이터셋을 찾을 수 없습니다."
_WRONG_LINK = "공유 링크가 올바르지 않습니다. 주소를 다시 확인해주세요."
_PREVIEW, _PROFILE = ":material/table_rows: 미리보기", ":material/query_stats: 열 살펴보기"
_SHARE, _MANAGE = ":material/share: 받기와 공유", ":material/edit: 이름과 삭제"


def show(dataset_id: str, is_new: bool) -> None:
    """The dataset with this id. `is_new`: it was uploaded a moment ago."""
    _back()
    dataset = _ask(lambda: clients.backend().datasets.get(dataset_id), _NOT_THERE)
    if dataset is None:
        return
    dataset_facts.heading(dataset)
    if is_new:
        st.success("파일을 올렸습니다. 알아본 종류와 내용이 맞는지 확인해주세요.", icon=":material/check_circle:")
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute"):
        with st.container(width="content"):
            dataset_facts.show(dataset)
        with st.container(width=_RECOGNITION_WIDTH):
            dataset_recognition.show(dataset)
            dataset_recognition.correct(dataset)
    dataset_facts.found(dataset)
    _onwards(dataset_id)
    preview, profile, share, manage = st.tabs(
        [_PREVIEW, _PROFILE, _SHARE, _MANAGE], key="dataset_tab", on_change="rerun"
    )
    for tab, draw in ((preview, dataset_preview.show), (profile, dataset_profile.show), (manage, dataset_manage.show)):
        with tab:
            if tab.open:
                draw(dataset)
    with share:
        if share.open:
            st.markdown("**받기**")
            dataset_download.show(dataset)
            st.markdown("**공유**")
            dataset_share.show(dataset)


def show_shared(token: str) -> None:
    """What a link opens, to look at and to download; if the link opens nothing, why."""
    _back()
    datasets = clients.backend().datasets
    dataset = _ask(lambda: datasets.open_shared(token), _WRONG_LINK)
    if dataset is None:
        return
    dataset_facts.heading(dataset)
    until = korean_time.written(dataset.share_expires_at)
    st.info(f"공유받은 데이터셋입니다. {until}까지 볼 수 있습니다.", icon=":material/link:")
    with st.container(border=True):
        dataset_facts.show(dataset)
        dataset_recognition.show(dataset)
    dataset_facts.found(dataset)
    preview, profile, download = st.tabs(
        [_PREVIEW, _PROFILE, ":material/download: 받기"], key="shared_tab", on_change="rerun"
    )
    with preview:
        if preview.open:
            dataset_preview.show(dataset)
    with profile:
        if profile.open:
            dataset_profile.show(dataset)
    with download:
        if download.open:
            dataset_download.show(dataset, allowed=lambda: datasets.open_shared(token))


def _ask(question: Callable[[], pb.Dataset], misspelt: str) -> pb.Dataset | None:
    """The answer; None if there is none, and then the reason is on the screen."""
    try:
        return question()
    except BackendError as error:
        if error.code == grpc.StatusCode.INVALID_ARGUMENT:  # what stands in the URL is no id and no token
            st.error(misspelt, icon=":material/error:")
        else:
            recovery.show_datasets(error)
        return None


def _onwards(dataset_id: str) -> None:
    """Where the dataset can be used."""
    with st.container(horizontal=True):
        if st.button("차트와 지도로 보기", key="explore", type="primary", icon=":material/bar_chart:"):
            st.switch_page("app_pages/explore.py", query_params={explore_place.DATASET: dataset_id})
        if st.button("챗봇에게 물어보기", key="ask", icon=":material/forum:"):
            chosen_datasets.choose(dataset_id)
            st.switch_page("app_pages/chat.py")


def _back() -> None:
    st.button("데이터셋 목록", key="back", type="tertiary", icon=":material/arrow_back:", on_click=_leave)


def _leave() -> None:
    for parameter in (PARAMETER, SHARE_PARAMETER):
        st.query_params.pop(parameter, None)
