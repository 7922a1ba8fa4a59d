"""Chat through the front door: REST as curl sends it, the stack's own services, a scripted model."""

import io
import time
import uuid
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import pandas as pd
import pytest

from tests.anthropic_server import (
    VALID_KEY,
    AnthropicServer,
    Calls,
    Cut,
    DripsSlowly,
    Fails,
    Hangs,
    Message,
    Redirects,
    Says,
    in_turn,
)
from tests.conftest import ANSWER_SECONDS
from tests.datasets import CSV, UNKNOWN
from tests.e2e.conversation import CONVERSATIONS, Caller, kinds, unheard
from tests.e2e.errors import refused
from tests.stack import EmbeddedStack, wait_until

pytestmark = pytest.mark.usefixtures("unharmed")

ScriptOf = Callable[..., None]


@pytest.fixture
def script(model_server: AnthropicServer) -> Iterator[ScriptOf]:
    """Gives the model its steps, one for each call."""
    before = model_server.script

    def of(*steps: Any) -> None:
        model_server.script = in_turn(*steps)
        model_server.exchanges.clear()

    yield of
    model_server.script = before


@pytest.fixture(scope="module")
def sample(stack: EmbeddedStack) -> str:
    dataset_id: str = stack.http.post("/api/datasets/sample").json()["dataset_id"]
    return dataset_id


@pytest.fixture(scope="module")
def rows(stack: EmbeddedStack, sample: str) -> pd.DataFrame:
    """The sample as plain pandas reads it."""
    return pd.read_csv(io.BytesIO(stack.http.get(f"/api/datasets/{sample}/content").content))


@pytest.fixture
def caller(stack: EmbeddedStack, sample: str) -> Caller:
    return Caller(stack, [sample])


@pytest.fixture
def nobody(stack: EmbeddedStack, sample: str) -> Caller:
    """A caller without a key."""
    return Caller(stack, [sample], key="")


