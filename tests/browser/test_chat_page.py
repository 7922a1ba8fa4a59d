"""A person asks about a dataset, watches the answer come, stops it, leaves, and comes back."""

import re
import time
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import grpc
import pytest
from daegu.chat.v1 import chat_pb2 as pb
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import screenshot
from tests.frontend import fake_answers, fake_chat, fake_csv, refusals
from tests.frontend.fake_backend import FakeBackend

pytestmark = pytest.mark.browser

KEY = "sk-ant-canary-4711"
QUESTION = "구별 사고 건수를 보여줘"
STOPPED_IN = 1.5  # seconds: the promise is one, the browser needs its own time for a click


def open_chat(page: Page, url: str, **query: str) -> None:
    page.goto(f"{url}/chat?" + "&".join(f"{name}={value}" for name, value in query.items()))
    expect(page.get_by_placeholder("데이터에 대해 물어보세요")).to_be_enabled(timeout=20_000)


def ask(page: Page, text: str) -> None:
    """With the keyboard alone."""
    box = page.get_by_placeholder("데이터에 대해 물어보세요")
    box.focus()
    box.fill(text)
    box.press("Enter")


def conversation(page: Page) -> str:
    (found,) = parse_qs(urlsplit(page.url).query)["conversation"]
    return found


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def slowly(script: list[fake_chat.Step], seconds: float) -> list[fake_chat.Step]:
    return [each for step in script for each in (step, seconds)]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (420, "dark")])
def test_a_question_is_answered_with_tools_and_charts_and_a_refresh_brings_it_back(
    page: Page, ui: str, backend: FakeBackend, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_viewport_size({"width": width, "height": 1000})
    dataset = backend.datasets.add(fake_csv.sample(), "대구 교통사고 합성 표본")
    open_chat(page, ui, datasets=dataset.dataset_id)
    expect(page.get_by_role("button", name=fake_chat.QUESTIONS[0])).to_be_visible()
    screenshot(page, f"chat_examples_{width}_{scheme}")

    backend.chat.script = slowly(fake_answers.complete(), 0.05)
    ask(page, QUESTION)
    expect(page.get_by_test_id("stChatMessage").get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_role("button", name="답변 멈추기")).to_be_visible()
    expect(page.get_by_text("값별 개수")).to_be_visible()
    page.screenshot(path=f"tests/artifacts/chat_streaming_{width}_{scheme}.png")
    expect(page.get_by_text("내장 분석기").last).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="답변 멈추기")).to_have_count(0)
    for _ in ("as it came", "after a refresh"):
        message = page.get_by_test_id("stChatMessage").last
        expect(message.get_by_role("heading", name="구별 사고 건수")).to_be_visible(timeout=20_000)
        expect(message.get_by_role("table").get_by_text("23,412")).to_be_visible()
        expect(message.get_by_test_id("stPlotlyChart")).to_have_count(2, timeout=20_000)  # Plotly is loaded once
        assert overflow(page) <= 0, "the page is wider than the window"
        page.reload()
    page.get_by_text("값별 개수").click()
    expect(page.get_by_text("개수: 8")).to_be_visible()
    page.get_by_text("조건 검색").click()
    page.get_by_text("결과 원문").first.click()
    expect(page.get_by_text("near names")).to_be_visible()
    screenshot(page, f"chat_answer_{width}_{scheme}")
    assert overflow(page) <= 0, "the page is wider than the window"
    away = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))} - {"127.0.0.1"}
    assert away == set()


