"""The box for finding a caller, and the page that checks who is calling."""

import pytest
from sqlalchemy import select

from tests.support.callers import talked
from tests.support.casework import answered, mobile, received, task_kinds, view
from tests.support.pages import PageClient
from tests.support.portal import CLI, Portal
from tests.support.referral_files import OMAR, imported, many, row
from tests.support.supporters import add, beside, count, with_channel
from tests.support.web import STRANGER, client_for
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.channels import add_channel
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import ContactLog

NUMBER = "07700 900123"
HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} \N{RIGHT-TO-LEFT OVERRIDE}שלום"
NOBODY = "No case that you may see matches."
GOODBYE = "I'm sorry, I can't help with that. Goodbye."


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, mobile=NUMBER, address="1 High Street", postcode="SO14 1AA")


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def _entries(portal: Portal) -> list[ContactLog]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(ContactLog).order_by(ContactLog.recorded_at)))


def test_a_caller_is_found_by_their_number_and_checked(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get("/cases").follow("Find")
    assert (page.h1, page.path) == ("Find a caller", "/find")
    assert "Say nothing to a caller" in page.text
    page = page.submit({"text": NUMBER}, status=200)
    # Nothing that was typed stands in an address.
    assert page.path == "/find"
    assert page.value("text") == [NUMBER]
    assert page.rows == [
        [
            f"Check who is calling for case {reference} {reference}",
            "Mary Ash",
            "John Oak",
            "Telephone number of the person",
            "Sam Carter",
            "Not offered yet Open",
        ]
    ]
    talked(portal, reference)
    page = page.follow(f"Check who is calling for case {reference}")
    assert page.h1 == f"Case {reference} Check who is calling"
    assert "Ash" not in page.title
    assert GOODBYE in page.text
    assert "1 High Street, SO14 1AA" in page.text
    assert "2 January 1990" in page.text
    done = page.submit({"outcome": "two_answers", "still_safe": "yes", "wanted": HOSTILE}).follow()
    assert done.path == f"/cases/{reference}"
    assert done.notices == ["Recorded: they gave two right answers."]
    [_, entry] = _entries(portal)
    assert (entry.inward, entry.outcome, entry.still_safe) == (True, "spoke", True)
    assert view(portal, reference).contacts[0].note == HOSTILE


@pytest.mark.parametrize("text", ["Elm", HOSTILE, "VC-00000000", "' OR 1=1 --"])
def test_nobody_found_says_what_to_try_next(client: PageClient, text: str) -> None:
    page = client.get("/find").submit({"text": text}, status=200)
    assert NOBODY in page.text
    assert "Nothing found" in page.text
    assert page.value("text") == [text]


def test_out_of_reach_reads_like_not_there(portal: Portal, reference: str) -> None:
    stranger = client_for(portal, STRANGER)
    answers = {
        stranger.get("/find").submit({"text": text}, status=200).text
        for text in (NUMBER, "Ash", reference, "Elm", "VC-00000000")
    }
    assert len(answers) == 1
    for path in (f"/cases/{reference}/caller", "/cases/VC-00000000/caller"):
        stranger.get(path, status=404)


def test_what_is_missing_or_not_enough_is_said(client: PageClient) -> None:
    page = client.get("/find").submit({"text": " "}, status=200)
    assert page.errors == ["Enter what the caller gave you"]
    page = page.submit({"text": "2.1.1990"}, status=200)
    assert page.errors == ["Enter the last name beside the date of birth"]
    page = page.submit({"text": "x" * 201}, status=200)
    assert page.errors == ["What did the caller give you? must be 200 characters or fewer"]
    page = page.submit({"text": "Ash 2.1.1990"}, status=200)
    assert page.rows[0][3].startswith("Last name and date of birth of the person")


def test_an_address_never_searches(client: PageClient) -> None:
    page = client.get("/find?text=Ash")
    assert page.rows == []
    assert page.value("text") in ([], [""])


def test_shared_numbers_doubles_and_more_are_told(portal: Portal, client: PageClient) -> None:
    again = received(portal, referral_reference="WCU-4", victim_date_of_birth="", mobile=NUMBER)
    page = client.get("/find").submit({"text": NUMBER}, status=200)
    assert "More than one case has this number" in page.text
    assert f"May be the same as {again}" in page.text
    link = next(text for text in page.links if text.startswith("decide whether"))
    assert page.follow(link).path == "/referrals/duplicates"
    people = [row(one, victim_last_name="Smith", unit="Hampshire") for one in many(26)]
    imported(portal, CLI, *people)
    page = client.get("/find").submit({"text": "Smith"}, status=200)
    assert len(page.rows) == 25
    assert "There are more than are shown. Type more" in page.text


def test_a_supporter_is_told_by_name(portal: Portal, client: PageClient, reference: str) -> None:
    add(portal, reference, may_hear_news=False)
    [ruth] = beside(portal, reference)
    number = with_channel(portal, ruth.person_id)
    page = client.get("/find").submit({"text": "07700 900555"}, status=200)
    assert page.rows[0][3] == "Telephone number of a supporter: Ruth Birch"
    page = client.get(f"/cases/{reference}/caller")
    assert "Tell them nothing of the sentence" in page.text
    given = {"outcome": "code_word"}
    page = page.submit(given, status=200)
    assert page.errors == ["Choose who it was"]
    page = page.submit({"caller": str(ruth.person_id)}, status=200)
    assert page.errors == ["No code word was agreed with them."]
    sent = {"outcome": "someone_else", "caller": None, "number": str(number)}
    assert page.submit(sent).follow().path.endswith(f"/channels/{number}/suspend")


def test_nothing_that_was_entered_is_lost(
    portal: Portal, client: PageClient, reference: str
) -> None:
    talked(portal, reference)
    page = client.get(f"/cases/{reference}/caller")
    assert page.submit({}, status=200).errors == ["Choose whether they showed who they are"]
    given = {"outcome": "not_passed", "still_safe": "no", "wanted": HOSTILE}
    page = page.submit(given, status=200)
    assert page.errors == ["Only somebody who showed who they are can say this."]
    assert page.value("wanted") == [HOSTILE]
    page = page.submit({"outcome": "two_answers"}, status=200)
    assert page.errors == ["Tick what isn't right or safe any more. If you can't tell, tick all."]
    assert page.value("outcome") == ["two_answers"]
    page = page.submit({"wanted": "x" * 1001}, status=200)
    assert "What they wanted (optional) must be 1,000 characters or fewer" in page.errors


def test_somebody_else_with_her_number_leads_to_stopping_it(
    portal: Portal, client: PageClient, reference: str
) -> None:
    [channel] = [one for one in view(portal, reference).channels if one.kind == "mobile"]
    page = client.get(f"/cases/{reference}/caller")
    assert page.forms[0].offered["number"] == {"", str(channel.id)}
    sent = {"outcome": "someone_else", "number": str(channel.id)}
    done = page.submit(sent)
    assert done.location == page.submit(sent).location
    stop = done.follow()
    assert stop.path == f"/cases/{reference}/channels/{channel.id}/suspend"
    assert "Whoever rang used a number that we have" in stop.notices[0]
    assert count(portal, ContactLog) == 1
    assert task_kinds(portal, reference).count("ring_back") == 1


def test_the_code_word_comes_first_with_who_may_know_it(
    portal: Portal, client: PageClient, reference: str
) -> None:
    given = mobile(value="07700 900777", code_word="Bluebell", who_else="Her brother reads it")
    add_channel(portal.ctx, portal.officer, reference, given)
    text = client.get(f"/cases/{reference}/caller").text
    assert "Nothing is known that only they could answer" in text
    assert "Without the word, take their message, tell them nothing, and ring back" in text
    assert "Question 1" not in text.partition("What came of it")[0]
    talked(portal, reference)
    text = client.get(f"/cases/{reference}/caller").text
    assert "Question 1, which they must answer" in text
    assert text.index("Bluebell") < text.index("1 High Street")
    assert "Who else can see or hear it: Her brother reads it" in text
    assert "give no hint" in text


def test_who_asked_not_to_be_contacted_is_warned_of(
    portal: Portal, client: PageClient, reference: str
) -> None:
    path = f"/cases/{reference}/caller"
    assert "asked not to be contacted" not in client.get(path).text
    answered(portal, reference, Enrolment.DO_NOT_CONTACT, portal.ctx.today())
    assert "Only their own wish brings them back" in client.get(path).text
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        case.closed_at, case.closed_why = portal.ctx.now(), "over"
        uow.commit()
    assert "This case is closed" in client.get(path).text


def test_a_number_of_somebody_else_is_no_choice(
    portal: Portal, client: PageClient, reference: str
) -> None:
    imported(portal, CLI, row(OMAR, mobile="07700 900321", unit="Hampshire"))
    other = client.get("/find").submit({"text": "Tamboli"}, status=200).rows[0][0].split()[-1]
    [channel] = view(portal, other).channels
    page = client.get(f"/cases/{reference}/caller")
    sent = {
        "csrf_token": page.value("csrf_token")[0],
        "token": page.value("token")[0],
        "outcome": "not_passed",
        "still_safe": "not_asked",
        "number": str(channel.id),
    }
    answer = client.post(f"/cases/{reference}/caller", sent, status=200)
    assert answer.errors == ["Choose from the options shown"]
    assert _entries(portal) == []
