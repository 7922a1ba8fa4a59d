"""Particles and endings: what Korean glues to a noun or a verb."""

import re

_PARTICLES = (
    "은 는 이 가 을 를 의 에 에서 에서는 에서의 에는 에서도 에도 에게 으로 로 으로는 로는 으로만 로만 "
    "로도 으로도 와 과 랑 이랑 하고 도 만 만의 만큼 부터 까지 까지의 까지는 이라고 라고 이라는 라는 이란 "
    "란 이나 나 든지 든 처럼 같은 께서 밖에 들 들은 들이 들을 들의 들에서 들중 에의 에대한 에대해 "
    "에대해서 에관한 에관해 에선 엔 으로서 로서 으로써 로써 와의 과의 하고는 이며 며 이고 고 인 이던 였던 "
    "이었던 조차 마저 이라도 라도 요 이요 씩 씩만 쯤 경 정도 간 간의 내 내의 내에서 쪽 측 당 시 시의 시에 "
    "때 때의 때에 일때 일때의 인날 인날의 인경우 인경우의 인것 인것만 인게 한 했던 하는 된 되는 했을때 "
    "할때 하는날 하던 에있는 에있던 에서난 에난 에서발생한 에서일어난 때문 짜리 짜리의 이면 라면 이라면 "
    "면 보다 보다는 대비 부터의 이내 들만 끼리 끼리의 은요 는요 이냐 로부터 으로부터 치 치의 날 날에 날의"
)
_JOSA = tuple(_PARTICLES.split())
_COPULA = re.compile(
    r"(?:이|인|일|입|예|이었|였|야|냐|니|죠|지|임|네|요|ㄴ|ㅁ)(?:[가까나니다데지요야에네고서면습는줄죠건걸게임랑래라]{0,5})"
)
_ANY_ENDING = re.compile("[가-힣]{1,6}")
_ENDING = re.compile(
    "[은는을를이가게았었어아나니냐까요지고서면며죠군네데던려했하한할해되된돼됐될인일입습다자줘주세시십오라도에의로와"
    "볼봐보봤싶듯구만큼수있없것거걸건음임함됨늘낸남낳내킨키켜킬겼긴기길렸린리릴진졌질져지든들까지않안"
    "던데단답당대래랬랍합야여였연열예히ㅁㄴ셨셔셈심삼쇼용염줄준줍죽져더둘둔둬돌요면]{1,7}"
)
_BEFORE_A_NOUN = re.compile("[은는큰싼긴센린른](?![데지가걸거건게편])")
"""`많은`, `없는`, `비싼`: what follows is the noun, unless it is `많은데`, `많은지` and the like."""


def ends_before_a_noun(text: str, at: int) -> bool:
    """Whether what ends at `at` describes what follows: `사고가많은|구`."""
    return at > 0 and _BEFORE_A_NOUN.match(text, at - 1) is not None


def ending_length(text: str, start: int, *, strict: bool) -> int:
    """How many characters from `start` can be the ending of a verb; a short stem (`strict`) takes only likely ones."""
    if ends_before_a_noun(text, start):
        return 0
    match = (_ENDING if strict else _ANY_ENDING).match(text, start)
    if match is None:
        return 0
    noun = _BEFORE_A_NOUN.search(text, start, match.end())
    return (noun.end() if noun else match.end()) - start


def tail_length(text: str, start: int) -> list[int]:
    """Lengths of the particles that can stand at `start` of `text`."""
    lengths = {len(josa) for josa in _JOSA if text.startswith(josa, start)}
    copula = _COPULA.match(text, start)
    if copula:
        lengths.update(range(1, copula.end() - start + 1))
    return sorted(lengths)
