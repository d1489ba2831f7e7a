"""What every view stands on: the portal's context, who is signed in, the navigation."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, abort, current_app, g, request
from flask_login import current_user

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.ports import PostTray
from victim_portal.services.context import Context
from victim_portal.services.glass import broken_until
from victim_portal.services.providers import ProviderDown, providers_down
from victim_portal.services.sign_in import StaffMember
from victim_portal.services.unusual import cases_left_open
from victim_portal.web.shell import NavigationItem

KEEP_DOWN = timedelta(seconds=3)
"""How long a process keeps what it knows of the providers, so that few pages ask for it."""


def install(app: Flask, ctx: Context, post_tray: PostTray | None, *, demo: bool) -> None:
    """Keep the portal with the app, and give every page its navigation."""
    app.extensions["victim_portal"] = ctx
    app.extensions["post_tray"] = post_tray

    @app.context_processor
    def navigation() -> dict[str, object]:
        member = signed_in()
        return {
            "navigation": _items(member) if member else [],
            "signed_in_as": member.full_name if member else None,
            "sign_out_url": "/sign-out" if member else None,
            "signed_in_email": member.email if member else "",
            "account_url": "/account" if member else None,
            "session_ends_in": session_ends_in(),
            "demo": demo,
            "glass_ends_at": _glass_ends_at,
            "providers_down": _providers_down,
        }


def _glass_ends_at() -> datetime | None:
    """Until when the page's case is open over broken glass; None where it isn't."""
    reference = (request.view_args or {}).get("reference")
    if not isinstance(reference, str) or signed_in() is None:
        return None
    return broken_until(ctx(), actor(), reference)


def _providers_down() -> tuple[ProviderDown, ...]:
    """What can't be sent now, for whoever is signed in; a few seconds old at most."""
    if signed_in() is None:
        return ()
    now = ctx().now()
    kept = current_app.extensions.get("providers_down")
    if kept is None or not now - KEEP_DOWN <= kept[0] <= now:
        kept = (now, providers_down(ctx()))
        current_app.extensions["providers_down"] = kept
    return cast("tuple[ProviderDown, ...]", kept[1])


def ctx() -> Context:
    """The portal that this app serves, with one policy for the whole of a request."""
    if "portal" not in g:
        g.portal = cast(Context, current_app.extensions["victim_portal"]).for_one_use()
    return cast(Context, g.portal)


def post_tray() -> PostTray | None:
    """The demo's post tray; None where messages are really sent."""
    return cast("PostTray | None", current_app.extensions["post_tray"])


def signed_in() -> StaffMember | None:
    """Who is signed in, or None."""
    return current_user.member if current_user and current_user.is_authenticated else None


def actor() -> Actor:
    """Who acts in this request, and from where; 401 when nobody does."""
    member = signed_in()
    if member is None:
        abort(401)
    who = replace(member.actor, came_from=came_from())
    # Asked where a page is of a case, and once in a request.
    if "reference" not in (request.view_args or {}):
        return who
    if "left_open" not in g:
        g.left_open = cases_left_open(ctx(), who)
    return replace(who, left_open=g.left_open)


def session_ends_in() -> int | None:
    """In how many seconds the session ends if nothing more is asked of it; None for nobody's."""
    member = signed_in()
    if member is None:
        return None
    return max(0, int((member.expires_at - ctx().now()).total_seconds()))


def came_from() -> str:
    """The network address of the request, as the audit keeps it."""
    return (request.remote_addr or "unknown")[:60]


CASEWORK = (Role.OFFICER, Role.MANAGER)
# Whoever isn't here finds them elsewhere in their menu, or not at all.
OVERSEEN = (
    *("/to-decide", "/parked", "/broken-glass", "/incidents", "/reading", "/forgetting"),
    "/campaigns",
    "/reconciliation",
    "/silent-cases",
    "/leaving",
    "/wrong-news",
    "/policy",
    "/licence-policy",
    "/correspondence",
    "/templates",
)
OVERSIGHT = {
    Role.MANAGER: (*OVERSEEN, "/accounts", "/break-glass"),
    Role.ADMINISTRATOR: (*OVERSEEN, "/restricted-case"),
    Role.AUDITOR: (*OVERSEEN, "/break-glass"),
}


def _beside_tasks(role: Role | None) -> tuple[str, ...]:
    """What stands under tasks in the menu; a manager has silent cases under oversight."""
    both = ("/texts", "/call-sheets")
    return (*both, "/silent-cases") if role is Role.OFFICER else both


def _items(member: StaffMember) -> list[NavigationItem]:
    """What the role does every day; the rest stands on the page of oversight."""
    items = []
    if member.role in CASEWORK:
        officer = member.role is Role.OFFICER
        broken, texts = (
            (("/break-glass",), ("/templates", "/licence-policy")) if officer else ((), ())
        )
        items += [
            NavigationItem("Today", "/today"),
            NavigationItem("Cases", "/cases", texts),
            NavigationItem("Queue", "/queue", ("/cover",)),
            NavigationItem("Told", "/told"),
            NavigationItem("Find", "/find", broken),
            NavigationItem("Referrals", "/referrals", ("/reconciliation",) if officer else ()),
            NavigationItem("Key dates", "/key-dates"),
        ]
    if member.role is Role.AUDITOR:
        items.append(NavigationItem("Audit", "/audit"))
    if member.role is Role.PAROLE_CASE_MANAGER:
        items.append(NavigationItem("Submissions", "/released"))
    items.append(NavigationItem("Tasks", "/tasks", _beside_tasks(member.role)))
    if member.role is Role.ADMINISTRATOR:
        items.append(NavigationItem("Accounts", "/accounts"))
    if member.role in OVERSIGHT:
        items.append(NavigationItem("Oversight", "/oversight", OVERSIGHT[member.role]))
    if post_tray() is not None and member.role in CASEWORK:
        items.append(NavigationItem("Post tray", "/post-tray"))
    return items