@pytest.mark.parametrize("with_keyboard", [True, False], ids=["Esc", "click"])
def test_a_silent_answer_is_stopped_within_a_second_and_can_be_asked_for_again(
    page: Page, ui: str, backend: FakeBackend, with_keyboard: bool
) -> None:
    script, backend.chat.script = backend.chat.script, [*fake_chat.tokens("달서구가 가장"), fake_chat.SILENCE]
    open_chat(page, ui)
    ask(page, QUESTION)
    expect(page.get_by_text("달서구가 가장")).to_be_visible()
    started = time.monotonic()
    if with_keyboard:
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="답변 멈추기").click()
    assert backend.chat.cancelled.wait(STOPPED_IN)
    assert time.monotonic() - started < STOPPED_IN
    expect(page.get_by_text("답변이 중간에 끊겼습니다")).to_be_visible()
    expect(page.get_by_text("달서구가 가장")).to_be_visible()
    screenshot(page, "chat_stopped_1440")
    assert len(backend.chat.asked) == 1
    backend.chat.script = script
    # The second once the conversation has been loaded again, which a slow machine may be the first to see.
    page.get_by_role("button", name=re.compile("다시 시도|다시 질문하기")).click()
    expect(page.get_by_text("사고는 모두 240건입니다.")).to_be_visible()
    expect(page.get_by_test_id("stChatMessage")).to_have_count(4)
    expect(page.get_by_text("답변이 중간에 끊겼습니다")).to_be_visible()  # of the first answer, which is kept


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "talking"])
def test_a_closed_tab_ends_the_call(context: BrowserContext, ui: str, backend: FakeBackend, silent: bool) -> None:
    endless = [fake_chat.SILENCE] if silent else slowly(fake_chat.tokens("가나다라" * 500), 0.05)
    backend.chat.script = [*fake_chat.tokens("달서구가 가장"), *endless]
    tab = context.new_page()
    open_chat(tab, ui)
    ask(tab, QUESTION)
    expect(tab.get_by_text("달서구가 가장")).to_be_visible()
    tab.close()
    assert backend.chat.cancelled.wait(10)  # a tenth of a second on a quiet machine


def test_a_link_in_another_browser_shows_the_same_and_the_slower_one_is_told(
    page: Page, browser: Browser, ui: str, backend: FakeBackend
) -> None:
    open_chat(page, ui)
    ask(page, "첫째 질문")
    expect(page.get_by_text("사고는 모두 240건입니다.")).to_be_visible()
    other = browser.new_context(locale="ko-KR").new_page()
    other.goto(page.url)
    expect(other.get_by_text("사고는 모두 240건입니다.")).to_be_visible(timeout=20_000)
    ask(other, "다른 브라우저의 질문")
    expect(other.get_by_text("사고는 모두 240건입니다.")).to_have_count(2)
    other.context.close()

    ask(page, "둘째 질문")
    expect(page.get_by_text(fake_chat.OUTRUN)).to_be_visible()
    screenshot(page, "chat_outrun_1440")
    page.get_by_role("button", name="새로 불러오기").click()
    expect(page.get_by_text("다른 브라우저의 질문")).to_be_visible()
    page.get_by_role("button", name="질문 보내기").click()
    expect(page.get_by_text("사고는 모두 240건입니다.")).to_have_count(3)


def test_a_key_stays_out_of_the_url_and_leads_to_the_models(page: Page, ui: str, backend: FakeBackend) -> None:
    backend.chat.script = [refusals.status(grpc.StatusCode.UNAUTHENTICATED, "API 키가 유효하지 않습니다.")]
    open_chat(page, ui)
    field = page.get_by_role("textbox", name="Anthropic API 키")
    field.fill(KEY)
    field.press("Enter")
    expect(page.get_by_text("답변하는 모델")).to_be_visible()
    ask(page, QUESTION)
    expect(page.get_by_text("API 키가 유효하지 않습니다.")).to_be_visible()
    expect(field).to_have_value(KEY)
    assert backend.chat.keys == [KEY]
    screenshot(page, "chat_wrong_key_1440")
    page.get_by_role("link", name="홈").click()
    page.get_by_role("button", name="질문하기").click()
    expect(page.get_by_text("API 키가 유효하지 않습니다.")).to_be_visible()
    assert KEY not in page.url


def test_conversations_are_opened_renamed_and_deleted_by_the_keyboard(
    page: Page, ui: str, backend: FakeBackend
) -> None:
    backend.chat.add("첫 대화", "첫 질문", "첫 답변")
    stored = backend.chat.add("둘째 대화", "둘째 질문", "둘째 답변")
    open_chat(page, ui)
    page.get_by_role("button", name="둘째 대화").press("Enter")
    expect(page.get_by_text("둘째 답변")).to_be_visible()
    page.wait_for_url(re.compile("conversation="))

    menu = page.locator(f".st-key-menu_{stored.conversation.conversation_id} button")
    menu.press("Enter")
    page.get_by_text("이름 바꾸기").click()
    name = page.get_by_role("dialog").get_by_role("textbox", name="이름")
    name.fill("새 이름")
    name.press("Enter")
    expect(page.get_by_role("heading", name="새 이름")).to_be_visible()
    menu.press("Enter")
    page.get_by_text("삭제", exact=True).click()
    screenshot(page, "chat_delete_1440")
    page.get_by_role("dialog").get_by_role("button", name="삭제하기").press("Enter")
    expect(page.get_by_text("대화를 삭제했습니다.")).to_be_visible()
    expect(page.get_by_text("둘째 답변")).to_have_count(0)
    assert [each.conversation.title for each in backend.chat.stored.values()] == ["첫 대화"]


