"""What a dataset is at a glance: its size, what was found in it, and what was read otherwise than it stands there."""

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import korean_time
from frontend.datasets import dataset_words
from frontend.literal_text import literal

_FEW = 3  # notices that are shown without being asked for


def heading(dataset: pb.Dataset) -> None:
    """Name and description."""
    st.title(literal(dataset.name), anchor=False)
    if dataset.description:
        st.text(dataset.description)


def show(dataset: pb.Dataset) -> None:
    with st.container(horizontal=True, gap="large"):
        st.metric("행", f"{dataset.rows:,}", width="content")
        st.metric("열", f"{dataset.columns:,}", width="content")
        st.metric("크기", dataset_words.size(dataset.size_bytes), width="content")
    st.caption(
        f"{dataset_words.encoding(dataset.encoding)} 파일을 {korean_time.written(dataset.uploaded_at)}에 올렸습니다."
    )


def found(dataset: pb.Dataset) -> None:
    """Coordinates and dates, if there are any, and the notices of the reader."""
    for sentence in dataset_words.found(dataset.columns_info):
        st.markdown(f":green[:material/check_circle:] {literal(sentence)}")
    sentences = [f":material/info: {literal(notice.message)}" for notice in dataset.notices]
    if len(sentences) <= _FEW:
        for sentence in sentences:
            st.markdown(sentence)
    else:
        with st.expander(f"읽으면서 알게 된 것 {len(sentences):,}가지", icon=":material/info:"):
            st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
