"""Every use case and every page against role, unit, own or another's, restricted, conflict."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.support import casework
from tests.support.conflicts import case_of
from tests.support.expectations import STATES, WHO, Rule, may
from tests.support.expected_pages import PAGES
from tests.support.expected_services import SERVICES
from tests.support.pages import PageClient
from tests.support.portal import CLI, OTHER_UNIT, PASSWORD, Portal
from tests.support.representations import ask, state
from tests.support.signing_in import let_in
from tests.support.walls import Statements, broken, person, restricted
from tests.support.web import own_app
from victim_portal import services
from victim_portal.domain.access import WORKER, Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services.submissions import export_submission
from victim_portal.store.models import ConflictOfInterest, User
from victim_portal.store.unit_of_work import UnitOfWork
from victim_portal.web.permissions import ENDPOINTS

pytestmark = pytest.mark.long

NOBODYS = UUID("3f0b8f0e-0000-4000-8000-000000000000")
# There is no review under way that could be closed, and nobody is a minor.
EMPTY = {
    "reviews.recording.close_review",
    "minors.minor_for_form",
    "officer.record_spoken_with",
    "officer.record_decision",
}
WRITES = ("INSERT", "UPDATE", "DELETE")


class Tray:
    """A post tray in which nothing lies."""

    def items(self, limit: int = 100) -> list[object]:
        return []


@dataclass
class Stage:
    """One case in one state, and everybody who may ask for it."""

    portal: Portal
    reference: str
    actors: dict[str, Actor]
    there: dict[str, Any]


@pytest.fixture(params=STATES)
def stage(request: pytest.FixtureRequest, portal: Portal) -> Stage:
    """The case, brought on, in one of the states."""
    reference = casework.ready(portal, sentence_type="EDS")
    ask(portal, reference)
    state(portal, reference)
    made = export_submission(portal.ctx, portal.officer, reference)
    seen = casework.view(portal, reference)
    actors = {
        "own": portal.officer,
        "cover": portal.colleague,
        "manager": portal.manager,
        "elsewhere": person(portal, Role.OFFICER, OTHER_UNIT, "Elsa"),
        "their_manager": portal.stranger,
        "glass": person(portal, Role.OFFICER, OTHER_UNIT, "Gail"),
        "administrator": person(portal, Role.ADMINISTRATOR),
        "auditor": person(portal, Role.AUDITOR),
        "parole_case_manager": person(portal, Role.PAROLE_CASE_MANAGER),
        "command_line": CLI,
        "worker": WORKER,
    }
    broken(portal, actors["glass"], reference)
    if request.param == "restricted":
        restricted(portal, reference)
    if request.param == "conflict":
        _conflicts(portal, reference, actors)
    there = {
        "reference": reference,
        "channel_id": seen.channels[0].id,
        "update_id": seen.updates[0].id,
        "offender_id": seen.offender_id,
        "submission_id": made.submission_id,
        "document_id": made.files[0].document_id,
        **dict.fromkeys(("number", "area", "zoom", "x", "y"), 1),
        "user_id": portal.officer.user_id,
        "tray": Tray(),
        "state": request.param,
    }
    return Stage(portal, reference, actors, there)


def _conflicts(portal: Portal, reference: str, actors: dict[str, Actor]) -> None:
    """Straight into the table: declaring it would take the case from its officer."""
    with portal.ctx.store.writing() as uow:
        for actor in actors.values():
            if actor.user_id is not None:
                uow.add(
                    ConflictOfInterest(
                        id=portal.tokens.uuid(),
                        offender_id=case_of(portal, reference).offender_id,
                        user_id=actor.user_id,
                        why="Cousin.",
                        declared_by="t",
                        declared_at=portal.ctx.now(),
                    )
                )
        uow.commit()


def _services() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        found = importlib.import_module(module.name)
        for name, one in vars(found).items():
            own = inspect.isfunction(one) and one.__module__ == found.__name__
            if not own or name.startswith("_"):
                continue
            if list(inspect.signature(one).parameters)[:2] == ["ctx", "actor"]:
                yield f"{module.name.removeprefix('victim_portal.services.')}.{name}", one


def test_every_use_case_stands_under_a_rule() -> None:
    names = {name for name, _ in _services()}
    assert names - set(SERVICES) == set(), "say in tests/support/expected_services.py who may"
    assert set(SERVICES) - names == set()


def test_every_page_stands_under_a_rule() -> None:
    names = {name if "." in name else f"app.{name}" for name in ENDPOINTS}
    assert names - set(PAGES) == set(), "say in tests/support/expected_pages.py who may"
    assert set(PAGES) - names == set()


def _value(kind: Any) -> Any:
    """The least that a parameter of a type can be."""
    origin, choices = typing.get_origin(kind), typing.get_args(kind)
    if type(None) in choices:
        return None
    if is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return kind(
            **{
                one.name: _value(hints[one.name])
                for one in fields(kind)
                if one.default is MISSING and one.default_factory is MISSING
            }
        )
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if kind is datetime:
        return datetime(2026, 11, 18, 9, tzinfo=UTC)
    plain = {
        str: "x",
        int: 1,
        bool: True,
        bytes: b"",
        Path: Path("/nowhere/at-all"),
        UUID: NOBODYS,
        date: date(2026, 11, 18),
    }
    if kind in plain:
        return plain[kind]
    return {frozenset: frozenset(), tuple: ()}.get(origin, {})


def _arguments(one: Callable[..., Any], there: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(one)
    return {
        name: there.get(name, _value(hints[name]) if name not in there else None)
        for name, parameter in list(inspect.signature(one).parameters.items())[2:]
        if parameter.default is inspect.Parameter.empty
    }


def _keep_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each use case meets the same database: what it would commit is undone."""

    def undo(uow: UnitOfWork) -> None:
        uow.flush()
        uow.session.rollback()

    monkeypatch.setattr(UnitOfWork, "commit", undo)


