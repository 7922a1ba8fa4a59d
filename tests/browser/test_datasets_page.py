"""A person uploads a CSV, looks into it, shares it and deletes it."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import grpc
import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import screenshot
from tests.browser.test_predict_page import UNREACHABLE
from tests.frontend import fake_datasets, refusals
from tests.frontend.fake_backend import FakeBackend
from tests.stack import EmbeddedStack

pytestmark = pytest.mark.browser

CAMERAS = (
    "무인교통단속카메라관리번호,시도명,시군구명,도로종류,도로노선번호,도로노선명,도로노선방향,소재지도로명주소,소재지지번주소,"
    "위도,경도,설치장소,단속구분,제한속도,단속구간위치구분,과속단속구간길이,보호구역구분,설치연도\n"
    "시험1,대구광역시,남구,시도,,시험로,3,대구광역시 남구 시험로 1,,35.83885,128.57541,시험네거리,1,60,,,99,2010\n"
    "시험2,대구광역시,수성구,시도,,시험로,3,대구광역시 수성구 시험로 2,,35.82931,128.62377,시험삼거리,1,50,,,99,2013\n"
)
INJECTION = "<img src=x onerror=alert(1)> ![x](http://evil.example/x.png) www.evil.example :red[빨강]"


@pytest.fixture
def cameras(tmp_path: Path) -> Path:
    """A file as the portals publish it: CP949."""
    path = tmp_path / "대구_CCTV_시험.csv"
    path.write_bytes(CAMERAS.encode("cp949"))
    return path


def upload(page: Page, url: str, path: Path) -> None:
    """Uploads a file and waits for its dataset."""
    page.goto(f"{url}/datasets")
    page.locator("input[type=file]").set_input_files(path, timeout=20_000)
    page.get_by_role("button", name="올리기").click()
    expect(page.get_by_text("파일을 올렸습니다.")).to_be_visible(timeout=20_000)


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def delete(page: Page) -> None:
    open_tab(page, "이름과 삭제")
    page.get_by_role("button", name="데이터셋 삭제").click()
    page.get_by_role("dialog").get_by_role("button", name="삭제하기").click()


def share(page: Page) -> str:
    """Makes a link and returns it."""
    open_tab(page, "받기와 공유")
    page.get_by_role("button", name="공유 링크 만들기").click()
    expect(page.get_by_text("지금 한 번만 보여드립니다.")).to_be_visible()
    return page.get_by_test_id("stCode").inner_text().strip()


def words_of_style(page: Page, test_id: str) -> str:
    """The text that the style sheet adds to an element."""
    style = "element => getComputedStyle(element, '::after').content"
    return str(page.get_by_test_id(test_id).evaluate(style))


@pytest.mark.timeout(240)
def test_a_file_is_uploaded_shared_opened_by_another_person_revoked_and_deleted(
    page: Page, browser: Browser, stack: EmbeddedStack, cameras: Path
) -> None:
    upload(page, stack.ui_url, cameras)
    expect(page.get_by_test_id("stMain").get_by_text("대구 CCTV").first).to_be_visible()
    expect(page.get_by_text(re.compile("CP949"))).to_be_visible()
    expect(page.get_by_text("위도·경도 열을 찾아 지도에 표시할 수 있습니다.")).to_be_visible()
    screenshot(page, "product_dataset_1440")
    link = share(page)

    other = browser.new_context(locale="ko-KR").new_page()
    other.goto(link)
    expect(other.get_by_text("공유받은 데이터셋입니다.")).to_be_visible(timeout=20_000)
    expect(other.get_by_text("대구_CCTV_시험")).to_be_visible()

    page.get_by_role("button", name="모든 링크 끊기").click()
    page.get_by_role("dialog").get_by_role("button", name="모두 끊기").click()
    expect(page.get_by_text("공유 링크 1개를 끊었습니다.")).to_be_visible()
    other.reload()
    expect(other.get_by_text(fake_datasets.SHARE_REVOKED)).to_be_visible(timeout=20_000)
    expect(other.get_by_text("대구_CCTV_시험")).to_have_count(0)
    other.context.close()

    (dataset_id,) = parse_qs(urlsplit(page.url).query)["dataset_id"]
    delete(page)
    expect(page.get_by_text("데이터셋을 삭제했습니다.")).to_be_visible(timeout=10_000)
    assert stack.http.get(f"/api/datasets/{dataset_id}").status_code == httpx.codes.NOT_FOUND


def test_the_page_fits_the_window_speaks_korean_and_asks_nobody_outside(
    page: Page, ui: str, cameras: Path, tmp_path: Path
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{ui}/datasets")
    expect(page.get_by_text("아직 데이터셋이 없습니다")).to_be_visible(timeout=20_000)
    screenshot(page, "datasets_empty_1440")

    workbook = tmp_path / "사고.xlsx"
    workbook.write_bytes(b"PK\x03\x04")
    page.locator("input[type=file]").set_input_files(workbook)
    page.get_by_test_id("stFileChipIconError").wait_for()
    assert "엑셀 파일은 ‘CSV UTF-8’ 형식으로 저장해서 올려주세요." in words_of_style(page, "stFileUploader")

    upload(page, ui, cameras)
    for width in (1440, 800):
        page.set_viewport_size({"width": width, "height": 900})
        for tab in ("미리보기", "열 살펴보기", "받기와 공유", "이름과 삭제"):
            open_tab(page, tab)
            expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
            screenshot(page, f"dataset_{tab.replace(' ', '_')}_{width}")
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, "the page is wider than the window"
    away = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))} - {"127.0.0.1"}
    assert away == set()


def test_a_refresh_stays_at_the_dataset_and_the_choice_goes_along_to_other_pages(
    page: Page, ui: str, cameras: Path
) -> None:
    upload(page, ui, cameras)
    page.reload()
    expect(page.get_by_role("heading", name="대구_CCTV_시험")).to_be_visible(timeout=20_000)
    page.get_by_test_id("stSidebar").get_by_role("link", name="시스템").click()
    page.wait_for_url(re.compile(r"/system\?datasets="))
    expect(page.get_by_test_id("stMultiSelect").get_by_text("대구_CCTV_시험")).to_be_visible()
    page.go_back()  # to the page without the choice, which gets it again in its place
    page.go_back()
    expect(page.get_by_role("heading", name="대구_CCTV_시험")).to_be_visible(timeout=20_000)


def test_an_upload_that_lost_its_server_keeps_its_words_and_asks_to_be_repeated(
    page: Page, ui: str, backend: FakeBackend, cameras: Path
) -> None:
    page.goto(f"{ui}/datasets")
    page.locator("input[type=file]").set_input_files(cameras, timeout=20_000)
    page.get_by_role("textbox", name="설명").fill("시험 자료")
    expect(page.get_by_role("button", name="올리기")).to_be_enabled()
    backend.stop()
    page.get_by_role("button", name="올리기").click()
    expect(page.get_by_test_id("stMain").get_by_text(UNREACHABLE).first).to_be_visible(timeout=5_000)
    backend.start()
    expect(page.get_by_text("‘올리기’를 한 번 더 눌러주세요.")).to_be_visible(timeout=15_000)
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0)
    page.get_by_role("button", name="올리기").click()
    expect(page.get_by_text("파일을 올렸습니다.")).to_be_visible(timeout=10_000)
    assert [item.dataset.description for item in backend.datasets.stored.values()] == ["시험 자료"]


def test_nothing_in_a_name_or_a_cell_becomes_a_picture_a_link_or_a_script(
    page: Page, ui: str, backend: FakeBackend
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    content = f"이름,빈 {INJECTION}\n{INJECTION},\n".encode()
    dataset = backend.datasets.add(content, INJECTION, INJECTION)
    page.goto(f"{ui}/datasets?dataset_id={dataset.dataset_id}&datasets={dataset.dataset_id}")
    expect(page.get_by_role("heading", name="onerror=alert(1)")).to_be_visible(timeout=20_000)
    for tab in ("미리보기", "열 살펴보기", "받기와 공유", "이름과 삭제"):
        open_tab(page, tab)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
        expect(page.get_by_test_id("stMain").locator("img, a")).to_have_count(0)
    delete(page)
    expect(page.get_by_text("데이터셋을 삭제했습니다.")).to_be_visible()
    expect(page.get_by_test_id("stToast").locator("img, a")).to_have_count(0)
    assert not [url for url in requests if "evil" in url]


def test_the_file_comes_back_and_what_cannot_be_done_is_said_in_korean(
    page: Page, ui: str, backend: FakeBackend, cameras: Path
) -> None:
    upload(page, ui, cameras)
    open_tab(page, "받기와 공유")
    with page.expect_download() as download:
        page.get_by_role("button", name="원본 받기").click()
    assert download.value.suggested_filename == "대구_CCTV_시험.csv"
    assert Path(download.value.path()).read_bytes() == cameras.read_bytes()
    backend.datasets.refusals["GetDatasetContent"] = refusals.status(grpc.StatusCode.UNAVAILABLE, "저장소가 없습니다.")
    page.get_by_role("button", name="엑셀용으로 받기").click()
    page.get_by_test_id("stDownloadButtonError").wait_for()
    said = words_of_style(page, "stDownloadButtonError")
    assert said == '"파일을 받지 못했습니다. 잠시 후 다시 시도해주세요."'

    backend.datasets.held.add(backend.datasets.newest.dataset_id)
    delete(page)
    expect(page.get_by_role("dialog").get_by_text(fake_datasets.IN_USE)).to_be_visible()
    screenshot(page, "dataset_in_use_1440")
    backend.datasets.held.clear()
    page.get_by_role("dialog").get_by_role("button", name="삭제하기").click()
    expect(page.get_by_text("데이터셋을 삭제했습니다.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not backend.datasets.stored


@pytest.mark.parametrize("whole", [True, False], ids=["the gateway", "the dataset service"])
def test_the_page_reports_what_is_away_and_opens_again_by_itself(
    page: Page, ui: str, backend: FakeBackend, whole: bool
) -> None:
    backend.datasets.add(b"a\n1\n", "하나")
    away = refusals.status(grpc.StatusCode.UNAVAILABLE, UNREACHABLE)
    if whole:
        backend.stop()
    else:
        backend.datasets.refusals = {"ListDatasets": away}
    page.goto(f"{ui}/datasets")
    expect(page.get_by_text("CSV 올리기")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(UNREACHABLE)).to_be_visible(timeout=5_000)
    screenshot(page, f"datasets_down_{'gateway' if whole else 'service'}_1440")
    if whole:
        backend.start()
    else:
        backend.datasets.refusals = {}
    expect(page.get_by_text("모두 1개입니다.")).to_be_visible(timeout=15_000)
    expect(page.get_by_text(UNREACHABLE)).to_have_count(0)
