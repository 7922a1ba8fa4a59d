"""Links that open a dataset without login: made, shown once, ended."""

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients, confirmation, korean_time, recovery
from frontend.backend_error import BackendError
from frontend.literal_text import literal

_LINK = "share_link"  # (dataset_id, answer or failure)


def show(dataset: pb.Dataset) -> None:
    st.markdown("링크를 받은 사람은 7일 동안 로그인 없이 이 데이터셋을 보고 받을 수 있습니다.")
    with st.container(horizontal=True):
        st.button(
            "공유 링크 만들기", key="share", icon=":material/add_link:", on_click=_share, args=(dataset.dataset_id,)
        )
        if st.button("모든 링크 끊기", key="revoke", icon=":material/link_off:"):
            confirmation.ask(
                "공유 링크 끊기",
                f"‘{literal(dataset.name)}’ 데이터셋의 공유 링크를 모두 끊습니다. "
                "링크를 받은 사람은 더 이상 열 수 없고, 끊은 링크는 되살릴 수 없습니다.",
                "모두 끊기",
                lambda: revoke(dataset.dataset_id),
            )
    dataset_id, made = st.session_state.get(_LINK, ("", None))
    if dataset_id != dataset.dataset_id:
        return
    if isinstance(made, BackendError):
        recovery.show_datasets(made, forget)
    elif made:
        _link(made)


def forget() -> None:
    """Drops the link that is on the screen."""
    st.session_state.pop(_LINK, None)


def revoke(dataset_id: str) -> None:
    """Ends all links. Raises BackendError."""
    ended = clients.backend().datasets.revoke(dataset_id)
    forget()
    st.toast(f"공유 링크 {ended:,}개를 끊었습니다." if ended else "끊을 링크가 없습니다.", icon=":material/link_off:")


def _share(dataset_id: str) -> None:
    made: pb.ShareDatasetResponse | BackendError
    try:
        made = clients.backend().datasets.share(dataset_id)
    except BackendError as error:
        made = error
    st.session_state[_LINK] = (dataset_id, made)


def _link(made: pb.ShareDatasetResponse) -> None:
    st.code(made.share_url, language=None, wrap_lines=True)
    st.caption(
        f":material/schedule: {korean_time.written(made.expires_at)}까지 열 수 있습니다. "
        "오른쪽 위의 복사 버튼를 눌러 보내주세요."
    )
    st.caption(
        ":material/visibility_off: 이 링크는 지금 한 번만 보여드립니다. 이 데이터셋을 떠나면 다시 볼 수 없으니, "
        "잃어버리면 새로 만들어 주세요."
    )
