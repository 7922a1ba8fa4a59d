"""Korean lines in many styles with what they mean, and a vocabulary to read them with."""

from datetime import datetime, timedelta, timezone

from services.prediction.domain.accident_text import TextVocabulary

SEOUL = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 18, 15, 20, tzinfo=SEOUL)  # a Wednesday
TODAY, YESTERDAY = "2026-11-18", "2026-11-17"
DISTRICTS = {
    "중구": "남산동 대신동 도원동 동산동 동성로1가 동성로2가 동인동1가 동인동4가 삼덕동1가 삼덕동2가 수동 "
    "전동 종로1가 교동 사일동 완전동",
    "동구": "각산동 동호동 방촌동 불로동 신암동 신천동 율하동 지저동 효목동 도동",
    "서구": "내당동 비산동 평리동 중리동",
    "남구": "대명동 봉덕동 이천동",
    "북구": "고성동1가 동호동 복현동 산격동 침산동 칠성동2가 태전동 구암동 읍내동",
    "수성구": "두산동 만촌동 범물동 범어동 사월동 삼덕동 상동 성동 수성동1가 수성동4가 시지동 이천동 중동 "
    "지산동 파동 황금동",
    "달서구": "감삼동 도원동 두류동 본동 상인동 성당동 월성동 이곡동 장동 죽전동 진천동",
    "달성군": "가창면 논공읍 다사읍 옥포읍 현풍읍 화원읍",
}
VOCABULARY = TextVocabulary(
    weather=("맑음", "비", "흐림", "눈", "안개", "기타"),
    road_surface=("건조", "젖음/습기", "서리/결빙", "적설", "침수", "해빙", "기타"),
    road_type=(
        "단일로 - 기타", "교차로 - 교차로안", "교차로 - 교차로부근",
        "교차로 - 교차로횡단보도내", "단일로 - 횡단보도상", "단일로 - 횡단보도부근",
        "단일로 - 교량", "단일로 - 터널", "단일로 - 지하차도(도로)내",
        "단일로 - 고가도로위", "주차장 - 주차장", "기타 - 기타",
        "미분류 - 미분류",
    ),
    accident_type=("차대차", "차대사람", "차량단독"),
    districts=tuple(f"대구광역시 {gu} {dong}" for gu, names in DISTRICTS.items() for dong in names.split()),
)  # fmt: skip
PLAIN, INSIDE, BESIDE = "단일로 - 기타", "교차로 - 교차로안", "교차로 - 교차로부근"
CROSSING, CROSSING_NEAR = "단일로 - 횡단보도상", "단일로 - 횡단보도부근"
JUNCTION_CROSSING = "교차로 - 교차로횡단보도내"
TUNNEL, BRIDGE = "단일로 - 터널", "단일로 - 교량"
UNDERPASS, OVERPASS = "단일로 - 지하차도(도로)내", "단일로 - 고가도로위"
CARS, PEDESTRIAN, ALONE = "차대차", "차대사람", "차량단독"
DRY, WET, ICE, SNOW = "건조", "젖음/습기", "서리/결빙", "적설"


