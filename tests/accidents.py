"""Accidents that tests ask about."""

from typing import Any

ACCIDENT: dict[str, Any] = {
    "weather": "맑음",
    "road_surface": "건조",
    "road_type": "교차로 - 교차로안",
    "accident_type": "차대사람",
    "district": "대구광역시 수성구 상동",
    "accident_year": 2022,
    "accident_month": 1,
    "accident_day": 1,
    "accident_hour": 1,
}
"""A pedestrian was hit inside a crossing on 2022-01-01 at 01시."""
