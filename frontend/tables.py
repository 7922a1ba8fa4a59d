"""Tables on screen and as files."""

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st

# How the columns that several tables have are written.
COLUMNS = {
    "ECLO": st.column_config.NumberColumn(format="%.2f"),
    "건수": st.column_config.NumberColumn(format="localized"),
    "평균 ECLO": st.column_config.NumberColumn(format="%.2f"),
    "차이": st.column_config.NumberColumn(format="%+.2f"),
    "백분위": st.column_config.NumberColumn(format="%.0f"),
    "사망·중상 확률": st.column_config.NumberColumn(format="percent"),
}


def csv_bytes(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows as CSV that Excel opens in Korean: UTF-8 with BOM. The columns are those of the first row."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def download(rows: Sequence[Mapping[str, object]], name: str) -> None:
    """A quiet button that saves the rows as `name`.csv."""
    st.download_button(
        "CSV로 받기",
        csv_bytes(rows),
        f"{name}.csv",
        "text/csv",
        key=f"download_{name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
