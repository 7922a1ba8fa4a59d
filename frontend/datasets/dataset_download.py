"""Getting the file back; nothing is fetched before the click."""

from collections.abc import Callable

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients
from frontend.datasets.dataset_client import Format
from frontend.file_names import file_name

_FORMS: tuple[tuple[Format, str, str, str], ...] = (
    ("original", "원본 받기", "", ":material/download:"),
    ("excel", "엑셀용으로 받기", "_엑셀용", ":material/table_view:"),
)


def show(dataset: pb.Dataset, allowed: Callable[[], object] | None = None) -> None:
    """Two buttons. `allowed` is called at the click and raises BackendError if the file may not be given any more."""
    # The click is answered in a thread without session: what it needs is bound here.
    datasets, dataset_id = clients.backend().datasets, dataset.dataset_id

    def fetch(form: Format) -> Callable[[], bytes]:
        def now() -> bytes:
            if allowed:
                allowed()
            return datasets.content(dataset_id, form)

        return now

    with st.container(horizontal=True):
        for form, label, suffix, icon in _FORMS:
            st.download_button(
                label,
                fetch(form),
                file_name(dataset.name, f"{suffix}.csv", "데이터셋"),
                "text/csv",
                key=f"download_{form}",
                icon=icon,
                on_click="ignore",
            )
    st.caption("원본은 올린 그대로입니다. 엑셀용은 한글이 깨지지 않고, 칸이 수식으로 실행되지 않게 바꾼 것입니다.")
