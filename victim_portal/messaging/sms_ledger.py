"""What Twilio has of the texts that were handed to it, by its own list."""

import logging
from collections.abc import Sequence
from typing import Any

from victim_portal.domain.reconciling import SentText
from victim_portal.messaging.twilio_client import TwilioClients
from victim_portal.settings import Settings

logger = logging.getLogger(__name__)

MOST = 300
"""With more texts than this to one number its list isn't read to the end, and says nothing."""
_PAGE = 100


class TwilioSmsLedger:
    """Asks Twilio's list of messages; each thread has a client of its own.

    It is asked by recipient alone: `DateSent` is empty while a text still waits at Twilio,
    so a list from a date on would leave out exactly what is looked for.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        api_base_url: str | None = None,
        timeout: float = 20.0,
    ) -> None:
        self._clients = TwilioClients(account_sid, auth_token, timeout, api_base_url)

    @classmethod
    def from_settings(cls, settings: Settings) -> "TwilioSmsLedger":
        """The ledger for settings with Twilio's account."""
        if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
            raise ValueError("the settings have no Twilio account")
        return cls(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            api_base_url=settings.twilio_base_url,
        )

    def find(self, to: str) -> Sequence[SentText] | None:
        """Every text that went to `to` (E.164); None where Twilio can't say. Never raises."""
        try:
            client, _ = self._clients.mine()
            listed = client.messages.list(to=to, page_size=_PAGE, limit=MOST + 1)
            if len(listed) > MOST:
                logger.error("Twilio's list of texts to one number is too long to be read")
                return None
            return [_sent(one) for one in listed if (one.direction or "").startswith("outbound")]
        except Exception as error:
            # The type alone: an address in the words of an error would hold the number.
            logger.error("Twilio can't be asked what it has: %s", type(error).__name__)
            return None

    def close(self) -> None:
        """Close this thread's connections, if it has any."""
        self._clients.close()


def _sent(message: Any) -> SentText:
    return SentText(
        sid=message.sid,
        body=message.body or "",
        created_at=message.date_created,
        status=(message.status or "").casefold(),
        error_code=str(message.error_code) if message.error_code else None,
    )
