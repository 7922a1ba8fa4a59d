"""What each column contains: one table of all, and one column more closely."""

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients, recovery, tables
from frontend.backend_error import BackendError
from frontend.datasets import dataset_words
from frontend.literal_text import literal

_Profile = pb.GetDatasetProfileResponse.ColumnProfile

_NUMBER = st.column_config.TextColumn(alignment="right", width=120)
_COLUMNS = {
    "열": st.column_config.TextColumn(pinned=True),
    "빈 값": st.column_config.NumberColumn(format="localized"),
    "빈 값(%)": st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100, width=140),
    "서로 다른 값": st.column_config.NumberColumn(format="localized"),
    "가장 작은 값": _NUMBER,
    "가장 큰 값": _NUMBER,
    "평균": _NUMBER,
}
_QUANTILES = ("5%", "25%", "50%(중앙값)", "75%", "95%")


@st.fragment
def show(dataset: pb.Dataset) -> None:
    try:
        answer = clients.backend().datasets.profile(dataset.dataset_id)
    except BackendError as error:
        recovery.show_datasets(error)
        return
    if sparse := [literal(item.info.name) for item in answer.columns if _is_sparse(item)]:
        st.warning(
            f"빈 값이 {dataset_words.MANY_MISSING:.0%} 이상인 열이 {len(sparse)}개 있습니다: {', '.join(sparse)}",
            icon=":material/warning:",
        )
    rows = [_row(item) for item in answer.columns]
    st.dataframe(rows, hide_index=True, column_config=_COLUMNS, alt="열마다 무엇이 들었는지")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(
            "행이 많아 일부 행으로 계산했습니다." if answer.sampled else "모든 행으로 계산했습니다.", width="content"
        )
        tables.download(rows, "열_살펴보기")
    _closer({item.info.name: item for item in answer.columns}, dataset)


def _is_sparse(item: _Profile) -> bool:
    return item.missing_share >= dataset_words.MANY_MISSING


def _row(item: _Profile) -> dict[str, object]:
    info = item.info
    return {
        "열": info.name,
        "종류": dataset_words.TYPES.get(info.type, ""),
        "빈 값": info.missing,
        "빈 값(%)": round(item.missing_share * 100, 1),
        "살펴볼 점": "빈 값 많음" if _is_sparse(item) else "",
        "서로 다른 값": info.distinct,
        "가장 작은 값": dataset_words.bound(info, "min"),
        "가장 큰 값": dataset_words.bound(info, "max"),
        "평균": dataset_words.number(info.mean, info.type) if info.HasField("mean") else "",
        "자주 나오는 값": dataset_words.top_values(info),
    }


def _closer(columns: dict[str, _Profile], dataset: pb.Dataset) -> None:
    """Quantiles or the most frequent values of the chosen column."""
    name = st.selectbox(
        "열 하나를 자세히 보기",
        [name for name, item in columns.items() if item.quantiles or item.info.top_values],
        index=None,
        placeholder="열을 골라주세요",
        key=f"profile_column_{dataset.dataset_id}",
        filter_mode="contains",
        width=360,
    )
    if name is None:
        return
    item = columns[name]
    if item.quantiles:
        with st.container(horizontal=True):
            for label, value in zip(_QUANTILES, item.quantiles, strict=True):
                st.metric(label, dataset_words.number(value, item.info.type), border=True, width=160)
        st.caption("값을 작은 것부터 늘어놓았을 때 그 위치에 있는 값입니다.")
        return
    values = item.info.top_values
    st.dataframe(
        [{"값": each.value, "행": each.count, "비율": each.count / max(dataset.rows, 1)} for each in values],
        hide_index=True,
        column_config={
            "행": st.column_config.NumberColumn(format="localized"),
            "비율": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
        },
        width=560,
        alt="가장 자주 나오는 값",
    )
