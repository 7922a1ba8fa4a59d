"""Other forms of the texts of a column: cleaned for comparing, and coded for grouping."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_MOST_CATEGORIES = 2**15
"""So that a code takes two bytes at most."""


def clean(texts: pd.Series) -> pd.Series:
    """NFC, without white space around; the same series if all are so."""
    given = pa.array(texts.array)
    cleaned = pc.utf8_trim_whitespace(pc.utf8_normalize(given, form="NFC"))
    return texts if cleaned.equals(given) else pd.Series(cleaned.to_pandas(), name=texts.name)


def categorical(texts: pd.Series) -> pd.Series:
    """With a category for each distinct text, in the order in which they occur; the same series if that are too many."""
    codes, distinct = pd.factorize(texts)
    if len(distinct) > _MOST_CATEGORIES:
        return texts
    small = codes.astype(np.min_scalar_type(-max(len(distinct), 1)))
    return pd.Series(pd.Categorical.from_codes(small, distinct), name=texts.name)
