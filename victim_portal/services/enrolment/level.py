"""How much the person of a case wants to hear."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Level
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, Preference
from victim_portal.store.unit_of_work import UnitOfWork


def level_now(uow: UnitOfWork, case: Case) -> Level | None:
    """How much they want to hear as it stands; None before it was asked."""
    preference = case_store.preference(uow, case.id)
    return Level(preference.level) if preference else None


def set_level(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, level: Level) -> None:
    """Keep how much the victim wants to hear, in the caller's transaction."""
    preference = case_store.preference(uow, case.id)
    if preference is None:
        preference = Preference(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            level=level.value,
            call_first=False,
            windows=[],
            ignore_moves_up_to_months=0,
            formats=[],
            version=1,
            changed_at=ctx.now(),
        )
        uow.add(preference)
    elif preference.level != level:
        preference.level = level.value
        preference.version += 1
        preference.changed_at = ctx.now()
    audit.record(
        uow,
        actor,
        What.PREFERENCE_CHANGED,
        case.id,
        version=preference.version,
        level=preference.level,
    )
