"""A figure of severity with what it differs by from the usual: more is worse, and looks like that."""

from typing import Literal

import streamlit as st

from frontend import theme


def show(
    label: str,
    value: str,
    change: str,
    against: str,
    *,
    help: str | None = None,  # noqa: A002
    border: bool = False,
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """`change`: as `theme.signed` or `theme.points` writes it; `against`: what it is compared with."""
    is_same = change.startswith(theme.SAME)
    st.metric(
        label,
        value,
        # Streamlit takes nothing but a hyphen for a minus: any other sign gets an arrow that points up.
        f"{change.replace('−', '-')} ({against})",
        delta_color="off" if is_same else "inverse",
        delta_arrow="off" if is_same else "auto",
        help=help,
        border=border,
        width=width,
    )
