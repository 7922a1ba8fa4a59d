"""The chosen datasets, who answers questions, how maps are drawn, and which parts of the product answer, asked every
few seconds."""

import streamlit as st

from frontend import assistant_settings, chosen_datasets, clients, map_settings
from frontend.clients import Health
from frontend.theme import BadgeColour

REFRESH_SECONDS = 5
SERVICES = {"prediction": "ECLO 예측", "dataset": "데이터셋", "chat": "챗봇"}

_UP: tuple[str, str, BadgeColour] = ("연결됨", ":material/check_circle:", "green")
_DOWN: tuple[str, str, BadgeColour] = ("연결 안 됨", ":material/cancel:", "red")
# What a service depends on: without it the service answers, but not everything.
_PARTS = {"database": "데이터베이스 끊김", "files": "파일 저장소 끊김"}
_UNKNOWN: tuple[str, str, BadgeColour] = ("확인 불가", ":material/help:", "gray")


def show() -> None:
    with st.sidebar:
        chosen_datasets.show()
        assistant_settings.show()
        map_settings.show()
        st.caption("연결 상태")
        connection_state("sidebar")


@st.fragment(run_every=REFRESH_SECONDS)
def connection_state(where: str) -> None:
    """A line for the gateway and for each service; colour, icon and word say the same. `where`: a name of the place."""
    health = clients.backend().health()
    lines = [
        _line("게이트웨이", _UP if health.gateway else _DOWN),
        *(_line(label, _state(health, name)) for name, label in SERVICES.items()),
    ]
    # One element, because every open page draws it again every few seconds.
    with st.container(key=f"connection_state_{where}"):
        st.markdown("\n\n".join(lines))


def _state(health: Health, name: str) -> tuple[str, str, BadgeColour]:
    if not health.gateway:
        return _UNKNOWN
    if name in health.down:
        return _DOWN
    away = next((part for part in _PARTS if f"{name}.{part}" in health.down), None)
    return (_PARTS[away], ":material/warning:", "orange") if away else _UP


def _line(label: str, state: tuple[str, str, BadgeColour]) -> str:
    text, icon, colour = state
    return f"{label} :{colour}-badge[{icon} {text}]"
