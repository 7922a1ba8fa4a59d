"""Which dataset the page 시각화 shows: one of those chosen in the sidebar."""

import streamlit as st

from frontend import chosen_datasets, clients, recovery
from frontend.backend_error import BackendError
from frontend.datasets import dataset_list
from frontend.explore.explore_place import DATASET, STATE

_NEWEST = 5
_FOLLOWED = "explore_followed"


def show() -> str | None:
    """Draws the choice if there is one. Returns the id of the dataset; None if none is chosen."""
    _follow_link()
    chosen = chosen_datasets.ids()
    if not chosen:
        return _empty()
    if len(chosen) == 1:
        return chosen[0]
    try:
        names = chosen_datasets.offer(chosen)
    except BackendError as error:
        recovery.show_datasets(error)
        return None
    there = [each for each in chosen if each in names]
    if not there:
        return chosen[-1]
    return STATE.select(DATASET, "데이터셋", there, there[-1], format_func=names.__getitem__, width=420)


def _follow_link() -> None:
    """A dataset that a link asks for joins the chosen ones; once it has, the sidebar decides whether it stays."""
    asked = next(iter(STATE.all(DATASET)), None)
    if asked and asked not in chosen_datasets.ids():
        if st.session_state.get(_FOLLOWED) == asked:
            STATE.set(DATASET, [])
            asked = None
        else:
            chosen_datasets.choose(asked)
    st.session_state[_FOLLOWED] = asked


def _empty() -> str | None:
    """Nothing is chosen yet: the newest datasets, one click away."""
    try:
        newest = clients.backend().datasets.page(_NEWEST)
    except BackendError as error:
        recovery.show_datasets(error)
        return None
    with st.container(border=True):
        st.markdown("**어떤 데이터셋을 볼까요?**")
        st.caption("왼쪽 ‘고른 데이터셋’에서 고르거나, 아래에서 한 번에 여세요.")
        clicked = (
            dataset_list.table(newest.datasets, "explore_newest", ("이름", "종류", "행")) if newest.datasets else None
        )
        with st.container(horizontal=True):
            made = dataset_list.sample("secondary" if newest.datasets else "primary")
            if st.button("CSV 올리기", icon=":material/upload:", type="tertiary"):
                st.switch_page("app_pages/datasets.py")
    if opened := clicked or made:
        STATE.set(DATASET, [opened])
        st.rerun()
    return None
