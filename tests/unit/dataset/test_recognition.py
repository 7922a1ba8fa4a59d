"""A file is recognised by the columns it has, and only claimed where they tell."""

from unicodedata import normalize

import pytest

from services.dataset.domain.columns import ColumnProfile, ColumnType, ValueCount
from services.dataset.domain.recognition import KINDS, OTHER, Recognition, recognise

DACON_TEST = "ID,사고일시,요일,기상상태,시군구,도로형태,노면상태,사고유형"
DRIVERS = (
    "가해운전자 차종,가해운전자 성별,가해운전자 연령,가해운전자 상해정도,"
    "피해운전자 차종,피해운전자 성별,피해운전자 연령,피해운전자 상해정도"
)
HEADERS = {
    "대구 CCTV": (
        "무인교통단속카메라관리번호,시도명,시군구명,도로종류,도로노선번호,도로노선명,도로노선방향,소재지도로명주소,"
        "소재지지번주소,위도,경도,설치장소,단속구분,제한속도,단속구간위치구분,과속단속구간길이,보호구역구분,설치연도"
    ),
    "보안등": (
        "보안등위치명,설치개수,소재지도로명주소,소재지지번주소,위도,경도,설치연도,설치형태,관리기관전화번호,관리기관명,"
        "데이터기준일자"
    ),
    "어린이 보호구역": (
        "시설종류,대상시설명,소재지도로명주소,소재지지번주소,위도,경도,관리기관명,관할경찰서명,CCTV설치여부,"
        "CCTV설치대수,보호구역도로폭,데이터기준일자"
    ),
    "주차장": (
        "주차장관리번호,주차장명,주차장구분,주차장유형,소재지도로명주소,소재지지번주소,주차구획수,급지구분,부제시행구분,"
        "운영요일,평일운영시작시각,평일운영종료시각,요금정보,주차기본시간,주차기본요금,추가단위시간,추가단위요금,"
        "월정기권요금,결제방법,특기사항,위도,경도,데이터기준일자"
    ),
    "TAAS 사고": (
        "사고번호,사고일시,요일,시군구,사고내용,사망자수,중상자수,경상자수,부상신고자수,사고유형,법규위반,노면상태,"
        f"기상상태,도로형태,{DRIVERS}"
    ),
    "DACON 학습": f"{DACON_TEST},사고유형 - 세부분류,법규위반,{DRIVERS},사망자수,중상자수,경상자수,부상자수,ECLO",
    "DACON 평가": DACON_TEST,
}


def columns(header: str, **cells: str) -> list[ColumnProfile]:
    """Text columns with these names; `cells`: a value of some."""
    return [
        ColumnProfile(name, ColumnType.TEXT, 0, 1, top_values=(ValueCount(cells.get(name, "초등학교"), 1),))
        for name in header.split(",")
    ]


def recognised(header: str, file_name: str = "data.csv", **cells: str) -> Recognition:
    return recognise(file_name, columns(header, **cells))


def test_every_kind_has_a_header_here() -> None:
    assert (*HEADERS, OTHER) == KINDS


@pytest.mark.parametrize("kind", HEADERS)
def test_a_file_is_recognised_by_its_header(kind: str) -> None:
    found = recognised(HEADERS[kind])
    assert found.kind == kind
    assert 0.8 < found.confidence < 1


@pytest.mark.parametrize("kind", HEADERS)
def test_order_spaces_normal_form_case_and_remarks_do_not_matter(kind: str) -> None:
    names = [f" {name.lower()} (비고)" for name in reversed(HEADERS[kind].split(","))]
    spaced = ",".join(" ".join(name.split("운전자")) if "운전자" in name else name for name in names)
    for header in (",".join(names), normalize("NFD", ",".join(names))):
        assert recognised(header) == recognised(HEADERS[kind])
    assert recognised(spaced).kind == kind


