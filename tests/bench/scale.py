"""Pages for staff at 10,000, 100,000 and 1,000,000 cases, on both databases, beside a bare page.

`python -m tests.bench.scale 10000 100000` measures at those sizes and prints the table;
`--record` puts it into docs/benchmarks.md. A caseload of a million takes hours to make. Each page
is asked for in turns with a page of Flask that does nothing else, both without a network.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from flask import Flask
from sqlalchemy import select, text

from tests.support.databases import postgres_database, postgres_server, sqlite_url
from tests.support.pages import PageClient
from tests.support.portal import CHEAP, CLI, PASSWORD, Portal, make_portal
from tests.support.queries import asked
from tests.support.signing_in import sign_in_by_page
from tests.support.web import app_for
from victim_portal.domain.invented import DOMAIN
from victim_portal.services.seeding import plan_caseload, seed_caseload
from victim_portal.store.models import Case
from victim_portal.store.staff import by_email

SIZES = (10_000, 100_000)
SEED = 1
TURNS = 60
OFFICER, MANAGER = f"s{SEED}-o0@{DOMAIN}", f"s{SEED}-m0@{DOMAIN}"
RECORD = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
BEGINS, ENDS = "<!-- scale begins -->", "<!-- scale ends -->"
PAGES: tuple[tuple[str, str, str], ...] = (
    ("Today", OFFICER, "/today"),
    ("Today of a unit", MANAGER, "/today"),
    ("told and not told", MANAGER, "/told"),
    ("silent cases", MANAGER, "/silent-cases"),
    ("tasks", OFFICER, "/tasks"),
    ("own cases", OFFICER, "/cases?list=mine"),
    ("a case", OFFICER, "/cases/{case}"),
    ("search by name", OFFICER, "/find"),
    ("the unit's cases", MANAGER, "/cases?list=unit"),
    ("the unit's queue", MANAGER, "/queue"),
    ("oversight", MANAGER, "/oversight"),
)
"""What each page is called, who opens it, and where it is; one that isn't there is left out."""


@dataclass
class Timed:
    """Milliseconds of each answer."""

    taken: list[float] = field(default_factory=list)

    def one(self, work: Callable[[], object]) -> None:
        """Do it once."""
        start = time.perf_counter()
        work()
        self.taken.append((time.perf_counter() - start) * 1000)

    def at(self, percent: int) -> float:
        """So many in a hundred took no longer."""
        return quantiles(self.taken, n=100)[percent - 1]

    @property
    def a_second(self) -> float:
        """How many of them fit into a second."""
        return len(self.taken) / sum(self.taken) * 1000


@dataclass(frozen=True)
class Line:
    """One page at one size."""

    database: str
    cases: int
    page: str
    ours: Timed
    bare: Timed
    statements: int

    def __str__(self) -> str:
        ratio = self.ours.a_second / self.bare.a_second
        return (
            f"| {self.database} | {self.cases:,} | {self.page} | {self.ours.a_second:.0f} | "
            f"{self.ours.at(50):.1f} | {self.ours.at(95):.1f} | {self.statements} | {ratio:.3f} |"
        )


def bare_app() -> Flask:
    """The least that answers."""
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>Bare</title><p>Nothing here.")
    return app


def measure(sizes: Sequence[int] = SIZES) -> list[str]:
    """Make the caseloads, measure, print; returns the table's rows in Markdown."""
    rows = ["| database | cases | page | a second | ms, 50 % | ms, 95 % | statements | of bare |"]
    rows.append("| --- " * 8 + "|")
    print(*rows, sep="\n", flush=True)
    with ExitStack() as stack:
        for name, url in _databases(stack):
            portal = make_portal(url, migrated=True)
            for cases in sorted(sizes):
                _fill(portal, cases)
                for line in _pages(name, cases, portal):
                    rows.append(str(line))
                    print(line, flush=True)
            portal.engine.dispose()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(f"\nThe process that made and served all of it took {most:.0f} MB at most.")
    print(rows[-1], flush=True)
    return rows


def _databases(stack: ExitStack) -> Iterator[tuple[str, str]]:
    yield "SQLite", sqlite_url(Path(stack.enter_context(tempfile.TemporaryDirectory())))
    server = stack.enter_context(postgres_server())
    yield "PostgreSQL", stack.enter_context(postgres_database(server))


def _fill(portal: Portal, cases: int) -> None:
    start = time.perf_counter()
    seed_caseload(portal.ctx, CLI, cases, SEED)
    made = time.perf_counter()
    plan_caseload(portal.ctx, CLI)
    planned = time.perf_counter()
    with portal.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    print(
        f"<!-- up to {cases:,} cases: made in {made - start:.0f} s, "
        f"planned in {planned - made:.0f} s -->",
        flush=True,
    )
    with portal.ctx.store.writing() as uow:
        for address in (OFFICER, MANAGER):
            user = by_email(uow, address)
            assert user is not None
            user.password_hash = CHEAP.hash(PASSWORD)
        uow.commit()


def _pages(database: str, cases: int, portal: Portal) -> Iterator[Line]:
    bare = bare_app().test_client()
    with _signed_in(portal) as clients:
        for name, who, path in PAGES:
            client, work = clients[who], None
            if path == "/find":
                work = _finding(client)
            else:
                path = path.format(case=_own_case(portal))
                if client.http.get(path).status_code == 404:
                    continue
                work = _opening(client, path)
            for _ in range(3):
                work()
            ours, theirs = Timed(), Timed()
            for _ in range(TURNS):
                theirs.one(lambda: bare.get("/"))
                ours.one(work)
            yield Line(database, cases, name, ours, theirs, len(asked(portal, work)))


@contextmanager
def _signed_in(portal: Portal) -> Iterator[dict[str, PageClient]]:
    clients = {}
    for address in (OFFICER, MANAGER):
        clients[address] = PageClient(app_for(portal))
        sign_in_by_page(clients[address], address, PASSWORD)
        portal.clock.move(minutes=1)
    yield clients


def _opening(client: PageClient, path: str) -> Callable[[], object]:
    def work() -> None:
        answer = client.http.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path} gave {answer.status_code}"

    return work


def _finding(client: PageClient) -> Callable[[], object]:
    """A name that many people have, typed into the box."""
    page = client.get("/find")
    [form] = [one for one in page.forms if "text" in one.filled({}, None)]
    given = form.filled({"text": "Megan Jones"}, None)

    def work() -> None:
        answer = client.http.post(
            "/find", data=given, headers={"Origin": "http://localhost"}, follow_redirects=True
        )
        assert answer.status_code == 200, f"/find gave {answer.status_code}"

    return work


def _own_case(portal: Portal) -> str:
    with portal.ctx.store.reading() as uow:
        user = by_email(uow, OFFICER)
        assert user is not None
        query = select(Case.reference).where(Case.officer_id == user.id, Case.closed_at.is_(None))
        return str(uow.session.scalar(query.order_by(Case.opened_on).limit(1)))


def record(rows: Sequence[str]) -> None:
    """Put the table between its marks in the page of figures."""
    page = RECORD.read_text("utf-8")
    before, _, rest = page.partition(BEGINS)
    after = rest.partition(ENDS)[2]
    RECORD.write_text("\n".join([before + BEGINS, "", *rows, "", ENDS + after]), "utf-8")


if __name__ == "__main__":
    asked_for = [int(one) for one in sys.argv[1:] if one.isdigit()] or list(SIZES)
    table = measure(asked_for)
    if "--record" in sys.argv:
        record(table)
