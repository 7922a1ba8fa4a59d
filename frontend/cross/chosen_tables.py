"""The chosen datasets as tables, and the two of them that are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

import grpc
import streamlit as st

from frontend import chosen_datasets, clients, open_tables, recovery, url_tabs
from frontend.analysis.table import Table
from frontend.backend_error import BackendError
from frontend.cross.cross_place import DISTRICTS, FIRST, SECOND, STATE
from frontend.datasets import dataset_list
from frontend.literal_text import literal
from frontend.open_tables import Opened

MOST = 6
"""As many as can be told apart by colour on one map."""
_GONE = (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT)
_NEWEST = 8


@dataclass(frozen=True)
class Item:
    """A chosen dataset. `label`: its name, different from those of the others; `number`: its place, from 0."""

    dataset_id: str
    content: str
    label: str
    number: int
    table: Table


def open_all() -> list[Item]:
    """The chosen datasets, at most 6. One that cannot be opened says so, and the others are there."""
    _follow_link()
    chosen = chosen_datasets.ids()
    if len(chosen) > MOST:
        st.info(f"고른 데이터셋 {len(chosen)}개 가운데 처음 {MOST}개를 함께 봅니다.", icon=":material/info:")
    opened: dict[str, Opened] = {}
    with st.spinner("데이터를 불러오는 중입니다."):
        for each in chosen[:MOST]:
            try:
                opened[each] = open_tables.open_dataset(each)
            except BackendError as error:
                if error.code in _GONE:
                    st.warning("고른 데이터셋 하나는 삭제되어 빼고 보여드립니다.", icon=":material/delete:")
                else:
                    recovery.show_datasets(error)
                    if error.unreachable:
                        return []
    labels = chosen_datasets.labels({each: item.dataset for each, item in opened.items()})
    return [
        Item(each, item.dataset.sha256, labels[each], number, item.table)
        for number, (each, item) in enumerate(opened.items())
    ]


def pair(items: Sequence[Item], first: str, second: str) -> tuple[Item, Item]:
    """Two different datasets that the reader chooses, under these labels."""
    by_id = {item.dataset_id: item for item in items}
    names = {each: item.label for each, item in by_id.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        one = STATE.select(FIRST, first, list(by_id), items[0].dataset_id, format_func=names.__getitem__, width=320)
        others = [each for each in by_id if each != one]
        other = STATE.select(SECOND, second, others, others[0], format_func=names.__getitem__, width=320)
        st.button(
            "서로 바꾸기",
            icon=":material/swap_horiz:",
            type="tertiary",
            on_click=lambda: STATE.put({FIRST: [other], SECOND: [one]}),
        )
    return by_id[one], by_id[other]


def ask_for_more(found: int) -> None:
    """What to do while there are not two datasets yet: the newest ones, one click away."""
    with st.container(border=True):
        st.markdown("**데이터셋을 두 개 이상 골라주세요**")
        st.caption(
            f"지금 {found}개를 골랐습니다. 왼쪽 ‘고른 데이터셋’에서 고르거나 아래 표에서 행을 누르면 더해집니다. "
            "예를 들어 사고와 CCTV를 고르면 CCTV 가까이에서 난 사고를 셀 수 있습니다."
        )
        try:
            newest = clients.backend().datasets.page(_NEWEST).datasets
        except BackendError as error:
            recovery.show_datasets(error)
            return
        chosen = chosen_datasets.ids()
        others = [dataset for dataset in newest if dataset.dataset_id not in chosen]
        # A table of its own for each choice: the cell that was clicked stays selected, and is another dataset by then.
        key = "_".join(("cross_newest", *chosen))
        clicked = dataset_list.table(others, key, ("이름", "종류", "행")) if others else None
        clicked = clicked or dataset_list.sample("secondary")
    if clicked:
        chosen_datasets.choose(clicked)
        st.rerun()


def without_coordinates(missing: Sequence[Item]) -> None:
    """Says that distances cannot be measured, and leads to what can be counted instead."""
    names = ", ".join(f"‘{item.label}’" for item in missing)
    st.info(
        f"{literal(names)}에는 좌표가 없어 거리를 잴 수 없습니다. "
        "동의 가운데에서 잰 거리는 사실과 다르므로 쓰지 않습니다. 대신 동마다의 건수를 견줄 수 있습니다.",
        icon=":material/location_off:",
    )
    st.button(
        "동별 비교로 보기", icon=":material/location_city:", on_click=lambda: STATE.set(url_tabs.VIEW, [DISTRICTS])
    )


def _follow_link() -> None:
    """The two datasets of a link join the chosen ones, once."""
    asked = [each for name in (FIRST, SECOND) for each in STATE.all(name)]
    if st.session_state.get("cross_followed") != asked:
        for each in asked:
            if each not in chosen_datasets.ids():
                chosen_datasets.choose(each)
    st.session_state["cross_followed"] = asked
