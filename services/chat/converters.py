"""Between the messages of chat.proto and the domain; the only place that knows both."""

import re
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from math import nan
from typing import Any

from daegu.chat.v1 import chat_pb2 as pb
from google.protobuf.struct_pb2 import ListValue, NullValue, Struct, Value
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import status_pb2

from services.chat.domain.answer import (
    Answer,
    Chart,
    ChartKind,
    Json,
    Series,
    Table,
    Token,
    TokenUsage,
    ToolCall,
    ToolEnded,
    ToolStarted,
    Used,
)
from services.chat.domain.conversation import Conversation, Message, StoredAnswer
from services.chat.domain.model_errors import InvalidApiKey
from services.chat.domain.models import Model, choose
from services.chat.domain.ports import ApiKey
from services.chat.domain.texts import question_text
from services.chat.domain.turn import Asked, Done, Started, TurnEvent

SERVICE = pb.DESCRIPTOR.services_by_name["ChatService"].full_name
API_KEY = "x-anthropic-api-key"

MOST_BYTES = 4 << 20
"""Size of all results of tools in one response, half of what a channel takes: the same in JSON is larger."""

_VISIBLE = re.compile(r"[!-~]{1,500}")
_KINDS = {kind: pb.Chart.Kind.Value(f"KIND_{kind.name}") for kind in ChartKind}
_EXACT = 2**53
"""Up to here every integer is a double; a larger one travels as text, so that no digit is lost."""


def asked(request: pb.SendMessageRequest | pb.StreamMessageRequest, context: Any, models: Sequence[Model]) -> Asked:
    """Raises InvalidInput or InvalidApiKey."""
    key = api_key(context)
    return Asked(
        text=question_text(request.message),
        dataset_ids=dataset_ids(request.dataset_id, *request.dataset_ids),
        # The same UUID may be written in either case.
        conversation_id=request.conversation_id.lower(),
        model=choose(models, request.model, key is not None),
        request_id=request.request_id.lower(),
        last_sequence=request.last_sequence if request.HasField("last_sequence") else None,
        key=key,
    )


def api_key(context: Any) -> ApiKey | None:
    """The caller's key, if one came. Raises InvalidApiKey for what cannot be one."""
    for name, value in context.invocation_metadata() or ():
        if name == API_KEY:
            text = str(value).strip()
            if not _VISIBLE.fullmatch(text):
                raise InvalidApiKey
            return ApiKey(text)
    return None


def dataset_ids(*ids: str) -> tuple[str, ...]:
    """The ids that are not empty, each once, in their order."""
    return tuple(dict.fromkeys(dataset_id.lower() for dataset_id in ids if dataset_id))


def send_response(done: Done) -> pb.SendMessageResponse:
    stored = done.answer
    return pb.SendMessageResponse(
        response=stored.answer.text,
        tool_calls=_calls(stored.answer),
        token_usage=_usage(stored.answer.usage),
        cache_hit=stored.cache_hit,
        conversation_id=done.conversation_id,
        timestamp=_timestamp(stored.stored_at),
        sequence=stored.sequence,
        model=stored.answer.model,
        incomplete=stored.answer.incomplete,
    )


async def stream_responses(
    events: AsyncGenerator[TurnEvent, None],
) -> AsyncGenerator[pb.StreamMessageResponse, None]:
    async with aclosing(events):
        async for event in events:
            yield stream_response(event)


def stream_response(event: TurnEvent) -> pb.StreamMessageResponse:
    match event:
        case Started():
            started = pb.StreamMessageResponse.Started(conversation_id=event.conversation_id, sequence=event.sequence)
            return pb.StreamMessageResponse(started=started)
        case Token():
            return pb.StreamMessageResponse(token=event.text)
        case ToolStarted():
            return pb.StreamMessageResponse(tool_start=_call(event.call))
        case ToolEnded():
            return pb.StreamMessageResponse(tool_end=_call(event.call))
        case Used():
            return pb.StreamMessageResponse(usage=_usage(event.usage))
        case Done():
            return pb.StreamMessageResponse(done=send_response(event))


def error_response(status: status_pb2.Status) -> pb.StreamMessageResponse:
    return pb.StreamMessageResponse(error=status)


