"""Beginning to put wrong news right: one action freezes it, records it, and sets all else going."""

from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.calendar import london_date
from victim_portal.domain.incidents import IncidentKind, due_at
from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.domain.wrong_news import AROUND, REACHED, Siblings, Standing, unfit_truth
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.updates.reading import update_within_reach
from victim_portal.services.wrong_news.asking import RULE
from victim_portal.services.wrong_news.going_on import go_on
from victim_portal.services.wrong_news.siblings import cause_of_siblings, how_far
from victim_portal.services.wrong_news.values import Given
from victim_portal.services.wrong_news.waiting import RELEASE, key_of
from victim_portal.store import wrong_news as store
from victim_portal.store.models import (
    Case,
    FrozenText,
    Incident,
    Update,
    WrongNews,
    WrongNewsUpdate,
)
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST_WHY, LONGEST_TRUTH = 1000, 3000
MOST_CHOSEN = 200
NOT_SENT = "This was neither sent nor told, and isn't on its way: cancel or edit it instead."
KNOWN = "Somebody is putting this right already."


def report_wrong(ctx: Context, actor: Actor, reference: str, update_id: UUID) -> None:
    """An officer says that something they sent or told was wrong: a manager decides today.

    Raises NotFoundError out of reach, ConflictError where nobody was told.
    """
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        _need_told(uow, update)
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "was_wrong",
            "An officer says that something they were told was wrong: look at it, and put it right",
            RULE,
            ctx.today(),
            key=str(update.id),
            manager=True,
            update=str(update.id),
        )
        audit.record(uow, actor, What.WRONG_NEWS_REPORTED, case.id, update=str(update.id))
        uow.commit()


def put_right(
    ctx: Context,
    actor: Actor,
    reference: str,
    update_id: UUID,
    given: Given,
    once: UUID | None = None,
) -> UUID:
    """Begin to put something right that was told, as a manager of its case; its id.

    At once nothing of its kind goes any more and an incident is open; what waits of it is
    stopped, and whoever was reached gets a draft or a call, batch by batch: some of it in this
    call, the rest by the worker. Nothing is sent before another manager agrees. The same form
    sent again, and a second manager, come to the one that was begun.

    Raises InvalidError (`siblings`, `chosen`, `why`, `truth`, `truth_welsh`), ConflictError
    where nobody was told, NotAllowedError for who isn't a manager, NotFoundError out of reach,
    NeedsProofError.
    """
    said = saying("put_right", update_id, given)
    try:
        with ctx.store.writing() as uow:
            done = already_done(uow, once, said)
            if done is not None:
                return UUID(done)
            case, update = update_within_reach(uow, actor, reference, update_id)
            if not is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)):
                raise NotAllowedError
            need_proof(ctx, actor)
            _check(ctx, given)
            _need_told(uow, update)
            wrong = _begun(ctx, uow, actor, case, update, given)
            remember(uow, once, str(wrong.id), said)
            tasks.settle(uow, actor, "was_wrong", case, key=str(update.id))
            uow.commit()
            wrong_id = wrong.id
    except (ConstraintError, LostUpdateError):
        raise ConflictError(KNOWN) from None
    go_on(ctx, wrong_id)
    return wrong_id


def _need_told(uow: UnitOfWork, update: Update) -> None:
    waits = update.state == "approved"
    if not waits and how_far(uow, update) not in REACHED:
        raise ConflictError(NOT_SENT)


def _begun(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update, given: Given
) -> WrongNews:
    if actor.user_id is None or actor.unit_id is None:
        raise NotAllowedError
    cause = cause_of_siblings(uow, update) if given.siblings is Siblings.CAUSE else None
    if given.siblings is Siblings.CAUSE and cause is None:
        raise InvalidError({"siblings": "Nothing else came of the same cause. Choose another."})
    key = f"{update.stage}:{given.siblings}:{cause or update.id}"
    uow.only_one_for(one_at_a_time(update.stage))
    known = store.live_with_key(uow, key) or store.live_of_update(uow, update.id)
    if known is not None:
        return known
    now = ctx.now()
    wrong_id = uow.tokens.uuid()
    uow.vault.admit(wrong_id)
    moment = update.decided_at if update.told_how else update.changed_at
    made = [one.made_at for one in store.messages_of(uow, [update.id])[update.id]] or [
        moment or now
    ]
    of_day = given.siblings is Siblings.DAY
    wrong = WrongNews(
        id=wrong_id,
        stage=update.stage,
        siblings=given.siblings.value,
        live_key=key,
        cause=cause,
        since=min(made) - AROUND if of_day else None,
        until=max(made) + AROUND if of_day else None,
        standing=Standing.GATHERING.value,
        personal=given.personal,
        why=given.why.strip(),
        truth=given.truth.strip(),
        unit_id=actor.unit_id,
        raised_by_id=actor.user_id,
        proposed_by_id=actor.user_id,
        raised_at=now,
    )
    if given.truth_welsh.strip():
        wrong.truth_welsh = given.truth_welsh.strip()
    uow.add(wrong)
    _name(uow, actor, wrong, case, update, given)
    _freeze(ctx, uow, actor, wrong)
    _record(ctx, uow, actor, wrong, case, given)
    propose(
        ctx,
        uow,
        actor,
        TwoPersonAct.CORRECT_MANY,
        key_of(RELEASE, wrong),
        "",
        {"wrong_news": str(wrong.id)},
        unit_id=actor.unit_id,
    )
    tasks.raise_for_unit(
        uow,
        actor,
        actor.unit_id,
        tasks.WRONG_NEWS,
        "Something that people were told was wrong: see that its correction is released",
        RULE,
        ctx.today(),
        str(wrong.id),
        wrong_news=str(wrong.id),
    )
    audit.record(
        uow,
        actor,
        What.WRONG_NEWS_BEGUN,
        case.id,
        wrong_news=str(wrong.id),
        stage=wrong.stage,
        siblings=wrong.siblings,
    )
    return wrong


