"""Other forms of texts: cleaned or loosened for comparing, coded for grouping."""

import unicodedata
from collections.abc import Hashable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_MOST_CATEGORIES = 2**15
"""So that a code takes two bytes at most."""


def loose(name: str) -> str:
    """The same for names that differ in spaces, capitals or in how their Hangul is composed."""
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()


def series(texts: pa.Array | pa.ChunkedArray, name: Hashable = None) -> pd.Series:
    """Of dtype `str`, without making Python objects."""
    return pd.Series(pd.array(texts, dtype="str"), name=name, copy=False)


def clean(texts: pd.Series) -> pd.Series:
    """NFC, without white space around; the same series if all are so."""
    given = pa.array(texts.array)
    cleaned = pc.utf8_trim_whitespace(pc.utf8_normalize(given, form="NFC"))
    return texts if cleaned.equals(given) else series(cleaned, texts.name)


def categorical(texts: pd.Series) -> pd.Series:
    """With a category for each distinct text, in the order of appearance; the same series if they are too many."""
    codes, distinct = pd.factorize(texts)
    if len(distinct) > _MOST_CATEGORIES:
        return texts
    return pd.Series(pd.Categorical.from_codes(codes, distinct), name=texts.name)
