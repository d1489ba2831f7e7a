"""Finding passphrases, links and visits of victims' own pages."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from victim_portal.domain.vocabulary import UpdateState
from victim_portal.store.models import (
    Feedback,
    LinkCode,
    Message,
    OwnRequest,
    Passphrase,
    SecureLink,
    Update,
    VictimVisit,
)
from victim_portal.store.unit_of_work import UnitOfWork


def passphrase(uow: UnitOfWork, case_id: UUID) -> Passphrase | None:
    """The passphrase that stands for a case."""
    query = select(Passphrase).where(Passphrase.case_id == case_id, Passphrase.ended_at.is_(None))
    return uow.session.scalar(query)


def with_passphrase(uow: UnitOfWork, case_ids: Iterable[UUID]) -> set[UUID]:
    """Which of some cases have one."""
    query = select(Passphrase.case_id).where(
        Passphrase.case_id.in_(list(case_ids)), Passphrase.ended_at.is_(None)
    )
    return set(uow.session.scalars(query))


def link_with(uow: UnitOfWork, token_digest: bytes) -> SecureLink | None:
    """The link of a token, locked against everyone else."""
    came = came_with(uow, token_digest)
    return locked_link(uow, came.link_id) if came is not None and came.link_id else None


def came_with(uow: UnitOfWork, token_digest: bytes) -> Message | None:
    """The message by which a token came; of several with one token the newest."""
    query = select(Message).where(Message.link_digest == token_digest)
    return uow.session.scalar(query.order_by(Message.made_at.desc(), Message.id).limit(1))


def live_code(uow: UnitOfWork, link_id: UUID) -> LinkCode | None:
    """The code of a link that nothing has ended; locked."""
    query = select(LinkCode).where(LinkCode.link_id == link_id, LinkCode.ended_at.is_(None))
    return uow.session.scalar(query.with_for_update())


def codes_made(uow: UnitOfWork, link_id: UUID) -> int:
    """How many codes were made for a link."""
    query = select(func.count()).where(LinkCode.link_id == link_id)
    return uow.session.scalar(query) or 0


def carrying_code(uow: UnitOfWork, code_id: UUID) -> list[Message]:
    """The messages that carry a code, locked."""
    query = select(Message).where(Message.link_code_id == code_id)
    return list(uow.session.scalars(query.with_for_update()))


def locked_link(uow: UnitOfWork, link_id: UUID) -> SecureLink | None:
    """A link by its id, locked against everyone else."""
    return uow.session.scalar(select(SecureLink).where(SecureLink.id == link_id).with_for_update())


def live_link(uow: UnitOfWork, case_id: UUID) -> SecureLink | None:
    """The link of a case that was issued, and neither redeemed nor ended; locked."""
    query = select(SecureLink).where(
        SecureLink.case_id == case_id,
        SecureLink.issued_at.is_not(None),
        SecureLink.redeemed_at.is_(None),
        SecureLink.ended_at.is_(None),
    )
    return uow.session.scalar(query.with_for_update())


def live_links_at(uow: UnitOfWork, channel_id: UUID) -> list[SecureLink]:
    """The links that live and that a message took to a channel; locked."""
    went = select(Message.link_id).where(
        Message.channel_id == channel_id, Message.sent_to_sealed.is_not(None)
    )
    query = select(SecureLink).where(
        SecureLink.id.in_(went),
        SecureLink.issued_at.is_not(None),
        SecureLink.redeemed_at.is_(None),
        SecureLink.ended_at.is_(None),
    )
    return list(uow.session.scalars(query.with_for_update()))


def live_codes_at(uow: UnitOfWork, channel_id: UUID) -> list[LinkCode]:
    """The codes that count and are for a channel."""
    query = select(LinkCode).where(LinkCode.channel_id == channel_id, LinkCode.ended_at.is_(None))
    return list(uow.session.scalars(query))


def newest_link(uow: UnitOfWork, case_id: UUID) -> SecureLink | None:
    """The link of a case that was issued last, whatever became of it."""
    query = select(SecureLink).where(
        SecureLink.case_id == case_id, SecureLink.issued_at.is_not(None)
    )
    return uow.session.scalar(query.order_by(SecureLink.issued_at.desc()).limit(1))


def made_since(uow: UnitOfWork, case_id: UUID, made_by: str, moment: datetime) -> int:
    """How many links somebody had made for a case from a moment on."""
    query = select(func.count()).where(
        SecureLink.case_id == case_id,
        SecureLink.made_by == made_by,
        SecureLink.made_at >= moment,
    )
    return uow.session.scalar(query) or 0


def carrying(uow: UnitOfWork, link_id: UUID) -> list[Message]:
    """The messages that carry a link, oldest first."""
    query = select(Message).where(Message.link_id == link_id)
    return list(uow.session.scalars(query.order_by(Message.made_at, Message.id)))


def link_of_version(uow: UnitOfWork, update_id: UUID, version: int) -> UUID | None:
    """The link that messages of one version of an update carry; of several the newest."""
    query = select(Message.link_id).where(
        Message.update_id == update_id,
        Message.update_version == version,
        Message.link_id.is_not(None),
    )
    return uow.session.scalar(query.order_by(Message.made_at.desc()).limit(1))


def waiting(uow: UnitOfWork, case_id: UUID, states: Iterable[str]) -> list[Message]:
    """The messages of a case in these states that carry a link and no update, locked."""
    query = select(Message).where(
        Message.case_id == case_id,
        Message.link_id.is_not(None),
        Message.update_id.is_(None),
        Message.state.in_(list(states)),
    )
    return list(uow.session.scalars(query.with_for_update()))


def visit_with(uow: UnitOfWork, token_digest: bytes) -> VictimVisit | None:
    """The visit of a token."""
    return uow.session.scalar(select(VictimVisit).where(VictimVisit.token_digest == token_digest))


def open_visits(uow: UnitOfWork, case_id: UUID) -> list[VictimVisit]:
    """The visits of a case that nobody has ended."""
    query = select(VictimVisit).where(
        VictimVisit.case_id == case_id, VictimVisit.ended_at.is_(None)
    )
    return list(uow.session.scalars(query))


def was_warned(uow: UnitOfWork, case_id: UUID, person_id: UUID) -> bool:
    """Whether the person passed the interruption page on an earlier visit."""
    query = select(VictimVisit.id).where(
        VictimVisit.case_id == case_id,
        VictimVisit.person_id == person_id,
        VictimVisit.warned_at.is_not(None),
    )
    return uow.session.scalar(query.limit(1)) is not None


def told(uow: UnitOfWork, case_id: UUID) -> list[Update]:
    """The updates of a case that they were told of, newest first."""
    query = select(Update).where(Update.case_id == case_id, Update.state == UpdateState.SENT)
    return list(uow.session.scalars(query.order_by(Update.sent_on.desc(), Update.id)))


def feedback_on(uow: UnitOfWork, update_id: UUID) -> Feedback | None:
    """What they said of one update."""
    return uow.session.scalar(select(Feedback).where(Feedback.update_id == update_id))


def feedback_counts(uow: UnitOfWork, case_id: UUID) -> dict[bool, int]:
    """How many updates of a case were clear to them, and how many weren't."""
    query = select(Feedback.clear, func.count()).where(Feedback.case_id == case_id)
    return {
        bool(clear): number for clear, number in uow.session.execute(query.group_by(Feedback.clear))
    }


def requests_of(uow: UnitOfWork, case_id: UUID, limit: int) -> list[OwnRequest]:
    """What they asked for on their own pages, newest first."""
    query = select(OwnRequest).where(OwnRequest.case_id == case_id)
    return list(
        uow.session.scalars(query.order_by(OwnRequest.made_at.desc(), OwnRequest.id).limit(limit))
    )
