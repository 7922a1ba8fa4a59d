"""Chat through the front door: REST as curl sends it, the stack's own services, a scripted model."""

import io
import time
import uuid
from statistics import median

import pandas as pd
import pytest

from tests.anthropic_server import (
    AnthropicServer,
    Calls,
    DripsSlowly,
    Message,
    Says,
)
from tests.conftest import ScriptOf
from tests.conversation import Caller, kinds, unheard
from tests.datasets import CSV
from tests.stack import EmbeddedStack

pytestmark = pytest.mark.usefixtures("unharmed")


@pytest.fixture
def rows(stack: EmbeddedStack, sample: str) -> pd.DataFrame:
    """The sample as plain pandas reads it."""
    return pd.read_csv(io.BytesIO(stack.http.get(f"/api/datasets/{sample}/content").content))


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
