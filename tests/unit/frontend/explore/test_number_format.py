import pytest

from frontend import number_format


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1234, "1,234"),
        (1234.56, "1,235"),
        (45.8312, "45.83"),
        (45.8, "45.8"),
        (0.01316, "0.0132"),
        (-3.5, "−3.5"),
        (0.00001234, "1.23e−05"),
        (1e20, "1e+20"),
        (-0.0, "0"),
    ],
)
def test_figures_are_written_as_short_as_they_can_be(value: float, written: str) -> None:
    assert number_format.number(value) == written


def test_a_unit_follows() -> None:
    assert number_format.number(54, "세") == "54세"


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.284, "28%"),
        (0.034, "3.4%"),
        (0.0004, "0.04%"),
        (0.00001, "0.01% 미만"),
        (0.996, "99.6%"),
        (0.9997, "99.97%"),
        (0.99999, "99.99% 초과"),
        (0.9873, "99%"),
    ],
)
def test_nearly_nothing_is_not_nothing_and_nearly_all_not_all(part: float, written: str) -> None:
    assert number_format.share(part) == written


@pytest.mark.parametrize(("r", "written"), [(0.432, "0.43"), (-0.31, "−0.31"), (-0.001, "0.00"), (1, "1.00")])
def test_a_correlation_of_nothing_has_no_sign(r: float, written: str) -> None:
    assert number_format.correlation(r) == written


def test_a_very_long_name_is_cut_inside_a_sentence() -> None:
    assert number_format.topic("길" * 200) == f"‘{'길' * 29}…’"
