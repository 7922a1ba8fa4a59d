import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.prediction.domain import accident_codec
from services.prediction.domain.accident import AccidentInput
from tests.unit.prediction.accident_strategies import ACCIDENTS


@given(st.lists(ACCIDENTS, max_size=20))
def test_accidents_come_back_as_they_were(accidents: list[AccidentInput]) -> None:
    assert accident_codec.decode(accident_codec.encode(accidents)) == accidents


def test_any_text_comes_back_as_it_was() -> None:
    accidents = [AccidentInput(weather=text) for text in ("\0", "\ud800", "\u2028", "😀", '"\\', "")]
    assert accident_codec.decode(accident_codec.encode(accidents)) == accidents


def test_ten_thousand_accidents_are_small() -> None:
    accident = AccidentInput("맑음", "건조", "교차로 - 교차로안", "차대사람", "대구광역시 수성구 상동", 2016, 1, 1, 1)
    assert len(accident_codec.encode([accident] * 10_000)) < 20_000


def test_fields_are_read_by_name_so_that_older_bytes_stay_readable() -> None:
    older = {"fields": ["accident_hour", "weather"], "accidents": [[3, "비"], [None, None]]}
    data = zlib.compress(json.dumps(older).encode())
    assert accident_codec.decode(data) == [AccidentInput(weather="비", accident_hour=3), AccidentInput()]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"accidents",
        zlib.compress(b"[]"),
        zlib.compress(b"{}"),
        zlib.compress(b'{"fields":["x"],"accidents":[[1]]}'),
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        accident_codec.decode(data)
