"""Which column of a dataset is taken for which field of an accident, corrected by the user."""

from collections.abc import Mapping

import streamlit as st
from daegu.dataset.v1 import dataset_pb2
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.batch import batch_start
from frontend.datasets import dataset_words
from frontend.literal_text import literal

_CHOSEN = "batch_columns"  # (dataset_id, column by field as the user has chosen; empty leaves a field out)
_EXAMPLES, _LONGEST_EXAMPLE = 3, 18
_NAMED = 20  # columns
_Field = pb.MatchBatchColumnsResponse.Field


def show(dataset: dataset_pb2.Dataset) -> None:
    st.subheader("2. 열 맞추기", anchor=False)
    try:
        matched = clients.backend().batches.match(dataset.dataset_id, _chosen(dataset.dataset_id))
    except BackendError as error:
        _not_matched(error, dataset.dataset_id)
        return
    missing = [field.label for field in matched.missing]
    if missing:
        st.warning(f"아직 열을 찾지 못한 항목이 있습니다: **{', '.join(missing)}**", icon=":material/help:")
    else:
        st.success("예측에 필요한 항목을 모두 찾았습니다. 맞는지 확인해주세요.", icon=":material/check_circle:")
    _fields(dataset, matched)
    if matched.unused:
        names = ", ".join(f"‘{name}’" for name in matched.unused[:_NAMED])
        more = " 등" if len(matched.unused) > _NAMED else ""
        st.caption(f"쓰지 않는 열 {len(matched.unused):,}개: {literal(names)}{more}")
    batch_start.show(dataset, _chosen(dataset.dataset_id), missing)


def _fields(dataset: dataset_pb2.Dataset, matched: pb.MatchBatchColumnsResponse) -> None:
    """A row per field; those that are neither found nor needed are folded away."""
    taken = {match.field: match.column for match in matched.matches}
    missing = {field.name for field in matched.missing}
    columns = {info.name: info for info in dataset.columns_info}
    with st.container(border=True):
        for field in matched.fields:
            if field.name in taken or field.name in missing:
                _field(dataset.dataset_id, field, taken.get(field.name), field.name in missing, columns)
    rest = [field for field in matched.fields if field.name not in taken and field.name not in missing]
    if rest:
        with st.expander(f"없어도 되는 항목 {len(rest)}개", icon=":material/unfold_more:"):
            for field in rest:
                _field(dataset.dataset_id, field, None, False, columns)


def _field(
    dataset_id: str,
    field: _Field,
    column: str | None,
    is_missing: bool,
    columns: Mapping[str, dataset_pb2.ColumnInfo],
) -> None:
    label, choice, example = st.columns([3, 4, 5], vertical_alignment="center", gap="small")
    icon = (
        ":red[:material/error:]" if is_missing else ":green[:material/check_circle:]" if column else ":material/remove:"
    )
    label.markdown(f"{icon} **{literal(field.label)}**{'' if field.required or is_missing else ' :gray[(선택)]'}")
    key = f"batch_column_{dataset_id}_{field.name}"
    st.session_state[key] = column if column in columns else None
    choice.selectbox(
        f"{field.label} 열",
        list(columns),
        index=None,
        key=key,
        placeholder="열을 골라주세요" if is_missing else "쓰지 않음",
        label_visibility="collapsed",
        filter_mode="contains",
        on_change=_correct,
        args=(dataset_id, field.name, key, st.session_state[key]),
    )
    if column is not None and column in columns:
        example.caption(f"예: {literal(_examples(columns[column]))}")
    elif is_missing:
        example.caption(f":red[{literal(field.label)}에 해당하는 열이 필요합니다.]")


def _examples(info: dataset_pb2.ColumnInfo) -> str:
    """Values that the column has."""
    values = [item.value for item in info.top_values[:_EXAMPLES]]
    if not values:
        values = [value for value in (dataset_words.bound(info, "min"), dataset_words.bound(info, "max")) if value]
    return ", ".join(value if len(value) <= _LONGEST_EXAMPLE else f"{value[:_LONGEST_EXAMPLE]}…" for value in values)


def _correct(dataset_id: str, field: str, key: str, shown: str | None) -> None:
    if st.session_state[key] == shown:  # see batch_source
        return
    batch_start.forget_failure()
    st.session_state[_CHOSEN] = (dataset_id, _chosen(dataset_id) | {field: st.session_state[key] or ""})


def _chosen(dataset_id: str) -> dict[str, str]:
    """The columns that the user has chosen for this dataset."""
    about, columns = st.session_state.get(_CHOSEN, ("", {}))
    return columns if about == dataset_id else {}


def _not_matched(error: BackendError, dataset_id: str) -> None:
    recovery.show(error, probe=clients.backend().batches.probe)
    recovery.violations(error)
    if _chosen(dataset_id) and error.violations:
        st.button(
            "고른 열 되돌리기",
            key="batch_columns_reset",
            icon=":material/undo:",
            on_click=lambda: st.session_state.pop(_CHOSEN, None),
        )
