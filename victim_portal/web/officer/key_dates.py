"""Official key dates: a file from the prison's calculation service, or typed for a case."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.csv_text import FileRefused
from victim_portal.domain.key_dates import DATE_NAMES
from victim_portal.services import key_dates
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.key_dates import OFFERED, KeyDatesReport
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import DateParts, Hidden, PortalForm, Tick, Upload
from victim_portal.web.shell import long_date

MOST_SHOWN = 200


class ImportForm(PortalForm):
    """The file."""

    file = Upload("Key dates file", endings=(".json",), required="Choose a JSON file")


class KeyDatesForm(PortalForm):
    """A date for each code that is offered; `doubted` are the dates that were doubted."""

    seen = Hidden()
    doubted = Hidden(limit=400)
    accept = Tick("These dates are right as typed")

    def given(self) -> dict[str, date]:
        """The dates that were typed, by code."""
        found = {code.value: self[code.value.lower()].data for code in OFFERED}
        return {code: day for code, day in found.items() if day is not None}


for _code in OFFERED:
    _name = DATE_NAMES[_code]
    setattr(
        KeyDatesForm,
        _code.value.lower(),
        DateParts(f"{_name[:1].upper()}{_name[1:]} ({_code.value})", what=f"The {_name}"),
    )


def import_key_dates() -> ResponseReturnValue:
    """Bring a file in, and tell what became of each set."""
    form = ImportForm()
    if form.validate_on_submit() and form.file.data is not None:
        try:
            report = key_dates.import_key_dates(ctx(), actor(), form.file.data.read())
        except FileRefused as refused:
            form.add_problems({"file": refused.reason})
        else:
            return _result(report)
    return render_template("officer/key_dates/import.html", form=form)


def record_key_dates(reference: str) -> ResponseReturnValue:
    """Type the dates that the prison told; doubtful ones are asked about once more."""
    start = key_dates.key_dates_for_form(ctx(), actor(), reference)
    known = {code.lower(): day for code, day in start.dates.items()}
    form = KeyDatesForm(data={**known, "seen": str(start.version)})
    back = url_for("officer.show_case", reference=reference)
    if form.validate_on_submit():
        given = form.given()
        typed = " ".join(f"{code}{day}" for code, day in given.items())
        # The tick is for the dates that were doubted before, not for others typed since.
        accepted = form.accept.data and form.doubted.data == typed
        seen = form.seen_version()
        try:
            new = key_dates.type_key_dates(ctx(), actor(), reference, given, seen, accepted)
        except ConflictError as conflict:
            here = url_for("officer.record_key_dates", reference=reference)
            return answers.back_to(here, conflict)
        except InvalidError as refused:
            form.add_problems({"accept" if given else "crd": refused.problems["dates"]})
            form.doubted.data = typed
        else:
            said = "Key dates recorded." if new else "Nothing was changed: these dates stand."
            return answers.done(back, said)
    return render_template(
        "officer/key_dates/record.html",
        form=form,
        reference=reference,
        fields=[form[code.value.lower()] for code in OFFERED],
        others=_others(start.dates),
        back_href=back,
    )


def _others(dates: Mapping[str, date]) -> list[list[str]]:
    """The dates that the form doesn't offer, as the prison gave them."""
    offered = {code.value for code in OFFERED}
    unknown = "a code that this portal doesn't know"
    return [
        [f"{code} ({DATE_NAMES.get(code, unknown)})", long_date(day)]
        for code, day in sorted(dates.items())
        if code not in offered
    ]


def _result(report: KeyDatesReport) -> ResponseReturnValue:
    return render_template(
        "officer/key_dates/imported.html",
        report=report,
        counts=report.counts(),
        most=MOST_SHOWN,
        refused=[
            [f"Set {one.index + 1:,}", one.prison_number or "Not readable", one.reason]
            for one in report.refused_sets[:MOST_SHOWN]
        ],
        flagged=[
            [one.prison_number, " ".join(one.sentences)] for one in report.flagged_sets[:MOST_SHOWN]
        ],
        unknown=report.unknown_prisoners[:MOST_SHOWN],
        codes=sorted(report.unknown_codes),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of key dates."""
    for path, view in (
        ("/key-dates", import_key_dates),
        ("/cases/<reference>/key-dates", record_key_dates),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET", "POST"])
