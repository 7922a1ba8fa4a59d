"""Moments as people in Korea read them."""

import datetime

from google.protobuf.timestamp_pb2 import Timestamp

KOREAN_TIME = datetime.timezone(datetime.timedelta(hours=9))


def local(stamp: Timestamp) -> datetime.datetime:
    """The moment as a Korean clock shows it."""
    moment: datetime.datetime = stamp.ToDatetime(datetime.UTC)
    return moment.astimezone(KOREAN_TIME)


def short(stamp: Timestamp) -> str:
    """`2026-01-08 15:04`, for tables."""
    return f"{local(stamp):%Y-%m-%d %H:%M}"


def written(stamp: Timestamp) -> str:
    """`2026년 1월 8일 15:04`, for sentences."""
    moment = local(stamp)
    return f"{moment.year}년 {moment.month}월 {moment.day}일 {moment:%H:%M}"
