"""What they ask for on their own pages and an officer agrees with them before it holds."""

from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.contact import Window
from victim_portal.domain.own_choices import OwnRequestKind, in_words, only_narrows
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.again import again_where_lost
from victim_portal.services.door.choosing import own_channel
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.messages import asks
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.planning import replan
from victim_portal.services.safe_contact import plan_of, window_to
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, Channel, OwnRequest
from victim_portal.store.unit_of_work import UnitOfWork

ASKED = "own_request"
RULE = "What could put them in danger is agreed with a person first"
WHAT = {
    OwnRequestKind.SUPPORTER: "They named somebody on their own pages who may be told too: speak "
    "with them about it",
    OwnRequestKind.HOURS: "They asked on their own pages for other safe hours: agree them by "
    "their plan",
    OwnRequestKind.WAY_AGAIN: "They want a number or address used again that was stopped: agree "
    "it by their plan",
}
LONGEST = 500


def name_supporter(ctx: Context, visitor: Visitor, words: str) -> None:
    """Somebody else may be told, by name: an officer speaks with them before anybody is.

    Raises InvalidError for `words` where nothing, or a whole story, was typed.
    """
    said = " ".join(words.split())
    if not said or len(said) > LONGEST:
        raise InvalidError({"words": "Type the name."})
    with ctx.store.writing() as uow:
        _ask(ctx, uow, visitor, OwnRequestKind.SUPPORTER, said, None)
        uow.commit()


def ask_for_way_again(ctx: Context, visitor: Visitor, channel_id: UUID) -> None:
    """A number or address that was stopped may be used again, once an officer agreed it.

    Asked twice is one task. Raises NotFoundError for what isn't theirs.
    """
    with ctx.store.writing() as uow:
        channel = own_channel(uow, visitor, channel_id)
        if channel.suspended_at is not None:
            _ask(ctx, uow, visitor, OwnRequestKind.WAY_AGAIN, None, channel)
        uow.commit()


def change_hours(ctx: Context, visitor: Visitor, channel_id: UUID, window: Window) -> bool:
    """When it is safe to use one of their numbers or addresses.

    Fewer hours hold at once: True. More are asked of an officer, and until then the old ones
    stand: False. Raises NotFoundError for what isn't theirs or has no hours.
    """

    def work() -> bool:
        with ctx.store.writing() as uow:
            channel = own_channel(uow, visitor, channel_id)
            plan = plan_of(channel)
            if channel.kind == ChannelKind.POST or not plan.uses:
                raise NotFoundError
            narrows = only_narrows(plan.windows, plan.any_time, (window,))
            if narrows:
                _narrow(ctx, uow, visitor, channel, window)
            else:
                _ask(ctx, uow, visitor, OwnRequestKind.HOURS, in_words(window), channel)
            uow.commit()
            return narrows

    return again_where_lost(work)


def _narrow(
    ctx: Context, uow: UnitOfWork, visitor: Visitor, channel: Channel, window: Window
) -> None:
    if channel.windows == [window_to(window)] and not channel.any_time:
        return
    end_live_code(ctx, uow, THE_PERSON, channel.id, "plan_changed")
    channel.windows, channel.any_time = [window_to(window)], False
    uow.flush()
    audit.record(
        uow,
        THE_PERSON,
        What.CHANNEL_PLAN_CHANGED,
        visitor.case_id,
        channel=str(channel.id),
        version=channel.plan_version,
    )
    for one in case_store.of_person(uow, channel.person_id):
        replan(ctx, uow, THE_PERSON, one)


def _ask(
    ctx: Context,
    uow: UnitOfWork,
    visitor: Visitor,
    kind: OwnRequestKind,
    words: str | None,
    channel: Channel | None,
) -> None:
    case = uow.get(Case, visitor.case_id)
    if case is None:
        raise NotFoundError
    asked = uow.add(
        OwnRequest(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=visitor.person_id,
            channel_id=channel.id if channel is not None else None,
            kind=kind.value,
            words=words,
            made_at=ctx.now(),
        )
    )
    uow.flush()
    audit.record(
        uow, THE_PERSON, What.OWN_REQUEST_MADE, case.id, request=str(asked.id), kind=kind.value
    )
    key = f"{kind.value}:{channel.id if channel is not None else ''}"
    tasks.raise_for_case(
        uow,
        THE_PERSON,
        case,
        ASKED,
        WHAT[kind],
        RULE,
        asks.working_day(ctx),
        key=key,
        channel=str(channel.id) if channel is not None else None,
    )
