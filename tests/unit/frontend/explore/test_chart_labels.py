import pytest

from frontend import chart_labels, theme
from frontend.theme import DARK, LIGHT

LONG = "대구광역시 달서구 성서공단로에 있는 아주 긴 이름의 장소"


def test_long_names_stand_in_two_lines_and_are_cut() -> None:
    assert chart_labels.wrapped("대구광역시 수성구 수성동4가") == "대구광역시 수성구<br>수성동4가"
    lines = chart_labels.wrapped(LONG).split("<br>")
    assert len(lines) == 2
    assert all(len(line) <= 11 for line in lines)
    assert lines[-1].endswith("…")


def test_a_long_name_on_one_line_keeps_both_ends() -> None:
    assert chart_labels.short("차대차 - 추돌 - 주정차중") == "차대차 -…- 주정차중"
    assert len(chart_labels.short(LONG)) == 12
    assert chart_labels.short("짧은 이름") == "짧은 이름"


@pytest.mark.parametrize("label", [chart_labels.wrapped, chart_labels.short, chart_labels.title])
def test_names_are_no_markup(label: object) -> None:
    assert callable(label)
    assert label("<b>&") == "&lt;b&gt;&amp;"


@pytest.mark.parametrize("label", [chart_labels.wrapped, chart_labels.short])
def test_a_name_of_nothing_can_be_seen(label: object) -> None:
    assert callable(label)
    assert label("  ") == "(빈 글자)"


def test_names_that_look_the_same_have_places_of_their_own() -> None:
    settings = chart_labels.axis([f"{LONG} 하나", f"{LONG} 둘"])
    assert settings["tickvals"] == [0, 1]


@pytest.mark.parametrize("colour", [*LIGHT.series, *DARK.series, LIGHT.neutral, DARK.neutral])
def test_ink_is_legible_on_every_colour(colour: str) -> None:
    def luminance(text: str) -> float:
        parts = [int(text[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted([luminance(colour), luminance(theme.ink(colour))])
    assert (light + 0.05) / (dark + 0.05) >= 4.5
