"""The tab 빈 값: in which columns values are missing, where in the file, and which are missing together."""

import pandas as pd
import streamlit as st

from frontend import chart_card, theme
from frontend.analysis import missing
from frontend.analysis.missing import Bands
from frontend.analysis.table import Table
from frontend.explore import missing_charts, missing_words
from frontend.literal_text import literal
from frontend.number_format import share

_COLUMNS = 40


def show(table: Table) -> None:
    counts = missing.count(table.frame)
    gaps = counts[counts["missing"] > 0]
    if gaps.empty:
        st.success(
            f"빈 값이 하나도 없습니다. {len(table):,}행, {len(table.columns):,}열이 모두 채워져 있습니다.",
            icon=":material/check_circle:",
        )
        return
    warning = missing_words.warning(gaps)
    if warning:
        st.warning(literal(warning), icon=":material/warning:")
    shown = gaps.head(_COLUMNS)
    cut = f"빈 값이 많은 {_COLUMNS}개 열을 그렸습니다. 나머지 {len(gaps) - _COLUMNS:,}개는 CSV에 들어 있습니다."
    chart_card.show(
        missing_charts.bars(shown, theme.palette()),
        lambda: counts.rename(columns={"column": "열", "missing": "빈 값", "share": "비율"}),
        "열별_빈_값",
        missing_words.bars(gaps, len(counts)),
        cut if len(gaps) > len(shown) else "",
    )
    _picture(table.frame[shown["column"].tolist()])


def _picture(frame: pd.DataFrame) -> None:
    bands = missing.bands(frame)
    joined = f"{len(frame):,}행을 {len(bands.first)}구간으로 묶었습니다. " if len(bands.first) < len(frame) else ""
    chart_card.show(
        missing_charts.picture(bands, theme.palette()),
        lambda: _rows(bands),
        "파일_순서의_빈_값",
        missing_words.together(missing.together(frame)),
        f"{joined}색이 뚜렷할수록 빈 값이 많고, 가장 뚜렷한 곳에서는 {share(bands.most)}가 비어 있습니다.",
    )


def _rows(bands: Bands) -> pd.DataFrame:
    """A row per band of the file, a column per column of it."""
    rows = bands.shares.T.reset_index(drop=True)
    rows.insert(0, "부터", bands.first, allow_duplicates=True)
    rows.insert(1, "까지", bands.last, allow_duplicates=True)
    return rows
