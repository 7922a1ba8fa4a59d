"""Says what a file seems to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.dataset.domain.column_names import plain
from services.dataset.domain.columns import ColumnProfile
from services.dataset.domain.kinds import KNOWN, PROVIDER, Kind

OTHER = "기타"
KINDS = (*(kind.name for kind in KNOWN), OTHER)

# How many times as often something is seen in files of a kind as in others: estimates, not measurements.
_BEFORE_LOOKING = 0.01
_TELLING = 10.0
_USUAL = 1.5
_STRANGE = 0.7
_FILE_NAME = 3.0

_MOST_STRANGERS = 10
"""More columns that a kind does not know say no more, so that a file joined with another one is still recognised."""

_SUREST = 0.99
"""The columns of a file come together, so the product of their evidence says too much; 1 is what a person has said."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """`kind` is one of KINDS, `confidence` 0-1."""

    kind: str
    confidence: float


def recognise(file_name: str, columns: Sequence[ColumnProfile]) -> Recognition:
    """The most probable kind; the name of the file counts a little.

    The confidence is the probability of the kind among all kinds and OTHER by Bayes' rule, as if every column were
    there for itself (naive Bayes). Columns that a kind has speak for it, those that are rare elsewhere much more;
    columns that it does not have speak a little against it; columns that are missing say nothing, since files get cut
    down. So OTHER comes out with the probability that the file is none of the kinds.
    """
    by_name = {plain(column.name): column for column in columns}
    odds = {kind.name: _odds(kind, plain(file_name), by_name) for kind in KNOWN}
    odds[OTHER] = 1.0
    best = max(odds, key=odds.__getitem__)
    return Recognition(best, min(odds[best] / sum(odds.values()), _SUREST))


def _odds(kind: Kind, file_name: str, columns: Mapping[str, ColumnProfile]) -> float:
    """How much more probable the kind is than OTHER."""
    names = columns.keys()
    if kind.one_of and not names & kind.one_of:
        return 0.0
    column, words = kind.cells
    cells = columns[column].top_values if column in names else ()
    if cells and not any(word in cell.value for cell in cells for word in words):
        return 0.0
    strangers = len(names - kind.telling - kind.usual - PROVIDER)
    odds = _BEFORE_LOOKING * _TELLING ** len(names & kind.telling) * _USUAL ** len(names & kind.usual)
    odds *= _STRANGE ** min(strangers, _MOST_STRANGERS)
    return odds * _FILE_NAME if any(word in file_name for word in kind.words) else odds
