"""Risk profiles: one accident over the hours of a week, or over the districts of the city."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.prediction.domain.accident import Accident, AccidentInput, Notice
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Profile:
    """Accidents that differ in one respect, their severities in the same order, and notices that hold for all."""

    accidents: tuple[Accident, ...]
    severities: tuple[Severity, ...]
    notices: tuple[Notice, ...]


def weekly_risk(model: EcloModel, given: AccidentInput) -> Profile:
    """The accident at the 168 hours of the week (Monday to Sunday) of its date; its own hour is not used.

    Raises InvalidAccident with every violation.
    """
    accident, notices = model.vocabulary.check(replace(given, accident_hour=0, time_period=None, day_of_week=None))
    day = date(accident.accident_year, accident.accident_month, accident.accident_day)
    monday = day - timedelta(days=day.weekday())
    hours = [
        replace(accident, accident_year=day.year, accident_month=day.month, accident_day=day.day, accident_hour=hour)
        for day in (monday + timedelta(days=offset) for offset in range(7))
        for hour in range(24)
    ]
    return Profile(tuple(hours), tuple(model.severities(hours)), notices)


def district_risk(model: EcloModel, given: AccidentInput) -> Profile:
    """The accident in every district of the training data, most severe first; its own district is not used.

    Raises InvalidAccident with every violation.
    """
    districts = model.vocabulary.districts
    accident, notices = model.vocabulary.check(replace(given, district=districts[0]))
    places = [replace(accident, district=district) for district in districts]
    ranked = sorted(zip(places, model.severities(places), strict=True), key=lambda pair: pair[1].eclo, reverse=True)
    return Profile(tuple(place for place, _ in ranked), tuple(severity for _, severity in ranked), notices)
