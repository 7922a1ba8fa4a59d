"""Failures on screen: the Korean message, and the return by itself once the server is back."""

from collections.abc import Callable

import streamlit as st

from frontend import clients
from frontend.backend_error import BackendError
from frontend.literal_text import literal

RETRY_SECONDS = 2


def show(
    error: BackendError,
    on_recovery: Callable[[], None] | None = None,
    probe: Callable[[], None] | None = None,
) -> None:
    """Shows the message; if the server is away, asks it every two seconds and reruns the page when it answers.

    `on_recovery` runs before that rerun. `probe` asks and raises BackendError; without it predictions are asked for.
    """
    say(error)
    if error.unreachable:
        watch(on_recovery, probe or clients.backend().probe)


def say(error: BackendError) -> None:
    """The message alone, with the time after which the same call can succeed."""
    message = literal(error.message_ko)
    if error.retry_after and "초 뒤" not in message:  # some services have written it into their sentence
        message += f" 약 {max(round(error.retry_after), 1)}초 뒤에 다시 시도할 수 있습니다."
    st.error(message, icon=":material/cloud_off:" if error.unreachable else ":material/error:")
    if error.is_ours and error.request_id and error.request_id not in message:
        st.caption(f"문의할 때 알려 주세요: {literal(error.request_id)}")


def show_datasets(error: BackendError, on_recovery: Callable[[], None] | None = None) -> None:
    """`show` for a failure of the dataset service."""
    show(error, on_recovery, clients.backend().datasets.probe)


def show_chat(error: BackendError) -> None:
    """`show` for a failure of the chat service."""
    show(error, probe=clients.backend().chat.probe)


def violations(error: BackendError) -> None:
    """The wrong fields, one sentence below the other."""
    for violation in error.violations:
        st.markdown(f":small[:red[:material/error: {literal(violation.message_ko)}]]")


def watch(on_recovery: Callable[[], None] | None, probe: Callable[[], None]) -> None:
    """Asks `probe` every two seconds; when it answers, runs `on_recovery` and reruns the page."""
    just_failed = True

    @st.fragment(run_every=RETRY_SECONDS)
    def attempt() -> None:
        nonlocal just_failed
        st.caption(":material/sync: 연결되면 화면이 저절로 다시 열립니다.")
        if just_failed:
            just_failed = False
            return
        try:
            probe()
        except BackendError:
            return
        if on_recovery:
            on_recovery()
        st.rerun()

    attempt()
