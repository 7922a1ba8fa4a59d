"""The first rows of a dataset, sorted if the user wants."""

import pandas as pd
import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.datasets import dataset_words

_ROWS = (5, 20, 100)


@st.fragment
def show(dataset: pb.Dataset) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        count = st.segmented_control(
            "보이는 행", _ROWS, default=_ROWS[0], required=True, key="preview_rows", format_func="{}행".format
        )
        sort_by = st.selectbox(
            "정렬할 열",
            [info.name for info in dataset.columns_info],
            index=None,
            placeholder="파일에 있는 순서",
            key=f"preview_sort_{dataset.dataset_id}",
            filter_mode="contains",
            width=260,
        )
        descending = st.toggle("큰 값부터", key="preview_descending", disabled=sort_by is None)
    try:
        answer = clients.backend().datasets.preview(
            dataset.dataset_id, count or _ROWS[0], sort_by or "", descending and sort_by is not None
        )
    except BackendError as error:
        recovery.show_datasets(error)
        return
    st.dataframe(
        pd.DataFrame([list(row.cells) for row in answer.rows], columns=list(answer.columns), dtype=str),
        hide_index=True,
        column_config={
            info.name: st.column_config.TextColumn(alignment="right")
            for info in dataset.columns_info
            if info.type in dataset_words.NUMBERS
        },
        alt="데이터 미리보기",
    )
    shown = f"전체 {dataset.rows:,}행 가운데 {len(answer.rows):,}행입니다."
    cut = len(answer.rows) < min(count or _ROWS[0], dataset.rows)
    st.caption(shown + (" 칸의 내용이 길어 더 적게 보여드립니다." if cut else ""))