LINES = [
    # terse
    ("어제 밤 11시 수성구 상동 교차로 비", "수성구 상동", YESTERDAY, 23, "비", WET, INSIDE, CARS),
    ("오늘 상동 14시", "수성구 상동", TODAY, 14, "맑음", DRY, PLAIN, CARS),
    ("상동 23시 빗길", "수성구 상동", TODAY, 23, "비", WET, PLAIN, CARS),
    ("범어동 사거리 8시 추돌", "수성구 범어동", TODAY, 8, "맑음", DRY, INSIDE, CARS),
    ("대명동 눈길 새벽 2시", "남구 대명동", TODAY, 2, "눈", SNOW, PLAIN, CARS),
    ("두류동 터널 오후3시", "달서구 두류동", TODAY, 15, "맑음", DRY, TUNNEL, CARS),
    ("침산동, 흐림, 17시, 보행자", "북구 침산동", TODAY, 17, "흐림", DRY, PLAIN, PEDESTRIAN),
    ("옥포읍 안개 06시 단독", "달성군 옥포읍", TODAY, 6, "안개", WET, PLAIN, ALONE),
    ("현풍읍/결빙/07시", "달성군 현풍읍", TODAY, 7, "맑음", ICE, PLAIN, CARS),
    ("어제 밤 11 상동", "수성구 상동", YESTERDAY, 23, "맑음", DRY, PLAIN, CARS),
    ("퇴근길 만촌네거리", "수성구 만촌동", TODAY, 18, "맑음", DRY, INSIDE, CARS),
    ("출근길 범어네거리 비", "수성구 범어동", TODAY, 8, "비", WET, INSIDE, CARS),
    ("정오 파동 횡단보도", "수성구 파동", TODAY, 12, "맑음", DRY, CROSSING, PEDESTRIAN),
    ("상인동 주차장 11pm", "달서구 상인동", TODAY, 23, "맑음", DRY, "주차장 - 주차장", CARS),
    # as TAAS and DACON write it
    ("2022-01-01 01 토요일 맑음 대구광역시 수성구 상동 교차로 - 교차로안 건조 차대사람",
     "수성구 상동", "2022-01-01", 1, "맑음", DRY, INSIDE, PEDESTRIAN),
    ("2016년 1월 1일 01시 대구광역시 중구 동인동4가 단일로 - 횡단보도부근 젖음/습기 흐림 차대차",
     "중구 동인동4가", "2016-01-01", 1, "흐림", WET, CROSSING_NEAR, CARS),
    ("2022-12-31 23 대구광역시 북구 칠성동2가 기타 - 기타 서리/결빙 눈 차량단독",
     "북구 칠성동2가", "2022-12-31", 23, "눈", ICE, "기타 - 기타", ALONE),
    ("2021-07-09 08 대구광역시 달서구 월성동 단일로 - 지하차도(도로)내 침수 비 차대차",
     "달서구 월성동", "2021-07-09", 8, "비", "침수", UNDERPASS, CARS),
    ("2022010117 대구광역시 동구 효목동 교차로-교차로부근",
     "동구 효목동", "2022-01-01", 17, "맑음", DRY, BESIDE, CARS),
    # police
    ("'24. 12. 25.(수) 23:10경 수성구 범어동 소재 교차로 내에서 승용차가 보행자를 충격",
     "수성구 범어동", "2024-12-25", 23, "맑음", DRY, INSIDE, PEDESTRIAN),
    ("2026. 11. 3. 07:40 달서구 상인동 상인네거리 진입 중 앞차 추돌",
     "달서구 상인동", "2026-11-03", 7, "맑음", DRY, BESIDE, CARS),
    ("금일 05:30경 동구 신암동 신암지하차도 내 단독 전도",
     "동구 신암동", TODAY, 5, "맑음", DRY, UNDERPASS, ALONE),
    ("작일 22:15 북구 산격동 노상 이륜차 대 승용차 접촉사고",
     "북구 산격동", YESTERDAY, 22, "맑음", DRY, PLAIN, CARS),
    ("2023.8.10 14:30 달성군 다사읍 강우 중 중앙분리대 충돌",
     "달성군 다사읍", "2023-08-10", 14, "비", WET, PLAIN, ALONE),
    ("11/3 18:20 남구 봉덕동 무단횡단 보행자 사고",
     "남구 봉덕동", "2026-11-03", 18, "맑음", DRY, PLAIN, PEDESTRIAN),
    ("22년 3월 4일 9시 서구 평리동 고가도로 위 추돌",
     "서구 평리동", "2022-03-04", 9, "맑음", DRY, OVERPASS, CARS),
    # news
    ("지난 3일 밤 11시쯤 대구 수성구 지산동의 한 삼거리에서 승용차와 오토바이가 충돌했다",
     "수성구 지산동", "2026-11-03", 23, "맑음", DRY, INSIDE, CARS),
    ("18일 오전 6시 30분께 대구시 북구 복현동 도로에서 택시가 가로수를 들이받았다",
     "북구 복현동", TODAY, 6, "맑음", DRY, PLAIN, ALONE),
    ("지난 12월 25일 저녁 7시 달서구 두류동 두류공원네거리 인근 다중 추돌",
     "달서구 두류동", "2025-12-25", 19, "맑음", DRY, BESIDE, CARS),
    ("어젯밤 10시 반 동구 율하동에서 70대 할머니가 횡단보도를 건너던 중 차에 치여",
     "동구 율하동", YESTERDAY, 22, "맑음", DRY, CROSSING, PEDESTRIAN),
    ("작년 12월 25일 눈 내린 밤 9시 화원읍 빙판길 전복",
     "달성군 화원읍", "2025-12-25", 21, "눈", ICE, PLAIN, ALONE),
    # chatty
    ("어제 저녁 7시에 수성구 상동 사거리에서 비가 왔는데 차끼리 부딪혔어요",
     "수성구 상동", YESTERDAY, 19, "비", WET, INSIDE, CARS),
    ("그저께 새벽 두 시에 범물동에서 사람이랑 사고가 났어요",
     "수성구 범물동", "2026-11-16", 2, "맑음", DRY, PLAIN, PEDESTRIAN),
    ("내일 아침 출근길에 비 오는데 황금동 교차로 위험해?",
     "수성구 황금동", "2026-11-19", 8, "비", WET, INSIDE, CARS),
    ("모레 오후 세시쯤 눈 온다는데 가창면 어때", "달성군 가창면", "2026-11-20", 15, "눈", SNOW, PLAIN, CARS),
    ("제가 어제 점심에 대명동 골목길에서 자전거랑 부딪혔습니다",
     "남구 대명동", YESTERDAY, 12, "맑음", DRY, PLAIN, CARS),
    ("오늘 아침 학교 앞 횡단보도에서 아이가 치였어요 상인동이에요",
     "달서구 상인동", TODAY, 8, "맑음", DRY, CROSSING, PEDESTRIAN),
    ("이틀 전 밤에 혼자 운전하다가 전봇대 박았어요 파동",
     "수성구 파동", "2026-11-16", 22, "맑음", DRY, PLAIN, ALONE),
    ("시지동이랑 가까운 데서 열한 시 반에 안개 껴서 앞차 박음",
     "수성구 시지동", TODAY, 11, "안개", WET, PLAIN, CARS),
    ("불로동에 살얼음 껴서 미끄러져 가드레일 들이받음 새벽 5시",
     "동구 불로동", TODAY, 5, "맑음", ICE, PLAIN, ALONE),
    ("죽전동 네거리 횡단보도 건너는데 오토바이가 와서 부딪힘 밤 9시 30분",
     "달서구 죽전동", TODAY, 21, "맑음", DRY, JUNCTION_CROSSING, PEDESTRIAN),
    ("소나기 내리던 오후 5시 신천동 다리 위에서 추돌", "동구 신천동", TODAY, 17, "비", WET, BRIDGE, CARS),
    # spacing errors
    ("어제밤11시수성구상동교차로비", "수성구 상동", YESTERDAY, 23, "비", WET, INSIDE, CARS),
    ("오늘오후2시범어동사거리에서추돌사고", "수성구 범어동", TODAY, 14, "맑음", DRY, INSIDE, CARS),
    ("대구수성구만촌동 빗길추돌 오후11시", "수성구 만촌동", TODAY, 23, "비", WET, PLAIN, CARS),
    ("비오는날 상동에서 밤열한시 보행자사고", "수성구 상동", TODAY, 23, "비", WET, PLAIN, PEDESTRIAN),
    ("수성 구 상동 저녁8시 맑음", "수성구 상동", TODAY, 20, "맑음", DRY, PLAIN, CARS),
    ("수성동 4가 오전 9시 흐림", "수성구 수성동4가", TODAY, 9, "흐림", DRY, PLAIN, CARS),
    # dates
    ("지난주 금요일 밤 9시 상동", "수성구 상동", "2026-11-13", 21, "맑음", DRY, PLAIN, CARS),
    ("이번 주 토요일 14시 상동", "수성구 상동", "2026-11-21", 14, "맑음", DRY, PLAIN, CARS),
    ("다음주 월요일 아침 7시 상동", "수성구 상동", "2026-11-23", 7, "맑음", DRY, PLAIN, CARS),
    ("금요일 밤 9시 상동", "수성구 상동", "2026-11-13", 21, "맑음", DRY, PLAIN, CARS),
    ("지난 수요일 18시 상동", "수성구 상동", "2026-11-11", 18, "맑음", DRY, PLAIN, CARS),
    ("저번주 토욜 18시 상동", "수성구 상동", "2026-11-14", 18, "맑음", DRY, PLAIN, CARS),
    ("주말 낮 상동", "수성구 상동", "2026-11-14", 14, "맑음", DRY, PLAIN, CARS),
    ("3일 전 13시 상동", "수성구 상동", "2026-11-15", 13, "맑음", DRY, PLAIN, CARS),
    ("2주 전 13시 상동", "수성구 상동", "2026-11-04", 13, "맑음", DRY, PLAIN, CARS),
    ("한 달 전 13시 상동", "수성구 상동", "2026-10-18", 13, "맑음", DRY, PLAIN, CARS),
    ("3시간 전 상동", "수성구 상동", TODAY, 12, "맑음", DRY, PLAIN, CARS),
    ("방금 상동 교차로에서 추돌", "수성구 상동", TODAY, 15, "맑음", DRY, INSIDE, CARS),
    ("1월 1일 13시 상동", "수성구 상동", "2026-01-01", 13, "맑음", DRY, PLAIN, CARS),
    ("2년 전 5월 5일 13시 상동", "수성구 상동", "2024-05-05", 13, "맑음", DRY, PLAIN, CARS),
    ("작년 크리스마스 저녁 8시 동성로2가", "중구 동성로2가", "2025-12-25", 20, "맑음", DRY, PLAIN, CARS),
    ("지난달 5일 13시 상동", "수성구 상동", "2026-10-05", 13, "맑음", DRY, PLAIN, CARS),
    ("엊그제 13시 상동", "수성구 상동", "2026-11-16", 13, "맑음", DRY, PLAIN, CARS),
    ("2022.1.1 13시 상동", "수성구 상동", "2022-01-01", 13, "맑음", DRY, PLAIN, CARS),
    ("2024년 2월 29일 13시 상동", "수성구 상동", "2024-02-29", 13, "맑음", DRY, PLAIN, CARS),
    # midnight
    ("어제 밤 12시 상동", "수성구 상동", TODAY, 0, "맑음", DRY, PLAIN, CARS),
    ("어제 밤 1시 상동", "수성구 상동", TODAY, 1, "맑음", DRY, PLAIN, CARS),
    ("어젯밤 새벽 2시 상동", "수성구 상동", TODAY, 2, "맑음", DRY, PLAIN, CARS),
    ("어제 새벽 2시 상동", "수성구 상동", YESTERDAY, 2, "맑음", DRY, PLAIN, CARS),
    ("12월 31일 24시 상동", "수성구 상동", "2027-01-01", 0, "맑음", DRY, PLAIN, CARS),
    ("어제 자정 상동", "수성구 상동", YESTERDAY, 0, "맑음", DRY, PLAIN, CARS),
    ("밤 12시 반 상동", "수성구 상동", TODAY, 0, "맑음", DRY, PLAIN, CARS),
    ("오전 12시 상동", "수성구 상동", TODAY, 0, "맑음", DRY, PLAIN, CARS),
    ("낮 12시 상동", "수성구 상동", TODAY, 12, "맑음", DRY, PLAIN, CARS),
    # places
    ("범어1동 13시", "수성구 범어동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("북구 동호동 13시", "북구 동호동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("중구 삼덕동 13시", "중구 삼덕동1가", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("범아동 13시", "수성구 범어동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("수성구청 근처 상동 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("상동에서 중동 방향 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("중동 방향으로 가다가 상동에서 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("수성4가 13시", "수성구 수성동4가", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("수성구 범어 13시", "수성구 범어동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("지산역 앞 13시", "수성구 지산동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("옥포면 13시", "달성군 옥포읍", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    # words that are not said, or not of the moment
    ("비는 안 왔고 맑음 상동 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("비는 오지 않았고 흐렸음 상동 13시", "수성구 상동", TODAY, 13, "흐림", DRY, PLAIN, CARS),
    ("비 온 뒤 젖은 노면 상동 13시", "수성구 상동", TODAY, 13, "흐림", WET, PLAIN, CARS),
    ("비 그친 뒤 맑음 상동 13시", "수성구 상동", TODAY, 13, "맑음", WET, PLAIN, CARS),
    ("어린이 보호구역 추돌 상동 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("상동 전동 킥보드 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("상동 교차로 아닌 곳 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("터널 앞 교차로 상동 13시", "수성구 상동", TODAY, 13, "맑음", DRY, INSIDE, CARS),
    ("상동 3차로 시속 60 1/2차로 13시", "수성구 상동", TODAY, 13, "맑음", DRY, PLAIN, CARS),
    ("비 2.5mm 상동 13시", "수성구 상동", TODAY, 13, "비", WET, PLAIN, CARS),
    ("어제 눈이 부셔서 상동에서 추돌 13시", "수성구 상동", YESTERDAY, 13, "맑음", DRY, PLAIN, CARS),
]  # fmt: skip
