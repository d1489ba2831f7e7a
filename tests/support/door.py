"""Short ways to a victim's own pages: agree the words, let the worker send, take the link."""

from tests.support import casework
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.secure_link import token_in
from victim_portal.ports import OutgoingSms
from victim_portal.services import door
from victim_portal.services.delivery import deliver_due
from victim_portal.services.door import Visitor

WORDS = "purple kettle Tuesday"


def with_words(portal: Portal, **changes: str) -> str:
    """A case whose person is in the scheme, can be reached, and agreed a passphrase."""
    reference = casework.opted_in(portal, **changes)
    casework.reachable(portal, reference)
    door.agree_passphrase(portal.ctx, portal.officer, reference, WORDS)
    return reference


def by_code(portal: Portal, **changes: str) -> str:
    """The same for a case whose person agreed that a code is sent another way."""
    reference = casework.opted_in(portal, **changes)
    casework.reachable(portal, reference)
    door.agree_code(portal.ctx, portal.officer, reference)
    return reference


def sent(portal: Portal) -> list[str]:
    """The bodies of what the worker sends now, in order."""
    sender = FakeSender()
    while deliver_due(portal.ctx, sender.senders, "one").moved:
        pass
    return [one.body if isinstance(one, OutgoingSms) else one.text for one in sender.taken]


def token_of(portal: Portal, body: str) -> str:
    """The token of the link in a message."""
    token = token_in(body, portal.ctx.victim_base_url)
    assert token is not None, body
    return token


def link(portal: Portal, reference: str) -> str:
    """The token of a link that an officer had sent by text."""
    (way, *_) = door.door_page(portal.ctx, portal.officer, reference).ways
    door.send_link(portal.ctx, portal.officer, reference, way.channel_id)
    (body,) = sent(portal)
    return token_of(portal, body)


def visit(portal: Portal, reference: str) -> str:
    """The token of a visit that has begun."""
    token = door.redeem(portal.ctx, link(portal, reference), WORDS)
    assert token is not None
    return token


def visitor(portal: Portal, token: str) -> Visitor:
    """Who is there with a visit's token."""
    found = door.visitor(portal.ctx, token)
    assert found is not None
    return found
