"""Holds that keep a dataset, and links that open one."""

import time
from typing import Any

import grpc
import sqlalchemy
from daegu.dataset.v1 import dataset_pb2 as pb
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2

from tests.dataset_service import Service
from tests.datasets import upload
from tests.grpc_server import refused


def test_a_held_dataset_is_not_deleted(stub: Any) -> None:
    held = upload(stub).dataset_id
    lease = Duration(seconds=60)
    answer = stub.HoldDataset(pb.HoldDatasetRequest(dataset_id=held, holder="batch/1", lease=lease))
    assert 50 < answer.expires_at.seconds - time.time() < 70
    with refused() as said:
        stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=held))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DATASET_IN_USE")
    assert "작업" in said[0].korean
    stub.ReleaseDataset(pb.ReleaseDatasetRequest(dataset_id=held, holder="batch/1"))
    stub.DeleteDataset(pb.DeleteDatasetRequest(dataset_id=held))


def test_a_holder_is_printable(stub: Any) -> None:
    held = upload(stub).dataset_id
    for method, request in (
        (stub.HoldDataset, pb.HoldDatasetRequest(dataset_id=held, holder="NUL\0", lease=Duration(seconds=1))),
        (stub.ReleaseDataset, pb.ReleaseDatasetRequest(dataset_id=held, holder="NUL\0")),
    ):
        with refused() as said:
            method(request)
        assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
        assert list(said[0].violations) == ["holder"]


def test_a_link_opens_a_dataset_until_it_is_revoked(stub: Any) -> None:
    stored = upload(stub)
    share = stub.ShareDataset(pb.ShareDatasetRequest(dataset_id=stored.dataset_id))
    assert share.share_url == f"http://app.example/datasets?share_token={share.share_token}"
    assert 6.99 < (share.expires_at.seconds - time.time()) / 86400 <= 7
    opened = stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=share.share_token))
    assert opened.share_expires_at == share.expires_at
    opened.ClearField("share_expires_at")
    assert opened == stored
    assert stub.RevokeShares(pb.RevokeSharesRequest(dataset_id=stored.dataset_id)).revoked == 1
    with refused() as said:
        stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=share.share_token))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "SHARE_REVOKED")
    assert "취소" in said[0].korean


def test_a_link_that_has_expired_says_so(service: Service) -> None:
    stored = upload(service.stub)
    token = service.stub.ShareDataset(pb.ShareDatasetRequest(dataset_id=stored.dataset_id)).share_token
    with service.engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE share_tokens SET expires_at = expires_at - interval '7 days'"))
    with refused() as said:
        service.stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=token))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "SHARE_EXPIRED")
    assert "기간" in said[0].korean


def test_wrong_tokens_are_all_the_same_and_soon_too_many(stub: Any) -> None:
    token = stub.ShareDataset(pb.ShareDatasetRequest(dataset_id=upload(stub).dataset_id)).share_token
    answers = set()
    for wrong in (token[:-1], token + "x", "guess", "' OR 1=1 --", "NUL\0"):
        with refused() as said:
            stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token=wrong))
        answers.add((said[0].code, said[0].reason, said[0].message, said[0].korean))
    assert len(answers) == 1
    assert answers.pop()[:2] == (grpc.StatusCode.NOT_FOUND, "SHARE_NOT_FOUND")
    for _ in range(30):
        with refused() as said:
            stub.GetSharedDataset(pb.GetSharedDatasetRequest(share_token="guess"))
    assert said[0].code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert said[0].detail(error_details_pb2.RetryInfo).retry_delay.ToTimedelta().total_seconds() > 0
