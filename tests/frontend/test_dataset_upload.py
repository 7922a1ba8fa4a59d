"""Uploading on the page 데이터셋: what is recognised, what is refused, and that nothing typed is lost."""

import time

from streamlit.testing.v1 import AppTest

from frontend import chosen_datasets
from frontend.datasets import dataset_upload
from tests.frontend import fake_csv, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

CAMERAS = "관리번호,,위도,경도,설치연도\n주차12,가,35.83885,128.57541,2010\n007,나,35.84465,128.60461,2013\n,다,,,\n"


def choose_file(page: AppTest, name: str, content: bytes) -> AppTest:
    """Hands a file to the form."""
    page.file_uploader[0].set_value((name, content, "text/csv"))
    return page.run()


def uploaded(open_page: OpenPage, content: bytes = CAMERAS.encode("cp949"), name: str = "카메라.CSV") -> AppTest:
    return screen.press(choose_file(open_page("datasets"), name, content), "올리기")


def test_an_upload_opens_its_dataset_and_says_what_was_recognised(open_page: OpenPage, backend: FakeBackend) -> None:
    page = uploaded(open_page)
    stored = backend.datasets.newest
    assert backend.datasets.stored[stored.dataset_id].content == CAMERAS.encode("cp949")
    assert stored.name == "카메라"
    text = screen.text(page)
    assert page.query_params["dataset_id"] == stored.dataset_id
    assert "파일을 올렸습니다." in text
    assert "확신도 높음 · 82%" in text
    assert "CP949(한글 Windows) 파일을 2026년 1월 8일 15:05에 올렸습니다." in text
    assert "위도·경도 열을 찾아 지도에 표시할 수 있습니다." in text
    assert "2번째 열에 이름이 없어" in text
    assert screen.metrics(page) == {"행": "3", "열": "5", "크기": "101 B"}
    assert page.dataframe[0].value["관리번호"].tolist() == ["주차12", "007", ""]
    assert not page.exception


def test_an_uploaded_dataset_is_chosen_at_once(open_page: OpenPage, backend: FakeBackend) -> None:
    page = uploaded(open_page)
    assert page.multiselect[0].value == [backend.datasets.newest.dataset_id]
    assert page.query_params[chosen_datasets.PARAMETER] == backend.datasets.newest.dataset_id


def test_a_wrong_kind_is_corrected_at_once(open_page: OpenPage, backend: FakeBackend) -> None:
    page = uploaded(open_page)
    kind = next(box for box in page.selectbox if box.label.startswith("종류"))
    assert kind.options == list(fake_csv.KINDS)
    kind.select("주차장").run()
    assert backend.datasets.newest.kind == "주차장"
    assert "확인된 종류입니다." in screen.text(page)
    assert "확신도" not in screen.text(page)


def test_a_refused_file_shows_every_reason_and_loses_neither_name_nor_description(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = choose_file(open_page("datasets"), "사고.csv", b"PK\x03\x04")
    page.text_input(key="upload_name_0").input("내 이름")
    page.text_area(key="upload_description_0").input("내 설명")
    screen.press(page, "올리기")
    assert page.error[0].value.splitlines()[0] == "이 파일은 올리지 못했습니다."
    assert "- 엑셀 파일(xlsx)입니다." in page.error[0].value
    assert "- 엑셀에서 ‘CSV UTF-8’ 형식으로 저장해서 올려주세요." in page.error[0].value
    assert not backend.datasets.stored

    page.file_uploader[0].set_value(None)
    page.run()
    choose_file(page, "고친 사고.csv", CAMERAS.encode())
    assert not page.error
    screen.press(page, "올리기")
    assert (backend.datasets.newest.name, backend.datasets.newest.description) == ("내 이름", "내 설명")


def test_the_name_follows_the_file_until_the_user_types_one(open_page: OpenPage) -> None:
    page = choose_file(open_page("datasets"), "가.csv", CAMERAS.encode())
    assert page.text_input(key="upload_name_0").value == "가"
    choose_file(page, "나.csv", CAMERAS.encode())
    assert page.text_input(key="upload_name_0").value == "나"


def test_an_upload_without_a_server_keeps_the_file_and_works_when_it_is_back(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = choose_file(open_page("datasets"), "카메라.csv", CAMERAS.encode())
    backend.stop()
    screen.press(page, "올리기")
    assert {error.value for error in page.error} == {screen.UNREACHABLE}
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    screen.press(page, "올리기")
    assert backend.datasets.newest.name == "카메라"
    assert not page.error


def test_pressing_again_after_a_failure_is_the_same_upload_and_another_name_is_not() -> None:
    first = dataset_upload.upload_id("file", "이름", "설명")
    assert first == dataset_upload.upload_id("file", "이름", "설명")
    others = [("file", "이름2", "설명"), ("file", "이름", ""), ("file2", "이름", "설명")]
    assert len({first, *(dataset_upload.upload_id(*other) for other in others)}) == 4


def test_every_phase_of_an_upload_has_its_words() -> None:
    assert [dataset_upload.phase(sent, 300) for sent in (0, 111, 300)] == [
        "보내는 중 0%",
        "보내는 중 37%",
        "내용을 읽는 중",
    ]
    assert dataset_upload.phase(0, 0) == "내용을 읽는 중"
