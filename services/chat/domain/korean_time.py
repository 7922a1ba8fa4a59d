"""The clock of the people who ask."""

from datetime import date, datetime, timedelta, timezone

KOREA = timezone(timedelta(hours=9), "KST")
"""Korea has had no summer time since 1988."""


def korean_date(moment: datetime) -> date:
    """The day that an aware `moment` falls on in Korea."""
    return moment.astimezone(KOREA).date()


def korean_minute(moment: datetime) -> str:
    """An aware `moment` such as `2026-11-25 17:03`."""
    return moment.astimezone(KOREA).strftime("%Y-%m-%d %H:%M")
