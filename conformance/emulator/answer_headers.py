"""The headers that the service's answers carry (EvolvingPrograms/oaib#11; Learn, troubleshoot-errors)."""

from conformance.emulator.settings import Settings

_REGION = b"East US"
_SESSION = b"d046-20250625061559"  # the server that answers; this is how recorded ones look
_REQUESTS, _TOKENS = 300, 50_000  # a minute; nothing is refused when they are used up
_TOKENS_A_REQUEST = 64


class AnswerHeaders:
    """What is left goes down with each answer, and begins anew each minute."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._minute = -1
        self._answered = 0

    def next(self) -> tuple[tuple[bytes, bytes], ...]:
        """Return the headers of the next answer."""
        settings = self._settings
        minute = int(settings.clock() // 60)
        if minute != self._minute:
            self._minute, self._answered = minute, 0
        self._answered += 1
        digits = b"%032x" % settings.chance.getrandbits(128)
        identity = b"-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        return (
            (b"apim-request-id", identity),
            (b"azureml-model-session", _SESSION),
            (b"x-ms-region", _REGION),
            (b"x-ratelimit-remaining-requests", b"%d" % max(0, _REQUESTS - self._answered)),
            (b"x-ratelimit-remaining-tokens", b"%d" % max(0, _TOKENS - _TOKENS_A_REQUEST * self._answered)),
        )
