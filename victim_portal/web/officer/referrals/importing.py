"""A file of referrals: brought in, told of row by row, and its refused rows handed back."""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from victim_portal.domain.csv_text import FileRefused
from victim_portal.services import referrals
from victim_portal.services.errors import ConflictError
from victim_portal.services.referrals import ImportReport, NotedRow
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import PortalForm, Upload
from victim_portal.web.officer.duplicates import REASONS
from victim_portal.web.officer.referrals import rejected

MOST_SHOWN = 200


class ImportForm(PortalForm):
    """The file."""

    file = Upload("Referral file", endings=(".csv",), required="Choose a CSV file")


def import_referrals() -> ResponseReturnValue:
    """Bring a file in, and tell what became of each row."""
    form = ImportForm()
    if form.validate_on_submit() and form.file.data is not None:
        try:
            data = form.file.data.read()
            report = referrals.import_referrals(ctx(), actor(), data)
        except FileRefused as refused:
            form.add_problems({"file": refused.reason})
        except ConflictError as conflict:
            form.add_problems({"file": str(conflict)})
        else:
            return _result(report)
    return render_template("officer/referrals/import.html", form=form)


def download_rejected() -> ResponseReturnValue:
    """Give the refused rows back as a file, out of what the result page carries."""
    content = rejected.unpacked(request.form.get("rejected", ""), actor().user_id)
    if content is None:
        abort(400)
    headers = {"Content-Disposition": 'attachment; filename="rejected.csv"'}
    return Response(content, content_type="text/csv; charset=utf-8", headers=headers)


def _result(report: ImportReport) -> ResponseReturnValue:
    refused = report.refused_rows
    packed = rejected.packed(referrals.rejected_csv(report), actor().user_id) if refused else None
    return render_template(
        "officer/referrals/imported.html",
        report=report,
        counts=report.counts(),
        most=MOST_SHOWN,
        refused=[
            [f"Line {row.line:,}", row.column or "The whole row", row.reason]
            for row in refused[:MOST_SHOWN]
        ],
        changed=[_changed(row) for row in report.changed_rows[:MOST_SHOWN]],
        flagged=[
            [f"Line {row.line:,}", row.reference, ". ".join(REASONS[note] for note in row.notes)]
            for row in report.flagged_rows[:MOST_SHOWN]
        ],
        rejected=packed,
    )


def _changed(row: NotedRow) -> list[str]:
    what = "The case is another unit's" if row.elsewhere else ", ".join(row.notes)
    return [f"Line {row.line:,}", row.reference, what]
