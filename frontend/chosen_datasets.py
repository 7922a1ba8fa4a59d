"""The datasets that the user works with, the same on every page: chosen in the sidebar, kept in the URL.

Moving to another page empties the URL; the session remembers, and the sidebar writes them back.
"""

import uuid
from collections import Counter
from collections.abc import Iterable

import grpc
import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients, korean_time, recovery
from frontend.backend_error import BackendError
from frontend.calls import PROBE_DEADLINE

PARAMETER = "datasets"
MOST = 20
_WIDGET = "chosen_datasets_widget"
_OFFERED = 500  # as many as the service lists at once


def ids() -> list[str]:
    """Ids of the chosen datasets in the order of choosing; one of them may have been deleted a moment ago."""
    wanted: list[str] = st.query_params.get_all(PARAMETER) or st.session_state.get(PARAMETER, [])
    return [each for each in dict.fromkeys(wanted) if _is_id(each)][:MOST]


def choose(dataset_id: str) -> None:
    """Adds a dataset; the longest chosen one gives way if there are too many."""
    _set([*(each for each in ids() if each != dataset_id), dataset_id][-MOST:])


def forget(dataset_id: str) -> None:
    """Takes a dataset out of the choice."""
    _set([each for each in ids() if each != dataset_id])


def show() -> None:
    """The choice, for the sidebar. Asks the service briefly: a gateway that hangs must not hold up anything."""
    chosen = ids()
    try:
        offered = offer(chosen)
    except BackendError as error:
        _set(chosen)
        kept = f" 고른 데이터셋 {len(chosen)}개는 기억하고 있습니다." if chosen else ""
        st.caption(f"데이터셋 목록을 지금은 불러올 수 없습니다.{kept}")
        if error.unreachable:
            recovery.watch(None, clients.backend().datasets.probe)
        return
    there = [each for each in chosen if each in offered]
    _set(there)
    st.session_state[_WIDGET] = there
    st.multiselect(
        "고른 데이터셋",
        list(offered),
        key=_WIDGET,
        format_func=offered.__getitem__,
        placeholder="데이터셋을 골라주세요" if offered else "아직 데이터셋이 없습니다",
        max_selections=MOST,
        filter_mode="contains",
        select_all=False,
        on_change=lambda: _set(st.session_state[_WIDGET]),
    )
    if gone := len(chosen) - len(there):
        st.caption(f":material/info: 삭제된 데이터셋 {gone}개를 선택에서 뺐습니다.")


def offer(chosen: Iterable[str]) -> dict[str, str]:
    """Labels, all different, by id: the newest datasets and those of the chosen ones that still exist."""
    service = clients.backend().datasets
    found = {dataset.dataset_id: dataset for dataset in service.page(_OFFERED, deadline=PROBE_DEADLINE).datasets}
    for each in chosen:
        if each not in found:
            try:
                found[each] = service.get(each, deadline=PROBE_DEADLINE)
            except BackendError as error:
                if error.code != grpc.StatusCode.NOT_FOUND:
                    raise
    return labels(found)


def labels(found: dict[str, pb.Dataset]) -> dict[str, str]:
    """The names; those that several have are told apart by the time of upload."""
    times = Counter(dataset.name for dataset in found.values())
    return {
        each: dataset.name if times[dataset.name] == 1 else f"{dataset.name} ({_second(dataset)})"
        for each, dataset in found.items()
    }


def _second(dataset: pb.Dataset) -> str:
    return f"{korean_time.local(dataset.uploaded_at):%Y-%m-%d %H:%M:%S}"


def _set(chosen: list[str]) -> None:
    """Writes the choice where it is kept; the URL only if it says something else."""
    st.session_state[PARAMETER] = chosen
    if st.query_params.get_all(PARAMETER) == chosen:
        return
    if chosen:
        st.query_params[PARAMETER] = chosen
    else:
        st.query_params.pop(PARAMETER, None)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
