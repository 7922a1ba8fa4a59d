"""데이터셋: upload a CSV, find it again, look into it, share it."""

import streamlit as st

from frontend import chosen_datasets
from frontend.datasets import dataset_list, dataset_share, dataset_upload, dataset_view

_NEW = "new_dataset"


def page() -> None:
    if dataset_view.SHARE_PARAMETER in st.query_params:
        dataset_view.show_shared(st.query_params[dataset_view.SHARE_PARAMETER])
        return
    if opened := st.query_params.get(dataset_view.PARAMETER):
        dataset_view.show(opened, is_new=st.session_state.get(_NEW) == opened)
        return
    st.session_state.pop(_NEW, None)
    dataset_share.forget()
    st.title("데이터셋", anchor=False)
    st.caption("CSV를 올리면 무엇이 들었는지 알아보고, 지도와 차트, 질문에 쓸 수 있게 준비합니다.")
    uploaded = dataset_upload.show()
    if uploaded:
        st.session_state[_NEW] = uploaded.dataset_id
        chosen_datasets.choose(uploaded.dataset_id)
    clicked = uploaded.dataset_id if uploaded else dataset_list.show()
    if clicked:
        st.query_params[dataset_view.PARAMETER] = clicked
        st.rerun()


page()
