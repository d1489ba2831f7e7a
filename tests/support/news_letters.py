"""Letters with an update's news, brought to where a test starts."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from tests.support.portal import Portal
from tests.support.updates import Told, told
from victim_portal.domain.vocabulary import (
    ChannelKind,
    UpdateState,
)
from victim_portal.services.letters import (
    LetterForm,
    LetterInput,
    make_news_letter,
    news_letter_form,
    post_letter,
)
from victim_portal.services.planning import replan
from victim_portal.store.models import Case, Letter, Update

TODAY = date(2026, 11, 18)
POST = (ChannelKind.POST,)
BOTH = (ChannelKind.POST, ChannelKind.EMAIL)
WORDS = ("About the release", "Pat Doe is due to be released in February 2027.")


def form_of(case: Told, given: LetterInput | None = None) -> LetterForm:
    portal = case.portal
    return news_letter_form(portal.ctx, portal.officer, case.reference, case.update_id, given)


def chosen(case: Told, **changes: object) -> LetterInput:
    preset = replace(form_of(case).given, channel_id=case.channels["post"])
    given = replace(preset, **changes)  # type: ignore[arg-type]  # whatever the test gives
    return replace(given, seen=form_of(case, given).seen)


def make(case: Told, once: UUID | None = None, **changes: object) -> UUID:
    portal = case.portal
    return make_news_letter(
        portal.ctx, portal.officer, case.reference, case.update_id, chosen(case, **changes), once
    )


def post(case: Told, letter_id: UUID, **more: bool) -> None:
    portal = case.portal
    post_letter(portal.ctx, portal.officer, case.reference, letter_id, TODAY, **more)


def update_of(case: Told) -> Update:
    """The update, whatever else was planned since."""
    return next(one for one in case._all(Update) if one.id == case.update_id)


def letters(case: Told) -> list[Letter]:
    return case._all(Letter)


def planned_case(portal: Portal) -> Told:
    """A case with an approved update that the plan itself holds."""
    case = told(portal, kinds=POST)
    with portal.ctx.store.writing() as uow:
        row = uow.get(Case, case.case_id)
        assert row is not None
        replan(portal.ctx, uow, portal.officer, row)
        uow.commit()
    update = next(one for one in case._all(Update) if one.state == UpdateState.DRAFT)
    return replace(case, update_id=update.id).approve(version=update.version)
