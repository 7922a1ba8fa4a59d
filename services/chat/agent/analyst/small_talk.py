"""What people say to whoever answers, and not about the data: greetings, thanks, what can be asked."""

import re

_GREETING = re.compile(r"(?:안녕|하이|헬로|반가|반갑|처음뵙|hello|hi$|hey$|좋은(?:아침|저녁|하루))[가-힣a-z]{0,12}$")
_THANKS = re.compile(
    r"(?:정말|너무|아주|진짜|네|응|오)?(?:고마|고맙|감사|땡큐|thank|thx|수고|잘했|최고야|훌륭)[가-힣a-z]{0,10}$"
)
_HELP = re.compile(
    r"도움말|^help|사용법|사용방법|^(?:어떻게|어떤식으로)(?:써|쓰|사용|질문|물어)|물어볼수|물어봐도|물어보면되|질문할수|"
    r"(?:뭘|뭐|뭐를|무엇을|뭐뭐|무얼)(?:할수|물어|질문|해줄수|할줄|도와)|(?:무슨|어떤)(?:질문|기능|것을물|걸물|것까지)|질문예시|예시질문|"
    r"예를들어뭐|^도와|할줄아는|^(?:너는?|넌|당신은?)?(?:누구|뭐하는|뭐야)"
)
_ABOUT_DATA = re.compile(
    r"(?:알수있는|볼수있는|얻을수있는|분석할수있는)(?:게|것|거|건|정보|내용|사실)|(?:뭘|뭐를|뭐|무엇을|무얼)(?:알수|볼수|분석할수)|"
    r"^(?:이|여기|올린)?(?:데이터|자료|파일|csv)(?:은|는|이|가)?(?:뭐|뭔|무엇|무슨|어떤)(?:야|예요|에요|지|임|인가요|인지|데이터|자료|내용)?[가-힣]{0,6}$|"
    r"^(?:이게|이거|이건|이것은?|여기|이|얘는)?(?:무슨|어떤|뭐하는|뭔)(?:데이터|자료|파일|csv)[가-힣]{0,6}(?:설명좀?)?$|"
    r"^(?:데이터|자료|파일|이데이터|이파일|이자료|이거)?(?:에대해|에대한|를|을)?(?:간단히|짧게|자세히)?(?:설명|소개)(?:좀|해줘|해주세요|부탁|해봐|$)[가-힣]{0,6}$"
)
GREETING, THANKS, HELP, ABOUT_DATA = "greeting", "thanks", "help", "about data"
_TEXTS = {
    GREETING: "안녕하세요. 올린 데이터에 대해 궁금한 것을 물어보면 계산해서 답합니다.",
    THANKS: "천만에요. 더 궁금한 것이 있으면 물어보세요.",
    HELP: "데이터의 행 수, 합계와 평균, 순위, 비율, 추이, 비교, 결측값, 이상치를 한국어로 물어볼 수 있습니다. "
    "조건을 붙이거나, 앞 질문에 이어서 “그중에 …는?”처럼 물어도 됩니다.",
}


def kind(text: str) -> str | None:
    """Which of these it is, None if the text is a question about data."""
    squeezed = re.sub(r"[^0-9a-z가-힣]", "", text.casefold())
    for name, pattern in ((GREETING, _GREETING), (THANKS, _THANKS)):
        if pattern.match(squeezed):
            return name
    if _ABOUT_DATA.search(squeezed):
        return ABOUT_DATA
    return HELP if _HELP.search(squeezed) and len(squeezed) <= 30 else None


def reply(name: str) -> str:
    return _TEXTS[name]


ANSWERS_WITHOUT_DATA = frozenset((GREETING, THANKS, HELP))