def uploaded(stack: EmbeddedStack, content: bytes, name: str) -> str:
    answer = stack.http.post(
        "/api/datasets/upload", content=content, params={"name": name}, headers={"content-type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    dataset_id: str = answer.json()["dataset_id"]
    return dataset_id


def test_a_question_that_needs_two_tools_streams_and_its_numbers_are_those_of_pandas(
    caller: Caller, rows: pd.DataFrame, script: ScriptOf
) -> None:
    question = unheard("날씨별 사고 수와 평균 사망자수는?")
    script(
        Calls("get_value_counts", {"column": "기상상태", "top_n": 3}),
        Calls("group_by_aggregate", {"group_column": "기상상태", "agg_column": "사망자수", "operation": "mean"}),
        DripsSlowly("맑은 날이 가장 많습니다.", pause=0.01),
    )
    events = caller.events(question)
    order = kinds(events)
    assert order[0] == "started"
    assert order[-1] == "done"
    assert order.count("done") == 1
    assert [kind for kind in order if kind.startswith("tool")] == ["tool_start", "tool_end"] * 2
    assert order.index("tool_end") < order.index("token")
    assert order.count("token") > 3
    assert "usage" in order
    done = events[-1]["done"]
    assert "".join(event["token"] for event in events if "token" in event) == done["response"]
    usage = done["token_usage"]
    assert usage["input"] > 0
    assert usage["output"] > 0
    assert usage["total"] == usage["input"] + usage["output"]
    counts, means = done["tool_calls"]
    assert (counts["name"], counts["args"]) == ("get_value_counts", {"column": "기상상태", "top_n": 3})
    expected = rows["기상상태"].value_counts().head(3)
    assert [row[:2] for row in counts["table"]["rows"]] == [[name, int(n)] for name, n in expected.items()]
    assert counts["chart"]["kind"] == "KIND_BAR"
    by_weather = rows.groupby("기상상태")["사망자수"].mean()
    assert {row[0]: row[1] for row in means["table"]["rows"]} == pytest.approx(by_weather.to_dict())


def test_the_same_question_is_answered_from_the_cache_in_milliseconds(
    stack: EmbeddedStack, caller: Caller, model_server: AnthropicServer, script: ScriptOf
) -> None:
    question = unheard("사고가 몇 건?")
    script(Calls("get_dataframe_info"), Says("20,000건입니다."))
    first = caller.answered(question)
    assert not first["cache_hit"]
    asked = len(model_server.exchanges)
    times = []
    for _ in range(9):
        started = time.perf_counter()
        again = caller.answered(question)
        times.append(time.perf_counter() - started)
        assert again["cache_hit"]
        assert again["response"] == first["response"]
        assert again["tool_calls"] == first["tool_calls"]
        assert again["conversation_id"] != first["conversation_id"]
    assert len(model_server.exchanges) == asked
    assert median(times) < 0.1  # what the product promises through REST, on any machine


def test_a_conversation_is_there_after_its_service_was_killed(
    stack: EmbeddedStack, caller: Caller, script: ScriptOf
) -> None:
    script(Calls("get_dataframe_info"), Says("표본입니다."), Says("더 없습니다."))
    first = caller.answered(unheard("무슨 데이터야?"))
    chat = first["conversation_id"]
    caller.answered(unheard("더 있어?"), conversation_id=chat, last_sequence=2)
    before = caller.conversation(chat)
    restarts = stack.part("chat")["restarts"]
    stack.kill("chat")
    wait_until(lambda: stack.part("chat")["restarts"] > restarts and stack.healthy())
    assert caller.conversation(chat) == before
    assert [message["role"] for message in before["messages"]] == ["user", "assistant"] * 2
    assert [message["sequence"] for message in before["messages"]] == [1, 2, 3, 4]
    assert before["messages"][1]["tool_calls"][0]["name"] == "get_dataframe_info"


@pytest.mark.parametrize(
    ("step", "status", "korean"),
    [
        (Fails(401, "authentication_error"), 401, "API 키가 유효하지 않습니다. 다시 확인해주세요."),
        (Fails(429, "rate_limit_error", {"retry-after": "37"}), 429, "37초 뒤에"),
        (Fails(529, "overloaded_error", {"retry-after": "20"}), 503, "매우 바쁩니다"),
        (Fails(500, "api_error"), 503, "연결할 수 없습니다"),
        (Fails(400, "invalid_request_error"), 400, "처리하지 못했습니다"),
        (Redirects("http://127.0.0.1:1/"), 503, "연결할 수 없습니다"),
        (Hangs(), 504, "너무 오래"),
        (Cut("", 0), 503, "연결할 수 없습니다"),
    ],
    ids=["wrong key", "rate limit", "overload", "broken", "refused", "redirect", "hang", "cut before a word"],
)
def test_what_the_model_cannot_do_is_said_in_korean_and_the_question_is_kept(
    caller: Caller, script: ScriptOf, step: Any, status: int, korean: str
) -> None:
    question = unheard("사고가 몇 건?")
    script(step, step)
    refusal = refused(caller.ask(question), status)
    assert korean in refusal.korean
    if status == 429:
        assert refusal.details["RetryInfo"]["retry_delay"] == "37s"
    chat = refusal.details["ErrorInfo"]["metadata"]["conversation_id"]
    assert [message["text"] for message in caller.conversation(chat)["messages"]] == [question]

    script(Says("20,000건입니다."))
    answer = caller.answered(question, conversation_id=chat, last_sequence=1)
    assert not answer["cache_hit"]
    assert answer["response"] == "20,000건입니다."
    assert [message["role"] for message in caller.conversation(chat)["messages"]] == ["user", "assistant"]


def test_a_stream_that_fails_ends_with_one_error_that_says_what_an_answer_would(
    caller: Caller, script: ScriptOf
) -> None:
    script(Fails(429, "rate_limit_error", {"retry-after": "37"}))
    events = caller.events(unheard("사고가 몇 건?"))
    assert kinds(events) == ["started", "error"]
    error = events[-1]["error"]
    assert error["code"] == 8
    details = {detail["@type"].rpartition(".")[2]: detail for detail in error["details"]}
    assert "37초 뒤에" in details["LocalizedMessage"]["message"]
    assert details["ErrorInfo"]["metadata"]["conversation_id"] == events[0]["started"]["conversation_id"]
    assert "RetryInfo" in details


def test_an_answer_that_breaks_off_is_kept_marked_and_never_given_again(caller: Caller, script: ScriptOf) -> None:
    question = unheard("사고를 설명해줘")
    script(Cut("사고는 여러 가지 까닭으로 일어나며 그 가운데", 12), Says("모두 20,000건입니다."))
    first = caller.answered(question)
    assert first["incomplete"]
    assert "사고는" in first["response"]
    kept = caller.conversation(first["conversation_id"])["messages"][-1]
    assert (kept["incomplete"], kept["text"]) == (True, first["response"])
    second = caller.answered(question)
    assert not second["cache_hit"]
    assert not second["incomplete"]
    assert second["response"] == "모두 20,000건입니다."


def test_who_stops_reading_ends_the_call_of_the_model_and_keeps_what_had_come(
    caller: Caller, model_server: AnthropicServer, script: ScriptOf
) -> None:
    question = unheard("길게 설명해줘")
    script(DripsSlowly("한 마디씩 " * 400, pause=0.05))
    with caller.streaming(question) as events:
        started = next(events)["started"]
        said = ""
        while "한 마디씩" not in said:
            said += next(events).get("token", "")
        assert not model_server.exchanges[-1].closed_early.is_set()
    assert model_server.exchanges[-1].closed_early.wait(2)

    def kept() -> bool:
        messages = caller.conversation(started["conversation_id"])["messages"]
        return len(messages) == 2 and messages[1]["incomplete"] and "한 마디씩" in messages[1]["text"]

    wait_until(kept, 5)


def test_two_datasets_in_one_conversation_are_both_used(
    stack: EmbeddedStack, nobody: Caller, sample: str, script: ScriptOf
) -> None:
    lamps = uploaded(stack, CSV, "보안등 위치")
    both = Caller(stack, [sample, lamps])
    names = [stack.http.get(f"/api/datasets/{each}").json()["name"] for each in (sample, lamps)]
    script(
        Message(
            (
                Calls("get_dataframe_info", {"dataset": names[0]}),
                Calls("get_column_statistics", {"dataset": names[1], "column": "대수"}),
            )
        ),
        Says("사고 20,000건과 보안등 16대입니다."),
    )
    answer = both.answered(unheard("사고와 보안등을 견줘줘"))
    assert [call["args"]["dataset"] for call in answer["tool_calls"]] == names
    assert not any(call["failed"] for call in answer["tool_calls"])
    nobody.datasets = [sample, lamps]
    by_rules = nobody.answered("두 데이터셋의 행 수를 비교해줘")
    assert {call["args"].get("dataset") for call in by_rules["tool_calls"]} == set(names)
    assert "20,000" in by_rules["response"]


def test_a_follow_up_in_another_conversation_gets_its_own_answer(nobody: Caller, rows: pd.DataFrame) -> None:
    deaths = nobody.answered("연도별 사망자수 합계")
    accidents = nobody.answered("연도별 사고 건수")
    follow_up = "그럼 월별은?"
    after_deaths = nobody.answered(follow_up, conversation_id=deaths["conversation_id"])
    after_accidents = nobody.answered(follow_up, conversation_id=accidents["conversation_id"])
    assert after_deaths["response"] != after_accidents["response"]
    month = pd.to_datetime(rows["사고일시"], format="%Y년 %m월 %d일 %H시").dt.month
    assert f"{month.value_counts().max():,}" in after_accidents["response"]
    assert f"{rows['사망자수'].groupby(month).sum().max():,}" in after_deaths["response"]


def test_the_builtin_analyst_answers_without_a_key_and_without_asking_anybody(
    nobody: Caller, rows: pd.DataFrame, model_server: AnthropicServer
) -> None:
    model_server.exchanges.clear()
    answer = nobody.answered("사고가 가장 많은 요일은?")
    expected = rows["요일"].value_counts()
    assert expected.index[0] in answer["response"]
    assert f"{expected.iloc[0]:,}" in answer["response"]
    assert "내장 분석기" in answer["response"]
    assert answer["model"] == "builtin"
    assert answer["token_usage"] == {"input": 0, "output": 0, "total": 0, "cached_input": 0}
    assert answer["tool_calls"]
    assert not model_server.exchanges


def test_a_prediction_is_asked_in_words_and_stored(stack: EmbeddedStack, nobody: Caller) -> None:
    before = stack.http.get("/api/predictions?limit=1").json()["total"]
    question = f"비 오는 밤 11시 수성구 상동 교차로에서 차대사람 사고가 나면 얼마나 심각해? {uuid.uuid4().int % 100}"
    nobody.datasets = []
    answer = nobody.answered(question.rpartition(" ")[0])
    (call,) = [call for call in answer["tool_calls"] if call["name"] == "predict_eclo"]
    assert call["args"]["district"] == "대구광역시 수성구 상동"
    assert "ECLO" in answer["response"]
    assert stack.http.get("/api/predictions?limit=1").json()["total"] >= before + (not answer["cache_hit"])


def test_two_tabs_of_one_conversation_do_not_write_into_each_other(caller: Caller, script: ScriptOf) -> None:
    script(Says("하나."), Says("둘."))
    chat = caller.answered(unheard("첫 질문"))["conversation_id"]
    caller.answered(unheard("이쪽 탭의 질문"), conversation_id=chat, last_sequence=2)
    refusal = refused(caller.ask(unheard("저쪽 탭의 질문"), conversation_id=chat, last_sequence=2), 409)
    assert "다시" in refusal.korean or "새로" in refusal.korean
    assert len(caller.conversation(chat)["messages"]) == 4


def test_a_repeated_request_gets_the_first_answer(
    caller: Caller, model_server: AnthropicServer, script: ScriptOf
) -> None:
    request_id, question = str(uuid.uuid4()), unheard("사고가 몇 건?")
    script(Says("20,000건입니다."))
    first = caller.answered(question, request_id=request_id)
    assert caller.answered(question, request_id=request_id) == first
    assert len(model_server.exchanges) == 1
    refused(caller.ask(unheard("다른 질문"), request_id=request_id), 409)


def test_what_is_wrong_with_a_question_is_said_all_at_once(stack: EmbeddedStack, caller: Caller) -> None:
    everything = {
        "message": "",
        "dataset_id": "nonsense",
        "conversation_id": "nonsense",
        "request_id": "nonsense",
        "last_sequence": -1,
    }
    refusal = refused(stack.http.post("/api/chat/message", json=everything), 400)
    assert set(refusal.violations) == set(everything)
    assert refused(caller.ask("질문", model="gpt-2"), 400).violations.keys() == {"model"}
    refused(caller.ask("   "), 400)
    refused(caller.ask("질문", dataset_ids=[UNKNOWN]), 404)
    refused(caller.ask("질문", conversation_id=UNKNOWN), 404)
    refused(caller.ask("가" * 4001), 400)


@pytest.mark.parametrize("key", ["열쇠", "sk ant", "x" * 501, "sk-ant-wrong"])
def test_a_key_that_is_none_is_refused_as_a_key(caller: Caller, key: str) -> None:
    body = {"message": unheard("질문"), "dataset_ids": caller.datasets}
    headers = {b"X-Anthropic-API-Key": key.encode()}
    refusal = refused(caller.stack.http.post("/api/chat/message", json=body, headers=headers), 401)
    assert refusal.korean == "API 키가 유효하지 않습니다. 다시 확인해주세요."
    assert key not in str(refusal.details)


def test_conversations_are_listed_renamed_exported_and_deleted(
    stack: EmbeddedStack, caller: Caller, script: ScriptOf
) -> None:
    script(Calls("get_value_counts", {"column": "요일"}), Says("**금요일**이 가장 많습니다."))
    chat = caller.answered(unheard("요일마다 몇 건?"))["conversation_id"]
    newest = stack.http.get(CONVERSATIONS, params={"limit": 1}).json()
    assert newest["conversations"][0]["conversation_id"] == chat
    assert newest["total"] >= 1
    assert newest["conversations"][0]["title"].startswith("요일마다 몇 건?")
    renamed = stack.http.patch(f"{CONVERSATIONS}/{chat}", json={"title": "요일"}).json()
    assert renamed["conversation"]["title"] == "요일"
    text = stack.http.get(f"{CONVERSATIONS}/{chat}/export").json()["markdown"]
    assert text.startswith("# 요일")
    assert "**금요일**이 가장 많습니다." in text
    assert "값별 개수" in text
    assert stack.http.delete(f"{CONVERSATIONS}/{chat}").status_code == 200
    for verb in ("GET", "DELETE"):
        refused(stack.http.request(verb, f"{CONVERSATIONS}/{chat}"), 404)
    refused(caller.ask("더?", conversation_id=chat), 404)


def test_the_models_and_the_example_questions_are_those_that_work(
    stack: EmbeddedStack, nobody: Caller, sample: str
) -> None:
    models = stack.http.get("/api/chat/models").json()["models"]
    assert models[-1] == {"name": "builtin", "label": "내장 분석기", "needs_key": False}
    assert all(model["needs_key"] for model in models[:-1])
    questions = stack.http.get("/api/chat/questions", params={"dataset_ids": sample}).json()["questions"]
    assert 3 <= len(questions) <= 6
    for question in questions:
        answer = nobody.answered(question)
        assert answer["tool_calls"], question
        assert "이해하지 못했습니다" not in answer["response"]


def test_the_key_is_kept_nowhere(
    stack: EmbeddedStack, model_server: AnthropicServer, sample: str, script: ScriptOf
) -> None:
    """A key that works, one that does not, a model that fails: neither is in a log, a table, a cache or an answer."""
    canaries = ("sk-ant-canary-that-works-7f3a", "sk-ant-canary-that-fails-9c1e")
    keys, model_server.keys = model_server.keys, frozenset({VALID_KEY, canaries[0]})
    said = []
    try:
        for key, step in ((canaries[0], Says("네.")), (canaries[0], Fails(500, "api_error")), (canaries[1], Says(""))):
            caller = Caller(stack, [sample], key)
            script(Calls("get_dataframe_info"), step, step)
            said.append(caller.ask(unheard("비밀?")).text)
            script(Calls("get_dataframe_info"), step, step)
            said.append(str(caller.events(unheard("비밀?"))))
        assert {exchange.headers["x-api-key"] for exchange in model_server.exchanges} <= set(canaries)
    finally:
        model_server.keys = keys
    places = {
        "answers": "".join(said).encode(),
        "logs": _logs(stack),
        "tables": _tables(stack),
        "caches": _caches(stack),
    }
    for name, content in places.items():
        assert len(content) > 100, name
        assert [canary for canary in canaries if canary.encode() in content] == [], name


def _logs(stack: EmbeddedStack) -> bytes:
    return b"".join(path.read_bytes() for path in stack.home.logs.iterdir() if path.is_file())


def _tables(stack: EmbeddedStack) -> bytes:
    found = []
    for context in ("chat", "prediction", "dataset"):
        with stack.database(context) as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found).encode()


def _caches(stack: EmbeddedStack) -> bytes:
    found = []
    for name in ("cache", "broker"):
        with stack.redis(name) as redis:
            for key in redis.scan_iter():
                found += [key, redis.dump(key)]
    return b"".join(found)


def test_a_model_that_hangs_is_left_in_time(caller: Caller, model_server: AnthropicServer, script: ScriptOf) -> None:
    script(Hangs("한참 뒤에", after=2))
    started = time.monotonic()
    events = caller.events(unheard("사고가 몇 건?"))
    assert time.monotonic() - started < ANSWER_SECONDS + 5
    assert kinds(events)[-1] in ("error", "done")
    assert model_server.exchanges[-1].closed_early.wait(2)
