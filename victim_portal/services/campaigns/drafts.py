"""Drafts of a campaign: whether one may be approved with others, and how it reads."""

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.campaigns import Alone, why_alone
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import Language
from victim_portal.services import audit
from victim_portal.services.ages import ways_held
from victim_portal.services.campaigns.values import Draft
from victim_portal.services.context import Context
from victim_portal.services.minors import doubt_about_age
from victim_portal.services.reach import reach_of
from victim_portal.services.safe_contact import message_channels
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork


def may_decide(uow: UnitOfWork, actor: Actor, case: Case) -> bool:
    """Whether the actor decides on a case as its manager: within reach, and no conflict."""
    return is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))


def alone(ctx: Context, uow: UnitOfWork, case: Case, update: Update) -> Alone | None:
    """Why a draft is read by itself; None where it may stand in a tranche."""
    return why_alone(
        needs_manager=update.needs_manager,
        edited=update.edited,
        restricted=case.restricted,
        minor_undecided=bool(doubt_about_age(ctx, uow, case)),
        aged_18=bool(ways_held(uow, case, message_channels(uow, case), update.window_opens)),
        rests=bool(update.facts),
    )


def shown(uow: UnitOfWork, actor: Actor, case: Case, update: Update) -> Draft:
    """The words of a draft; that somebody read them is recorded on the case."""
    audit.update_viewed(uow, actor, update)
    previous = update.said.get("previous_month")
    return Draft(
        reference=case.reference,
        update_id=update.id,
        stage=Stage(update.stage),
        language=Language(update.language),
        previous=YearMonth.parse(str(previous)) if previous else None,
        month=YearMonth.parse(update.anchor_month) if update.anchor_month else None,
        notice=update.notice_sms or "",
        subject=update.content_subject or "",
        content=update.content or "",
    )
