"""Callers that go away while they are answered."""

import threading

from services.chat.domain.answer import Answer, Token, TokenUsage, ToolCall, ToolEnded, Used
from services.chat.domain.conversation import StoredAnswer
from services.chat.domain.ports import Turn
from tests.chat_parts import MODEL, Gate, whole
from tests.unit.chat.memory_conversations import MemoryConversations
from tests.unit.chat.turns import Flow, cancel, scenario


class SlowConversations(MemoryConversations):
    """Stores an answer only when the Answerer has been left."""

    def __init__(self) -> None:
        super().__init__()
        self.has_left = threading.Event()

    def answer(self, conversation_id: str, answer: StoredAnswer) -> None:
        assert self.has_left.wait(2)
        super().answer(conversation_id, answer)


@scenario
async def test_a_caller_that_goes_away_leaves_what_had_arrived(flow: Flow, gate: Gate) -> None:
    call = ToolCall("t", {}, "도구", "{}")
    flow.agent.script = (Token("모두 "), ToolEnded(call), Used(TokenUsage(9, 1)), Token("3"), gate)
    reading = flow.task()
    await gate.reached.wait()
    await cancel(reading)
    await flow.agent.left()
    # The next question waits until what was left is stored.
    flow.agent.script = whole("답")
    await flow.ask("다음", conversation_id="conversation-1")
    kept = flow.conversations.messages["conversation-1"][1]
    assert isinstance(kept, StoredAnswer)
    assert kept.answer == Answer("모두 3", MODEL, (call,), TokenUsage(9, 1), incomplete=True)
    assert flow.agent.questions[-1].history == (Turn("몇 개인가요?", "모두 3"),)
    assert all(answer.text != "모두 3" for answer in flow.cache.answers.values())


@scenario
async def test_the_work_ends_before_what_had_arrived_is_stored() -> None:
    conversations = SlowConversations()
    flow, gate = Flow(conversations), Gate()
    flow.agent.script = (Token("3"), gate)
    reading = flow.task()
    await gate.reached.wait()
    await cancel(reading)
    await flow.agent.left()
    flow.answering.stop(5)  # which may happen at any time
    conversations.has_left.set()
    flow.agent.script = whole("답")
    await flow.ask("다음", conversation_id="conversation-1")
    assert flow.said() == ["몇 개인가요?", "3…", "다음", "답"]


@scenario
async def test_a_caller_that_goes_away_before_any_text_leaves_the_question(flow: Flow, gate: Gate) -> None:
    flow.agent.script = (Token(" \n"), gate)
    reading = flow.task()
    await gate.reached.wait()
    await cancel(reading)
    await flow.agent.left()
    assert flow.said() == ["몇 개인가요?"]
    flow.agent.script = whole("3개")
    await flow.ask(conversation_id="conversation-1")
    assert flow.said() == ["몇 개인가요?", "3개"]
