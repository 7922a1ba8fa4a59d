"""The RPCs of the chat context: convert in, call the domain, convert out."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

from daegu.chat.v1 import chat_pb2 as pb
from daegu.chat.v1 import chat_pb2_grpc

from services.chassis.streams import ending_with_an_event
from services.chat import converters
from services.chat.answering import Answering
from services.chat.database_calls import DatabaseCalls
from services.chat.domain.conversation import Conversations
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.export import markdown
from services.chat.domain.models import Model
from services.chat.domain.ports import Catalogue
from services.chat.domain.texts import title_text

DEFAULT_PAGE = 50
MOST_SUGGESTIONS = 6


class ChatServicer(chat_pb2_grpc.ChatServiceServicer):
    """Turns run in `answering`; the database is asked through `calls`."""

    def __init__(
        self,
        answering: Answering,
        conversations: Conversations,
        calls: DatabaseCalls,
        catalogue: Catalogue,
        *,
        models: Sequence[Model],
        suggest: Callable[[list[DatasetBrief]], Awaitable[list[str]]],
    ) -> None:
        self._answering = answering
        self._conversations = conversations
        self._calls = calls
        self._catalogue = catalogue
        self._models = models
        self._suggest = suggest

    async def SendMessage(self, request: pb.SendMessageRequest, context: Any) -> pb.SendMessageResponse:
        asked = converters.asked(request, context, self._models)
        return converters.send_response(await self._answering.answer(asked))

    async def StreamMessage(
        self, request: pb.StreamMessageRequest, context: Any
    ) -> AsyncGenerator[pb.StreamMessageResponse, None]:
        asked = converters.asked(request, context, self._models)
        responses = converters.stream_responses(self._answering.events(asked))
        async for response in ending_with_an_event(responses, converters.error_response, converters.SERVICE):
            yield response

    async def ListConversations(
        self, request: pb.ListConversationsRequest, context: Any
    ) -> pb.ListConversationsResponse:
        limit = request.limit if request.HasField("limit") else DEFAULT_PAGE
        return converters.list_response(*await self._calls(self._conversations.page, limit, request.offset))

    async def GetConversation(self, request: pb.GetConversationRequest, context: Any) -> pb.GetConversationResponse:
        found, messages = await self._calls(self._conversations.get, request.conversation_id)
        return await asyncio.to_thread(converters.get_response, found, messages)

    async def UpdateConversation(
        self, request: pb.UpdateConversationRequest, context: Any
    ) -> pb.UpdateConversationResponse:
        title = title_text(request.title)
        renamed = await self._calls(self._conversations.rename, request.conversation_id, title)
        return pb.UpdateConversationResponse(conversation=converters.conversation(renamed))

    async def DeleteConversation(
        self, request: pb.DeleteConversationRequest, context: Any
    ) -> pb.DeleteConversationResponse:
        await self._calls(self._conversations.delete, request.conversation_id)
        return pb.DeleteConversationResponse()

    async def ExportConversation(
        self, request: pb.ExportConversationRequest, context: Any
    ) -> pb.ExportConversationResponse:
        found, messages = await self._calls(self._conversations.get, request.conversation_id)
        return pb.ExportConversationResponse(markdown=await asyncio.to_thread(markdown, found, messages))

    async def ListModels(self, request: pb.ListModelsRequest, context: Any) -> pb.ListModelsResponse:
        return converters.models_response(self._models)

    async def SuggestQuestions(self, request: pb.SuggestQuestionsRequest, context: Any) -> pb.SuggestQuestionsResponse:
        ids = converters.dataset_ids(*request.dataset_ids)
        datasets = await self._catalogue.describe(ids) if ids else []
        questions = await self._suggest(datasets)
        return pb.SuggestQuestionsResponse(questions=questions[:MOST_SUGGESTIONS])
