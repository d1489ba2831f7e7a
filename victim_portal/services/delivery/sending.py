"""One claimed message to its provider. No database session is open meanwhile."""

import logging
from dataclasses import dataclass

from victim_portal.domain.wording.email_html import email_html
from victim_portal.ports import (
    EmailSender,
    HandOver,
    Outcome,
    OutgoingEmail,
    OutgoingSms,
    SmsLedger,
    SmsSender,
)
from victim_portal.services.delivery.claiming import Claim

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Senders:
    """The two ways out of the house, and whom to ask what became of a text; None for nobody."""

    email: EmailSender
    sms: SmsSender
    ledger: SmsLedger | None = None

    def close(self) -> None:
        """Close the connections of this thread, of those that keep any."""
        for one in (self.email, self.sms, self.ledger):
            close = getattr(one, "close", None)
            if close is not None:
                close()


def send(senders: Senders, claim: Claim) -> HandOver:
    """Hand one message over, under our own id. An error of the sender's leaves it uncertain."""
    try:
        if claim.kind == "sms":
            text = OutgoingSms(claim.message_id, claim.to, claim.body, claim.not_from)
            return senders.sms.send(text)
        return senders.email.send(
            OutgoingEmail(
                claim.message_id,
                claim.to,
                claim.subject,
                claim.body,
                claim.language,
                # Drawn now, from what was approved: it can say nothing else.
                email_html(claim.subject, claim.body, claim.language),
            )
        )
    except Exception as error:
        # Senders promise not to raise, so nothing is known of how far this one came.
        logger.error("message %s: the sender failed: %s", claim.message_id, type(error).__name__)
        return HandOver(Outcome.UNCERTAIN, code=type(error).__name__, reason=_BROKE_OFF)


_BROKE_OFF = "The sender broke off while it had the message."
