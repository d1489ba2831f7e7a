"""A route that the rules leave open is decided by the unit's manager, with a reason."""

import pytest

from tests.support.casework import received, task_kinds, view
from tests.support.portal import Portal
from tests.support.web import MANAGER, client_for
from victim_portal.domain.vocabulary import Route
from victim_portal.services.cases import case_view, decide_route
from victim_portal.services.errors import InvalidError, NotFoundError

WHY = "Arson of her home: a domestic abuse case"


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, offence_category="other")


def test_manager_decides_on_the_page(portal: Portal, reference: str) -> None:
    page = client_for(portal, MANAGER).get(f"/cases/{reference}")
    answer = page.submit({"route": "discretionary", "why": WHY}, button="Decide the route").follow()
    assert "The route was decided." in answer.text
    assert WHY in answer.text
    decided = view(portal, reference)
    assert decided.route is Route.DISCRETIONARY
    assert "decide_route" not in task_kinds(portal, reference)


def test_officer_is_not_asked_and_may_not(portal: Portal, reference: str) -> None:
    assert not case_view(portal.ctx, portal.officer, reference).may_decide_route
    for actor in (portal.officer, portal.colleague, portal.stranger):
        with pytest.raises(NotFoundError):
            decide_route(portal.ctx, actor, reference, Route.STATUTORY, WHY)


@pytest.mark.parametrize(
    ("route", "why", "field"),
    [
        (Route.UNDECIDED, WHY, "route"),
        (Route.STATUTORY, "  ", "why"),
        (Route.STATUTORY, "x" * 1001, "why"),
    ],
)
def test_what_cannot_be(portal: Portal, reference: str, route: Route, why: str, field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        decide_route(portal.ctx, portal.manager, reference, route, why)
    assert field in refused.value.problems


def test_a_word_that_is_no_route_is_refused(portal: Portal, reference: str) -> None:
    client = client_for(portal, MANAGER)
    page = client.get(f"/cases/{reference}")
    token = page.value("csrf_token")
    answer = client.post(
        f"/cases/{reference}/route", {"csrf_token": token, "route": "by the roof", "why": WHY}
    )
    assert answer.h1 == "Nothing was saved"
    assert "Choose the route" in answer.text
    assert WHY in answer.text
