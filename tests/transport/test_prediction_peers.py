"""The prediction context's view of the dataset service, through its real server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from daegu.dataset.v1 import dataset_pb2

from services.chassis.errors import AlreadyExists, InvalidInput, Unavailable
from services.prediction.domain.column_matching import Kind
from services.prediction.domain.datasets import DatasetMissing, NewDataset
from services.prediction.peers import DatasetPeer, open_channel
from tests.dataset_service import Service
from tests.datasets import TEXT, UNKNOWN, content, upload
from tests.grpc_server import refused
from tests.stack import free_ports

Result = TypeVar("Result")
REQUEST = "0192a1b2-0000-7000-8000-00000000abcd"
NEW = NewDataset("새 이름", "설명", REQUEST)
LEASE = timedelta(minutes=1)
MEBIBYTE = 1 << 20


def ask(address: str, question: Callable[[DatasetPeer], Awaitable[Result]]) -> Result:
    """What the service at `address` answers."""

    async def asked() -> Result:
        async with open_channel(address) as channel:
            return await question(DatasetPeer(channel))

    return asyncio.run(asked())


async def blocks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def read(peer: DatasetPeer, dataset_id: str) -> bytes:
    return b"".join([block async for block in peer.excel(dataset_id)])


def test_a_dataset_is_described_with_what_its_columns_hold(service: Service) -> None:
    stored = upload(service.stub, name="보안등")
    brief = ask(service.address, lambda peer: peer.describe(stored.dataset_id))
    assert (brief.dataset_id, brief.name, brief.sha256, brief.rows) == (stored.dataset_id, "보안등", stored.sha256, 3)
    assert {column.name: column.kind for column in brief.columns} == {
        "관리번호": Kind.TEXT,
        "설치일자": Kind.DATE,
        "위도": Kind.OTHER,
        "경도": Kind.OTHER,
        "대수": Kind.NUMBER,
        "비고": Kind.TEXT,
    }


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (("2022-01-01 01", "2022-01-02 13"), Kind.MOMENT),
        (("2022-01-01 00:00:00", "2022-01-02 13:30:05"), Kind.MOMENT),
        (("2022-01-01", "2022-01-02"), Kind.DATE),
        (("2021", "2022"), Kind.NUMBER),
        (("1.5", "2"), Kind.NUMBER),
        (("true", "false"), Kind.OTHER),
    ],
)
def test_the_type_of_a_column_tells_whether_it_can_hold_a_time(
    service: Service, values: tuple[str, str], kind: Kind
) -> None:
    stored = upload(service.stub, f"값,이름\n{values[0]},a\n{values[1]},b\n".encode())
    assert ask(service.address, lambda peer: peer.describe(stored.dataset_id)).columns[0].kind is kind


def test_a_held_dataset_is_not_deleted_until_it_is_released(service: Service) -> None:
    dataset_id = upload(service.stub).dataset_id
    delete = dataset_pb2.DeleteDatasetRequest(dataset_id=dataset_id)
    ask(service.address, lambda peer: peer.hold(dataset_id, "batch/1", LEASE))
    with refused() as said:
        service.stub.DeleteDataset(delete)
    assert said[0].reason == "DATASET_IN_USE"
    ask(service.address, lambda peer: peer.release(dataset_id, "batch/1"))
    service.stub.DeleteDataset(delete)


def test_the_file_comes_as_excel_opens_it(service: Service) -> None:
    dataset_id = upload(service.stub).dataset_id
    assert ask(service.address, lambda peer: read(peer, dataset_id)) == content(service.stub, dataset_id, "excel")


def test_a_file_is_kept_under_its_name_and_once(service: Service) -> None:
    async def save(peer: DatasetPeer) -> tuple[str, str, int]:
        kept = await peer.upload(NEW, blocks(TEXT.encode()[:20], TEXT.encode()[20:]))
        return kept.dataset_id, kept.name, kept.rows

    first = ask(service.address, save)
    assert first[1:] == ("새 이름", 3)
    assert ask(service.address, save) == first
    assert service.total() == 1
    assert content(service.stub, first[0]) == TEXT.encode()
    with pytest.raises(AlreadyExists) as other:
        ask(service.address, lambda peer: peer.upload(NEW, blocks(b"a,b\n1,2\n")))
    assert other.value.message_ko


def test_a_file_that_is_too_large_is_refused_in_korean(service: Service) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"a,b\n"
        for _ in range(51):
            yield b"1,2\n" * (MEBIBYTE // 4)
        while True:
            yield b"1,2\n"
            await asyncio.sleep(0.01)

    with pytest.raises(InvalidInput) as said:
        ask(service.address, lambda peer: peer.upload(NEW, endless()))
    (violation,) = said.value.violations
    assert (violation.reason, violation.message_ko) == ("FILE_TOO_LARGE", "파일 크기는 최대 50MB까지 가능합니다.")
    assert service.total() == 0


def test_a_file_that_breaks_off_is_not_kept(service: Service) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"a,b\n1,2\n"
        raise Unavailable("the database is away", "잠시 후 다시 시도해주세요.")

    with pytest.raises(Unavailable, match="the database is away"):
        ask(service.address, lambda peer: peer.upload(NEW, broken()))
    assert service.total() == 0


def test_an_unknown_dataset_is_missing(service: Service) -> None:
    async def hold(peer: DatasetPeer) -> None:
        await peer.hold(UNKNOWN, "batch/1", LEASE)

    for question in (lambda peer: peer.describe(UNKNOWN), hold, lambda peer: read(peer, UNKNOWN)):
        with pytest.raises(DatasetMissing) as missing:
            ask(service.address, question)
        assert missing.value.metadata == {"dataset_id": UNKNOWN}


def test_a_service_that_is_away_is_said_to_be_unavailable() -> None:
    nobody = f"127.0.0.1:{free_ports(1)[0]}"
    questions: list[Callable[[DatasetPeer], Awaitable[object]]] = [
        lambda peer: peer.describe(UNKNOWN),
        lambda peer: peer.hold(UNKNOWN, "batch/1", LEASE),
        lambda peer: peer.release(UNKNOWN, "batch/1"),
        lambda peer: read(peer, UNKNOWN),
        lambda peer: peer.upload(NEW, blocks(b"a")),
    ]
    for question in questions:
        with pytest.raises(Unavailable) as away:
            ask(nobody, question)
        assert away.value.message_ko.startswith("데이터셋 서비스에 연결할 수 없습니다.")
