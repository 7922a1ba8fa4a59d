"""The same accident in every 동: differences, ranks and means. Pure functions."""

from collections.abc import Sequence

import pandas as pd
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import districts

SERIOUS = "사망·중상 확률"
COLUMNS = ("순위", "구·군", "읍·면·동", "ECLO", "차이", "해석", "백분위", SERIOUS)
"""Those of `ranking` that a reader sees; the full name is the index."""
_DIGITS = {"ECLO": 3, "차이": 2, "백분위": 1, SERIOUS: 3}


def ranking(found: Sequence[pb.GetDistrictRiskResponse.District]) -> pd.DataFrame:
    """A row per 동, highest ECLO first: COLUMNS, indexed by full name. `차이`: ECLO minus the mean of all 동."""
    rows = sorted(found, key=lambda item: -item.eclo)
    names = [districts.split(item.district) for item in rows]
    frame = pd.DataFrame(
        {
            "순위": range(1, len(rows) + 1),
            "구·군": [gu for gu, _ in names],
            "읍·면·동": [dong for _, dong in names],
            "ECLO": [item.eclo for item in rows],
            "해석": [item.interpretation for item in rows],
            "백분위": [item.percentile for item in rows],
            SERIOUS: [item.serious_probability for item in rows],
        },
        index=pd.Index([item.district for item in rows], name="district"),
    )
    frame["차이"] = frame["ECLO"] - frame["ECLO"].mean()
    return frame[list(COLUMNS)]


def gu_means(ranked: pd.DataFrame) -> pd.DataFrame:
    """A row per 구 of `ranking`, highest first: `구·군`, `동 수`, `ECLO`, `차이` and the probability, as means over its
    동, and `가장 높은 동`."""
    groups = ranked.groupby("구·군", sort=False)
    frame = groups[["ECLO", "차이", SERIOUS]].mean()
    frame.insert(0, "동 수", groups.size())
    frame["가장 높은 동"] = groups["읍·면·동"].first()
    return frame.sort_values("ECLO", ascending=False).reset_index()


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """With as many digits as say something, for tables and files."""
    written = frame.round({name: digits for name, digits in _DIGITS.items() if name in frame})
    return written.replace(-0.0, 0.0)
