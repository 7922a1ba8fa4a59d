"""The calls to the dataset service: what is sent, what comes back whole, and what is never taken for whole."""

import itertools
import socket
import uuid
from collections.abc import Iterator

import grpc
import pandas as pd
import pytest
from daegu.dataset.v1 import dataset_pb2_grpc

from frontend.backend_error import UNREACHABLE, BackendError
from frontend.calls import READ_DEADLINE
from frontend.clients import Backend
from frontend.datasets.dataset_client import DEADLINE, READS, STREAM_DEADLINE, UPLOAD_DEADLINE, Datasets
from tests.frontend import fake_csv, fake_datasets, refusals
from tests.frontend.fake_backend import FakeBackend

CSV = "이름,번호,값,설치일\n가,007,1.5,2020-01-02\n,12,,2021-03-04\n".encode()


@pytest.fixture
def datasets(backend: FakeBackend) -> Iterator[Datasets]:
    client = Backend(backend.address)
    yield client.datasets
    client.close()


def test_an_upload_arrives_byte_for_byte_in_chunks_and_says_how_far_it_is(
    datasets: Datasets, backend: FakeBackend
) -> None:
    content = b"a,b\n" + b"1,2\n" * 700_000
    told: list[int] = []
    dataset = datasets.upload(memoryview(content), "큰 파일", "설명", str(uuid.uuid4()), told.append)
    assert backend.datasets.stored[dataset.dataset_id].content == content
    assert (dataset.name, dataset.description) == ("큰 파일", "설명")
    assert told[0] == 0
    assert all(before <= after for before, after in itertools.pairwise(told))


def test_an_upload_that_is_repeated_makes_one_dataset(datasets: Datasets, backend: FakeBackend) -> None:
    upload_id = str(uuid.uuid4())
    first, second = (datasets.upload(CSV, "이름", "", upload_id, lambda _: None) for _ in range(2))
    assert first.dataset_id == second.dataset_id
    assert len(backend.datasets.stored) == 1


def test_an_upload_whose_watcher_gives_up_ends(datasets: Datasets) -> None:
    class Leaves(Exception):
        pass

    def leave(_: int) -> None:
        raise Leaves

    with pytest.raises(Leaves):
        datasets.upload(CSV, "이름", "", str(uuid.uuid4()), leave)


def test_a_refused_file_keeps_every_reason(datasets: Datasets) -> None:
    with pytest.raises(BackendError) as failure:
        datasets.upload(b"PK\x03\x04", "엑셀", "", str(uuid.uuid4()), lambda _: None)
    assert [violation.message_ko for violation in failure.value.violations] == [
        "엑셀 파일(xlsx)입니다.",
        "엑셀에서 ‘CSV UTF-8’ 형식으로 저장해서 올려주세요.",
    ]


def test_the_content_is_the_file_again(datasets: Datasets, backend: FakeBackend) -> None:
    content = fake_csv.sample()
    dataset = backend.datasets.add(content, "표본")
    assert datasets.content(dataset.dataset_id, "original") == content
    assert datasets.content(dataset.dataset_id, "excel") == b"\xef\xbb\xbf" + content


def test_content_that_breaks_off_is_a_failure_and_not_a_short_file(datasets: Datasets, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(fake_csv.sample(), "표본")
    backend.datasets.cut = True
    with pytest.raises(BackendError) as failure:
        datasets.content(dataset.dataset_id, "original")
    assert failure.value.message_ko == "파일 저장소를 사용할 수 없습니다."


def test_a_frame_has_the_types_of_the_columns_and_text_as_str(datasets: Datasets, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(CSV, "표")
    frame = datasets.frame(dataset.dataset_id)
    assert isinstance(frame["이름"].dtype, pd.StringDtype)
    assert frame["번호"].tolist() == ["007", "12"]
    assert frame["값"].isna().tolist() == [False, True]
    assert frame.shape == (2, 4)


def test_a_stream_of_rows_without_its_last_word_has_failed(datasets: Datasets, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(CSV, "표")
    backend.datasets.cut = True
    with pytest.raises(BackendError) as failure:
        datasets.frame(dataset.dataset_id)
    assert failure.value.code == grpc.StatusCode.DATA_LOSS
    assert "다시 시도해주세요" in failure.value.message_ko


def test_an_error_inside_a_stream_of_rows_is_the_failure_of_the_call(datasets: Datasets, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(CSV, "표")
    backend.datasets.refusals["StreamDatasetArrow"] = refusals.status(grpc.StatusCode.UNAVAILABLE, "저장소가 없습니다.")
    with pytest.raises(BackendError) as failure:
        datasets.frame(dataset.dataset_id)
    assert (failure.value.message_ko, failure.value.unreachable) == ("저장소가 없습니다.", True)


def test_a_change_leaves_the_rest_as_it_was(datasets: Datasets, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(CSV, "표", "설명")
    changed = datasets.update(dataset.dataset_id, kind="주차장")
    assert (changed.name, changed.description, changed.kind, changed.kind_confidence) == ("표", "설명", "주차장", 1)


def test_a_dataset_that_is_not_there_is_said_in_korean(datasets: Datasets) -> None:
    with pytest.raises(BackendError) as failure:
        datasets.get(str(uuid.uuid4()))
    assert failure.value.message_ko == fake_datasets.NOT_FOUND


def test_every_call_has_its_deadline(datasets: Datasets, backend: FakeBackend) -> None:
    dataset = datasets.upload(CSV, "표", "", str(uuid.uuid4()), lambda _: None)
    datasets.page(1)
    datasets.get(dataset.dataset_id)
    datasets.preview(dataset.dataset_id, 5, "", False)
    datasets.content(dataset.dataset_id, "original")
    datasets.delete(dataset.dataset_id)
    left = backend.datasets.deadlines
    for method, deadline in (
        ("UploadDataset", UPLOAD_DEADLINE),
        ("ListDatasets", READ_DEADLINE),
        ("GetDataset", READ_DEADLINE),
        ("PreviewDataset", DEADLINE),
        ("GetDatasetContent", STREAM_DEADLINE),
        ("DeleteDataset", DEADLINE),
    ):
        assert 0 < left[method] < deadline * 1.1, method  # gRPC rounds up on the wire


def test_a_service_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Backend(f"127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(BackendError) as failure:
            client.datasets.page(1)
        assert failure.value.message_ko == UNREACHABLE
        client.close()


def test_only_methods_of_the_contract_are_retried() -> None:
    known = {name for name in dir(dataset_pb2_grpc.DatasetServiceServicer) if not name.startswith("_")}
    assert set(READS) <= known
