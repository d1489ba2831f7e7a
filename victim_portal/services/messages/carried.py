"""What a message carries: an update in one version, the code that verifies its channel, or a link.

All go the same way: claimed, looked at, sent, recorded. What differs is asked here.
"""

from dataclasses import dataclass

from victim_portal.domain.stages import STAGES, Stage
from victim_portal.store import messages as message_store
from victim_portal.store.models import Message, Update, Verification
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Carried:
    """An update or a code; neither for a link that goes alone. The database allows no other."""

    update: Update | None = None
    code: Verification | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether it is urgent safety news."""
        return self.update is not None and STAGES[Stage(self.update.stage)].urgent

    @property
    def presses(self) -> bool:
        """Whether it is news that a person must hear: urgent, or a statutory fact."""
        if self.update is None:
            return False
        rule = STAGES[Stage(self.update.stage)]
        return rule.urgent or rule.statutory

    @property
    def is_release_critical(self) -> bool:
        """Whether silence about it could put somebody in danger: this, or news of a release."""
        return self.presses or (
            self.update is not None and STAGES[Stage(self.update.stage)].release_type
        )

    @property
    def update_id(self) -> str | None:
        """The update's id for a task or the trail."""
        return str(self.update.id) if self.update is not None else None

    @property
    def channel_id(self) -> str | None:
        """The channel that a code is about; an update is about none."""
        return str(self.code.channel_id) if self.code is not None else None


def carried(uow: UnitOfWork, message: Message) -> Carried:
    """What a message carries, as it stands; LookupError where it names what isn't there."""
    if message.verification_id is not None:
        return Carried(code=code_of(uow, message))
    if message.update_id is None:
        return Carried()
    return Carried(update=update_of(uow, message))


def update_of(uow: UnitOfWork, message: Message) -> Update:
    """The update that a message carries; LookupError for none."""
    update = uow.get(Update, message.update_id)
    if update is None:
        raise LookupError("a message without its update")
    return update


def code_of(uow: UnitOfWork, message: Message) -> Verification:
    """The code that a message carries; LookupError for none."""
    code = uow.get(Verification, message.verification_id)
    if code is None:
        raise LookupError("a message without its code")
    return code


def locked_update_of(uow: UnitOfWork, message: Message) -> Update:
    """The same update, locked against everyone else."""
    if message.update_id is None:
        raise LookupError("a message without its update")
    return message_store.locked_update(uow, message.update_id)
