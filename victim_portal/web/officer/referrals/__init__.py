"""Referrals coming in: typed, by file, or as likely duplicates to decide."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from victim_portal.services import referrals
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.referrals.importing import download_rejected, import_referrals
from victim_portal.web.officer.referrals.typed import record_referral


def show_referrals() -> ResponseReturnValue:
    """The ways in, and how many likely duplicates wait."""
    waiting = referrals.count_duplicates(ctx(), actor())
    return render_template("officer/referrals/show.html", waiting=waiting)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of referrals."""
    for path, view, methods in (
        ("/referrals", show_referrals, ["GET"]),
        ("/referrals/new", record_referral, ["GET", "POST"]),
        ("/referrals/import", import_referrals, ["GET", "POST"]),
        ("/referrals/import/rejected", download_rejected, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
