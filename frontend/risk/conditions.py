"""When and how an accident happens, without where: what the map asks the model about. Pure functions."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.predict import accident_form
from frontend.risk.risk_place import DAY, PARAMETERS, TIME

CATEGORIES = accident_form.CATEGORIES


@dataclass(frozen=True)
class Conditions:
    """`values`: of the categories, by name of the field of the model."""

    date: datetime.date
    hour: int
    values: Mapping[str, str]

    @property
    def weekday(self) -> str:
        return accident_form.WEEKDAYS[self.date.weekday()]

    def accident(self, district: str) -> pb.Accident:
        """The accident with these conditions in `district` (full name)."""
        return pb.Accident(
            accident_year=self.date.year,
            accident_month=self.date.month,
            accident_day=self.date.day,
            accident_hour=self.hour,
            district=district,
            **self.values,
        )

    def parameters(self, usual: "Conditions") -> dict[str, list[str]]:
        """As they stand in the URL: the date always, so that a link shows the same map tomorrow; of the rest what
        differs from `usual`."""
        written = {DAY: [self.date.isoformat()], TIME: [str(self.hour)] if self.hour != usual.hour else []}
        for name, parameter in PARAMETERS.items():
            written[parameter] = [self.values[name]] if self.values[name] != usual.values[name] else []
        return written


def usual(model: pb.GetModelResponse, today: datetime.date) -> Conditions:
    """The city's typical accident, today."""
    known = accident_form.fields(model)
    return Conditions(today, int(known["accident_hour"].typical), {name: known[name].typical for name in CATEGORIES})


def read(
    parameters: Mapping[str, Sequence[str]], model: pb.GetModelResponse, otherwise: Conditions
) -> tuple[Conditions, list[str]]:
    """The conditions of a URL, and the Korean names of those that it names but nobody knows; these are as in
    `otherwise`, and so is what it does not name."""
    known = accident_form.fields(model)
    words = {name: values[0] for name, values in parameters.items() if values}
    unknown = []
    values = dict(otherwise.values)
    for name, parameter in PARAMETERS.items():
        if parameter in words and words[parameter] in known[name].values:
            values[name] = words[parameter]
        elif parameter in words:
            unknown.append(known[name].label)
    date, hour = _date(words.get(DAY, ""), known["accident_year"]), _hour(words.get(TIME, ""), known["accident_hour"])
    unknown += [
        label for label, name, value in (("날짜", DAY, date), ("시각", TIME, hour)) if name in words and value is None
    ]
    return Conditions(date or otherwise.date, otherwise.hour if hour is None else hour, values), unknown


def _date(text: str, year: pb.GetModelResponse.Field) -> datetime.date | None:
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return date if year.minimum <= date.year <= year.maximum else None


def _hour(text: str, hour: pb.GetModelResponse.Field) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else -1
    return number if hour.minimum <= number <= hour.maximum else None
