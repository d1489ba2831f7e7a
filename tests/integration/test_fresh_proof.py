"""What can hurt asks again who is there; whoever proves it goes on with what they had typed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.support import casework
from tests.support.auditors import AUDITOR, auditor
from tests.support.conflicts import case_of, second
from tests.support.pages import Page
from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, Portal
from tests.support.representations import ask, state
from tests.support.signing_in import code_for
from tests.support.walls import breakings, broken, person, restricted, trail
from tests.support.web import MANAGER, STRANGER, client_for
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import restrictions, submissions, two_people
from victim_portal.services.audit_trail import export_looks
from victim_portal.services.errors import NeedsProofError
from victim_portal.services.subject_access import export_person
from victim_portal.services.submissions import document_bytes, export_submission, released_file
from victim_portal.store.models import SubmissionRelease

HOSTILE = "He is at her door. <b>ŵ</b> He has a key to it."


@dataclass
class Stage:
    """A restricted case with everything on it that asks for a proof."""

    portal: Portal
    reference: str
    act: dict[str, tuple[Actor, Callable[[Actor], object]]]


@pytest.fixture
def stage(portal: Portal) -> Stage:
    ctx = portal.ctx
    reference, other = casework.ready(portal, sentence_type="EDS"), second(portal)
    ask(portal, reference)
    state(portal, reference)
    made = export_submission(ctx, portal.officer, reference)
    reader, next_one = (person(portal, Role.PAROLE_CASE_MANAGER, first_name=n) for n in "AB")
    assert reader.user_id
    assert next_one.user_id
    elsewhere = person(portal, Role.OFFICER, OTHER_UNIT)
    open_case = casework.received(portal, referral_reference="W2", victim_last_name="Birch")
    restricted(portal, reference, other)
    submissions.release_submission(
        ctx, portal.officer, reference, made.submission_id, reader.user_id
    )
    with ctx.store.reading() as uow:
        [release] = uow.session.query(SubmissionRelease).all()
    restrictions.propose_lifting(ctx, portal.manager, reference, "He has moved.")
    [proposal] = two_people.list_proposals(ctx, other)
    third = casework.received(portal, referral_reference="W3", victim_last_name="Hazel")
    restricted(portal, third)
    document_id = made.files[0].document_id
    looker = auditor(portal)
    to_whom, to_name = next_one.user_id, portal.user("nia.evans@example.org")
    act: dict[str, tuple[Actor, Callable[[Actor], object]]] = {
        "glass": (elsewhere, lambda who: broken(portal, who, open_case)),
        "words": (looker, lambda who: broken(portal, who, open_case)),
        "lifting": (
            portal.manager,
            lambda who: restrictions.propose_lifting(ctx, who, third, "He has moved."),
        ),
        "agreeing": (other, lambda who: two_people.decide_proposal(ctx, who, proposal.id, True)),
        "refusing": (other, lambda who: two_people.decide_proposal(ctx, who, proposal.id, False)),
        "naming": (
            portal.manager,
            lambda who: restrictions.name_reader(ctx, who, third, to_name),
        ),
        "looks": (looker, lambda who: export_looks(ctx, who, open_case)),
        "exporting": (portal.manager, lambda who: export_person(ctx, who, reference)),
        "releasing": (
            portal.officer,
            lambda who: submissions.release_submission(
                ctx, who, reference, made.submission_id, to_whom
            ),
        ),
        "document": (portal.officer, lambda who: document_bytes(ctx, who, reference, document_id)),
        "released": (reader, lambda who: released_file(ctx, who, release.id, document_id)),
    }
    return Stage(portal, reference, act)


ACTS = (
    *("glass", "words", "lifting", "agreeing", "refusing", "exporting", "releasing"),
    *("document", "released", "naming", "looks"),
)


@pytest.mark.parametrize("name", ACTS)
def test_it_asks_who_is_there(stage: Stage, name: str) -> None:
    actor, act = stage.act[name]
    events = [len(trail(stage.portal, what)) for what in ("task_raised", "glass_tried")]
    for proved_at in (None, stage.portal.ctx.now().replace(year=2020)):
        with pytest.raises(NeedsProofError):
            act(replace(actor, proved_at=proved_at))
    assert events == [len(trail(stage.portal, what)) for what in ("task_raised", "glass_tried")]
    act(replace(actor, proved_at=stage.portal.ctx.now()))


def test_every_act_is_asked_about(stage: Stage) -> None:
    assert set(stage.act) == set(ACTS)


def test_the_command_line_has_nothing_to_prove(portal: Portal) -> None:
    assert export_person(portal.ctx, CLI, casework.received(portal)).values


def _prove(portal: Portal, page: Page, email: str) -> Page:
    assert page.h1 == "Show that it is you"
    given = {"password": PASSWORD, "code": code_for(portal.ctx, email)}
    return page.submit(given, button="Continue")


def test_what_was_typed_to_break_the_glass_is_kept(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal, STRANGER)
    form = client.get("/break-glass")
    portal.clock.move(minutes=11)
    asked = form.submit({"reason": "danger", "why": HOSTILE, "reference": reference}, status=200)
    assert breakings(portal) == []
    kept = _prove(portal, asked, STRANGER)
    assert kept.value("why") == [HOSTILE]
    opened = kept.submit(button="Send it now").follow()
    assert opened.h1.endswith("Mary Ash")
    portal.clock.move(minutes=11)
    assert client.get("/break-glass").location == "/prove?next=/break-glass"


def test_an_auditors_reason_is_kept(portal: Portal) -> None:
    auditor(portal)
    reference = casework.received(portal)
    client = client_for(portal, AUDITOR)
    form = client.get(f"/audit/{reference}/words")
    portal.clock.move(minutes=11)
    kept = _prove(portal, form.submit({"why": HOSTILE}, status=200), AUDITOR)
    assert kept.value("why") == [HOSTILE]
    assert "Open to you until" in kept.submit(button="Send it now").follow().text


def test_a_decision_of_two_is_sent_on_after_the_proof(portal: Portal) -> None:
    second(portal)
    reference = casework.received(portal)
    client = client_for(portal, MANAGER)
    restricted(portal, reference)
    form = client.get(f"/cases/{reference}/restriction/lift")
    portal.clock.move(minutes=11)
    kept = _prove(portal, form.submit({"why": HOSTILE}, status=200), MANAGER)
    assert kept.value("why") == [HOSTILE]
    kept.submit(button="Send it now").follow()
    ada = "ada.ross@example.org"
    other = client_for(portal, ada)
    page = other.get("/to-decide")
    assert HOSTILE in page.text
    portal.clock.move(minutes=11)
    [agree] = [one for one in page.forms if one.values.get("decision") == ["agree"]]
    sent = {name: value[0] for name, value in agree.values.items()}
    asked = other.post(agree.action, sent)
    assert case_of(portal, reference).restricted
    done = _prove(portal, asked, ada).submit(button="Send it now").follow()
    assert done.notices[0].startswith("Done: Lift the restriction")
    assert not case_of(portal, reference).restricted
