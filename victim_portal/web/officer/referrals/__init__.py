"""Referrals coming in: typed, by file, or as likely duplicates; sent back and withdrawn."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from victim_portal.services import referrals
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.referrals.importing import download_rejected, import_referrals
from victim_portal.web.officer.referrals.returning import answer_return, send_back_referral
from victim_portal.web.officer.referrals.typed import record_referral
from victim_portal.web.officer.referrals.withdrawing import reopen_case, withdraw_referral


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
        ("/cases/<reference>/send-back", send_back_referral, ["GET", "POST"]),
        ("/cases/<reference>/returns/<uuid:return_id>/answer", answer_return, ["GET", "POST"]),
        ("/cases/<reference>/withdraw", withdraw_referral, ["GET", "POST"]),
        ("/cases/<reference>/reopen", reopen_case, ["GET", "POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
