"""Looking at a new wording before it is proposed, and proposing it."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.templates import (
    BY_NAME,
    STAGES_BY_GROUP,
    LiveTexts,
    NewWording,
    TemplateText,
    groups_of,
    live_texts,
    problems_of,
)
from victim_portal.domain.vocabulary import Language, TwoPersonAct
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.templates.examples import seen_as
from victim_portal.services.templates.kept import about_of
from victim_portal.services.templates.values import Trial
from victim_portal.services.two_people.proposing import WAITS, propose
from victim_portal.store import policy as policy_store
from victim_portal.store import templates as store
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

LONGEST_WHY = 1000
SAME = "These are the words that are in use already"
MEANWHILE = "Another wording was put to use meanwhile. Read it, and start from there."


def text_named(name: str) -> TemplateText:
    """The text of a name; NotFoundError where the list has none."""
    text = BY_NAME.get(name)
    if text is None:
        raise NotFoundError
    return text


def try_wording(ctx: Context, actor: Actor, name: str, wording: NewWording) -> Trial:
    """How a wording would read. InvalidError, by field and in sentences, where it can't stand."""
    need(Permission.CHANGE_TEMPLATES, actor)
    text = text_named(name)
    with ctx.store.reading() as uow:
        live = live_texts(store.versions(uow))
        problems = against(ctx, live, text, wording)
        if problems:
            raise InvalidError(problems)
        return trial_of(ctx, uow, actor, live, text, wording.tidied())


def propose_wording(
    ctx: Context, actor: Actor, name: str, wording: NewWording, why: str, base: int
) -> None:
    """Propose a wording; a second administrator puts it to use (`two_people`), or nobody.

    `base` is the version that was on screen. InvalidError where it can't stand or says no
    reason; ConflictError while another wording of the text waits, and where another was put to
    use meanwhile; NotFoundError, NeedsProofError.
    """
    need(Permission.CHANGE_TEMPLATES, actor)
    text = text_named(name)
    need_proof(ctx, actor)
    why, wording = why.strip(), wording.tidied()
    try:
        with ctx.store.writing() as uow:
            live = live_texts(store.versions(uow))
            problems = against(ctx, live, text, wording)
            if not why:
                problems["why"] = "Say why the wording changes"
            elif len(why) > LONGEST_WHY:
                problems["why"] = f"The reason must be {LONGEST_WHY:,} characters or fewer"
            if problems:
                raise InvalidError(problems)
            if live.version_of(text.source) != base:
                raise ConflictError(MEANWHILE)
            propose(
                ctx,
                uow,
                actor,
                TwoPersonAct.PUBLISH_TEMPLATE,
                text.name,
                why,
                about_of(text, wording, base),
            )
            uow.commit()
    except ConstraintError:
        raise ConflictError(WAITS) from None


def against(
    ctx: Context, live: LiveTexts, text: TemplateText, wording: NewWording
) -> dict[str, str]:
    """What stands against a wording, by field."""
    wording = wording.tidied()
    found = {
        field: ". ".join(said)
        for field, said in problems_of(text, wording, ctx.victim_base_url).items()
    }
    now = in_use(ctx, live, text)
    # To answer for the Welsh that came with the portal is a change, though the words are the same.
    answered = bool(live.version_of(text.source) or ctx.welsh_reviewer)
    if not found and answered and (wording.english, wording.welsh) == (now.english, now.welsh):
        found[""] = SAME
    return found


def in_use(ctx: Context, live: LiveTexts, text: TemplateText) -> NewWording:
    """The words of a text that go out now, with whoever reviewed the Welsh."""
    known = live.amended.get(text.source)
    if known is not None:
        return known.wording
    return as_shipped(ctx, text)


def as_shipped(ctx: Context, text: TemplateText) -> NewWording:
    """The words of a text that came with the portal."""
    welsh = ctx.translators[Language.WELSH].gettext(text.source)
    return NewWording(text.source, welsh, ctx.welsh_reviewer)


def trial_of(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    live: LiveTexts,
    text: TemplateText,
    wording: NewWording,
) -> Trial:
    """How a wording that may stand would read, and what hangs on it."""
    groups = set(text.groups)
    stages = [one.value for one in STAGES_BY_GROUP.values() if groups & groups_of(one)]
    drafts, approved = store.drafts_on(uow, stages) if stages else (0, 0)
    return Trial(
        english=seen_as(ctx, live, text, wording, Language.ENGLISH),
        welsh=seen_as(ctx, live, text, wording, Language.WELSH),
        drafts=drafts,
        approved=approved,
        seconds=policy_store.other_administrators(uow, actor.user_id),
    )
