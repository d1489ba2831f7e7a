"""Safe contact with the demo's people: a plan agreed, and a code read back."""

from dataclasses import dataclass, replace
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.verification import code_from
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, ContactMethod
from victim_portal.ports import Tokens
from victim_portal.services.cases import case_view
from victim_portal.services.channels import ChannelInput, change_plan
from victim_portal.services.context import Context
from victim_portal.services.verification import enter_code, send_code

USES = {
    ChannelKind.MOBILE: frozenset({ChannelUse.SMS, ChannelUse.CALL}),
    ChannelKind.EMAIL: frozenset({ChannelUse.EMAIL}),
}


@dataclass
class Overheard:
    """Randomness that remembers its last bytes: invented people read codes back at once."""

    tokens: Tokens
    last: bytes = b""

    def uuid(self) -> UUID:
        """A fresh random row id."""
        return self.tokens.uuid()

    def secret(self, size: int = 32) -> bytes:
        """Fresh random bytes."""
        self.last = self.tokens.secret(size)
        return self.last

    def code(self) -> str:
        """The code that the last bytes made."""
        return code_from(lambda size: self.last)

    def case_reference(self) -> str:
        """A fresh case reference."""
        return self.tokens.case_reference()


def agree_on_channels(ctx: Context, officer: Actor, reference: str, read_back: bool = True) -> None:
    """Agree on texts and e-mail at any time, and verify both by the codes that were sent.

    Without `read_back` they haven't told the codes yet: those come to the post tray.
    """
    for channel in case_view(ctx, officer, reference).channels:
        if channel.kind not in USES:
            continue
        plan = ChannelInput(
            channel.kind,
            uses=USES[channel.kind],
            any_time=True,
            language=channel.language,
            agreed=ContactMethod.TELEPHONE,
        )
        if channel.kind is ChannelKind.MOBILE:
            plan = replace(plan, code_word="Bluebell", who_else="Nobody else uses this phone")
        change_plan(ctx, officer, reference, channel.id, plan, channel.plan_version)
        heard = Overheard(ctx.tokens)
        send_code(replace(ctx, tokens=heard), officer, reference, channel.id)
        if read_back:
            enter_code(ctx, officer, reference, channel.id, heard.code(), "voice")