def test_a_hostile_answer_runs_nothing_and_asks_nobody(page: Page, ui: str, backend: FakeBackend) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    hostile = "<img src=x onerror=alert(1)> [x](http://evil.example) :material/home: ![y](http://evil.example/y.png)"
    call = fake_chat.tool_call(
        "get_value_counts",
        hostile,
        {"column": hostile},
        result=hostile,
        table=fake_chat.table(["value", hostile], [[hostile, 1]]),
        chart=pb.Chart(
            kind=pb.Chart.KIND_BAR,
            title=hostile,
            categories=['<a href="http://evil.example">누르세요</a>'],
            series=[pb.Chart.Series(name=hostile, values=[1])],
        ),
    )
    backend.chat.script = [*fake_chat.tool(call), *fake_chat.tokens(fake_answers.HOSTILE)]
    open_chat(page, ui)
    ask(page, hostile)
    expect(page.get_by_text("내장 분석기").last).to_be_visible(timeout=15_000)
    page.get_by_test_id("stChatMessage").last.get_by_text("onerror").first.click()
    screenshot(page, "chat_hostile_1440")
    expect(page.get_by_test_id("stChatMessage").locator("img, a, script, .katex")).to_have_count(0)
    assert not [url for url in requests if "evil" in url]


def test_the_last_question_of_a_long_conversation_is_in_sight(page: Page, ui: str, backend: FakeBackend) -> None:
    stored = backend.chat.add("긴 대화", *(text for n in range(8) for text in (f"질문 {n}", fake_answers.TEXT)))
    open_chat(page, ui, conversation=stored.conversation.conversation_id)
    expect(page.get_by_text("질문 7")).to_be_in_viewport()
    backend.chat.script = slowly(fake_chat.tokens("답변이 오고 있습니다. " * 4), 0.1)
    ask(page, "새 질문")
    expect(page.get_by_test_id("stChatMessage").get_by_text("새 질문")).to_be_in_viewport()
    expect(page.get_by_text("답변이 오고 있습니다.").last).to_be_in_viewport()


def test_a_wide_table_and_long_words_stay_within_a_phone(page: Page, ui: str, backend: FakeBackend) -> None:
    header = "|".join(f"아주 긴 열 이름 {number}" for number in range(9))
    row = "|".join(["대구광역시 수성구"] * 9)
    answer = f"|{header}|\n|{'---|' * 9}\n|{row}|\n\n{'가' * 300}\n\n```\n{'x' * 300}\n```\n\n`{'y' * 300}`"
    stored = backend.chat.add("넓은 답", "가" * 300 + "x" * 300, answer)
    page.set_viewport_size({"width": 420, "height": 1000})
    open_chat(page, ui, conversation=stored.conversation.conversation_id)
    expect(page.get_by_role("table")).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
    cell = page.get_by_role("cell").first
    assert cell.evaluate("element => element.clientWidth") > 40, "a column is as wide as its words"


def test_a_server_that_is_away_is_reported_and_the_question_is_sent_once_it_is_back(
    page: Page, ui: str, backend: FakeBackend
) -> None:
    open_chat(page, ui)
    backend.stop()
    ask(page, QUESTION)
    expect(page.get_by_text("서버에 연결할 수 없습니다.").first).to_be_visible(timeout=5_000)
    expect(page.get_by_test_id("stChatMessage").get_by_text(QUESTION)).to_be_visible()
    screenshot(page, "chat_down_1440")
    backend.start()
    expect(page.get_by_text("이 질문은 아직 보내지 않았습니다.")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="질문 보내기").click()
    expect(page.get_by_text("사고는 모두 240건입니다.")).to_be_visible(timeout=10_000)


def test_a_conversation_is_saved_as_markdown(page: Page, ui: str, backend: FakeBackend) -> None:
    stored = backend.chat.add("제목: 하나/둘", "질문", "답변")
    open_chat(page, ui, conversation=stored.conversation.conversation_id)
    with page.expect_download() as download:
        page.get_by_role("button", name="내려받기").click()
    assert download.value.suggested_filename == "제목_ 하나_둘.md"
    assert Path(download.value.path()).read_text(encoding="utf-8") == "# 제목: 하나/둘\n\n질문\n\n답변\n"
