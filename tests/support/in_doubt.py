"""A portal between a double of Twilio and a relay, for messages whose fate is in doubt."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.support import mailing, texting
from tests.support.portal import Portal
from tests.support.smtp_server import SmtpServer
from tests.support.twilio_double import TwilioDouble
from victim_portal.domain.messages import LEASE
from victim_portal.domain.reconciling import BETWEEN_ASKS, QUIET
from victim_portal.services.callbacks import record_status
from victim_portal.services.delivery import Round, Senders, deliver_due

BOUND = LEASE + QUIET + BETWEEN_ASKS
"""The longest that an answer of the provider's takes from the claim on, but for the rounds."""


@dataclass
class Outside:
    """The portal, the doubles around it, and the senders that reach them."""

    portal: Portal
    twilio: TwilioDouble
    relay: SmtpServer
    senders: Senders

    def run(self, **more: Any) -> Round:
        return deliver_due(self.portal.ctx, self.senders, "one", **more)

    def later(self, by: timedelta) -> Round:
        """A round after some time."""
        self.portal.clock.move(seconds=by.total_seconds())
        return self.run()

    def report(self, status: str = "delivered", number: int = 0) -> None:
        """Twilio's own report about a text of its ledger, as its callback says it."""
        sent = self.twilio.ledger[number]
        assert sent.status_callback is not None
        message_id = sent.status_callback.rpartition("/")[2]
        form = {"MessageSid": sent.sid, "MessageStatus": status}
        record_status(self.portal.ctx, UUID(message_id), form)


@pytest.fixture
def outside(town: Portal) -> Iterator[Outside]:
    with ExitStack() as stack:
        twilio = stack.enter_context(TwilioDouble(now=town.clock.now))
        relay = stack.enter_context(SmtpServer())
        sms = texting.sender(twilio, callback_base_url="https://portal.example.org", timeout=0.5)
        senders = Senders(mailing.sender(relay.port), sms, texting.ledger(twilio))
        stack.enter_context(closing(senders))
        yield Outside(town, twilio, relay, senders)
