"""Listed sentences: brought in, and listed by what is missing."""

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.csv_text import FileRefused
from victim_portal.domain.reconciliation import Gap, ListedState
from victim_portal.domain.vocabulary import Role
from victim_portal.services import reconciliation
from victim_portal.services.errors import ConflictError
from victim_portal.services.reconciliation import Asked
from victim_portal.services.row_reports import ImportReport, NotedRow, rejected_csv
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import PortalForm, Upload
from victim_portal.web.officer.referrals import rejected
from victim_portal.web.words import reconciliation as words

MOST_SHOWN = 200
# What the address may ask for: its word, and which listed sentences that is.
STATES = {
    "open": ("To do", ListedState.OPEN, False),
    "chased": ("Chased", ListedState.OPEN, True),
    "waiting": ("Waiting", ListedState.WAITING, False),
    "settled": ("Settled", ListedState.SETTLED, False),
    "all": ("All", None, False),
}


class ImportForm(PortalForm):
    """The list."""

    file = Upload("List of sentences", endings=(".csv",), required="Choose a CSV file")


def list_sentences() -> ResponseReturnValue:
    """A page of listed sentences; what can't be read in the address is the first page."""
    asked, address = _asked()
    after = request.args.get("after", "")
    page = reconciliation.list_sentences(ctx(), actor(), asked, after)
    return render_template(
        "officer/reconciliation/list.html",
        page=page,
        states={key: text for key, (text, _, _) in STATES.items()},
        gaps=words.GAP,
        address=address,
        manager=actor().role is Role.MANAGER,
        newest_href=_href(address) if after else "",
        older_href=_href({**address, "after": page.after}) if page.after else "",
    )


def download_sentences() -> ResponseReturnValue:
    """What the list shows, all pages of it, for a spreadsheet."""
    asked, _ = _asked()
    answer: Response = make_response(reconciliation.export_sentences(ctx(), actor(), asked))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="listed-sentences.csv"'
    return answer


def import_sentences() -> ResponseReturnValue:
    """Bring a list in, and tell what became of each row."""
    form = ImportForm()
    if form.validate_on_submit() and form.file.data is not None:
        try:
            report = reconciliation.import_sentences(ctx(), actor(), form.file.data.read())
        except FileRefused as refused:
            form.add_problems({"file": refused.reason})
        except ConflictError as conflict:
            form.add_problems({"file": str(conflict)})
        else:
            return _result(report)
    return render_template("officer/reconciliation/import.html", form=form)


def _href(address: dict[str, str]) -> str:
    return url_for("officer.list_sentences", **address)  # type: ignore[arg-type]  # words of an address


def _asked() -> tuple[Asked, dict[str, str]]:
    """What the address asks for, and the same as an address may say it again."""
    given = request.args.get("state", "")
    name = given if given in STATES else "open"
    _, state, chased = STATES[name]
    gap = request.args.get("gap", "")
    mine = request.args.get("mine", "") == "1"
    known = Gap(gap) if gap in set(Gap) else None
    address = {"state": name, **({"gap": gap} if known else {}), **({"mine": "1"} if mine else {})}
    return Asked(state, chased, known, mine), address


def _result(report: ImportReport) -> ResponseReturnValue:
    refused = report.refused_rows
    return render_template(
        "officer/reconciliation/imported.html",
        report=report,
        counts=report.counts(),
        most=MOST_SHOWN,
        refused=[
            [f"Line {row.line:,}", row.column or "The whole row", row.reason]
            for row in refused[:MOST_SHOWN]
        ],
        changed=[_noted(row) for row in report.changed_rows[:MOST_SHOWN]],
        flagged=[_noted(row) for row in report.flagged_rows[:MOST_SHOWN]],
        rejected=rejected.packed(rejected_csv(report), actor().user_id) if refused else None,
    )


def _noted(row: NotedRow) -> list[str]:
    said = ", ".join(words.NOTES.get(one, one) for one in row.notes)
    return [f"Line {row.line:,}", row.reference, "It is another unit's" if row.elsewhere else said]
