"""The words of questions that mean the same whatever the data, as tables."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from services.chat.agent.analyst.meanings import Says, Term

# Words are written without spaces: they are found whether a question has spaces or not.
_NOUNS: Mapping[Says, str] = {
    Says.COUNT: "건수 개수 횟수 빈도 갯수 수량 발생수 발생건수 count 대수 몇건 몇개 몇대 몇곳 몇군데 몇번 몇개소",
    Says.MEAN: "사고당 건당 한건당 1건당 하나당 한곳당 곳당 개당 대당 한대당 사고한건당 사고1건당 구당 평균 평균값 평균적 mean average avg 평균치",
    Says.SUM: "총 통틀어 합계 총합 총합계 합 sum total 누적 총계 총수 합산 전부합쳐 모두합쳐 다합쳐 합쳐서 다합치면 합치면 다더하면",
    Says.MEDIAN: "중앙값 중위값 중위수 중간값 median",
    Says.MAX: "최댓값 최대값 최대 최고값 최고치 최대치 max maximum 최고",
    Says.MIN: "최솟값 최소값 최소 최저값 최저치 최소치 min minimum 최저",
    Says.STD: "표준편차 편차 std 흩어진정도 산포도",
    Says.SHARE: "비율 비중 퍼센트 몇퍼센트 몇프로 프로 점유율 구성비 백분율 percent ratio 몇% % 차지율 얼마만큼차지 분율",
    Says.PER_DAY: "하루평균 일평균 하루에평균 하루에 하루 매일 일일평균 일당",
    Says.PER_MONTH: "월평균 한달평균 한달에평균 한달에 매달평균 한달",
    Says.PER_YEAR: "연평균 1년평균 일년평균 한해평균 매년평균 일년에 1년에 한해에 년평균",
    Says.SUPERLATIVE: "가장 제일 최고로 젤 최 most 압도적으로 무엇보다",
    Says.TOP: "상위 top 탑 베스트 톱 상위권",
    Says.BOTTOM: "하위 worst 워스트 최하위 하위권 꼴찌",
    Says.RANK: "순위 랭킹 등수 순서 순 순번",
    Says.SORT: "정렬 내림차순 내림차",
    Says.ASCENDING: "오름차순 오름차 거꾸로 역순",
    Says.PER: "별 별로 마다 에따라 에따른 따라 따른 각각의 각 단위로 기준으로 기준 매 별로나눠 별로나눠서",
    Says.AMONG: "중 중에 중에서 중에서도 가운데 중에는 중에선 중의 가운데서",
    Says.OR: "또는 혹은 이거나 이나 or 아니면",
    Says.AND: "및 그리고 와함께 and 하고",
    Says.NOT: "제외 제외한 제외하고 빼고 뺀 말고 아닌 외 이외 외에 not 아닐 아니고 이외의 외의",
    Says.FROM: "부터",
    Says.TO: "까지",
    Says.BETWEEN: "사이 사이의 사이인",
    Says.LEAST_BOUND: "이상 이상인 이상의 >= 이상되는 이후 이후의 이후로 이후에",
    Says.MOST_BOUND: "이하 이하인 이하의 <= 이내 이하되는 이전 이전의 이전에",
    Says.ABOVE: "초과 초과인 초과하는 초과한 > 보다큰 보다많은 보다높은 보다긴 보다비싼 보다큰값",
    Says.BELOW: "미만 미만인 미만의 < 보다작은 보다적은 보다낮은 보다짧은 보다싼 안되는 못미치는",
    Says.COMPARE: "비교 비교표 대조 vs 견줘 견주면 versus 대결 비교분석",
    Says.THAN: "보다 보다는 대비 에비해 에비해서 비해",
    Says.TIMES: "몇배 배 몇배나 배수 곱절",
    Says.DIFFERENCE: "차이 격차 차 차이값 얼마나더 얼마더 몇건더 몇건이나더 몇명더",
    Says.MISSING: "결측 결측값 결측치 빈값 빈칸 누락 누락값 null nan 널 공백 공란 빈셀 비어있는 비어있는값 결측률 "
    "missing 결측비율 미기재 미입력 누락률 채워지지않은 값이없는 값이빠진 빠진값 na 빈데이터 누락된값 비는 비어있나 "
    "비어있는칸 비어있는데이터 비어 비었 입력되지않은 입력안된",
    Says.OUTLIER: "이상치 이상값 극단값 극단치 튀는값 특이값 outlier outliers 비정상값 튀는 이상한값 유난히큰값",
    Says.MORE: "더 더욱 훨씬 더많이 더많은 더자주",
    Says.CORRELATION: "상관관계 상관 상관계수 연관성 연관 관련성 관계 관련 영향 관련있는 관련이있는 관련있 correlation "
    "상관성 상관분석 관련이깊은 밀접한",
    Says.PERCENTILE: "백분위수 백분위 퍼센타일 분위수 percentile 분위 백분위값 사분위수 사분위",
    Says.TYPES: "자료형 데이터타입 데이터형 타입 데이터유형 dtype dtypes type types 자료유형 형식 데이터형식",
    Says.OVERVIEW: "개요 소개 구조 구성 요약정보 overview info 무슨데이터 어떤데이터 어떤자료 무슨자료 무슨파일 어떤파일 "
    "데이터정보 뭐가들어 뭐가있는데이터 개괄 describe 어떻게생긴데이터 뭐하는데이터 데이터설명 자료설명 파일설명 "
    "어떤정보 무슨정보 무슨내용 어떤내용 정체 데이터요약 전체요약",
    Says.COLUMNS: "컬럼 칼럼 열 변수 필드 컬럼명 열이름 column columns 변수명 칼럼명 항목 속성 컬럼들 컬럼목록",
    Says.ROWS: "행 레코드 줄 데이터건수 데이터수 행수 row rows 총데이터 데이터개수 자료수 데이터크기 레코드수",
    Says.BOUNDS: "지도범위 좌표범위 위경도범위 지리적범위 중심좌표 공간범위 위경도 좌표 위도경도 위도와경도 지도 "
    "지리범위 중심점 지도중심 경위도 공간적범위",
    Says.PERIOD: "기간 언제부터언제까지 언제부터 언제까지 시작일 종료일 날짜범위 시간범위 기간범위 데이터기간 "
    "수집기간 첫날짜 마지막날짜 몇년부터 몇년치 며칠치 가장최근날짜 가장오래된날짜 시작날짜 몇년부터몇년까지",
    Says.SAMPLE: "샘플 표본 예시 견본 미리보기 아무거나 맛보기 sample 예를들면 무작위 랜덤 몇줄만 몇개만 몇건만 몇줄 "
    "실제데이터 원본데이터 앞부분 head 처음몇줄 아무행이나 임의로 미리 예로",
    Says.UNIQUE: "고유값 종류 몇종류 유니크 unique 고유한값 종류들 몇가지 가짓수 카테고리 범주 어떤것들 어떤것들이 "
    "어떤게 뭐뭐 고유값개수 어떤종류 distinct 무엇무엇 선택지 몇종",
    Says.VALUES: "어떤값 무슨값 값들 값목록 무슨값이",
    Says.DISTRIBUTION: "분포 분포도 히스토그램 histogram 분포표 구간별 퍼져있는지 구간 도수분포 도수분포표 분산 "
    "도수 분포형태 히스토",
    Says.TREND: "추이 추세 변화 흐름 변동 트렌드 trend 변화추이 증감 증감추이 경향 추이변화",
    Says.GROWTH: "증감률 증가율 감소율 변화율 성장률 증감율 전년대비 전년대비증감률",
    Says.PATTERN: "패턴 시간패턴 pattern 시간적패턴 시기적패턴 시간적특성",
    Says.CROSS: "교차표 교차분석 크로스탭 crosstab 교차집계 피벗 피벗테이블 pivot 피봇 교차 교차해서",
    Says.STATS: "통계 기초통계 기술통계 통계값 통계량 요약통계 기초통계량 기술통계량 통계치 statistics stats 요약 "
    "특성 통계요약",
    Says.LIST: "목록 리스트 명단 list 목록표",
    Says.PREDICT: "예측 예상 eclo예측 예측값 predict 예측해 예측해봐 전망",
    Says.SEVERE: "심각 심각도 심할까 심각할까 피해정도 위험도 심각한지",
    Says.WHICH: "어느 어떤 무슨 무엇 뭐 뭔 뭘 어느것 어떤것 뭐가 뭐야 뭐지 뭔가요 뭐가있 무엇이 뭐예요 뭐에요 뭡니까 "
    "뭘까 뭐임 what which 무엇인가 뭐냐 누구 누가",
    Says.WHERE: "데 어디 어딘 어딜 어디가 어디야 어디서 어디에서 어디에 어디인가요 어딘가요 어디임 where 곳 장소 어디예요 "
    "어디에요 어딥니까 어디지 위치",
    Says.WHEN: "언제 언젠 언제야 when 언제인가요 언제임 언제예요 언제에요 시기 때 언제쯤",
    Says.HOW_MANY: "몇명 몇사람 몇명이나 몇 얼마 얼마나 얼마야 얼만큼 얼마만큼 how many 몇이나 얼마인지 얼마인가요 며",
    Says.THEN: "그럼 그러면 그렇다면 그래서 그럼요 근데 그런데 이번엔 이번에는 then",
    Says.THOSE: "그중 그중에 그중에서 그중에서도 그가운데 거기서 거기에서 이중 이중에 이중에서 여기서 그안에서 위에서 "
    "그것 그거 그걸 방금 같은조건 같은조건으로 그조건 그조건에서 걔네 거기 그것도 그것을",
    Says.LAST: "최근 지난 마지막 가장최근 제일최근 최신 직근 latest",
    Says.FIRST: "처음 첫 최초 가장오래된 제일오래된 오래된 첫해",
    Says.EXISTS: "유무 존재여부 존재",
    Says.FILLER: "데이터 자료 파일 데이터셋 dataset data 대구 대구시 대구광역시 대구에서 값 수치 현황 상황 정보 내용 결과 "
    "전체 전체적 모두 모든 전부 다 대략 약 정도 쯤 혹시 좀 제발 그냥 한번 한 번 바로 빨리 지금 현재 이 그 저 이거 "
    "이것 저거 여기 우리 나 저희 내가 제가 저 것 거 게 건 걸 수 때 경우 날 시간 점 측면 부분 면에서 관련해서 관해 대해 "
    "대해서 대한 관한 대하여 그래프 차트 표 막대그래프 선그래프 막대 그림 시각화 그래프로 차트로 표로 도표 도표로 "
    "히트맵 꺾은선 원그래프 숫자 구체적 구체적으로 간단히 간단하게 짧게 자세히 자세하게 상세히 쉽게 정확히 정확하게 "
    "안녕 안녕하세요 고마워 감사 감사합니다 고맙습니다 부탁 부탁해 부탁드려요 부탁드립니다 제목 그리고 또 또한 "
    "각각 각 따로 나눠서 나누어 한눈에 한꺼번에 특히 실제로 과연 도대체 대체 보통 주로 대부분 대개 일반적으로 평소 "
    "너 당신 이제 먼저 우선 다음 그다음 기반 바탕 토대 위주 차례 차례로 순서대로 위 아래 안 속 내 쪽 "
    "please show me the of in is a by for tell give list plot chart graph 및 등 등등 하나 하나만 개 명 건 대 "
    "원 년 월 일 사람 사람수 인원 유무 여부 이유 왜 상태 어때 어떄 어떤지 어떠 어떻게 어떡해 궁금 궁금증 질문 답 답변 "
    "도움 요청 문의 업무 보고 보고서 보고용 회의 회의용 발표 자료용 조사 민원 시민 공무원 기사 과제 숙제 응 네 예 아 "
    "자 흠 저기 저기요 헤이 야 ㅋㅋ ㅎㅎ ㅠㅠ 요 쫌 살짝 진짜 정말 솔직히 아무래도 역시 확실히 대체로 단순히 단지 오직 "
    "집계 산출 집계표 통계표 가지 종 비교적 상대적 상대적으로 관점 입장 차원 말 소리 뜻 의미 기록 기록된 등록 등록된 "
    "해당 해당하는 있는지 포함 포함된 포함해서 속하는 수준 규모 양 합계표 지역내 관내 시내 전국 모든걸 나타난 나온 "
    "기준값 기준치 경계값 도로 길 최종 개별 서로 함께 같이 동시에 모조리 죄다 싹 쭉 쫙 얼른 당장 일단 그니까 그러니까 즉 결국 하여튼 아무튼",
}
_VERBS: Mapping[Says, str] = {
    Says.MANY: "많 빈번 잦 흔 자주 몰려 몰리 집중 위험 다발 최다 빈발 많이 넘쳐",
    Says.FEW: "없는 없나 없었 적은 적게 적나 적었 적어 적을 적고 적지 적냐 적습 적니 적다 드문 드물 덜 최소로 안전 최소인 적던",
    Says.HIGH: "높 큰 크 클 커 컸 긴 길 길었 비싼 비싸 비쌌 빠른 빠르 심한 심하 넓 큼 세게 센",
    Says.LOW: "낮은 낮게 낮나 낮았 낮아 낮을 낮고 낮지 낮습 낮냐 작은 작 짧 싼 싸 저렴 느린 느리 좁",
    Says.ABOVE: "넘는 넘은 넘 넘긴 넘어 넘었 초과하 웃도는 웃도",
    Says.TREND: "늘었 늘어 늘고 느는 줄었 줄어 줄고 주는지 증가 감소 변했 바뀌 달라졌 변화하 올랐 내렸 떨어졌 늘 줄",
    Says.CHANGES: "올라 오르 높아 커지 많아 늘어나 심해 낮아 줄어드 적어지 작아 위험해 달라지",
    Says.COMPARE: "비교 대조하 견주",
    Says.SORT: "정렬 나열 늘어놓",
    Says.PREDICT: "예측 예상",
    Says.MISSING: "누락된 누락되 빠진 빠져 비어있 비어 결측인 빠뜨",
    Says.EXISTS: "있 존재하 계시",
    Says.DISTRIBUTION: "분포하 분포되 퍼져",
    Says.OVERVIEW: "설명 소개 요약 분석",
    Says.SEVERE: "심각",
    Says.PATTERN: "몰리는지",
    Says.CORRELATION: "관련있 관련되 관계있 영향을주 영향을미치 영향주 영향미치 얽혀",
    Says.NOT: "아니 않 제외하 제외되 빼",
    Says.FILLER: "알려 보여 보이 그려 그리 찾아 찾 뽑 골라 고르 구해 구하 계산 정리 말해 말하 파악 조사 확인 "
    "하 해 했 한 할 되 된 됐 될 돼 일어나 일어났 일어난 생기 생겼 생긴 생길 나 났 난 날 나오 나온 발생 벌어 터지 "
    "터진 터졌 궁금 알고 알 싶 주 줘 줄래 줄수 보 봐 볼 봤 본 가르쳐 가르 세어 세 셀 센 따져 따지 쳐 치면 싶은 "
    "원하 원해 필요 부탁 말씀 묻 물어 여쭤 여쭙 이야기 얘기 뭐 어때 어떻 어떠 어떨 어떤가 그렇 이렇 같 나타나 나타낸 나타났 "
    "나누 나눠 나뉘 묶 모아 모은 만들 만드 제시 표시 출력 조회 검색 살펴 들여다 기록 기록되 등록 등록되 차지 이루 포함 "
    "해당 속한 속하 인가 입니 이야 이니 일까 뭔 뭡 뭘까 다루 담 담긴 담겨 들어있 들어가 들어 적혀 쓰 쓰여 쓰인 실려 "
    "설치 설치된 운영 운영되 운영하 위치 위치한 위치하 자리 지정 지정된 당한 당하 당했 겪 일으 일으킨 낸 내는 냈 낼 "
    "당 잡 다니 가지 갖 지닌 보유 보인 보일 보였 대략 뽑아 추려 추출 시각화 체크 처리 수행 진행 실행 돌려 뽑 꼽 "
    "꼽으 파악하 집계 산출 내려 올려 걸리 걸린 걸렸 나와 나올 나왔 벌 터 일 드러 드러난 기준 밝혀 공유 전달 안내 "
    "제공 추천 부 되는 오 온 올 왔 놓 놓인 주세 주시 주십 가능 계산하 부르 부른 불러 이르 이른 달하 달한 달했 보면 "
    "볼까 이었 였 였나 났는 났던 쏠려 쏠리 머무 그쳤 그치",
}
TIMES_OF = re.compile(r"(?:의|에비해|보다|대비)?몇배")

_JOSA = [
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "에서",
    "에서는",
    "에서의",
    "에는",
    "에서도",
    "에도",
    "에게",
    "으로",
    "로",
    "으로는",
    "로는",
    "으로만",
    "로만",
    "로도",
    "으로도",
    "와",
    "과",
    "랑",
    "이랑",
    "하고",
    "도",
    "만",
    "만의",
    "만큼",
    "부터",
    "까지",
    "까지의",
    "까지는",
    "이라고",
    "라고",
    "이라는",
    "라는",
    "이란",
    "란",
    "이나",
    "나",
    "든지",
    "든",
    "처럼",
    "같은",
    "께서",
    "밖에",
    "들",
    "들은",
    "들이",
    "들을",
    "들의",
    "들에서",
    "들중",
    "에의",
    "에대한",
    "에대해",
    "에대해서",
    "에관한",
    "에관해",
    "에선",
    "엔",
    "으로서",
    "로서",
    "으로써",
    "로써",
    "와의",
    "과의",
    "하고는",
    "이며",
    "며",
    "이고",
    "고",
    "인",
    "이던",
    "였던",
    "이었던",
    "조차",
    "마저",
    "이라도",
    "라도",
    "요",
    "이요",
    "씩",
    "씩만",
    "쯤",
    "경",
    "정도",
    "간",
    "간의",
    "내",
    "내의",
    "내에서",
    "쪽",
    "측",
    "당",
    "시",
    "시의",
    "시에",
    "때",
    "때의",
    "때에",
    "일때",
    "일때의",
    "인날",
    "인날의",
    "인경우",
    "인경우의",
    "인것",
    "인것만",
    "인게",
    "한",
    "했던",
    "하는",
    "된",
    "되는",
    "했을때",
    "할때",
    "하는날",
    "하던",
    "에있는",
    "에있던",
    "에서난",
    "에난",
    "에서발생한",
    "에서일어난",
    "때문",
    "짜리",
    "짜리의",
    "이면",
    "라면",
    "이라면",
    "면",
    "보다",
    "보다는",
    "대비",
    "부터의",
    "이내",
    "들만",
    "끼리",
    "끼리의",
    "은요",
    "는요",
    "이냐",
    "로부터",
    "으로부터",
    "치",
    "치의",
    "날",
    "날에",
    "날의",
]
_COPULA = re.compile(
    r"(?:이|인|일|입|예|이었|였|야|냐|니|죠|지|임|네|요|ㄴ|ㅁ)(?:[가까나니다데지요야에네고서면습는줄죠건걸게임랑래라]{0,5})"
)
_ANY_ENDING = re.compile("[가-힣]{1,6}")
_ENDING = re.compile(
    "[은는을를이가게았었어아나니냐까요지고서면며죠군네데던려했하한할해되된돼됐될인일입습다자줘주세시십오라도에의로와"
    "볼봐보봤싶듯구만큼수있없것거걸건음임함됨늘낸남낳내킨키켜킬겼긴기길렸린리릴진졌질져지든들까지않안"
    "던데단답당대래랬랍합야여였연열예히ㅁㄴ셨셔셈심삼쇼용염줄준줍죽져더둘둔둬돌요면]{1,7}"
)


def ending_length(text: str, start: int, *, strict: bool) -> int:
    """How many characters from `start` can be the ending of a verb; a short stem (`strict`) takes only likely ones."""
    match = (_ENDING if strict else _ANY_ENDING).match(text, start)
    return match.end() - start if match else 0


def tail_length(text: str, start: int) -> list[int]:
    """Lengths of the particles that can stand at `start` of `text`."""
    lengths = {len(josa) for josa in _JOSA if text.startswith(josa, start)}
    copula = _COPULA.match(text, start)
    if copula:
        lengths.update(range(1, copula.end() - start + 1))
    return sorted(lengths)


def _terms() -> Mapping[str, Term]:
    found: dict[str, Term] = {}
    for says, words in _VERBS.items():
        found.update((word, Term(says, verb=True)) for word in words.split())
    for says, words in _NOUNS.items():
        for word in words.split():
            known = found.get(word)
            if known is None or known.meaning is Says.FILLER:
                found[word] = Term(says, verb=known is not None and known.verb)
    return MappingProxyType(found)


TERMS = _terms()
