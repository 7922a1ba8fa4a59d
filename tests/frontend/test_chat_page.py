"""The page 챗봇: asking, the answer with its tools and charts, and coming back to it."""

import pytest
from daegu.chat.v1 import chat_pb2 as pb

from frontend.chat import chat_datasets
from tests.frontend import fake_answers, fake_chat, screen
from tests.frontend.chat_screen import answers, ask, buttons, conversation, press, questions
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

ROWS = b"a\n1\n"


def test_an_empty_page_says_what_can_be_asked_without_a_dataset(open_page: OpenPage, backend: FakeBackend) -> None:
    page = open_page("chat")
    text = screen.text(page)
    assert "어떤 데이터에 대해 물어볼까요?" in text
    assert "ECLO 예측은 데이터셋 없이도 물어볼 수 있습니다." in text
    assert fake_chat.ECLO_QUESTIONS[0] in buttons(page)
    assert "합성 표본 만들기" in buttons(page)
    assert "아직 대화가 없습니다." in text
    assert not page.exception


def test_a_dataset_is_chosen_with_one_click(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(ROWS, "주차장 목록")
    page = press(open_page("chat"), "주차장 목록")
    assert dataset.dataset_id in page.query_params["datasets"]
    assert "질문할 데이터셋: **주차장 목록**" in screen.text(page)
    assert "어떤 데이터에 대해 물어볼까요?" not in screen.text(page)


def test_the_sample_is_made_and_chosen_with_one_click(open_page: OpenPage, backend: FakeBackend) -> None:
    page = press(open_page("chat"), "합성 표본 만들기")
    assert f"질문할 데이터셋: **{backend.datasets.newest.name}**" in screen.text(page)


def test_an_example_is_asked_with_one_click_about_the_chosen_dataset(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(ROWS, "하나")
    page = press(open_page("chat", datasets=dataset.dataset_id), fake_chat.QUESTIONS[0])
    assert questions(page) == [fake_chat.QUESTIONS[0]]
    assert list(backend.chat.asked[0].dataset_ids) == [dataset.dataset_id]


def test_a_question_gets_its_answer_and_the_conversation_stands_in_the_url(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = ask(open_page("chat"), "사고가 몇 건이야?")
    assert questions(page) == ["사고가 몇 건이야?"]
    assert "사고는 모두 240건입니다." in answers(page)[0]
    assert "내장 분석기" in answers(page)[0]
    assert conversation(page) == backend.chat.newest.conversation.conversation_id
    assert not page.exception
    assert not page.chat_input[0].disabled


def test_a_question_says_how_much_of_the_conversation_was_seen(open_page: OpenPage, backend: FakeBackend) -> None:
    page = ask(open_page("chat"), "첫째")
    ask(page, "둘째")
    first, second = backend.chat.asked
    assert (first.last_sequence, second.last_sequence) == (0, 2)
    assert first.HasField("last_sequence")
    assert (first.conversation_id, second.conversation_id) == ("", conversation(page))
    assert first.request_id != second.request_id


def test_tools_are_shown_with_arguments_results_and_charts(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.script = fake_answers.complete()
    page = ask(open_page("chat"), "구별 사고 건수를 보여줘")
    steps = {step.label: step for step in page.status}
    assert list(steps) == [
        "**조건 검색** · 날시, 같음, 비",
        "**값별 개수** · 시군구.구, 8, 대구 교통사고",
        "**시간 패턴** · 사고일시",
    ]
    assert [step.state for step in steps.values()] == ["error", "complete", "complete"]
    refused, counted, _ = steps.values()
    assert "near names" in refused.code[0].value
    assert counted.caption[0].value == "열: **시군구.구** · 개수: **8** · 데이터셋: **대구 교통사고**"
    assert list(counted.dataframe[0].value.columns) == ["값", "개수", "비율"]
    assert counted.dataframe[0].value["개수"][0] == 23_412
    assert len(page.get("plotly_chart")) == 2
    assert "##### 구별 사고 건수" in answers(page)[0]


def test_a_refresh_or_a_link_brings_the_conversation_back_as_it_was(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.script = fake_answers.complete()
    page = ask(open_page("chat"), "구별 사고 건수를 보여줘")
    again = open_page("chat", conversation=conversation(page))
    assert (questions(again), answers(again)) == (questions(page), answers(page))
    assert [step.label for step in again.status] == [step.label for step in page.status]
    assert len(again.get("plotly_chart")) == 2


def test_a_look_at_another_page_loses_nothing(open_page: OpenPage, backend: FakeBackend) -> None:
    page = ask(open_page("chat"), "질문")
    opened = conversation(page)
    page.query_params.clear()  # what a change of pages does
    page.switch_page("app_pages/system.py").run()
    page.query_params.clear()
    page.switch_page("app_pages/chat.py").run()
    assert questions(page) == ["질문"]
    assert conversation(page) == opened


def test_an_answer_from_the_cache_says_so(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.reply = pb.SendMessageResponse(model="builtin", cache_hit=True)
    assert "저장된 답변" in answers(ask(open_page("chat"), "질문"))[0]


def test_an_answer_of_a_model_names_it_and_its_tokens_add_up(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.reply = pb.SendMessageResponse(
        model="claude-sonnet-5-5", token_usage=pb.TokenUsage(input=1000, output=200, total=1200)
    )
    page = ask(open_page("chat"), "첫째")
    assert "Claude Sonnet 5.5" in answers(page)[0]
    assert "토큰 1,200개(입력 1,000 · 출력 200)" in answers(page)[0]
    ask(page, "둘째")
    assert any("지금까지 쓴 토큰 2,400개" in caption.value for caption in page.sidebar.caption)


def test_an_answer_from_the_cache_has_used_no_tokens_of_this_session(open_page: OpenPage, backend: FakeBackend) -> None:
    usage = pb.TokenUsage(input=1000, output=200, total=1200)
    backend.chat.reply = pb.SendMessageResponse(model="claude-sonnet-5-5", token_usage=usage, cache_hit=True)
    page = ask(open_page("chat"), "질문")
    assert not any("지금까지 쓴" in caption.value for caption in page.sidebar.caption)


def test_an_answer_that_was_cut_off_is_marked_and_can_be_asked_for_again(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    backend.chat.reply = pb.SendMessageResponse(model="builtin", incomplete=True)
    page = ask(open_page("chat"), "질문")
    assert "답변이 중간에 끊겼습니다" in answers(page)[0]
    backend.chat.reply = pb.SendMessageResponse(model="builtin")
    press(page, "다시 질문하기")
    assert questions(page) == ["질문", "질문"]
    assert "끊겼습니다" not in answers(page)[1]
    assert backend.chat.asked[0].request_id != backend.chat.asked[1].request_id


def test_a_question_without_an_answer_can_get_one(open_page: OpenPage, backend: FakeBackend) -> None:
    stored = backend.chat.add("제목", "질문")
    page = open_page("chat", conversation=stored.conversation.conversation_id)
    assert "이 질문에는 아직 답변이 없습니다." in screen.text(page)
    press(page, "답변 받기")
    assert questions(page) == ["질문"]
    assert len(answers(page)) == 1
    assert (len(stored.messages), backend.chat.asked[0].last_sequence) == (2, 1)


@pytest.mark.parametrize("text", ["00000000-0000-4000-8000-000000000000", "abc", "../x"])
def test_a_conversation_that_is_not_there_becomes_a_new_one_with_a_word(open_page: OpenPage, text: str) -> None:
    page = open_page("chat", conversation=text)
    assert "대화를 찾을 수 없습니다." in page.warning[0].value
    assert conversation(page) == ""
    assert not page.chat_input[0].disabled
    assert not page.run().warning


def test_an_opened_conversation_names_its_datasets_and_goes_on_with_them(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    own, other = (backend.datasets.add(ROWS, name) for name in ("주차장", "보안등"))
    stored = backend.chat.add("제목", "질문", "답변", dataset_ids=[own.dataset_id])
    page = open_page("chat", conversation=stored.conversation.conversation_id)
    assert "이 대화의 데이터셋: **주차장**" in screen.text(page)
    ask(page, "둘째")
    assert not backend.chat.asked[0].dataset_ids
    page.sidebar.multiselect[0].set_value([other.dataset_id]).run()
    assert "질문할 데이터셋: **보안등**" in screen.text(page)
    ask(page, "셋째")
    assert list(backend.chat.asked[1].dataset_ids) == [other.dataset_id]


def test_a_dataset_of_a_conversation_that_is_gone_is_said_to_be(open_page: OpenPage, backend: FakeBackend) -> None:
    stored = backend.chat.add("제목", "질문", "답변", dataset_ids=["00000000-0000-4000-8000-000000000000"])
    page = open_page("chat", conversation=stored.conversation.conversation_id)
    assert "이 대화의 데이터셋: **삭제된 데이터셋**" in screen.text(page)


def test_a_question_takes_ten_datasets_and_says_so(open_page: OpenPage, backend: FakeBackend) -> None:
    chosen = [backend.datasets.add(ROWS, f"자료 {number}").dataset_id for number in range(12)]
    page = open_page("chat", datasets=chosen)
    assert "데이터셋을 10개까지" in screen.text(page)
    ask(page, "질문")
    assert list(backend.chat.asked[0].dataset_ids) == chosen[: chat_datasets.MOST]


def test_a_hostile_answer_is_text(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.script = fake_chat.tokens(fake_answers.HOSTILE, 7)
    shown = answers(ask(open_page("chat"), "<b>질문</b> [x](http://evil.example)"))[0]
    for active in ("<script", "](http", "![", ":red[", " $x", "http://"):
        assert active not in shown.replace("\\<", "‹")


def test_a_conversation_can_be_downloaded_and_an_empty_one_cannot(open_page: OpenPage, backend: FakeBackend) -> None:
    stored = backend.chat.add("제목", "질문", "답변")
    assert open_page("chat", conversation=stored.conversation.conversation_id).get("download_button")
    assert not open_page("chat").get("download_button")