@pytest.mark.parametrize("kind", HEADERS)
def test_columns_that_are_added_do_not_hide_a_file(kind: str) -> None:
    extra = ",".join(f"추가{number}" for number in range(200))
    found = recognised(f"{HEADERS[kind]},{extra}")
    assert found.kind == kind
    assert 0.5 < found.confidence < 1


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("대구 CCTV", "무인교통단속카메라관리번호,단속구분,위도,경도,설치장소"),
        ("보안등", "보안등위치명,설치개수,위도,경도"),
        ("어린이 보호구역", "대상시설명,관할경찰서명,CCTV설치대수,위도,경도"),
        ("주차장", "주차장명,주차구획수,주차기본요금,위도,경도"),
        ("TAAS 사고", "사고번호,사고일시,시군구,사고내용,기상상태"),
        ("DACON 학습", "ID,사고일시,시군구,기상상태,ECLO"),
        ("DACON 평가", "ID,사고일시,시군구,기상상태,노면상태"),
    ],
)
def test_a_file_that_was_cut_down_is_still_recognised(kind: str, header: str) -> None:
    found = recognised(header)
    assert found.kind == kind
    assert found.confidence > 0.5


def test_the_security_lights_of_daegu_without_their_names_are_recognised() -> None:
    found = recognised("설치개수,소재지도로명주소,소재지지번주소,위도,경도,설치연도,설치형태")
    assert found.kind == "보안등"
    assert found.confidence > 0.8


@pytest.mark.parametrize(
    "header",
    [
        "매장명,매출,월,위도,경도",
        "상호명,주차장명,주차구획수,메뉴,가격,전화,평점,영업시간,휴무일,홈페이지,좌석수,위도,경도",
        "시도,연도,사고건수,사망자수,중상자수,경상자수,부상신고자수",
        # The standard data of traffic lights and of libraries.
        "시도명,시군구명,도로종류,도로노선번호,도로노선명,도로노선방향,소재지도로명주소,소재지지번주소,위도,경도,신호기설치방식,"
        "도로형태,주도로여부,신호등관리번호,신호등구분,신호등색종류,신호등화방식,신호등화순서,신호등화시간,데이터기준일자",
        "도서관명,시도명,시군구명,도서관유형,휴관일,평일운영시작시각,평일운영종료시각,토요일운영시작시각,토요일운영종료시각,"
        "공휴일운영시작시각,공휴일운영종료시각,열람좌석수,자료수,소재지도로명주소,소재지지번주소,위도,경도,데이터기준일자",
        "c1,c2,c3,c4,c5",
        "",
    ],
)
def test_other_files_are_other(header: str) -> None:
    found = recognised(header)
    assert found.kind == OTHER
    assert found.confidence > 0.8


def test_a_car_park_file_with_other_names_is_not_claimed() -> None:
    found = recognised("관리번호,이름,구분,유형,주소,면수,요금,위도,경도", "대구 주차장 정보.csv")
    assert found.kind == OTHER


def test_zones_for_old_people_are_not_zones_for_children() -> None:
    assert recognised(HEADERS["어린이 보호구역"], "보호구역.csv", 시설종류="경로당").kind == OTHER


def test_the_file_name_breaks_a_tie() -> None:
    header = "사고일시,시군구,기상상태,노면상태,사망자수,중상자수"
    assert recognised(header, "TAAS_2018.csv").kind == "TAAS 사고"
    assert recognised(header, "train.csv").kind == "DACON 학습"


def test_the_file_name_alone_says_nothing() -> None:
    for name in ("대구 CCTV.csv", "보안등.csv", "대구_주차장_정보.csv", "train.csv"):
        assert recognised("이름,주소,위도,경도", name).kind == OTHER


def test_the_file_name_may_be_decomposed() -> None:
    header = "주차장명,소재지도로명주소,위도,경도"
    plain, decomposed = (recognised(header, normalize(form, "대구 주차장 정보.csv")) for form in ("NFC", "NFD"))
    assert plain == decomposed
    assert plain != recognised(header, "정보.csv")


def test_no_columns_are_other() -> None:
    assert recognise("빈 파일.csv", []).kind == OTHER
