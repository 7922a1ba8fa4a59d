import pandas as pd
import pytest

from frontend import tables


def lines(frame: pd.DataFrame) -> list[str]:
    return tables.frame_csv(frame).decode("utf-8-sig").split("\r\n")


def test_a_frame_opens_in_excel_in_korean() -> None:
    content = tables.frame_csv(pd.DataFrame({"구": ["수성구", None], "건수": [1, 2]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "구,건수\r\n수성구,1\r\n,2\r\n"


@pytest.mark.parametrize("cell", ["=1+1", "+82-53", "-서구", "@SUM(A1)", "\t=1", " =1", "＝1", '"=1', "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert (
        tables.frame_csv(pd.DataFrame({"메모": [cell]})).decode("utf-8-sig").split("\r\n", 1)[1].lstrip('"')[0] == "'"
    )


@pytest.mark.parametrize("cell", ["-5", "+3.5", "1,234", "서구", "a=b", "2016-01-01", "-1e5"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert lines(pd.DataFrame({"메모": [cell]}))[1].strip('"') == cell


def test_names_of_columns_are_no_formulas_either() -> None:
    assert lines(pd.DataFrame({"=cmd()": [1]}))[0] == "'=cmd()"


def test_columns_of_one_name_stay_apart() -> None:
    frame = pd.DataFrame([[1, "=가"]], columns=["값", "값"])
    assert lines(frame)[:2] == ["값,값", "1,'=가"]


def test_the_frame_itself_is_not_changed() -> None:
    frame = pd.DataFrame({"메모": ["=1"]})
    tables.frame_csv(frame)
    assert frame["메모"].tolist() == ["=1"]


def test_categories_dates_and_negative_numbers_are_written_plainly() -> None:
    frame = pd.DataFrame(
        {"구": pd.Categorical(["=수성구"]), "때": pd.to_datetime(["2016-01-01 05:00"]), "차이": [-1.5]}
    )
    assert lines(frame)[1] == "'=수성구,2016-01-01 05:00:00,-1.5"
