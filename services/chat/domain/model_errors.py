"""What can go wrong between us and the language model, each with its own sentence for the user."""

from services.chassis.errors import DeadlineExceeded, Exhausted, FailedPrecondition, Unauthenticated, Unavailable


class InvalidApiKey(Unauthenticated):
    reason = "INVALID_API_KEY"

    def __init__(self) -> None:
        super().__init__("the API key is not valid", "API 키가 유효하지 않습니다. 다시 확인해주세요.")


class ModelRateLimited(Exhausted):
    """`retry_after`: seconds, as the model's server said."""

    reason = "MODEL_RATE_LIMITED"

    def __init__(self, retry_after: float) -> None:
        super().__init__(
            "the model's rate limit is reached",
            f"AI 모델의 사용 한도에 도달했습니다. {max(retry_after, 1):.0f}초 뒤에 다시 시도해주세요.",
            retry_after,
        )


class ModelOverloaded(Unavailable):
    reason = "MODEL_OVERLOADED"

    def __init__(self, retry_after: float) -> None:
        super().__init__(
            "the model is overloaded", "AI 모델이 지금 매우 바쁩니다. 잠시 후 다시 시도해주세요.", retry_after
        )


class ModelUnreachable(Unavailable):
    reason = "MODEL_UNREACHABLE"

    def __init__(self) -> None:
        super().__init__(
            "the model cannot be reached",
            "AI 모델에 연결할 수 없습니다. 네트워크를 확인하거나 내장 분석기로 질문해주세요.",
            5.0,
        )


class ModelTimeout(DeadlineExceeded):
    reason = "MODEL_TIMEOUT"

    def __init__(self) -> None:
        super().__init__(
            "the model did not answer in time", "AI 모델의 응답이 너무 오래 걸립니다. 잠시 후 다시 시도해주세요."
        )


class ModelRefused(FailedPrecondition):
    """The model's server does not take the request: an unknown model, a conversation that is too long."""

    reason = "MODEL_REFUSED"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"the model refused the request: {why}",
            "AI 모델이 이 질문을 처리하지 못했습니다. 대화를 새로 시작하거나 다른 모델을 골라주세요.",
        )
