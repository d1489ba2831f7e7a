"""The second administrator's part: a proposed wording as it would read, and putting it to use."""

from hashlib import sha256
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.templates import BY_NAME, live_texts, next_version
from victim_portal.domain.vocabulary import Decision, TwoPersonAct
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.templates.kept import name_of, title_of, wording_of
from victim_portal.services.templates.proposing import against
from victim_portal.services.two_people.settling import settle
from victim_portal.services.two_people.values import Act
from victim_portal.store import proposals as proposal_store
from victim_portal.store import templates as store
from victim_portal.store.models import Proposal, TemplateVersion
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

OVER = (
    "This wording isn't waiting any more: somebody decided it, took it back, or its time ran out."
)
OWN = "You proposed this wording yourself: another administrator has to agree."
MEANWHILE = "Somebody else changed this in the same moment. Nothing was put to use: look again."
AGAIN = "It can't be agreed to any more: {} Refuse it, and propose it again."
GONE = "the portal no longer has this text."
OTHER_WORDS = "the text came with other words since."
OTHER_VERSION = "another wording of it was put to use since."
UNFIT = "what may be proposed has changed since ({})."


def publish_wording(ctx: Context, actor: Actor, proposal_id: UUID) -> str:
    """Agree to a wording that was read, and put it to use; returns what the text is called.

    The next planning writes every draft again that nobody edited; what was approved keeps the
    words in which it was read. Raises ConflictError for the one who proposed it, when it no
    longer waits, and where it can't stand any more; NotFoundError, NeedsProofError.
    """
    need(Permission.CHANGE_TEMPLATES, actor)
    try:
        with ctx.store.writing() as uow:
            proposal = proposal_store.locked(uow, proposal_id)
            if proposal is None or proposal.act != TwoPersonAct.PUBLISH_TEMPLATE:
                raise NotFoundError
            if proposal.decided_at is not None or proposal.expires_at <= ctx.now():
                raise ConflictError(OVER)
            if proposal.proposed_by_id == actor.user_id:
                raise ConflictError(OWN)
            need_proof(ctx, actor)
            uow.only_one_for(store.ONE_AT_A_TIME)
            problem = stands_against(ctx, uow, proposal)
            if problem:
                raise ConflictError(problem)
            settle(ctx, uow, actor, proposal, Decision.AGREED)
            _add(ctx, uow, actor, proposal)
            uow.commit()
            return title_of(proposal)
    except (LostUpdateError, ConstraintError):
        raise ConflictError(MEANWHILE) from None


def stands_against(ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    """Why a proposed wording can't be put to use any more, as a sentence, or empty."""
    text = BY_NAME.get(name_of(proposal))
    if text is None:
        return AGAIN.format(GONE)
    if text.source != proposal.about["source"]:
        return AGAIN.format(OTHER_WORDS)
    live = live_texts(store.versions(uow))
    if live.version_of(text.source) != proposal.about["base"]:
        return AGAIN.format(OTHER_VERSION)
    problems = against(ctx, live, text, wording_of(proposal))
    return AGAIN.format(UNFIT.format("; ".join(problems.values()))) if problems else ""


def _add(ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal) -> None:
    text, wording = BY_NAME[name_of(proposal)], wording_of(proposal)
    known = store.versions(uow)
    row = TemplateVersion(
        id=uow.tokens.uuid(),
        number=store.newest_number(uow) + 1,
        name=text.name,
        version=next_version(text, known),
        source=text.source,
        source_key=text.key,
        english=wording.english,
        welsh=wording.welsh,
        reviewer=wording.reviewer,
        why=proposal.why or "",
        proposal_id=proposal.id,
        proposed_by_id=proposal.proposed_by_id,
        proposed_at=proposal.proposed_at,
        agreed_by_id=actor.user_id,
        agreed_at=ctx.now(),
    )
    uow.add(row)
    words = "\n".join((wording.english, wording.welsh, wording.reviewer))
    audit.record(
        uow,
        actor,
        What.TEMPLATE_PUBLISHED,
        template=text.name,
        version=row.version,
        number=row.number,
        digest=sha256(words.encode()).hexdigest(),
        proposed_by=str(proposal.proposed_by_id),
    )


def _what(_ctx: Context, _uow: UnitOfWork, proposal: Proposal) -> str:
    return f"Put a new wording to use: {title_of(proposal)}"


def _may_be_second(_uow: UnitOfWork, actor: Actor, _proposal: Proposal) -> bool:
    return is_allowed(Permission.CHANGE_TEMPLATES, actor)


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """`publish_wording` does it, where both languages are read."""
    raise ConflictError("Agree to this on its own page, where its words stand.")


PUBLISHING = Act(_what, _may_be_second, _apply, on_its_page=True, refusal_says_why=True)
