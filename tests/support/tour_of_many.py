"""What a tour meets of acts of two people: a changed policy, a campaign, a surge, a day."""

from datetime import date, timedelta
from io import BytesIO

from tests.support.lists import JOHN, list_of
from tests.support.pages import PageClient
from tests.support.portal import PASSWORD
from victim_portal.cli.demo.people import UNIT
from victim_portal.domain.access import command_line
from victim_portal.domain.vocabulary import Role
from victim_portal.services.accounts import NewUser, add_user
from victim_portal.services.context import Context
from victim_portal.services.reconciliation import import_sentences
from victim_portal.store.models import Surge
from victim_portal.store.staff import by_email


def typed_day(name: str, day: date) -> dict[str, str]:
    """A day as its three boxes take it."""
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def amend(first: PageClient, second: PageClient, today: date) -> None:
    """A rule that two administrators changed, from a day to come, and one that waits."""
    new = {**typed_day("effective_from", today + timedelta(days=60)), "source": "A direction"}
    new |= {"why": "The Board changed it.", "amount": "35"}
    for rule in ("statement_due", "reconsideration"):
        form = first.get(f"/policy/lead_time/{rule}/change")
        looked = form.submit(new, button="See what changes")
        looked.submit({}, button="Propose this change").follow()
        if rule == "statement_due":
            page = second.get("/to-decide")
            agree = [
                (number, button)
                for number, one in enumerate(page.forms)
                for button in one.buttons
                if button.startswith("Agree (Statement due")
            ]
            done = page.submit({}, button=agree[0][1], form=agree[0][0]).follow()
            assert done.notices[0].startswith("Done"), done.text


def reword(first: PageClient, second: PageClient) -> None:
    """A text that two administrators changed, and one that waits for the second."""
    new = {
        "english": "News has come.",
        "welsh": "Mae newyddion wedi dod.",
        "reviewer": "Nerys Rees",
    }
    for name in ("notice-news.email-2", "notice-urgent.email-2"):
        form = first.get(f"/templates/{name}/change")
        looked = form.submit({**new, "why": "Plainer."}, button="See how it reads")
        page = looked.submit({}, button="Propose this wording").follow()
        assert page.notices, page.text
        if name.startswith("notice-news"):
            waiting = second.get(page.links["Read the wording that waits"])
            agree = next(
                (number, button)
                for number, one in enumerate(waiting.forms)
                for button in one.buttons
                if button.startswith("Agree")
            )
            done = waiting.submit({}, button=agree[1], form=agree[0]).follow()
            assert done.notices[0].startswith("In use from now on"), done.text


def propose_accounts(administrator: PageClient) -> None:
    """Two colleagues who wait for a second person: one of a unit, and one of none."""
    given = {"first_name": "Gwen", "telephone": "020 7946 0123", "hours": "Mondays"}
    for last_name, role, unit in (("Alder", "officer", UNIT), ("Rowan", "auditor", "")):
        email = f"gwen.{last_name.lower()}@example.org"
        form = administrator.get("/accounts/new")
        more = {"last_name": last_name, "email": email, "role": role, "unit": unit}
        done = form.submit({**given, **more}).follow()
        assert done.notices, done.text


def list_of_sentences(ctx: Context, manager: PageClient, owner: str) -> None:
    """A list of one that nobody referred, and one whose `owner` is an officer, by e-mail."""
    with ctx.store.reading() as uow:
        found = by_email(uow, owner)
        assert found is not None
    row = {**JOHN, "unit": UNIT, "sentenced_on": "2025-03-03"}
    other = {**row, "source_reference": "T2026-2", "sentenced_on": "2025-03-04"}
    import_sentences(ctx, command_line("test"), list_of(row, other))
    listed = next(
        link
        for text, link in manager.get("/reconciliation").links.items()
        if text.startswith("John Oak")
    )
    page = manager.get(listed)
    form = next(n for n, one in enumerate(page.forms) if "Give it to them" in one.buttons)
    page.submit({"owner": str(found.id)}, form=form).follow()


def campaign(ctx: Context, manager: PageClient, prison_number: str) -> None:
    """Dates that moved by a file, and a tranche that waits for a second manager."""
    second = NewUser("una@example.org", "Una", "Reid", Role.MANAGER, UNIT, PASSWORD)
    add_user(ctx, command_line("test"), second)
    dates = f"prison_number,code,date\n{prison_number},CRD,{date.today().year + 6}-05-01\n"
    given = {"name": "Release dates", "reason": "law_change"}
    form = manager.get("/campaigns/import")
    done = form.submit({**given, "file": (BytesIO(dates.encode()), "dates.csv")})
    drafts = done.follow("See whom it concerns").follow("Read drafts and propose a tranche")
    tranche = drafts.submit({}, button="Propose this draft").follow()
    assert tranche.h1.endswith("Tranche of 1 update")


def exact_day(officer: PageClient, case: str) -> None:
    """An update whose words name a day, which waits for a manager."""
    page = officer.get(f"/cases/{case}")
    address = next(one for one in page.links.values() if "/updates/" in one)
    form = officer.get(f"{address}/edit")
    form.submit({"content": "It is planned for 3 March 2031."}).follow()
    asked = officer.get(f"{address}/exact-date").submit({"why": "She moves house."}).follow()
    assert asked.notices, asked.text


def surge(ctx: Context) -> None:
    """An hour that had far too much, of which nothing is left to park."""
    with ctx.store.writing() as uow:
        uow.add(Surge(id=uow.tokens.uuid(), opened_at=ctx.now(), counted=90, threshold=20))
        uow.commit()


def wrong_news(manager: PageClient, case: str) -> None:
    """Something that was told and was wrong: once taken back, and once waiting for a second."""
    page = manager.get(f"/cases/{case}")
    updates = [manager.get(one) for one in dict.fromkeys(page.links.values()) if "/updates/" in one]
    sent = next(one for one in updates if "This was wrong" in one.links)
    words = {"siblings": "alone", "why": "A wrong file.", "truth": "Nothing has changed."}
    for number in range(2):
        form = manager.get(sent.path).follow("This was wrong")
        begun = form.submit({**words, "personal": "no"}).follow()
        assert begun.notices, begun.text
        if number == 0:
            back = begun.follow("Take it back").submit({"why": "The words are wrong."}).follow()
            assert back.notices, back.text


def capacity(manager: PageClient, today: date) -> None:
    """A lack of capacity that was recorded of the young person whose case came last."""
    [case] = [cells[0] for cells in manager.get("/cases?list=unit").rows if "Owen" in cells[1]]
    form = manager.get(f"/cases/{case}/coming-of-age/capacity")
    given = {"decision": "Whether to hear", "assessed_by": "Dr Ann Reed", "basis": "Two talks"}
    given |= typed_day("assessed_on", today - timedelta(days=3))
    done = form.submit({**given, **typed_day("review_on", today + timedelta(days=90))}).follow()
    assert done.notices, done.text


def hold_and_incidents(manager: PageClient, held: str, lost: str) -> None:
    """A legal hold, and an incident without and one with a case."""
    manager.get(f"/cases/{held}/hold").submit({"why": "An inquest asks for it."}).follow()
    for case in ("", f"?case={lost}"):
        form = manager.get(f"/incidents/new{case}")
        form.submit({"kind": "lost_paper", "happened": "A notebook is missing."}).follow()
