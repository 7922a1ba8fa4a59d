"""The kinds of files that are recognised, and the columns that tell them.

Sources: the standard data sets of data.go.kr (전국무인교통단속카메라표준데이터, 전국보안등정보표준데이터,
전국어린이보호구역표준데이터, 전국주차장정보표준데이터), accidents as TAAS exports them, and the files of DACON 236193.
"""

from dataclasses import dataclass

from services.dataset.domain.column_names import plain


def _names(text: str) -> frozenset[str]:
    return frozenset(plain(name) for name in text.split(","))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; all names are `plain`.

    `words`: what its file names say. `telling`: columns that are rare elsewhere. `usual`: columns that it has, and many
    other files too. `one_of`: it has one of these columns, or it is not of this kind. `cells`: if it has this column,
    one of the words is in one of its most frequent cells, or it is not of this kind.
    """

    name: str
    words: tuple[str, ...]
    telling: frozenset[str]
    usual: frozenset[str]
    one_of: frozenset[str] = frozenset()
    cells: tuple[str, tuple[str, ...]] = ("", ())


PROVIDER = _names("관리기관명,관리기관전화번호,데이터기준일자,제공기관코드,제공기관명,전화번호,시도명,시군구명")
"""Columns about who publishes; every standard data set has some, so they say nothing."""

_PLACE = _names("소재지도로명주소,소재지지번주소,위도,경도")
_ROAD_AND_WEATHER = _names("사고일시,기상상태,노면상태,도로형태")
_DRIVERS = _names(
    "법규위반,가해운전자 차종,가해운전자 성별,가해운전자 연령,가해운전자 상해정도,"
    "피해운전자 차종,피해운전자 성별,피해운전자 연령,피해운전자 상해정도"
)
_ACCIDENT = _names("요일,시군구,사고유형")
_CASUALTIES = _names("사망자수,중상자수,경상자수")
_TAAS = _names("사고번호,사고내용,부상신고자수")
_DACON_OUTCOME = _names("사고유형 - 세부분류,부상자수,ECLO")

KNOWN = (
    Kind(
        "대구 CCTV",
        ("cctv", "단속카메라"),
        _names("무인교통단속카메라관리번호,단속구분,단속구간위치구분,과속단속구간길이,보호구역구분,제한속도"),
        _PLACE | _names("도로종류,도로노선번호,도로노선명,도로노선방향,설치장소,설치연도"),
    ),
    Kind("보안등", ("보안등",), _names("보안등위치명,설치개수,설치형태"), _PLACE | _names("설치연도")),
    Kind(
        "어린이 보호구역",
        ("어린이보호구역", "스쿨존"),
        _names("대상시설명,관할경찰서명,CCTV설치여부,CCTV설치대수,보호구역도로폭"),
        _PLACE | _names("시설종류"),
        # The standard data of zones for old and disabled people has the same columns.
        cells=(plain("시설종류"), ("학교", "유치원", "어린이", "학원")),
    ),
    Kind(
        "주차장",
        ("주차장",),
        _names(
            "주차장관리번호,주차장명,주차장구분,주차장유형,주차구획수,급지구분,부제시행구분,주차기본시간,주차기본요금,"
            "추가단위시간,추가단위요금,1일주차권요금적용시간,1일주차권요금,월정기권요금,장애인전용주차구역보유여부"
        ),
        _PLACE
        | _names(
            "운영요일,평일운영시작시각,평일운영종료시각,토요일운영시작시각,토요일운영종료시각,공휴일운영시작시각,"
            "공휴일운영종료시각,요금정보,결제방법,특기사항"
        ),
    ),
    Kind(
        "TAAS 사고",
        ("taas", "교통사고"),
        _TAAS | _ROAD_AND_WEATHER | _DRIVERS,
        _ACCIDENT | _CASUALTIES,
        one_of=_TAAS | _DRIVERS | _CASUALTIES,
    ),
    Kind(
        "DACON 학습",
        ("train", "학습", "countrywideaccident"),
        _DACON_OUTCOME | _ROAD_AND_WEATHER | _DRIVERS,
        _ACCIDENT | _CASUALTIES | _names("ID"),
        one_of=_DACON_OUTCOME | _DRIVERS | _CASUALTIES,
    ),
    Kind("DACON 평가", ("test", "평가"), _ROAD_AND_WEATHER, _ACCIDENT | _names("ID")),
)
