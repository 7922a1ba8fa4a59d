"""A question before something that cannot be undone."""

from collections.abc import Callable

import streamlit as st

from frontend import recovery
from frontend.backend_error import BackendError


def ask(
    title: str,
    question: str,
    label: str,
    act: Callable[[], None],
    failed: Callable[[BackendError], None] = recovery.show_datasets,
) -> None:
    """Opens a dialog. `act` runs when the user presses `label`; a BackendError of it is shown there by `failed`.

    `question` is Markdown.
    """

    @st.dialog(title, icon=":material/help:")
    def dialog() -> None:
        st.markdown(question)
        with st.container(horizontal=True, horizontal_alignment="right"):
            refused = st.button("그만두기", key="confirmation_no")
            agreed = st.button(label, key="confirmation_yes", type="primary")
        if agreed:
            try:
                act()
            except BackendError as error:
                failed(error)
                return
        if agreed or refused:
            st.rerun()

    dialog()