def list_response(page: Sequence[Conversation], total: int) -> pb.ListConversationsResponse:
    return pb.ListConversationsResponse(conversations=[conversation(found) for found in page], total=total)


def get_response(found: Conversation, messages: Sequence[Message]) -> pb.GetConversationResponse:
    """The conversation with its messages."""
    converted = [_message(message) for message in messages]
    _fit([call for said in reversed(converted) for call in said.tool_calls])
    return pb.GetConversationResponse(conversation=conversation(found), messages=converted)


def conversation(found: Conversation) -> pb.Conversation:
    return pb.Conversation(
        conversation_id=found.conversation_id,
        title=found.title,
        dataset_ids=found.dataset_ids,
        created_at=_timestamp(found.created_at),
        updated_at=_timestamp(found.updated_at),
        message_count=found.message_count,
    )


def models_response(models: Iterable[Model]) -> pb.ListModelsResponse:
    model = pb.ListModelsResponse.Model
    return pb.ListModelsResponse(
        models=[model(name=known.name, label=known.label, needs_key=known.needs_key) for known in models]
    )


def _message(message: Message) -> pb.ChatMessage:
    if isinstance(message, StoredAnswer):
        answer = message.answer
        return pb.ChatMessage(
            sequence=message.sequence,
            role="assistant",
            text=answer.text,
            tool_calls=_calls(answer),
            token_usage=_usage(answer.usage),
            cache_hit=message.cache_hit,
            timestamp=_timestamp(message.stored_at),
            model=answer.model,
            incomplete=answer.incomplete,
        )
    timestamp = _timestamp(message.stored_at)
    return pb.ChatMessage(sequence=message.sequence, role="user", text=message.text, timestamp=timestamp)


def _calls(answer: Answer) -> list[pb.ToolCall]:
    calls = [_call(call) for call in answer.tool_calls]
    _fit(calls)
    return calls


def _fit(calls: Iterable[pb.ToolCall]) -> None:
    """Takes their results from the last calls if all do not fit into one response."""
    room = MOST_BYTES
    for call in calls:
        if call.ByteSize() > room:
            for result in ("result", "table", "chart"):
                call.ClearField(result)
        room -= call.ByteSize()


def _call(call: ToolCall) -> pb.ToolCall:
    return pb.ToolCall(
        name=call.name,
        args=_struct(call.args),
        result=call.result,
        label=call.label,
        failed=call.failed,
        table=None if call.table is None else _table(call.table),
        chart=None if call.chart is None else _chart(call.chart),
    )


def _table(table: Table) -> pb.Table:
    return pb.Table(columns=table.columns, rows=[_list(row) for row in table.rows], total_rows=_int32(table.total_rows))


def _chart(chart: Chart) -> pb.Chart:
    return pb.Chart(
        kind=_KINDS[chart.kind],
        title=chart.title,
        x_title=chart.x_title,
        y_title=chart.y_title,
        categories=chart.categories,
        series=[_series(series) for series in chart.series],
    )


def _series(series: Series) -> pb.Chart.Series:
    values = [nan if value is None else value for value in series.values]
    return pb.Chart.Series(name=series.name, values=values, x=series.x)


def _usage(usage: TokenUsage) -> pb.TokenUsage:
    return pb.TokenUsage(
        input=_int32(usage.input),
        output=_int32(usage.output),
        total=_int32(usage.total),
        cached_input=_int32(usage.cached_input),
    )


def _int32(count: int) -> int:
    return min(count, 2**31 - 1)


def _struct(values: Mapping[str, Json]) -> Struct:
    return Struct(fields={name: _value(value) for name, value in values.items()})


def _list(values: Iterable[Json]) -> ListValue:
    return ListValue(values=[_value(value) for value in values])


def _value(value: Json) -> Value:
    if isinstance(value, list):
        return Value(list_value=_list(value))
    if isinstance(value, dict):
        return Value(struct_value=_struct(value))
    if value is None:
        return Value(null_value=NullValue.NULL_VALUE)
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, int) and abs(value) > _EXACT:
        value = str(value)
    return Value(string_value=value) if isinstance(value, str) else Value(number_value=value)


def _timestamp(moment: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(moment.astimezone(UTC))
    return stamp
