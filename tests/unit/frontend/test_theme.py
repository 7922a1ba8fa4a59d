from pathlib import Path

import pytest
import streamlit

from frontend import theme
from frontend.theme import DARK, LIGHT, Palette


def test_the_words_that_are_translated_are_those_of_the_charts() -> None:
    scripts = (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js")
    charts = "".join(text for path in scripts if "downloadImage" in (text := path.read_text(encoding="utf-8")))
    locales = theme.picture_config("그림")["locales"]
    assert isinstance(locales, dict)
    words = locales["ko"]["dictionary"]
    assert [word for word in words if word not in charts] == []


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_chart_with_a_title_is_legible_as_a_picture(colours: Palette) -> None:
    drawn = theme.figure(colours, 300, title="연도별 건수").layout
    assert drawn.paper_bgcolor == colours.background
    assert drawn.title.text == "<b>연도별 건수</b>"
    assert drawn.height > 300


def test_text_of_users_is_no_markup() -> None:
    assert theme.escape("<a href='x'>&\n y") == "&lt;a href='x'&gt;&amp; y"
    assert theme.escape("가" * 300, most=10) == "가" * 9 + "…"
