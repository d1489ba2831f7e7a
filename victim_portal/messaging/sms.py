"""Texts through Twilio's client.

Twilio's Messages take no key that would make a second request harmless, so whatever
isn't surely unsent is reported as uncertain, and nothing here ever tries twice.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from urllib3 import exceptions as wire

from victim_portal.domain.provider_status import (
    OF_ONE_NUMBER,
    PERMANENT,
    TWILIO_FAULTS,
    TWILIO_STATUS,
    Fault,
)
from victim_portal.domain.vocabulary import MessageState
from victim_portal.messaging.guards import sms_refusal
from victim_portal.messaging.twilio_client import TwilioClients
from victim_portal.ports import HandOver, Outcome, OutgoingSms
from victim_portal.settings import Settings
from victim_portal.settings.places import is_loopback

logger = logging.getLogger(__name__)

SHORTEST = 1
"""Seconds: the least that Twilio takes for how long a text is worth sending."""

_REASONS = {
    Fault.RECIPIENT: "The number can't take texts.",
    Fault.STOPPED: "The person stopped texts to this number.",
    Fault.CONTENT: "Twilio doesn't take these words.",
    Fault.RATE: "Twilio takes no more for the moment.",
    Fault.NETWORK: "The network didn't carry the text in time.",
    Fault.ACCOUNT: "Twilio doesn't take texts from the portal's account.",
}


class TwilioSmsSender:
    """Hands texts to Twilio; each thread has a client of its own.

    `timeout` bounds connecting and each wait, in seconds. `callback_base_url` is where
    Twilio reports to, if it can reach the portal at all. `validity` is how long Twilio
    may keep a text in its queue: longer, and one that was handed over inside the hours
    of a safe-contact plan could arrive outside them.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        messaging_service_sid: str | None = None,
        from_number: str | None = None,
        callback_base_url: str | None = None,
        api_base_url: str | None = None,
        timeout: float = 20.0,
        validity: timedelta = timedelta(minutes=15),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not (messaging_service_sid or from_number):
            raise ValueError("a text needs a messaging service or a number to come from")
        self._clients = TwilioClients(account_sid, auth_token, timeout, api_base_url)
        self._sender = (
            {"messaging_service_sid": messaging_service_sid}
            if messaging_service_sid
            else {"from_": from_number}
        )
        self._callback_base_url = callback_base_url
        self._validity = validity
        self._now = now

    @classmethod
    def from_settings(cls, settings: Settings) -> "TwilioSmsSender":
        """The sender for settings with Twilio's account.

        Callbacks are asked for when the portal's address can be reached: it isn't this
        machine's own, or Twilio is a double on this machine too.
        """
        if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
            raise ValueError("the settings have no Twilio account")
        reachable = settings.twilio_base_url is not None or not is_loopback(
            urlsplit(settings.base_url).hostname or ""
        )
        return cls(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            messaging_service_sid=settings.twilio_messaging_service_sid,
            from_number=settings.twilio_from,
            callback_base_url=settings.base_url if reachable else None,
            api_base_url=settings.twilio_base_url,
        )

    def send(self, sms: OutgoingSms) -> HandOver:
        """Hand over one text. Never raises; see `HandOver` for what the answer promises."""
        handed = sms_refusal(sms)
        loud = False
        if handed is None:
            handed, loud = self._hand_over(sms)
        level = logging.ERROR if loud else logging.INFO
        logger.log(level, "text %s: %s %s", sms.message_id, handed.outcome, handed.code)
        return handed

    def _seconds_valid(self, sms: OutgoingSms) -> int:
        """How long Twilio may keep a text: it mustn't arrive when the safe hours are over."""
        longest = int(self._validity.total_seconds())
        if sms.not_from is None:
            return longest
        return max(SHORTEST, min(longest, int((sms.not_from - self._now()).total_seconds())))

    def close(self) -> None:
        """Close this thread's connections, if it has any."""
        self._clients.close()

    def _hand_over(self, sms: OutgoingSms) -> tuple[HandOver, bool]:
        try:
            client, http_client = self._clients.mine()
        except Exception as error:
            return _said(Outcome.NOT_SENT, type(error).__name__, "Twilio's client failed."), True
        fields: dict[str, object] = {
            **self._sender,
            "to": sms.to,
            "body": sms.body,
            "validity_period": self._seconds_valid(sms),
        }
        if self._callback_base_url:
            fields["status_callback"] = (
                f"{self._callback_base_url}/hooks/twilio/status/{sms.message_id}"
            )
        try:
            message = client.messages.create(**fields)
        except (TwilioRestException, TwilioServiceException) as error:
            return _answered(http_client.status, error.code, http_client.retry_after)
        except Exception as error:
            return _unanswered(error)
        return _taken(message.sid, message.status, message.error_code)


def _taken(sid: str | None, status: str | None, error_code: object) -> tuple[HandOver, bool]:
    """What a message resource that Twilio answered with says."""
    if not sid:
        return _said(Outcome.UNCERTAIN, "answer", "Twilio's answer can't be read."), True
    if TWILIO_STATUS.get(status or "") is not MessageState.FAILED_FOR_GOOD:
        return HandOver(Outcome.ACCEPTED, provider_reference=sid), False
    code = int(str(error_code)) if str(error_code).isdigit() else 0
    fault = TWILIO_FAULTS.get(code)
    return (
        HandOver(
            Outcome.REFUSED,
            provider_reference=sid,
            code=str(code or status),
            reason=_REASONS[fault] if fault else "Twilio gave the text up.",
        ),
        fault is None or fault is Fault.ACCOUNT,
    )


def _answered(status: int, code: object, wait: timedelta | None) -> tuple[HandOver, bool]:
    """What an error that Twilio answered with means. Server errors say nothing for sure."""
    number = int(str(code)) if str(code).isdigit() else status
    if not 400 <= status < 500 or status == 408:
        return _down(Outcome.UNCERTAIN, str(number), "Twilio failed while it had the text."), False
    if status == 429:
        fault: Fault | None = Fault.RATE
    elif status in {401, 403} and number not in TWILIO_FAULTS:
        fault = Fault.ACCOUNT
    else:
        fault = TWILIO_FAULTS.get(number)
    if fault is None:
        return _said(Outcome.NOT_SENT, str(number), "Twilio gave a code that isn't known."), True
    outcome = Outcome.REFUSED if fault in PERMANENT else Outcome.NOT_SENT
    return (
        HandOver(
            outcome,
            code=str(number),
            reason=_REASONS[fault],
            retry_after=wait,
            providers_fault=fault not in PERMANENT and number not in OF_ONE_NUMBER,
        ),
        fault is Fault.ACCOUNT,
    )


def _unanswered(error: Exception) -> tuple[HandOver, bool]:
    """What a request without an answer means: surely unsent only if it never connected."""
    if isinstance(error, wire.NewConnectionError | wire.ConnectTimeoutError | wire.ProxyError):
        return _down(Outcome.NOT_SENT, "connect", "Twilio can't be reached."), False
    if isinstance(error, wire.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
        return _down(Outcome.NOT_SENT, "tls", "Twilio's certificate wasn't accepted."), True
    known = isinstance(error, wire.HTTPError)
    return (
        _down(Outcome.UNCERTAIN, type(error).__name__, "Twilio was lost before it answered."),
        not known,
    )


def _said(outcome: Outcome, code: str, reason: str) -> HandOver:
    return HandOver(outcome, code=code, reason=reason)


def _down(outcome: Outcome, code: str, reason: str) -> HandOver:
    """What says that Twilio takes nobody's texts now."""
    return HandOver(outcome, code=code, reason=reason, providers_fault=True)
