"""Numbers, particles and tables of the sentences."""

import pytest

from services.chat.agent.analyst import sentences


@pytest.mark.parametrize(
    ("value", "text"),
    [(11234, "11,234"), (0, "0"), (4.5, "4.50"), (1234.56, "1,234.6"), (0.0157, "0.0157"), (-3, "-3")],
)
def test_numbers_have_separators_and_few_decimals(value: float, text: str) -> None:
    assert sentences.short(value) == text


@pytest.mark.parametrize(("share", "text"), [(0.0733, "7.3%"), (0.5, "50.0%"), (0.0084, "0.84%"), (0, "0.0%")])
def test_shares_are_percent(share: float, text: str) -> None:
    assert sentences.percent(share) == text


@pytest.mark.parametrize(
    ("word", "particles", "text"),
    [
        ("사고", "은/는", "사고는"),
        ("동", "은/는", "동은"),
        ("18시", "으로/로", "18시로"),
        ("서울", "으로/로", "서울로"),
        ("범어동", "으로/로", "범어동으로"),
        ("7.3%", "이/가", "7.3%가"),
        ("저녁(18–20시)", "이/가", "저녁(18–20시)이"),
        ("1,234건", "으로/로", "1,234건으로"),
    ],
)
def test_particles_follow_the_last_sound(word: str, particles: str, text: str) -> None:
    assert sentences.with_particle(word, particles) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a|b", r"a\|b"),
        ("**x**", r"\*\*x\*\*"),
        ("[a](http://b)", r"\[a\](http://b)"),
        ("<b>", r"\<b>"),
        ("2007-01-01 01:00", "2007-01-01 01:00"),
        ("cctv >= 3 & $5 ~ 7", "cctv >= 3 & $5 ~ 7"),
        ("# 제목", r"\# 제목"),
        ("- 항목", r"\- 항목"),
        ("1. 하나", r"1\. 하나"),
        ("-3.5", "-3.5"),
        ("2022. 5. 1.", "2022. 5. 1."),
        ("a\nb", "a b"),
    ],
)
def test_text_of_the_data_stays_text(cell: str, text: str) -> None:
    assert sentences.literal(cell) == text


def test_a_long_table_says_what_it_leaves_out() -> None:
    text = sentences.table(["a"], [[str(number)] for number in range(40)])
    assert text.endswith("외 28개")
    assert len(text.splitlines()) == 2 + 12 + 2
