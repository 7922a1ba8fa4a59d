"""The datasets that questions are about: those chosen in the sidebar, else those that the conversation has."""

from collections.abc import Sequence

import grpc
import streamlit as st

from frontend import chosen_datasets, clients
from frontend.backend_error import BackendError
from frontend.calls import PROBE_DEADLINE
from frontend.datasets import dataset_list
from frontend.literal_text import literal

MOST = 10
"""Datasets of one question, as the contract says."""
_LAST = 4
_GONE = "삭제된 데이터셋"


def for_question() -> tuple[str, ...]:
    """Ids of the chosen datasets, as many as a question takes."""
    return tuple(chosen_datasets.ids()[:MOST])


def show(own: Sequence[str], is_new: bool) -> None:
    """What the next question is about; `own`: the datasets of the open conversation. A new one has its own hint."""
    chosen = for_question()
    if not (chosen or own or is_new):
        st.caption(":material/dataset: 고른 데이터셋이 없습니다. 사이드바에서 고르면 그 내용을 물어볼 수 있습니다.")
    if own and set(own) != set(chosen):
        st.caption(f":material/forum: 이 대화의 데이터셋: {_names(own)}")
    if chosen:
        st.caption(f":material/dataset: 질문할 데이터셋: {_names(chosen)}")
    if len(chosen_datasets.ids()) > MOST:
        st.caption(
            f":material/info: 질문 하나에는 데이터셋을 {MOST}개까지 쓸 수 있어, 먼저 고른 {MOST}개에 대해 묻습니다."
        )


def hint() -> None:
    """For somebody who has chosen none: the last ones, or the sample."""
    with st.container(border=True):
        st.markdown(":material/dataset: **어떤 데이터에 대해 물어볼까요?**")
        st.caption("데이터셋을 고르면 그 내용을 물어볼 수 있습니다. ECLO 예측은 데이터셋 없이도 물어볼 수 있습니다.")
        try:
            last = clients.backend().datasets.page(_LAST).datasets
        except BackendError:
            st.caption("데이터셋 목록을 지금은 불러올 수 없습니다.")
            return
        with st.container(horizontal=True):
            for dataset in last:
                st.button(
                    literal(dataset.name),
                    key=f"ask_about_{dataset.dataset_id}",
                    icon=":material/table:",
                    on_click=chosen_datasets.choose,
                    args=(dataset.dataset_id,),
                )
        if dataset_list.sample("tertiary" if last else "secondary"):
            st.rerun()


def _names(dataset_ids: Sequence[str]) -> str:
    """Bold names, as Markdown; their number if the service does not answer."""
    names = []
    for each in dataset_ids:
        try:
            names.append(clients.backend().datasets.get(each, PROBE_DEADLINE).name)
        except BackendError as error:
            if error.code != grpc.StatusCode.NOT_FOUND:
                return f"**{len(dataset_ids)}개**"
            names.append(_GONE)
    return ", ".join(f"**{literal(name)}**" for name in names)
