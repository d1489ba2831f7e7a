"""The words for a voicemail beside each number where one was agreed."""

from collections.abc import Iterable
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ChannelUse, Language
from victim_portal.domain.wording import WordingError
from victim_portal.domain.wording.voicemail import voicemail_words
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.contacts.ways import Way
from victim_portal.services.context import Context
from victim_portal.store.models import User
from victim_portal.store.unit_of_work import UnitOfWork


def voicemails_for(
    ctx: Context, uow: UnitOfWork, actor: Actor, ways: Iterable[Way]
) -> dict[UUID, str]:
    """What the actor, who rings, may say to the voicemail of each number that allows one.

    A number whose words can't be made, for want of hours for instance, has none.
    """
    caller = uow.get(User, actor.user_id)
    if caller is None:
        return {}
    found = {}
    for channel in (way.channel for way in ways if _agreed(way)):
        welsh = channel.language is Language.WELSH
        try:
            found[channel.id] = voicemail_words(
                caller.first_name,
                caller.hours_welsh if welsh else caller.hours,
                shown_phone(caller.telephone) if channel.fuller_words else "",
                channel.language,
                ctx.translators[channel.language],
            )
        except WordingError:
            continue
    return found


def _agreed(way: Way) -> bool:
    return way.channel.suspended_at is None and any(
        one.use is ChannelUse.VOICEMAIL and one.agreed for one in way.uses
    )
