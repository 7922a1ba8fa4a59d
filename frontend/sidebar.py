"""The sidebar: the name of the product and which parts answer, asked every few seconds."""

import streamlit as st

from frontend import clients

REFRESH_SECONDS = 5
_GATEWAY = "게이트웨이"
# Names of parts as people read them; a part without one here is not a user's concern on this list.
PARTS = {"prediction": "ECLO 예측", "dataset": "데이터셋", "chat": "챗봇"}


def show() -> None:
    with st.sidebar:
        connection_state()


@st.fragment(run_every=REFRESH_SECONDS)
def connection_state() -> None:
    """A badge for the gateway and for each service; colour, icon and word say the same."""
    health = clients.backend().health()
    st.caption("연결 상태")
    _badge(_GATEWAY, health.gateway)
    for name, label in PARTS.items():
        if health.gateway and name in health.parts:
            _badge(label, health.parts[name])
        elif not health.gateway:
            _badge(label, None)


def _badge(label: str, up: bool | None) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.markdown(label)
        if up is None:
            st.badge("확인 불가", icon=":material/help:", color="gray")
        elif up:
            st.badge("연결됨", icon=":material/check_circle:", color="green")
        else:
            st.badge("연결 안 됨", icon=":material/cancel:", color="red")
