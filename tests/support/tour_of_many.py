"""What a tour meets that concerns many cases: a changed policy, and a campaign."""

from datetime import date, timedelta
from io import BytesIO

from tests.support.pages import PageClient
from tests.support.portal import PASSWORD
from victim_portal.cli.demo.people import UNIT
from victim_portal.domain.access import command_line
from victim_portal.domain.vocabulary import Role
from victim_portal.services.accounts import NewUser, add_user
from victim_portal.services.context import Context


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
