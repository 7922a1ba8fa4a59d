"""시각화: one dataset in figures, charts, on a map and as a table; the filters apply to all of them."""

import grpc
import streamlit as st

from frontend import open_tables, recovery
from frontend.analysis import filters
from frontend.backend_error import BackendError
from frontend.explore import dataset_choice, explore_tabs, filter_controls, overview_section
from frontend.explore.explore_place import STATE
from frontend.literal_text import literal
from frontend.open_tables import Opened

_GONE = (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT)


def page() -> None:
    STATE.restore()
    st.title("시각화", anchor=False)
    st.caption("데이터셋 하나를 차트와 지도로 살펴봅니다. 필터는 모든 차트와 지도, 표에 함께 적용됩니다.")
    if dataset_id := dataset_choice.show():
        _explore(dataset_id)


# The sidebar and the choice of the dataset need not be drawn again for each filter.
@st.fragment
def _explore(dataset_id: str) -> None:
    opened = _open(dataset_id)
    if opened is None:
        return
    st.subheader(literal(opened.dataset.name), anchor=False)
    chosen = filters.apply(opened.table, filter_controls.show(opened.table))
    overview_section.metrics(chosen, len(opened.table))
    if len(chosen):
        explore_tabs.show(chosen)
    else:
        st.info("조건에 맞는 행이 없습니다. 필터를 넓혀 주세요.", icon=":material/filter_alt_off:")


def _open(dataset_id: str) -> Opened | None:
    try:
        with st.spinner("데이터를 불러오는 중입니다."):
            return open_tables.open_dataset(dataset_id)
    except BackendError as error:
        if error.code in _GONE:
            st.error("해당 데이터셋을 찾을 수 없습니다. 왼쪽에서 다른 데이터셋을 골라주세요.", icon=":material/error:")
        else:
            recovery.show_datasets(error)
        return None


page()
