"""Whether a callback is really Twilio's."""

from collections.abc import Mapping

from twilio.request_validator import RequestValidator


class TwilioCallbackVerifier:
    """Checks `X-Twilio-Signature` with the account's token.

    The address must be the one that Twilio was told, scheme and host included: behind a
    proxy it is built from the settings and not from the request.
    """

    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)

    def verify(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """Whether `signature` fits `url` and every field of `form`; False for any malformed."""
        if not signature:
            return False
        try:
            return bool(self._validator.validate(url, form, signature))
        except ValueError:
            # An address whose port isn't a number, or a field that can't be encoded.
            return False


class NoCallbacks:
    """The verifier of a portal without Twilio: nothing is from Twilio."""

    def verify(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """False."""
        return False
