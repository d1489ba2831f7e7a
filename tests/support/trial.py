"""A small app with every component on it, to try the shell without the portal's services."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from flask import Flask, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader

from victim_portal.web import errors, headers, shell
from victim_portal.web.forms import (
    CodeText,
    DateParts,
    EmailText,
    LongText,
    NameText,
    OnceToken,
    Option,
    Password,
    PhoneText,
    Pick,
    PickMany,
    PortalForm,
    Tick,
    TimeOfDay,
    Upload,
    WholeNumber,
    options_of,
)


class Answer(StrEnum):
    """What the victim said."""

    YES = "yes"
    NO = "no"
    LATER = "later"


HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "victim_portal"
ANSWERS = {Answer.YES: "Opted in", Answer.NO: "Declined", Answer.LATER: "Asked to wait"}
TODAY = date(2026, 11, 21)


class TrialForm(PortalForm):
    """One field of every kind."""

    token = OnceToken()
    last_name = NameText("Last name", required="Enter the victim's last name", limit=100)
    email = EmailText("E-mail address", description="We only use it by the safe-contact plan")
    mobile = PhoneText("Mobile number")
    unit = Pick("Unit", (("n", "North"), ("s", "South")), required="Choose a unit")
    answer = Pick(
        "What did the victim say?",
        options_of(Answer, ANSWERS),
        coerce=Answer,
        required="Select what the victim said",
    )
    until = DateParts("Ask again on", what="The date to ask again")
    channels = PickMany(
        "Channels that are safe",
        (Option("email", "E-mail"), Option("sms", "Text", "Not seen by others"), ("phone", "Call")),
        required="Select at least one safe channel",
    )
    born = DateParts("Date of birth", required="Enter the date of birth", description="Like 3 9 87")
    not_before = TimeOfDay("Not before", required="Enter the earliest time of day")
    attempts = WholeNumber("Attempts so far", most=20)
    code = CodeText("Code", limit=6)
    password = Password("Password")
    note = LongText("What was said", required="Enter what was said", limit=200)
    file = Upload("Referral file", endings=(".csv",))
    sure = Tick("The victim was asked", required="Confirm that the victim was asked")


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    title: str
    by: str
    at: datetime
    words: str


EVENTS = (
    Event("Opted in", "Sam Rowan", datetime(2026, 7, 1, 12, 5, tzinfo=UTC), "By telephone."),
    Event("Referred", "", datetime(2026, 1, 9, 9, 0, tzinfo=UTC), "Witness care unit."),
)
LONG = "Wolverhampton-and-Shropshire-Victim-Contact-Unit@example.org"


def trial_app(*, https: bool = False, csrf: bool = True) -> Flask:
    """The app; its pages are ``/form``, ``/parts``, ``/crash`` and those of the errors."""
    app = Flask("trial", root_path=str(PACKAGE))
    app.config.update(
        SECRET_KEY="only for this trial",
        WTF_CSRF_ENABLED=csrf,
        MAX_CONTENT_LENGTH=200_000,
        PREFERRED_URL_SCHEME="https" if https else "http",
    )
    shell.install(app)
    headers.install(app, https=https)
    errors.install(app)
    if csrf:
        CSRFProtect(app)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(HERE / "trial_templates"), FileSystemLoader(PACKAGE / "templates")]
    )

    @app.context_processor
    def chrome() -> dict[str, object]:
        items = (("Today", "/"), ("Form", "/form"), ("Every part", "/parts"), ("Tasks", "/tasks"))
        return {
            "navigation": [shell.NavigationItem(*item) for item in items],
            "signed_in_as": "Sam Rowan",
            "sign_out_url": "/sign-out",
            "demo": True,
        }

    @app.route("/form", methods=["GET", "POST"])
    def show_form() -> ResponseReturnValue:
        form = TrialForm()
        form.born.within(latest=TODAY, message="Date of birth must be in the past")
        if form.validate_on_submit():
            if form.last_name.data == "Taken":
                form.add_problems({"last_name": "This victim is known", "case": "Look first"})
            else:
                flash(f"{form.answer.data!r} {form.born.data} {form.channels.data}", "success")
                return redirect("/parts")
        return render_template("form.html", form=form)

    @app.get("/parts")
    def show_parts() -> str:
        return render_template("parts.html", events=EVENTS, long=LONG)

    @app.route("/errors/<int:code>", methods=["GET"])
    def show_code(code: int) -> ResponseReturnValue:
        abort(code)

    @app.get("/crash")
    def crash() -> ResponseReturnValue:
        raise RuntimeError("Robin Ash's address")

    @app.post("/hooks/sms")
    def hook() -> ResponseReturnValue:
        abort(403)

    return app