def one_at_a_time(stage: str) -> UUID:
    """Who begins with one stage waits for whoever else does."""
    return UUID(bytes=f"wrong {stage:<10}"[:16].encode())


def _name(
    uow: UnitOfWork, actor: Actor, wrong: WrongNews, case: Case, update: Update, given: Given
) -> None:
    """Keep which updates are named one by one; each must be of the stage, and within reach."""
    named = {update.id: case}
    if given.siblings is Siblings.CHOSEN:
        for other_id in given.chosen - {update.id}:
            other = uow.get(Update, other_id)
            its = uow.get(Case, other.case_id) if other is not None else None
            if other is None or its is None or other.stage != update.stage:
                raise InvalidError({"chosen": "Choose from the list."})
            case_within_reach(uow, actor, its.reference, Permission.CHANGE_CASE)
            named[other_id] = its
    elif given.siblings is not Siblings.ALONE:
        return
    for update_id, its in named.items():
        uow.add(
            WrongNewsUpdate(
                id=uow.tokens.uuid(),
                wrong_news_id=wrong.id,
                update_id=update_id,
                case_id=its.id,
                person_id=its.person_id,
                stopped=0,
            )
        )


def _freeze(ctx: Context, uow: UnitOfWork, actor: Actor, wrong: WrongNews) -> None:
    if store.frozen(uow, wrong.stage) is not None:
        return
    uow.add(
        FrozenText(
            id=uow.tokens.uuid(),
            stage=wrong.stage,
            wrong_news_id=wrong.id,
            frozen_by_id=wrong.raised_by_id,
            frozen_at=ctx.now(),
        )
    )
    audit.record(uow, actor, What.TEXT_FROZEN, stage=wrong.stage, wrong_news=str(wrong.id))


def _record(
    ctx: Context, uow: UnitOfWork, actor: Actor, wrong: WrongNews, case: Case, given: Given
) -> None:
    """The incident: its 72 hours run where somebody learned what isn't theirs to know."""
    one_case = given.siblings is Siblings.ALONE
    incident = Incident(
        id=uow.tokens.uuid(),
        kind=IncidentKind.WRONG_NEWS.value,
        unit_id=case.unit_id if one_case else wrong.unit_id,
        case_id=case.id if one_case else None,
        person_id=case.person_id if one_case else None,
        noticed_at=ctx.now(),
        due_at=due_at(ctx.now()),
        recorded_by=actor.name,
        risk=None if given.personal else False,
    )
    uow.vault.admit(incident.id)
    incident.happened = given.why.strip()
    uow.add(incident)
    wrong.incident_id = incident.id
    due_on = london_date(incident.due_at) - timedelta(days=2)
    what = "Wrong news went out: look at the incident, and report it in time if it has to be"
    key = str(incident.id)
    if one_case:
        tasks.raise_for_case(
            uow, actor, case, "incident", what, RULE, due_on, key=key, manager=True, incident=key
        )
    else:
        tasks.raise_for_unit(
            uow, actor, wrong.unit_id, "incident", what, RULE, due_on, key=key, incident=key
        )
    audit.record(
        uow, actor, What.INCIDENT_OPENED, incident.case_id, incident=key, kind=incident.kind
    )


def _check(ctx: Context, given: Given) -> None:
    problems: dict[str, str] = {}
    if not given.why.strip() or len(given.why.strip()) > LONGEST_WHY:
        problems["why"] = f"Say what was wrong, in at most {LONGEST_WHY:,} characters."
    if not given.truth.strip():
        problems["truth"] = "Say what is true."
    for name in ("truth", "truth_welsh"):
        words = getattr(given, name).strip()
        unfit = unfit_truth(words, ctx.victim_base_url)
        if len(words) > LONGEST_TRUTH:
            problems[name] = f"This must be {LONGEST_TRUTH:,} characters or fewer."
        elif unfit:
            problems[name] = (
                f"Everybody reads these words. Take out: {', '.join(unfit)}. A month may be "
                "named, and no day."
            )
    if given.siblings is Siblings.CHOSEN and len(given.chosen) > MOST_CHOSEN:
        problems["chosen"] = f"Choose at most {MOST_CHOSEN} at once."
    if problems:
        raise InvalidError(problems)
