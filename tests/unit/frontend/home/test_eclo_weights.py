from frontend.home import eclo_weights
from frontend.theme import DARK, LIGHT


def test_a_death_counts_ten_times_as_much_as_a_reported_injury_and_the_gravest_is_on_top() -> None:
    figure = eclo_weights.bars(LIGHT)
    assert dict(zip(figure.data[0].y, figure.data[0].x, strict=True)) == {
        "사망자": 10,
        "중상자": 5,
        "경상자": 3,
        "부상신고자": 1,
    }
    assert figure.layout.yaxis.autorange == "reversed"


def test_each_bar_says_its_number_so_that_no_colour_has_to() -> None:
    assert eclo_weights.bars(DARK).data[0].text == ("<b>10</b>", "<b>5</b>", "<b>3</b>", "<b>1</b>")
