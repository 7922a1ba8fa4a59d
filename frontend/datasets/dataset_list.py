"""The datasets as a table; a click on a row opens one."""

import math
from collections.abc import Sequence
from typing import Literal

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import chosen_datasets, clients, korean_time, recovery
from frontend.backend_error import BackendError
from frontend.datasets import dataset_words

PAGE = "page"
ROWS = 10
_SAMPLE_HELP = "실제 사고가 아닌 사고 2만 건을 대구의 통계에 맞추어 만들어 둔 자료입니다. 화면을 시험해 볼 때 쓰세요."
_COLUMNS = {
    "행": st.column_config.NumberColumn(format="localized"),
    "열": st.column_config.NumberColumn(format="localized"),
    "크기": st.column_config.TextColumn(alignment="right"),
}


def show() -> str | None:
    """One page of all datasets, newest first; its number stands in the URL. Returns the id of one to be opened."""
    try:
        answer, page, pages = _page(_wanted_page())
    except BackendError as error:
        recovery.show_datasets(error)
        return None
    if not answer.total:
        with st.container(border=True, horizontal_alignment="center"):
            _empty()
            made = sample("primary")
            st.space("small")
        return made
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.subheader("올린 데이터셋", anchor=False, width="content")
        made = sample("tertiary")
    clicked = table(answer.datasets, "dataset_table")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(f"모두 {answer.total:,}개입니다. 행을 누르면 그 데이터셋이 열립니다.", width="content")
        if pages > 1:
            key = f"dataset_page_{page}"  # of its own for each page, so that it always shows the one in the URL
            st.pagination(pages, default=page, max_visible_pages=5, width=300, key=key, on_change=_turn, args=(key,))
    return made or clicked


def table(datasets: Sequence[pb.Dataset], key: str, columns: Sequence[str] | None = None) -> str | None:
    """Only `columns` if there is little space. Returns the id of the dataset that was clicked in this run."""
    shown_ids = f"{key}_ids"
    clickable: list[str] = st.session_state.get(shown_ids, [])  # a click is about the rows of the run before
    st.session_state[shown_ids] = [dataset.dataset_id for dataset in datasets]
    event = st.dataframe(
        [
            {
                "이름": dataset.name,
                "종류": dataset.kind,
                "행": dataset.rows,
                "열": dataset.columns,
                "크기": dataset_words.size(dataset.size_bytes),
                "올린 때": korean_time.short(dataset.uploaded_at),
            }
            for dataset in datasets
        ],
        hide_index=True,
        column_order=columns,
        column_config=_COLUMNS | {"이름": st.column_config.TextColumn(width="medium" if columns else "large")},
        key=key,
        on_select="rerun",
        selection_mode="single-cell",
        alt="데이터셋 목록",
    )
    cells = event.selection.cells
    return clickable[cells[0][0]] if cells and cells[0][0] < len(clickable) else None


def sample(kind: Literal["primary", "secondary", "tertiary"]) -> str | None:
    """A button that makes the synthetic sample. Returns its id when it is there."""
    if not st.button("합성 표본 만들기", key="sample", type=kind, icon=":material/science:", help=_SAMPLE_HELP):
        return None
    try:
        with st.spinner("합성 표본을 만드는 중입니다."):
            dataset_id = clients.backend().datasets.sample().dataset_id
    except BackendError as error:
        recovery.show_datasets(error)
        return None
    chosen_datasets.choose(dataset_id)
    return dataset_id


def _empty() -> None:
    st.space("small")
    st.markdown("## :material/folder_open:", text_alignment="center")
    st.markdown("**아직 데이터셋이 없습니다**", text_alignment="center")
    st.caption(
        "위에서 CSV를 올려주세요. 가진 파일이 없으면 합성 표본으로 먼저 둘러보실 수 있습니다.", text_alignment="center"
    )


def _wanted_page() -> int:
    text = st.query_params.get(PAGE, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 6 else 1


def _page(page: int) -> tuple[pb.ListDatasetsResponse, int, int]:
    """The datasets of a page, its number and the number of pages; the last page if there are not so many."""
    service = clients.backend().datasets
    answer = service.page(ROWS, (page - 1) * ROWS)
    pages = max(math.ceil(answer.total / ROWS), 1)
    if page > pages:
        page, answer = pages, service.page(ROWS, (pages - 1) * ROWS)
    return answer, page, pages


def _turn(key: str) -> None:
    st.query_params[PAGE] = str(st.session_state[key])
