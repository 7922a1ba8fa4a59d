"""The Korean words that say something about an accident, as tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from services.prediction.domain.word_segments import Fit, Segment


class Role(Enum):
    """What a word does in the line."""

    CUE = "cue"  # stands for a value of a field
    JUNCTION = "junction"
    CROSSING = "crossing"
    NEAR = "near"  # moves the junction or crossing before it: 교차로 앞
    NOT = "not"  # takes back the word before it: 비는 안 왔고
    OVER = "over"  # puts the weather before it into the past: 비 온 뒤
    TOWARDS = "towards"  # the place before it is a direction only: 중동 방향
    ELSEWHERE = "elsewhere"  # the places after it are not in Daegu: 부산 중구
    CITY = "city"
    DISTRICT = "district"  # 구, 군
    PLACE = "place"  # 동, 읍, 면, 가
    PLACE_STEM = "place stem"  # 범어 in 범어네거리
    ENDING = "ending"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`field`, `value` and `weight` of a CUE (the heaviest cue of a field wins, then the first); `places` are
    the full names that a PLACE or PLACE_STEM can be, or the area `시 구` of a DISTRICT."""

    role: Role
    field: str = ""
    value: str = ""
    weight: int = 0
    places: tuple[str, ...] = ()


# field -> value -> (weight, words)
_CUES: dict[str, dict[str, tuple[tuple[int, str], ...]]] = {
    "weather": {
        "비": ((2,
            "비 우천 폭우 호우 소나기 장마 장대비 가랑비 이슬비 보슬비 비바람 빗속 빗줄기 빗방울 우중 "
            "태풍 강우"),),
        "눈": ((2, "눈 폭설 대설 강설 함박눈 싸락눈 진눈깨비 눈발 눈보라 첫눈"),),
        "안개": ((2, "안개 연무 짙은안개 해무"),),
        "흐림": ((1, "흐림 흐린 흐리 흐렸 흐릿 구름 먹구름"),),
        "맑음": ((1, "맑음 맑은 맑고 맑았 맑게 맑다 맑지 맑 화창 쾌청 쨍쨍 햇빛 햇볕"),),
        "기타": ((1, "황사 우박 강풍 돌풍"),),
    },
    "road_surface": {
        "젖음/습기": ((2, "젖음 습기 젖은 젖어 젖었 빗길 물기 빗물"),),
        "서리/결빙": ((2, "서리 결빙 빙판 빙판길 얼음 얼음길 살얼음 블랙아이스 빙결 얼어 언 얼었"),),
        "적설": ((2, "적설 눈길 눈쌓인 쌓인눈"),),
        "침수": ((2, "침수 물에잠긴 잠긴 물바다"),),
        "해빙": ((2, "해빙 녹은 녹는 녹아 질척"),),
        "건조": ((1, "건조 마른 마른길 말라 뽀송"),),
    },
    "road_type": {
        "단일로 - 교량": ((1, "교량 대교 다리위 교량위"),),
        "단일로 - 터널": ((2, "터널"),),
        "단일로 - 지하차도(도로)내": ((2, "지하차도 지하도로 굴다리"),),
        "단일로 - 고가도로위": ((2, "고가도로 고가차도 고가 고가도로위"),),
        "주차장 - 주차장": ((2, "주차장 주차타워"),),
        "단일로 - 기타": ((0,
            "단일로 직선도로 직선로 골목 골목길 이면도로 일반도로 커브길 곡선로 커브 국도 고속도로"),),
    },
    "accident_type": {
        "차대사람": (
            (4, "차대사람 차대보행자"),
            (3,
                "보행자 보행 행인 사람 무단횡단 건너던 건너는 건너다 건너다가 건너가던 횡단하던 횡단중 "
                "걷던 걸어가던 걸어가는 걸어서 치임 치여 치인 치였 치었 인사사고 사람을 사람과 사람이랑 "
                "걷다가 대인사고"),
            (2, "할머니 할아버지 어르신 아이 아이들 어린이 꼬마 초등학생 중학생 고등학생 학생 취객"),
            (1, "사람"),
        ),
        "차량단독": (
            (4, "차량단독"),
            (2,
                "단독 단독사고 전복 전도 가드레일 전신주 전봇대 가로수 중앙분리대 분리대 추락 도로이탈 "
                "이탈 연석 난간 옹벽 담벼락 담장 공작물 구조물 혼자 뒤집 뒤집혀 뒤집힘 뒤집어 넘어졌 "
                "넘어져 넘어짐 신호등기둥"),
        ),
        "차대차": (
            (4, "차대차"),
            (3, "차끼리 차량끼리 쌍방 차량간 상대차 상대차량 상대방차 앞차 뒤차 뒷차 옆차 앞차량"),
            (1,
                "추돌 연쇄추돌 충돌 정면충돌 접촉 접촉사고 들이받 받음 받았 받혔 부딪 부딪힘 박음 박았 "
                "박혔 박고 측면충돌 오토바이 이륜차 자전거 킥보드 전동킥보드 스쿠터"),
        ),
    },
}  # fmt: skip
# Road words close a place name (두류공원네거리, 앞산터널), so anything may stand before them.
_FREE_FIELDS = frozenset({"road_type"})
_ROLES: tuple[tuple[Role, Fit, str], ...] = (
    (Role.JUNCTION, Fit.ANYWHERE,
        "교차로 교차로안 교차로내 사거리 네거리 삼거리 오거리 육거리 로터리 회전교차로 십자로"),
    (Role.CROSSING, Fit.ANYWHERE, "횡단보도 횡단보도상 횡단보도위 건널목"),
    (Role.NEAR, Fit.START,
        "부근 근처 인근 앞 옆 직전 진입 진입로 초입 못미쳐 못미처 주변 근방 가까이 밑 아래"),
    (Role.NOT, Fit.START,
        "않 없 아니 아님 아닌 아녔 말고 안오 안왔 안옴 안와 안온 안내리 안내려 안내렸 안내림 안끼"),
    (Role.OVER, Fit.START, "뒤 후 다음 그치 그친 그쳐 그쳤 그침 개고 갠 개인 멎은 멎고 멈춘"),
    (Role.TOWARDS, Fit.START, "방향 방면 가는길 가는"),
    (Role.ELSEWHERE, Fit.ALONE,
         "서울 서울시 서울특별시 부산 부산시 부산광역시 인천 인천시 인천광역시 광주 광주시 광주광역시 "
         "대전 대전시 대전광역시 울산 울산시 울산광역시 세종 세종시 경기 경기도 강원 강원도 경북 "
         "경상북도 경남 경상남도 전북 전남 충북 충남 제주 제주도 경산 경산시 포항 포항시 구미 구미시"),
    (Role.CITY, Fit.ALONE, "대구 대구시 대구광역시"),
    (Role.ENDING, Fit.TAIL,
         "은 는 이 가 을 를 의 에 에서 로 으로 와 과 랑 하 고 도 만 까지 부터 쪽 라 데 인 며 입니 예 임 "
         "였 서 네 들 께 경 쯤 즈음 무렵 정도 사이 때 때문 여 상태 안 내 위 오 왔 온 옴 올 옵 내리 내려 "
         "내렸 내린 내림 내릴 끼 낀 꼈 낌 껴 쌓인 쌓여 쌓임 던 다 음 어 아 해 했 한 함 되 된 됨 돼 됐 "
         "습니 지 면 거나 었 았 겠 려 자 죠 요 중 날 날씨 힘 혀 혔 기 나 난 났 남 가지 길 간 끼리 ㅂ니 "
         "선"),
    (Role.FILLER, Fit.ALONE,
         "사고 교통사고 뺑소니 발생 났어요 났음 났습니다 났는데 났다 난 남 있었 있음 있었어요 있었음 "
         "있었습니다 있 일어났 일어난 날씨 날 하늘 기상 노면 도로 길 길이 길에서 차 차가 차로 차량 "
         "승용차 자동차 택시 버스 트럭 화물차 승합차 운전 운전자 운전하 주행 우회전 좌회전 직진 유턴 "
         "후진 신호 신호등 신호위반 신호대기 정차 과속 음주 음주운전 졸음운전 한 대 두 세 둘 명 건 경 께 "
         "쯤 무렵 정도 사이 때 상태 당시 전 좀 많이 너무 매우 아주 살짝 조금 갑자기 그냥 제가 내가 우리 "
         "저는 나는 그리고 그런데 근데 에서 서로 위 위에서 안 안에서 내 쪽 곳 지점 현장 기타 미분류 "
         "어린이보호구역 보호구역 구역 스쿨존 안전 버스정류장 정류장 병원 학교 초등학교 역 시내 시에서 "
         "동네 사람들 부상 부상자 건너편 비보호 가로등 눈부심 눈부셔 눈부셔서 심하게 크게 예측 예측해줘 "
         "알려줘 얼마나 위험해 위험 위험한지 어때 어떨까 어떻게 같은 것 거 같아요 같음 본 봤 목격 신고 "
         "접수 전동휠체어 전동스쿠터 중 중에 말 요 네 님 들 조심 미끄러 미끄러져 미끄러짐 미끄러운 "
         "미끄럼 미끄러졌 미끄러지"),
)  # fmt: skip


def plain_words(valid: dict[str, frozenset[str]]) -> dict[str, tuple[Fit, Meaning]]:
    """Every word that is not a place. A cue for a value that is not among the `valid` ones is a filler."""
    words: dict[str, tuple[Fit, Meaning]] = {}
    for role, fit, listed in _ROLES:
        words.update((name, (fit, Meaning(role))) for name in listed.split() if name not in words)
    for field, value, weight, names in _cues():
        known = value in valid.get(field, frozenset())
        meaning = Meaning(Role.CUE, field, value, weight) if known else Meaning(Role.FILLER)
        for name in names:
            words[name] = (
                Fit.ALONE if len(name) == 1 else Fit.ANYWHERE if field in _FREE_FIELDS else Fit.START,
                meaning,
            )
    return words


def _cues() -> Iterable[tuple[str, str, int, list[str]]]:
    for field, values in _CUES.items():
        for value, groups in values.items():
            for weight, names in groups:
                yield field, value, weight, names.split()


def role_at(segments: Sequence[Segment[Meaning]], i: int) -> Role | None:
    """The role of the i-th segment; None past either end and for unknown words."""
    meaning = segments[i].meaning if 0 <= i < len(segments) else None
    return meaning.role if meaning else None
