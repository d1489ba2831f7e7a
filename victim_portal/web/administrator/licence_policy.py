"""The versions of the licence conditions policy: the list, one with its conditions, its changes."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import licence_policy
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.permissions.roles import OVERSEERS


def list_licence_policies() -> ResponseReturnValue:
    """Every version that was imported, the newest first."""
    overseen = actor().role in OVERSEERS
    back = ("officer.show_oversight", "Oversight") if overseen else ("officer.list_cases", "Cases")
    return render_template(
        "administrator/licence_policy/list.html",
        view=licence_policy.policy_versions(ctx(), actor()),
        back_href=url_for(back[0]),
        back_text=back[1],
    )


def show_licence_policy(version: str) -> ResponseReturnValue:
    """The conditions of one version, as they stand in the catalogue."""
    return render_template(
        "administrator/licence_policy/show.html",
        view=licence_policy.version_view(ctx(), actor(), version),
        back_href=url_for("administrator.list_licence_policies"),
    )


def show_licence_policy_changes(version: str) -> ResponseReturnValue:
    """What one version changed of the one before it."""
    return render_template(
        "administrator/licence_policy/changes.html",
        view=licence_policy.version_changes(ctx(), actor(), version),
        back_href=url_for("administrator.list_licence_policies"),
    )


def add_routes(administrator: Blueprint) -> None:
    """Register the pages."""
    for path, view in (
        ("/licence-policy", list_licence_policies),
        ("/licence-policy/<version>", show_licence_policy),
        ("/licence-policy/<version>/changes", show_licence_policy_changes),
    ):
        administrator.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET"])
