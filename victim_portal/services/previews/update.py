"""One update as its reader will see it, on each way that will carry it and on paper."""

from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.previews import MailPreview, TextPreview, mail_preview, text_preview
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, Language, UpdateState
from victim_portal.services import audit
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.known_wrong import is_known_wrong
from victim_portal.services.letters import LetterText
from victim_portal.services.letters.news_rules import news_way_problem
from victim_portal.services.letters.words import write_news
from victim_portal.services.updates.reading import OutgoingView, outgoing, update_within_reach
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Carried:
    """One message: where it goes, what stands against it now, and how it looks there."""

    to: str = field(repr=False)
    stands_against: str
    waits: str
    text: TextPreview | None
    mail: MailPreview | None


@dataclass(frozen=True)
class UpdatePreview:
    """An update on each way that will carry it, and the letter where it may be posted.

    `letter_refused` says in a sentence why there is no letter; `wrong` is whether the words were
    found to be wrong, so that they are shown to nobody as what is true.
    """

    id: UUID
    case_reference: str
    stage: Stage
    state: UpdateState
    version: int
    language: Language
    carried: tuple[Carried, ...]
    letter: LetterText | None
    letter_refused: str
    wrong: bool


def update_preview(ctx: Context, actor: Actor, reference: str, update_id: UUID) -> UpdatePreview:
    """An update of a case within reach as it will look; the view is recorded."""
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        letter, refused = _letter(ctx, uow, case, update)
        seen = UpdatePreview(
            id=update.id,
            case_reference=case.reference,
            stage=Stage(update.stage),
            state=UpdateState(update.state),
            version=update.version,
            language=Language(update.language),
            carried=tuple(_carried(one) for one in outgoing(ctx, uow, case, update)),
            letter=letter,
            letter_refused=refused,
            wrong=is_known_wrong(uow, update),
        )
        audit.update_viewed(uow, actor, update)
        uow.commit()
        return seen


def _carried(one: OutgoingView) -> Carried:
    sms = one.kind == "sms"
    return Carried(
        to=one.to,
        stands_against=one.stands_against,
        waits=one.waits,
        text=text_preview(one.body) if sms else None,
        mail=None if sms else mail_preview(one.subject, one.body),
    )


def _letter(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update
) -> tuple[LetterText | None, str]:
    """The letter to the first address that may get it, or why there is none."""
    why = "No address is recorded."
    for channel in people_store.channels_of(uow, case.person_id):
        if channel.kind != ChannelKind.POST:
            continue
        why = news_way_problem(ctx, uow, case, update, channel)
        if not why:
            try:
                return write_news(ctx, uow, channel, update), ""
            except InvalidError as error:
                why = " ".join(error.problems.values())
    return None, why
