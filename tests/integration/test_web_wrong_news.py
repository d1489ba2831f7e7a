"""Wrong news on its pages: an officer tells, a manager stops it, another agrees, both thaw it."""

import pytest

from tests.support.conflicts import second
from tests.support.portal import Portal
from tests.support.updates import Told, told
from tests.support.web import MANAGER, OFFICER, STRANGER, app_for, client_for, signed_in
from tests.support.wrong_news import send
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language, MessageState

OTHER = "ada.ross@example.org"
FILLED = {
    "siblings": "day",
    "why": "The file named somebody else.",
    "truth": "No date has been set.",
    "truth_welsh": "Nid oes dyddiad wedi'i bennu.",
    "personal": "yes",
}
STOP = "Stop it and draft the correction"


def page_of(case: Told) -> str:
    return f"/cases/{case.reference}/updates/{case.update_id}"


def test_from_the_officers_word_to_the_thaw(portal: Portal) -> None:
    second(portal)
    app = app_for(portal)
    cases = [told(portal, number=one).approve() for one in range(2)]
    cases.append(told(portal, number=2, language=Language.WELSH).approve())
    send(portal)
    waiting = told(portal, number=3).approve()
    officer, manager, other = (signed_in(app, who) for who in (OFFICER, MANAGER, OTHER))
    page = officer.get(page_of(cases[0])).follow("This was wrong")
    assert "Tell your manager." in page.text
    said = page.submit({}, button="Tell my manager").follow()
    assert said.notices[0].startswith("Your manager has a task for today.")
    tasks = manager.get("/tasks")
    assert "An officer says that something they were told was wrong" in tasks.text
    form = manager.get(page_of(cases[0])).follow("This was wrong")
    assert "4 updates" in form.text
    refused = form.submit({}, button=STOP)
    assert len(refused.errors) == 4
    refused = form.submit({**FILLED, "truth": "He leaves on 3 March 2031."}, button=STOP)
    assert "3 March 2031" in refused.errors[0]
    done = form.submit(FILLED, button=STOP).follow()
    assert done.notices == ["It is stopped. Nothing goes to anybody before another manager agrees."]
    for words in ("Waits for a second manager", "Texts frozen", "No date has been set."):
        assert words in done.text
    assert "You proposed this. Another manager has to agree." in done.text
    assert "Agree, and let it go" not in done.text
    assert waiting.message().state == MessageState.CANCELLED
    assert "Putting" not in manager.get(page_of(cases[0])).follow("This was wrong").text
    frozen = officer.get(page_of(told(portal, number=8))).submit(button="Approve").follow()
    assert frozen.notices[0].startswith("Something that was told of this kind was wrong")
    waits = other.get("/to-decide")
    [there] = [href for text, href in waits.links.items() if text.startswith("Read the correction")]
    theirs = other.get(there)
    agreed = theirs.submit({}, button="Agree, and let it go").follow()
    assert agreed.notices == ["You agreed. Each message goes where the last look finds it safe."]
    assert len(send(portal).taken) == 3
    thaw = other.get(agreed.path).follow("Propose to thaw them")
    assert thaw.submit({"why": " "}, button="Propose it").errors
    proposed = thaw.submit({"why": "The import is mended."}, button="Propose it").follow()
    assert "Another manager has to agree." in proposed.text
    thawed = manager.get(agreed.path).submit({}, button="Agree to thaw them").follow()
    assert thawed.notices == ["Thawed. 0 messages are looked at again."]
    assert "Texts frozen" not in thawed.text
    assert "Released" in manager.get("/wrong-news").text


def test_the_list_of_calls_names_cases_and_no_person(portal: Portal) -> None:
    second(portal)
    case = told(portal, stage=Stage.RELEASED).approve()
    send(portal)
    case.change_channel(suspended_at=portal.ctx.now())
    manager = client_for(portal, MANAGER)
    form = manager.get(page_of(case)).follow("This was wrong")
    shown = form.submit({**FILLED, "siblings": "alone"}, button=STOP).follow()
    calls = shown.follow("Whom to ring, for printing")
    assert (case.reference in calls.text, "No safe way is left" in calls.text) == (True, True)
    assert "Ana" not in calls.text
    update = calls.follow(case.reference)
    for words in ("We told you something that was wrong.", "Correction", "Two managers let it go."):
        assert words in update.text
    for act in ("Edit the words", "Cancel this update"):
        assert act not in update.links
    assert "Approve" not in [name for form in update.forms for name in form.buttons]
    back = shown.follow("Take it back")
    assert back.submit({"why": ""}, button="Take it back").errors
    gone = back.submit({"why": "It was right after all."}, button="Take it back").follow()
    assert gone.notices == ["Taken back. Its texts stay frozen."]
    assert "Propose to thaw them" in gone.text


def test_others_are_ticked_by_hand(portal: Portal) -> None:
    cases = [told(portal, number=one).approve() for one in range(3)]
    send(portal)
    manager = client_for(portal, MANAGER)
    form = manager.get(page_of(cases[0])).follow("This was wrong")
    given = {**FILLED, "siblings": "chosen", "chosen": [str(cases[2].update_id)]}
    shown = form.submit(given, button=STOP).follow()
    assert "This one, and others that I choose below" in shown.text
    [handed] = [row for row in shown.rows if row[0].startswith("Handed over")]
    assert handed[1] == "2"


@pytest.mark.parametrize("who", [OFFICER, STRANGER])
def test_whoever_may_not_sees_no_page_of_it(portal: Portal, who: str) -> None:
    case = told(portal).approve()
    send(portal)
    manager = client_for(portal, MANAGER)
    form = manager.get(page_of(case)).follow("This was wrong")
    there = form.submit({**FILLED, "siblings": "alone"}, button=STOP).follow().path
    client = client_for(portal, who)
    if who == STRANGER:
        client.get(f"{page_of(case)}/wrong", status=404)
        assert case.reference not in client.get(there).text
        assert case.reference not in client.get(f"{there}/calls").text
    else:
        assert (
            "A manager is putting this right already." in client.get(f"{page_of(case)}/wrong").text
        )
        for path in ("/wrong-news", there, f"{there}/calls"):
            client.get(path, status=403)
