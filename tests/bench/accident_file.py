"""A made-up CSV of accidents with the columns, spellings and lengths of a TAAS export.

Which values are frequent is taken from the accidents of Daegu 2007-2017 (KoROAD TAAS), roughly; everything else is
chance.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray

from services.prediction.storage.model_artifact import MODEL_FOLDER, read_manifest

BOM = b"\xef\xbb\xbf"
MEBIBYTE = 1 << 20

_LARGEST = 50 * MEBIBYTE
_LINE = 240  # bytes, a little less than most have
_FIRST_DAY, _DAYS = np.datetime64("2007-01-01"), 4018
_ID = "사고번호"
_OTHER_IDS = 9_000_000_000_000_000  # as long as an id, and a number like it
_UNKNOWN = "기타불명"
_HURT = {"상해없음": 12, "경상": 52, "중상": 29, "사망": 1, "부상신고": 2, _UNKNOWN: 1}

_CHOICES: Mapping[str, Mapping[str, float]] = {
    "사고내용": {"경상사고": 57, "중상사고": 37, "부상신고사고": 5, "사망사고": 1},
    "사망자수": {"0": 98.7, "1": 1.2, "2": 0.1},
    "중상자수": {"0": 62.5, "1": 33, "2": 3.5, "3": 0.7, "4": 0.2, "12": 0.1},
    "경상자수": {"0": 35, "1": 47, "2": 12, "3": 4, "4": 1.4, "5": 0.5, "14": 0.1},
    "부상신고자수": {"0": 93, "1": 6.5, "2": 0.4, "11": 0.1},
    "사고유형": {
        "차대차 - 측면직각충돌": 28, "차대차 - 기타": 17, "차대차 - 추돌 - 주정차중": 10, "차대사람 - 횡단중": 9,
        "차대차 - 추돌 - 진행중": 9, "차대사람 - 기타": 8, "차대차 - 측면충돌": 6, "차대차 - 정면충돌": 3.5,
        "차대차 - 추돌": 3, "차대사람 - 길가장자리구역통행중": 2, "차량단독 - 공작물충돌": 1,
        "차량단독 - 전도전복 - 전도": 0.1,
    },
    "법규위반": {
        "안전운전불이행": 54, "안전거리미확보": 14, "신호위반": 9, "교차로운행방법위반": 7, "중앙선침범": 4,
        "보행자보호의무위반": 3, "직진우회전진행방해": 3, "차로위반": 2, "불법유턴": 1, "기타": 3,
    },
    "노면상태": {"건조": 90, "습기": 9, "젖음/습기": 0.5, "결빙": 0.3, "기타": 0.2},
    "기상상태": {"맑음": 88, "비": 8, "흐림": 3, "기타": 0.5, "눈": 0.4, "안개": 0.1},
    "도로형태": {
        "단일로 - 기타": 50, "교차로 - 교차로안": 22, "교차로 - 교차로부근": 17, "단일로 - 횡단보도상": 5,
        "기타 - 기타": 3, "단일로 - 횡단보도부근": 2, "단일로 - 교량": 0.7, "단일로 - 지하차도(도로)내": 0.3,
    },
    "가해운전자 차종": {"승용": 69, "화물": 11, "이륜": 7, "승합": 5, "원동기": 4, "자전거": 3, _UNKNOWN: 1},
    "가해운전자 성별": {"남": 78, "여": 19, _UNKNOWN: 3},
    "가해운전자 상해정도": _HURT | {"상해없음": 80},
    "피해운전자 차종": {"승용": 46, "보행자": 21, "이륜": 10, "자전거": 8, "화물": 5, "원동기": 4, "": 3},
    "피해운전자 성별": {"남": 71, "여": 26, "": 3},
    "피해운전자 상해정도": _HURT | {"": 3},
}  # fmt: skip
"""Values of the columns that have few, and how often each occurs."""

_WEEKDAYS = [f"{day}요일" for day in "목금토일월화수"]  # 1970 began on a Thursday
_AGES = [f"{age}세" for age in range(10, 90)]
_NAMES = (
    _ID, "사고일시", "요일", "시군구", "사고내용", "사망자수", "중상자수", "경상자수", "부상신고자수", "사고유형",
    "법규위반", "노면상태", "기상상태", "도로형태",
    "가해운전자 차종", "가해운전자 성별", "가해운전자 연령", "가해운전자 상해정도",
    "피해운전자 차종", "피해운전자 성별", "피해운전자 연령", "피해운전자 상해정도",
)  # fmt: skip
_HEADER = BOM + ",".join(_NAMES).encode() + b"\n"


def accident_file(size: int = _LARGEST) -> bytes:
    """The CSV, UTF-8 with BOM: as many whole lines as fit into `size` bytes; always the same."""
    chance = np.random.default_rng(7)
    rows = size // _LINE
    hours = np.sort(chance.integers(0, _DAYS * 24, rows))
    days = _FIRST_DAY + hours // 24
    places = read_manifest(MODEL_FOLDER).districts
    columns = {
        **{name: _pick(chance, rows, list(shares), tuple(shares.values())) for name, shares in _CHOICES.items()},
        _ID: _ids(days, rows),
        "사고일시": _dates(days, hours % 24),
        "요일": _take(_WEEKDAYS, days.astype(np.int64) % 7),
        "시군구": _pick(chance, rows, places, 1 / np.arange(1, len(places) + 1) ** 0.5),
        "가해운전자 연령": _pick(chance, rows, [*_AGES, _UNKNOWN]),
        "피해운전자 연령": _pick(chance, rows, [*_AGES, _UNKNOWN, ""]),
    }
    lines = pc.binary_join_element_wise(*(columns[name] for name in _NAMES), ",")
    lines = pc.binary_join_element_wise(lines, "", "\n")
    _, offsets, body = lines.buffers()
    ends = np.frombuffer(offsets, np.int32)
    whole = ends[np.searchsorted(ends, size - len(_HEADER), side="right") - 1]
    return b"".join((_HEADER, body[:whole]))


def another(file: bytes, number: int) -> bytes:
    """The same file with another id in its first row, so that its bytes are stored once more."""
    start, other = len(_HEADER), str(_OTHER_IDS + number).encode()
    return b"".join((file[:start], other, file[start + len(other) :]))


def lines_of(file: bytes) -> int:
    """Rows without the header."""
    return file.count(b"\n") - 1


def _pick(
    chance: np.random.Generator, rows: int, values: Sequence[str], weights: ArrayLike | None = None
) -> pa.StringArray:
    """Values by chance, each as often as its weight says."""
    until = np.cumsum(np.ones(len(values)) if weights is None else weights)
    return _take(values, np.searchsorted(until, chance.random(rows) * until[-1]))


def _take(values: Sequence[str], indices: NDArray[np.int64]) -> pa.StringArray:
    return pa.array(values).take(pa.array(indices))


def _ids(days: NDArray[np.datetime64], rows: int) -> pa.StringArray:
    """`2007010100100050`: the day and a number."""
    text = pc.strftime(pa.array(days.astype("datetime64[s]")), format="%Y%m%d")
    return pc.binary_join_element_wise(text, pc.cast(pa.array(np.arange(rows) + 10_000_000), pa.string()), "")


def _dates(days: NDArray[np.datetime64], hours: NDArray[np.int64]) -> pa.StringArray:
    """`2007년 1월 1일 01시`."""
    months = days.astype("datetime64[M]")
    parts = (
        months.astype("datetime64[Y]").astype(np.int64) + 1970,
        months.astype(np.int64) % 12 + 1,
        (days - months).astype(np.int64) + 1,
    )
    texts = [pc.cast(pa.array(part), pa.string()) for part in parts]
    year, month, day = (pc.binary_join_element_wise(t, u, "") for t, u in zip(texts, ("년", "월", "일"), strict=True))
    hour = pc.binary_join_element_wise(pc.utf8_lpad(pc.cast(pa.array(hours), pa.string()), 2, padding="0"), "시", "")
    return pc.binary_join_element_wise(year, month, day, hour, " ")
