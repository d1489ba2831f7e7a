"""Something wrong that went out, as tests put it right."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told
from victim_portal.domain.vocabulary import (
    ChannelKind,
)
from victim_portal.domain.wrong_news import Siblings
from victim_portal.services import wrong_news
from victim_portal.services.delivery import deliver_due
from victim_portal.services.wrong_news import Given
from victim_portal.store.models import Update, WrongNews, WrongNewsUpdate

BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)
TRUTH = "No date has been set. We will tell you when there is one."
TRUTH_WELSH = "Nid oes dyddiad wedi'i bennu. Byddwn yn dweud wrthych pan fydd un."
GIVEN = Given(Siblings.ALONE, "The date was of somebody else.", TRUTH, TRUTH_WELSH, personal=True)
OF_THE_DAY = replace(GIVEN, siblings=Siblings.DAY)


def send(portal: Portal, sender: FakeSender | None = None) -> FakeSender:
    sender = sender or FakeSender()
    while deliver_due(portal.ctx, sender.senders, "one", 500).moved:
        pass
    return sender


def begun(portal: Portal, case: Told, given: Given = GIVEN) -> UUID:
    return wrong_news.put_right(portal.ctx, portal.manager, case.reference, case.update_id, given)


def view(portal: Portal, wrong_id: UUID) -> wrong_news.WrongView:
    return wrong_news.wrong_news_view(portal.ctx, portal.manager, wrong_id)


def corrections(portal: Portal) -> list[Update]:
    with portal.ctx.store.reading() as uow:
        query = select(Update).where(Update.plan_key.like("correction:%"))
        return list(uow.session.scalars(query.order_by(Update.case_id)))


def contents(portal: Portal) -> list[str]:
    with portal.ctx.store.reading() as uow:
        query = select(Update).where(Update.plan_key.like("correction:%"))
        return [one.content or "" for one in uow.session.scalars(query)]


def wrong_news_of(portal: Portal) -> list[WrongNews]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(WrongNews)))


def name_wrong(portal: Portal, case: Told, days_ago: int, *, dropped: bool) -> None:
    """An update is found wrong behind the services' back: nothing of it is stopped or frozen.

    LookupError for one that was found wrong before.
    """
    now, who = portal.clock.now(), portal.manager
    with portal.ctx.store.writing() as uow:
        if uow.session.query(WrongNewsUpdate).filter_by(update_id=case.update_id).count():
            raise LookupError
        wrong_id = uow.tokens.uuid()
        uow.vault.admit(wrong_id)
        wrong = WrongNews(
            id=wrong_id,
            stage=uow.session.get_one(Update, case.update_id).stage,
            siblings="alone",
            live_key=str(wrong_id),
            standing="taken_back" if dropped else "done",
            personal=False,
            unit_id=who.unit_id,
            raised_by_id=who.user_id,
            proposed_by_id=who.user_id,
            raised_at=now - timedelta(days=days_ago),
        )
        wrong.why, wrong.truth = GIVEN.why, TRUTH
        uow.add(wrong)
        uow.flush()
        uow.add(
            WrongNewsUpdate(
                id=uow.tokens.uuid(),
                wrong_news_id=wrong_id,
                update_id=case.update_id,
                case_id=case.case_id,
                person_id=case.person_id,
                stopped=0,
                dropped_at=now if dropped else None,
            )
        )
        uow.commit()
