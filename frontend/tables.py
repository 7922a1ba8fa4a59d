"""Tables on screen and as files."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
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


# What spreadsheets take for the beginning of a formula, also in full width and behind a quote or what is not seen.
_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\ufeff\"]*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER = re.compile(r" *[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d+)?")


def frame_csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV that Excel opens in Korean and takes no cell of for a formula; `frame` is not changed.

    Text that could be one begins with an apostrophe, unless it is a plain number.
    """
    safe = pd.DataFrame(
        {
            number: frame.iloc[:, number] if _is_harmless(frame.iloc[:, number]) else _guarded(frame.iloc[:, number])
            for number in range(frame.shape[1])
        }
    )
    safe.columns = pd.Index([_guard(str(name)) for name in frame.columns])
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def download_frame(frame: Callable[[], pd.DataFrame], name: str, label: str = "CSV로 받기") -> None:
    """A quiet button that saves a frame as `name`.csv; both are made only once the file is asked for.

    Streamlit keeps `frame`, and so all that it holds, as long as the button is on a page.
    """
    st.download_button(
        label,
        lambda: frame_csv(frame()),
        f"{name}.csv",
        "text/csv",
        key=f"download_{name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _is_harmless(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)


def _guarded(column: pd.Series) -> pd.Series:
    """Each different text is looked at once."""
    texts = column.astype(object)
    changed = {text: _guard(text) for text in texts.dropna().unique() if isinstance(text, str)}
    return texts.map(lambda text: changed.get(text, text))


def _guard(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


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
