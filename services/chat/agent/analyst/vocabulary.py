"""The words of questions that mean the same whatever the data, as tables."""

from collections.abc import Mapping
from types import MappingProxyType

from services.chat.agent.analyst import fillers
from services.chat.agent.analyst.meanings import Says, Term

# Words are written without spaces: they are found whether a question has spaces or not.
_NOUNS: Mapping[Says, str] = {
    Says.COUNT: "건수 개수 횟수 빈도 갯수 수량 발생수 발생건수 count 대수 몇건 몇개 몇대 몇곳 몇군데 몇번 몇개소",
    Says.MEAN: (
        "사고당 건당 한건당 1건당 하나당 한곳당 곳당 개당 대당 한대당 사고한건당 사고1건당 구당 평균 "
        "평균값 평균적 mean average avg 평균치"
    ),
    Says.SUM: (
        "총 통틀어 합계 총합 총합계 합 sum total 누적 총계 총수 합산 전부합쳐 모두합쳐 다합쳐 합쳐서 "
        "다합치면 합치면 다더하면 합하면 더하면 합해서 더해서 합한 합친 합해 더해 모두합하면"
    ),
    Says.MEDIAN: "중앙값 중위값 중위수 중간값 median",
    Says.MAX: "최댓값 최대값 최대 최고값 최고치 최대치 max maximum 최고",
    Says.MIN: "최솟값 최소값 최소 최저값 최저치 최소치 min minimum 최저",
    Says.STD: "표준편차 편차 std 흩어진정도 산포도",
    Says.SHARE: (
        "비율 확률 비중 퍼센트 몇퍼센트 몇프로 프로 점유율 구성비 백분율 percent ratio 몇% % 차지율 얼마만큼차지 분율"
    ),
    Says.PER_DAY: "하루평균 일평균 하루에평균 하루에 하루 매일 일일평균 일당",
    Says.PER_MONTH: "월평균 한달평균 한달에평균 한달에 매달평균 한달",
    Says.PER_YEAR: "연평균 1년평균 일년평균 한해평균 매년평균 일년에 1년에 한해에 년평균",
    Says.SUPERLATIVE: "가장 제일 최고로 젤 최 most 압도적으로 무엇보다",
    Says.TOP: "상위 top 탑 베스트 톱 상위권",
    Says.BOTTOM: "하위 worst 워스트 최하위 하위권 꼴찌",
    Says.RANK: "순서대로 순으로 순위대로 순위 랭킹 등수 순서 순 순번",
    Says.SORT: "정렬 내림차순 내림차",
    Says.ASCENDING: "오름차순 오름차 거꾸로 역순",
    Says.PER: "별 별로 마다 에따라 에따른 따라 따른 각각의 각 단위로 기준으로 기준 매 별로나눠 별로나눠서",
    Says.AMONG: "중 중에 중에서 중에서도 가운데 중에는 중에선 중의 가운데서",
    Says.OR: "또는 혹은 이거나 이나 or 아니면",
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
    Says.CORRELATION: (
        "상관관계 상관 상관계수 연관성 연관 관련성 관계 관련 영향 관련있는 관련이있는 관련있 correlation "
        "상관성 상관분석 관련이깊은 밀접한"
    ),
    Says.PERCENTILE: "백분위수 백분위 퍼센타일 분위수 percentile 분위 백분위값 사분위수 사분위",
    Says.TYPES: "자료형 데이터타입 데이터형 타입 데이터유형 dtype dtypes type types 자료유형 형식 데이터형식",
    Says.OVERVIEW: (
        "개요 소개 구조 구성 요약정보 overview info 무슨데이터 어떤데이터 어떤자료 무슨자료 무슨파일 "
        "어떤파일 데이터정보 뭐가들어 뭐가있는데이터 개괄 describe 어떻게생긴데이터 뭐하는데이터 "
        "데이터설명 자료설명 파일설명 어떤정보 무슨정보 무슨내용 어떤내용 정체 데이터요약 전체요약"
    ),
    Says.COLUMNS: "컬럼 칼럼 열 변수 필드 컬럼명 열이름 column columns 변수명 칼럼명 항목 속성 컬럼들 컬럼목록",
    Says.ROWS: "행 레코드 줄 데이터건수 데이터수 행수 row rows 총데이터 데이터개수 자료수 데이터크기 레코드수",
    Says.BOUNDS: "지도범위 좌표범위 위경도범위 지리적범위 중심좌표 공간범위 위경도 좌표 위도경도 위도와경도 지도 "
    "지리범위 중심점 지도중심 경위도 공간적범위",
    Says.PERIOD: "기간 언제부터언제까지 언제부터 언제까지 시작일 종료일 날짜범위 시간범위 기간범위 데이터기간 "
    "수집기간 범위 첫날짜 마지막날짜 몇년부터 몇년치 며칠치 가장최근날짜 가장오래된날짜 시작날짜 몇년부터몇년까지",
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
    Says.WHERE: (
        "데 어디 어딘 어딜 어디가 어디야 어디서 어디에서 어디에 어디인가요 어딘가요 어디임 where 곳 장소 "
        "어디예요 어디에요 어딥니까 어디지 위치"
    ),
    Says.WHEN: "언제 언젠 언제야 when 언제인가요 언제임 언제예요 언제에요 시기 언제쯤",
    Says.HOW_MANY: (
        "몇명 몇사람 몇명이나 몇 얼마 얼마나 얼마야 얼만큼 얼마만큼 how many 몇이나 얼마인지 얼마인가요 며"
    ),
    Says.THEN: "그럼 그러면 그렇다면 그래서 그럼요 근데 그런데 이번엔 이번에는 then",
    Says.THOSE: (
        "그중 그중에 그중에서 그중에서도 그가운데 거기서 거기에서 이중 이중에 이중에서 여기서 그안에서 "
        "위에서 그것 그거 그걸 방금 같은조건 같은조건으로 그조건 그조건에서 걔네 거기 그것도 그것을 그게 그건"
    ),
    Says.LAST: "최근 지난 마지막 맨마지막 맨끝 맨뒤 맨아래 제일마지막 가장마지막 제일끝 가장끝 가장최근 제일최근 최신 "
    "직근 latest",
    Says.FIRST: "처음 맨처음 맨앞 맨위 제일처음 제일위 제일앞 가장처음 첫 최초 가장오래된 제일오래된 오래된 첫해",
    Says.EXISTS: "유무 존재여부 존재",
    Says.REPEATED: "중복 중복값 중복된값 중복여부 중복행 중복된행 중복데이터 똑같은행 똑같은줄 똑같은 "
    "동일한행 같은행 같은줄 duplicate duplicates",
}
_VERBS: Mapping[Says, str] = {
    Says.MANY: "많 빈번 잦 흔 자주 몰려 몰리 집중 위험 다발 최다 빈발 많이 넘쳐",
    Says.FEW: (
        "없는 없고 없으며 없으면서 없나 없었 적은 적게 적나 적었 적어 적을 적고 적지 적냐 적습 적니 적다 드문 드물 덜 "
        "최소로 안전 최소인 적던"
    ),
    Says.HIGH: "높 큰 크 클 커 컸 긴 길 길었 비싼 비싸 비쌌 빠른 빠르 심한 심하 넓 큼 세게 센",
    Says.LOW: "낮은 낮게 낮나 낮았 낮아 낮을 낮고 낮지 낮습 낮냐 작은 작 짧 싼 싸 저렴 느린 느리 좁",
    Says.ABOVE: "넘는 넘은 넘 넘긴 넘어 넘었 초과하 웃도는 웃도",
    Says.TREND: "변하 변해 변하는지 바뀌는지 달라지는지 늘어나 줄어들 "
    "늘었 늘어 늘고 느는 줄었 줄어 줄고 주는지 증가 감소 변했 바뀌 달라졌 변화하 올랐 내렸 떨어졌 늘 줄",
    Says.CHANGES: "올라 오르 높아 커지 많아 늘어나 심해 낮아 줄어드 적어지 작아 위험해 달라지",
    Says.COMPARE: "비교 대조하 견주",
    Says.SORT: "정렬 나열 늘어놓",
    Says.PREDICT: "예측 예상",
    Says.MISSING: "누락된 누락되 빠진 빠져 비어있 비어 결측인 빠뜨",
    Says.EXISTS: "있으면 있 존재하 계시",
    Says.DISTRIBUTION: "분포하 분포되 퍼져",
    Says.OVERVIEW: "설명 소개 요약 분석",
    Says.REPEATED: "중복되 중복된 겹치 겹친",
    Says.SEVERE: "심각",
    Says.PATTERN: "몰리는지",
    Says.CORRELATION: "관련있 관련되 관계있 영향을주 영향을미치 영향주 영향미치 얽혀",
    Says.NOT: "아니 않 제외하 제외되 빼",
}


def _terms() -> Mapping[str, Term]:
    """A word that is both a filler and something else is something else."""
    found = {word: Term(Says.FILLER) for word in fillers.NOUNS}
    found.update((word, Term(Says.FILLER, verb=True)) for word in fillers.STEMS)
    for verb, table in ((True, _VERBS), (False, _NOUNS)):
        for says, words in table.items():
            for word in words.split():
                known = found.get(word)
                if known is None or known.meaning is Says.FILLER:
                    found[word] = Term(says, verb=verb or (known is not None and known.verb))
    return MappingProxyType(found)


TERMS = _terms()
