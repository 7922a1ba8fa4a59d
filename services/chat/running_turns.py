"""The turns in progress in this process: one for each conversation."""

from collections.abc import Callable

from services.chat.domain.conversation import ConversationChanged, RequestIdReused
from services.chat.domain.turn import Asked, TurnEvent
from services.chat.shared_run import SharedRun


class Turn(SharedRun[TurnEvent]):
    """A turn; whoever sends the same question again reads the events of the one that is in progress."""

    def __init__(self, asked: Asked, conversation_id: str, ended: Callable[[], None]) -> None:
        super().__init__(ended)
        self.asked = asked
        self.conversation_id = conversation_id

    def is_asked_by(self, asked: Asked) -> bool:
        """Whether `asked` repeats the request of this turn, of whose conversation its caller may have learned since."""
        return asked.digest == self.asked.digest and asked.conversation_id in ("", self.conversation_id)


class RunningTurns:
    """All methods are called on one event loop."""

    def __init__(self) -> None:
        self._by_conversation: dict[str, Turn] = {}
        self._by_request: dict[str, Turn] = {}

    def __len__(self) -> int:
        return len(self._by_conversation)

    async def enter(self, asked: Asked, new_id: Callable[[], str]) -> Turn:
        """A new turn, or the one in progress that has the same request_id or asks the same in the same conversation.

        A turn that is ending is waited for: what its caller left behind belongs to the history of the next one.
        Raises ConversationChanged if the conversation is busy with another question, RequestIdReused.
        """
        while True:
            same_request = self._by_request.get(asked.request_id)
            running = same_request or self._by_conversation.get(asked.conversation_id)
            if running is None:
                break
            if running.is_ending:
                await running.wait()
            elif same_request is not None and not same_request.is_asked_by(asked):
                raise RequestIdReused(asked.request_id)
            elif (asked.text, asked.model) != (running.asked.text, running.asked.model):
                raise ConversationChanged(asked.conversation_id)
            else:
                return running
        turn = Turn(asked, asked.conversation_id or new_id(), lambda: self._forget(turn))
        self._by_conversation[turn.conversation_id] = turn
        if asked.request_id:
            self._by_request[asked.request_id] = turn
        return turn

    async def claim(self, turn: Turn, conversation_id: str) -> None:
        """Moves `turn` to the conversation that its request_id belongs to. Raises ConversationChanged if it is busy."""
        while (running := self._by_conversation.get(conversation_id)) not in (None, turn):
            if not running.is_ending:
                raise ConversationChanged(conversation_id)
            await running.wait()
        del self._by_conversation[turn.conversation_id]
        turn.conversation_id = conversation_id
        self._by_conversation[conversation_id] = turn

    def _forget(self, turn: Turn) -> None:
        del self._by_conversation[turn.conversation_id]
        if turn.asked.request_id:
            del self._by_request[turn.asked.request_id]