def test_nobody_does_what_they_may_not(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep_nothing(monkeypatch)
    wrong = []
    for name, one in _services():
        rule, arguments = SERVICES[name], _arguments(one, stage.there)
        for who in WHO:
            answer, wrote = _call(stage, one, stage.actors[who], arguments)
            refused = answer in ("NotFoundError", "NotAllowedError")
            if may(rule, who, stage.there["state"]):
                # Something else that was asked for may be missing, but the role isn't wrong.
                only_case = set(arguments) <= {"reference", "offender_id"} and name not in EMPTY
                if answer == "NotAllowedError" or (refused and only_case):
                    wrong.append(f"{name} refused {who}: {answer}")
            elif not refused or wrote:
                wrong.append(f"{name} answered {who} with {answer}, and wrote: {wrote}")
    assert wrong == [], "\n".join(wrong)


def _call(
    stage: Stage, one: Callable[..., Any], actor: Actor, arguments: dict[str, Any]
) -> tuple[str, list[str]]:
    with Statements(stage.portal) as database:
        try:
            one(stage.portal.ctx, actor, **arguments)
            answer = "an answer"
        except Exception as error:
            answer = type(error).__name__
    return answer, [text for text in database.asked if text.startswith(WRITES)]


def test_no_page_opens_to_whom_it_should_not(stage: Stage) -> None:
    app = own_app(stage.portal, Tray())  # type: ignore[arg-type]  # an empty one is enough
    app.config["WTF_CSRF_ENABLED"] = False
    wrong = []
    for who in WHO:
        if stage.actors[who].user_id is None:
            continue
        client = PageClient(app)
        _let_in(stage.portal, client, stage.actors[who])
        http = client.http
        for method, endpoint, address in _addresses(app, stage.there):
            rule = PAGES[endpoint if "." in endpoint else f"app.{endpoint}"]
            if rule is Rule.ANYBODY:
                continue
            role = stage.actors[who].role
            allowed = may(rule, who, stage.there["state"])
            if method == "GET":
                status = http.get(address).status_code
                good = status in ((200, 302, 404) if allowed else (403, 404))
                missing = endpoint in EMPTY or not _is_there(address)
                good = good and (not allowed or status != 404 or missing)
            elif role in ENDPOINTS[endpoint]:
                continue
            else:
                status = http.post(address).status_code
                good = status == 403
            if not good:
                wrong.append(f"{method} {endpoint} gave {who} {status}")
    assert wrong == [], "\n".join(wrong)


def _is_there(address: str) -> bool:
    return str(NOBODYS) not in address and "/1/" not in f"{address}/"


def _let_in(portal: Portal, client: PageClient, actor: Actor) -> None:
    """A session of theirs, by password and second factor."""
    with portal.ctx.store.reading() as uow:
        user = uow.get(User, actor.user_id)
        assert user is not None
    given = {"email": user.email, "password": PASSWORD}
    if actor.role is Role.ADMINISTRATOR:
        given["password"] = f"{PASSWORD} {PASSWORD}"
    assert let_in(client.get("/sign-in"), given).location


def _addresses(app: Any, there: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        values = {name: there.get(name, NOBODYS) for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            built = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            yield method, rule.endpoint, built
