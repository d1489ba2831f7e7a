"""A portal with something of everything, and the way to every page of it by its own links."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.support import html
from tests.support.browser import serving
from tests.support.databases import sqlite_url
from tests.support.pages import Page, PageClient
from tests.support.portal import PASSWORD, made_quick
from tests.support.referral_files import file_of, many, row
from tests.support.settings_values import read
from tests.support.signing_in import sign_in_by_page
from tests.support.tour_of_many import (
    amend,
    campaign,
    capacity,
    exact_day,
    hold_and_incidents,
    list_of_sentences,
    propose_accounts,
    reword,
    surge,
    typed_day,
    wrong_news,
)
from tests.support.tour_of_submissions import files_went
from tests.support.web import keep_templates
from victim_portal import bootstrap, create_app, worker
from victim_portal.cli.demo.caseload import fill
from victim_portal.cli.demo.people import UNIT
from victim_portal.domain.access import command_line
from victim_portal.domain.vocabulary import Role
from victim_portal.services.accounts import NewUser, add_user
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.referrals import import_referrals
from victim_portal.store.models import Case, GlassBreaking
from victim_portal.web.permissions import ENDPOINTS

OFFICER, MANAGER, WELSH, ADMINISTRATOR, PAROLE = (
    f"{name}@example.org"
    for name in ("sam.carter", "moira.hughes", "nia.evans", "ade.okafor", "paul.tanner")
)
AUDITOR, SECOND = "iris.wells@example.org", "vera.lindqvist@example.org"
EVERY_ROLE = (OFFICER, MANAGER, ADMINISTRATOR, AUDITOR, PAROLE)
Faces = dict[str, list[str]]
"""The paths of pages by endpoint."""
# Where those begin who have no cases.
STARTS = {ADMINISTRATOR: ["/tasks"], PAROLE: ["/released"]}
# One of these serves no page: it is a file, or nothing but a way elsewhere.
NO_PAGE = {
    *("static", "officer.start", "account.send_on"),
    *("account.codes_picture", "account.stay", "account.ask_provider", "account.come_back"),
    *(
        "officer.download_sentences",
        "auditor.download_looks",
        "officer.download_document",
        "officer.download_released",
    ),
    *("watch.show_live", "watch.show_ready", "watch.show_figures"),
    *("officer.download_example_letter", "officer.download_letter", "officer.download_unsettled"),
    # Without an official policy there is nothing to compare: test_licence_policy_pages looks.
    "administrator.show_licence_policy_changes",
    *("officer.show_base_map", "officer.show_base_tile", "officer.show_zone_figure"),
}
# Pages of which each one differs by the state of what it shows.
MANY_FACES = {
    "officer.show_case": 20,
    "officer.show_representations": 20,
    "officer.show_update": 30,
    "officer.list_cases": 6,
    "officer.show_letter": 4,
    "officer.show_keeping": 20,
    "officer.export_submission": 20,
    "officer.show_non_disclosure": 20,
}
FACES = 2
# On the way in, or off it again: the tests of signing in walk there.
ON_THE_WAY = {
    *("account.sign_in", "account.confirm", "account.set_up", "account.prove"),
    "account.welcome",
}


@dataclass
class Town:
    """A served portal."""

    portal: bootstrap.Portal
    app: Flask
    url: str
    seen: dict[str, list[str]] = field(default_factory=dict)
    # Of another unit: the officer broke the glass over it.
    opened: str = ""

    def client(self, email: str = OFFICER) -> PageClient:
        """A client without a browser, signed in."""
        client = PageClient(self.app)
        sign_in_by_page(client, email, PASSWORD)
        return client

    def endpoint(self, path: str) -> str | None:
        """Which page an address of this site opens by GET."""
        try:
            found, _ = self.app.url_map.bind("localhost").match(path, method="GET")
        except (HTTPException, RequestRedirect):
            return None
        return str(found)

    def shut_for_officers(self) -> set[str]:
        """The endpoint of every page that is for other roles alone."""
        shut = {one for one in ENDPOINTS if ENDPOINTS[one] and Role.OFFICER not in ENDPOINTS[one]}
        return self.pages() & shut

    def trail(self) -> list[str]:
        """Where an auditor starts: a case's trail is found by its reference, not by a link."""
        return ["/audit", f"/audit/{self.client().get('/cases?list=mine').rows[0][0]}", "/reading"]

    def methods(self, endpoint: str) -> set[str]:
        """How the addresses of an endpoint may be asked."""
        rules = self.app.url_map.iter_rules(endpoint)
        return {method for rule in rules for method in rule.methods or ()}

    def pages(self) -> set[str]:
        """The endpoint of every page that can be opened."""
        rules = self.app.url_map.iter_rules()
        return {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - NO_PAGE


@contextmanager
def town(folder: Path, *, cases: int | None = None) -> Iterator[Town]:
    """The demo's portal brought on, or one with so many cases and nothing else."""
    portal = made_quick(bootstrap.build(read({"DATABASE_URL": sqlite_url(folder)}, folder)))
    if cases is None:
        fill(portal.ctx, PASSWORD, None)
    else:
        for email, role in ((OFFICER, Role.OFFICER), (MANAGER, Role.MANAGER)):
            new = NewUser(email, "Sam", "Carter", role, UNIT, PASSWORD, "020 7946 0123", "")
            add_user(portal.ctx, command_line("test"), new)
        rows = [{**one, "unit": UNIT} for one in many(cases)]
        import_referrals(portal.ctx, command_line("test"), file_of(*rows))
    app = create_app(portal=portal)
    keep_templates(app)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    with serving(app) as url:
        made = Town(portal, app, url)
        if cases is None:
            _bring_on(made)
            made.opened = _opened(made)
        yield made
    portal.engine.dispose()


def _opened(made: Town) -> str:
    with made.portal.ctx.store.reading() as uow:
        query = select(Case.reference).join(GlassBreaking, GlassBreaking.case_id == Case.id)
        return uow.session.scalars(query).one()


def _bring_on(made: Town) -> None:
    """What the demo leaves out: messages, a decided request, files, a flag, a stopped number."""
    senders = bootstrap.senders(made.portal)
    worker.run(made.portal.ctx, worker.Senders(*senders), once=True)
    other = NewUser("rita@example.org", "Rita", "Voss", Role.PAROLE_CASE_MANAGER, "", PASSWORD)
    add_user(made.portal.ctx, command_line("test"), other)
    client = made.client()
    lists = client.get("/cases?list=mine")
    of = {cells[1]: cells[0] for cells in lists.rows}
    heard, asked, told = of["Leila Haddad"], of["Tom Whitcombe"], of["Mary Ashdown"]
    today = date.today()
    for case in (heard, asked):
        client.get(f"/cases/{case}/requests/1/put-forward").submit({"to": "The prison"}).follow()
    again = {"how": "telephone", "wish": "Please keep him away.", "code": "d5998ca1"}
    new = client.get(f"/cases/{asked}/representations/new")
    new.submit({**again, **typed_day("heard_on", today), "necessity": "He wrote twice."}).follow()
    outcome = client.get(f"/cases/{heard}/requests/1/outcome")
    decided = {**typed_day("on", today), **_first_choices(outcome)}
    outcome.submit({**decided, "as_now": "Not to enter Castle Street."}).follow()
    assert not client.get(f"/cases/{heard}/submission").submit().errors
    files_went(client, heard, _release)
    _beside(client, told, today)
    page = client.get(f"/cases/{told}")
    for address in links_of(page):
        if address.endswith("/suspend"):
            client.get(address).submit({"why": "Somebody else answered."})
            break
    hold_and_incidents(made.client(MANAGER), told, asked)
    amend(made.client(ADMINISTRATOR), made.client(SECOND), today)
    reword(made.client(ADMINISTRATOR), made.client(SECOND))
    propose_accounts(made.client(SECOND))
    exact_day(client, asked)
    surge(made.portal.ctx)
    wrong_news(made.client(MANAGER), told)
    list_of_sentences(made.portal.ctx, made.client(MANAGER), OFFICER)
    campaign(made.portal.ctx, made.client(MANAGER), _twin(page)["prison_number"])
    twin = row(referral_reference="TWIN-1", unit=UNIT, **_twin(page))
    child = row(
        referral_reference="CHILD-1",
        unit=UNIT,
        victim_first_name="Ivy",
        victim_last_name="Marlow",
        victim_date_of_birth="2016-05-01",
    )
    grown = {**child, "referral_reference": "CHILD-2", "victim_first_name": "Owen"}
    grown |= {"relationship": "parent_or_guardian", "prison_number": "A9182CH", "crn": "X918273"}
    grown["victim_date_of_birth"] = (today - timedelta(days=17 * 365 + 250)).isoformat()
    import_referrals(made.portal.ctx, command_line("test"), file_of(twin, child, grown))
    capacity(made.client(MANAGER), today)
    record_inbound(made.portal.ctx, "07700 900998", "I have a new number, please ring me")


def _release(client: PageClient, case: str) -> None:
    """The files of a case to one of two parole case managers."""
    links = links_of(client.get(f"/cases/{case}/representations"))
    page = client.get(next(one for one in links if one.endswith("/release")))
    page.submit({"user": _named(page, "Paul Tanner")}).follow()


def _named(page: Page, name: str) -> str:
    """The value of the option with a name."""
    options = html.elements(page.main, "option")
    return next(one.get("value", "") for one in options if html.text_of(one) == name)


def _beside(client: PageClient, case: str, today: date) -> None:
    """Two supporters, of whom one has ended, and needs of every kind."""
    for name in ("Ruth Birch", "Pat Yew"):
        first, last = name.split()
        given = {"first_name": first, "last_name": last, "role": "supporter", "hears": "news"}
        given |= {"consent_words": "You can talk to her.", "how": "telephone"}
        new = client.get(f"/cases/{case}/supporters/new")
        new.submit({**given, **typed_day("consented_on", today)}).follow()
    needs = {"needs": ["large_print", "interpreter", "advocate"], "interpreter": "Polish"}
    form = client.get(f"/cases/{case}/needs")
    form.submit({**needs, "advocate": "Pat Yew, Example Advice", "called": "Molly"}).follow()
    ends = [one for one in links_of(client.get(f"/cases/{case}")) if one.endswith("/end")]
    for address in [one for one in ends if "/supporters/" in one][1:]:
        client.get(address).submit({"why": "She moved away."}).follow()


def _twin(page: Page) -> dict[str, str]:
    facts = {"victim_first_name": "Mary", "victim_last_name": "Ashdowne"}
    prison_number = re.search(r"A\d{4}ZZ", page.text)
    assert prison_number
    return {**facts, "victim_date_of_birth": "1988-04-12", "prison_number": prison_number.group()}


def _first_choices(page: Page) -> dict[str, Any]:
    [form] = page.forms
    chosen: dict[str, Any] = {name: min(values) for name, values in form.offered.items()}
    texts = (name for name in form.names if name.startswith(("reason", "decided_by", "who")))
    return {**chosen, **dict.fromkeys(texts, "The panel found it needed.")}


def links_of(page: Page) -> list[str]:
    """The addresses of this site that a page leads to, in order; forms' own too."""
    found = []
    for each in html.elements(page.tree, "a"):
        whole = urlsplit(urljoin(f"http://localhost{page.path}", each.get("href", "")))
        if whole.netloc == "localhost":
            found.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return found


def walk(made: Town, email: str, most: int = 400) -> dict[str, list[str]]:
    """The pages that links lead to from the start, by endpoint; a few faces of each."""
    client = made.client(email)
    starts = made.trail() if email == AUDITOR else ["/cases", "/cases?list=unit"]
    waiting, known = list(STARTS.get(email, starts)), set[str]()
    if email == OFFICER and made.opened:
        waiting.insert(0, f"/cases/{made.opened}")
    if email == OFFICER:
        # First of its faces: every update links to its own stage, and each stage back to this.
        waiting.insert(0, "/templates")
    found: dict[str, list[str]] = {}
    while waiting and len(known) < most:
        path = waiting.pop(0)
        endpoint = made.endpoint(urlsplit(path).path)
        if path in known or endpoint is None or endpoint in NO_PAGE:
            continue
        faces = found.setdefault(endpoint, [])
        if len(faces) >= MANY_FACES.get(endpoint, FACES):
            continue
        known.add(path)
        page = client.get(path)
        if page.is_html:
            faces.append(path)
            waiting.extend(links_of(page))
    return found
