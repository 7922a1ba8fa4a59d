from pathlib import Path

import streamlit

from frontend import theme


def test_the_words_that_are_translated_are_those_of_the_charts() -> None:
    scripts = (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js")
    charts = "".join(text for path in scripts if "downloadImage" in (text := path.read_text(encoding="utf-8")))
    locales = theme.picture_config("그림")["locales"]
    assert isinstance(locales, dict)
    words = locales["ko"]["dictionary"]
    assert [word for word in words if word not in charts] == []


def test_text_of_users_is_no_markup() -> None:
    assert theme.escape("<a href='x'>&\n y") == "&lt;a href='x'&gt;&amp; y"
    assert theme.escape("가" * 300, most=10) == "가" * 9 + "…"
