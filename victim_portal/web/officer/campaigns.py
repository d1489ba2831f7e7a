"""Date-change campaigns: a file brought in, whom it concerns, and its tranches."""

from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.campaigns import (
    FEWEST,
    MOST,
    CampaignReason,
    Direction,
    Slice,
)
from victim_portal.domain.csv_text import FileRefused
from victim_portal.services import campaigns
from victim_portal.services.campaigns import DateChangesReport
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Pick,
    PortalForm,
    Text,
    Upload,
    WholeNumber,
    options_of,
)
from victim_portal.web.officer.referrals import rejected

MOST_SHOWN = 200


class ImportForm(PortalForm):
    """The campaign's name and reason, and its file."""

    name = Text(
        "Name of the campaign",
        limit=80,
        required="Enter a name for the campaign",
        description="For example: Release dates of January 2027. Name no person",
    )
    reason = Pick(
        "Why do the dates move?",
        options_of(CampaignReason, words.CAMPAIGN_REASON),
        coerce=CampaignReason,
        required="Choose why the dates move",
    )
    file = Upload("File of dates", endings=(".csv", ".json"), required="Choose a CSV or JSON file")


class SliceForm(PortalForm):
    """Which drafts are wanted."""

    direction = Pick(
        "Which way did the month move?",
        options_of(Direction, words.DIRECTION),
        coerce=Direction,
    )
    nearest_by = DateParts(
        "Nearest date on or before",
        what="The day",
        description="The old or the new date, whichever comes first. Leave it empty for all",
    )
    at_most = WholeNumber("How many at most?", least=1, most=MOST, description=f"From 1 to {MOST}")


def list_campaigns() -> ResponseReturnValue:
    """The newest campaigns."""
    return render_template(
        "officer/campaigns/list.html", lines=campaigns.list_campaigns(ctx(), actor())
    )


def import_campaign() -> ResponseReturnValue:
    """Bring a file in, and tell what became of each row."""
    form = ImportForm()
    if form.validate_on_submit() and form.file.data is not None:
        try:
            report = campaigns.import_date_changes(
                ctx(), actor(), form.file.data.read(), form.name.data, form.reason.data
            )
        except FileRefused as refused:
            form.add_problems({"file": refused.reason})
        except InvalidError as refused:
            form.add_problems(refused.problems)
        except ConflictError as conflict:
            form.add_problems({"name": str(conflict)})
        else:
            return _result(report)
    return render_template("officer/campaigns/import.html", form=form)


def show_campaign(campaign_id: UUID) -> ResponseReturnValue:
    """Whom it concerns, who was told, who wasn't."""
    shown = campaigns.campaign_view(ctx(), actor(), campaign_id)
    return render_template(
        "officer/campaigns/show.html", shown=shown, most=MOST_SHOWN, fewest=FEWEST
    )


def choose_tranche(campaign_id: UUID) -> ResponseReturnValue:
    """The drafts of a slice in the words that would go out, and which slice."""
    wanted = _wanted()
    # Read first, so that a slice of no campaign is no page, whichever way it is asked for.
    shown = campaigns.slice_view(ctx(), actor(), campaign_id, wanted)
    form = SliceForm(
        data={
            "direction": wanted.direction,
            "nearest_by": wanted.nearest_by,
            "at_most": str(wanted.limit),
        }
    )
    if form.validate_on_submit():
        chosen = Slice(
            form.direction.data,
            form.nearest_by.data,
            form.at_most.number or MOST,
        )
        return redirect(_page_of("choose_tranche", campaign_id, chosen))
    return render_template(
        "officer/campaigns/choose.html",
        form=form,
        shown=shown,
        propose_href=_page_of("propose_tranche", campaign_id, wanted),
        back_href=url_for("officer.show_campaign", campaign_id=campaign_id),
    )


def propose_tranche(campaign_id: UUID) -> ResponseReturnValue:
    """Propose exactly the drafts that were read to a second manager."""
    wanted, seen = _wanted(), request.form.get("seen", "")
    try:
        tranche_id = campaigns.propose_tranche(ctx(), actor(), campaign_id, wanted, seen)
    except ConflictError as error:
        return answers.back_to(_page_of("choose_tranche", campaign_id, wanted), error)
    there = url_for("officer.show_tranche", tranche_id=tranche_id)
    return answers.done(there, "Proposed. Nothing goes before another manager agrees.")


def show_tranche(tranche_id: UUID) -> ResponseReturnValue:
    """A tranche word for word, and what became of it."""
    shown = campaigns.tranche_view(ctx(), actor(), tranche_id)
    return render_template("officer/campaigns/tranche.html", shown=shown)


def agree_to_tranche(tranche_id: UUID) -> ResponseReturnValue:
    """Agree to a tranche, which approves what still stands."""
    there = url_for("officer.show_tranche", tranche_id=tranche_id)
    try:
        done = campaigns.agree_to_tranche(ctx(), actor(), tranche_id)
    except ConflictError as error:
        return answers.back_to(there, error)
    said = f"Approved: {done.approved}."
    if done.dropped:
        said += f" Left out and still drafts: {done.dropped}. They stand below with the reason."
    return answers.done(there, said)


def _wanted() -> Slice:
    """The slice that the address names; what it doesn't name well is any."""
    direction = request.args.get("direction", "")
    try:
        nearest_by = date.fromisoformat(request.args.get("nearest_by", ""))
    except ValueError:
        nearest_by = None
    at_most = request.args.get("at_most", "")
    return Slice(
        Direction(direction) if direction in set(Direction) else None,
        nearest_by,
        int(at_most) if at_most.isascii() and at_most.isdecimal() and len(at_most) < 6 else MOST,
    )


def _page_of(view: str, campaign_id: UUID, wanted: Slice) -> str:
    """A page of a slice: the address says which, so that it can be sent to a colleague."""
    return url_for(
        f"officer.{view}",
        campaign_id=campaign_id,
        at_most=wanted.limit,
        direction=wanted.direction.value if wanted.direction else None,
        nearest_by=wanted.nearest_by.isoformat() if wanted.nearest_by else None,
    )


def _result(report: DateChangesReport) -> ResponseReturnValue:
    refused = report.refused_rows
    carried = None
    if refused and report.is_table:
        carried = rejected.packed(campaigns.rejected_csv(report), actor().user_id)
    place = "Line" if report.is_table else "Set"
    return render_template(
        "officer/campaigns/imported.html",
        report=report,
        counts=report.counts(),
        most=MOST_SHOWN,
        refused=[
            [f"{place} {row.place:,}", row.column or f"The whole {place.lower()}", row.reason]
            for row in refused[:MOST_SHOWN]
        ],
        flagged=[
            [number, " ".join(sentences)] for number, sentences in report.batch.flagged[:MOST_SHOWN]
        ],
        unplanned=report.batch.unplanned[:MOST_SHOWN],
        unknown=report.batch.unknown[:MOST_SHOWN],
        codes=sorted(report.batch.unknown_codes),
        rejected=carried,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of campaigns."""
    one, tranche = "/campaigns/<uuid:campaign_id>", "/campaigns/tranches/<uuid:tranche_id>"
    for path, view, methods in (
        ("/campaigns", list_campaigns, ["GET"]),
        ("/campaigns/import", import_campaign, ["GET", "POST"]),
        (one, show_campaign, ["GET"]),
        (f"{one}/tranche", choose_tranche, ["GET", "POST"]),
        (f"{one}/tranche/propose", propose_tranche, ["POST"]),
        (tranche, show_tranche, ["GET"]),
        (f"{tranche}/agree", agree_to_tranche, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
