"""Asking for conditions through the pages, with the invented policy in use."""

import pytest

from tests.support.casework import opted_in
from tests.support.licence_policy import INVENTED
from tests.support.pages import Page, PageClient
from tests.support.portal import CLI, Portal
from tests.support.web import client_for
from victim_portal.services.licence_policy import import_licence_policy
from victim_portal.services.representations import RequestView, representations_view

OCCASION = {"heard_on-day": "12", "heard_on-month": "11", "heard_on-year": "2026", "how": "visit"}
NAMED, UNNAMED, MAP, PLACE, HOURS = "4858cd8b", "d5998ca1", "0f9a20f4", "42f71b40", "52faefcf"


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case whose victim has opted in, with the invented policy in use."""
    import_licence_policy(portal.ctx, CLI, INVENTED.read_bytes())
    return opted_in(portal, sentence_type="LIFE")


@pytest.fixture
def client(portal: Portal) -> PageClient:
    """The officer of the case."""
    return client_for(portal)


def requests(portal: Portal, reference: str) -> tuple[RequestView, ...]:
    return representations_view(portal.ctx, portal.officer, reference).requests


def form_of(client: PageClient, reference: str, code: str) -> Page:
    return client.get(f"/cases/{reference}/representations/condition/{code}")


def ask(
    client: PageClient, reference: str, code: str, button: str = "Save", **typed: object
) -> Page:
    wish = {"wish": "Keep him away."}
    return form_of(client, reference, code).submit({**OCCASION, **wish, **typed}, button=button)
