"""Names of values and columns beside charts: they must be legible and leave room for the chart on a phone."""

import textwrap
from collections.abc import Sequence

from frontend import file_names, theme
from frontend.theme import Palette

_TITLE = 16  # letters; more do not fit beside the other words of a title on a phone


def wrapped(text: str, width: int = 11, lines: int = 2) -> str:
    """`text` in at most `lines` lines of `width` letters, escaped for Plotly."""
    parts = textwrap.wrap(" ".join(text.split()), width, max_lines=lines, placeholder="…")
    return "<br>".join(theme.escape(part) for part in parts) or "(빈 글자)"


def short(text: str, most: int = 12) -> str:
    """`text` on one line without its middle if it is long, escaped: `차대차 …주정차중`. Ends tell names apart."""
    line = " ".join(text.split())
    if len(line) > most:
        line = f"{line[: most // 2 - 1]}…{line[-(most // 2) :]}"
    return theme.escape(line) or "(빈 글자)"


def axis(names: Sequence[str]) -> dict[str, object]:
    """Settings of an axis with these names at 0, 1, 2 ...: names that look the same stay apart."""
    return _ticks([wrapped(name) for name in names])


def beside(names: Sequence[str], colours: Palette) -> dict[str, object]:
    """`axis` for one beside a chart, the first name on top."""
    look = {"autorange": "reversed", "showgrid": False, "tickfont": {"color": colours.text, "size": 12}}
    return axis(names) | look


def slanted(names: Sequence[str]) -> dict[str, object]:
    """`axis` for one below a chart."""
    return {**_ticks([short(name) for name in names]), "tickangle": -65, "ticklabeloverflow": "allow"}


def _ticks(texts: list[str]) -> dict[str, object]:
    return {"tickmode": "array", "tickvals": list(range(len(texts))), "ticktext": texts}


def name(kind: str, *columns: str) -> str:
    """What a chart of these columns and its files are called. The kind comes first: names of files are cut."""
    return file_names.file_name("_".join([kind, *columns]), "", kind)


def title(name: str) -> str:
    """The name of a column in the title of a chart."""
    return theme.escape(name, _TITLE)
