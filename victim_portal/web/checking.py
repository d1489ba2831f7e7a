"""The page on which a recipient checks a document, without an account."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from victim_portal.services.submissions import Checked, check_document
from victim_portal.web.context import came_from, ctx
from victim_portal.web.forms import PortalForm, Text

LONGEST = 200


class CheckForm(PortalForm):
    """What stands on the document."""

    reference = Text(
        "Reference",
        limit=LONGEST,
        required="Enter the reference",
        description="On the top of each page, such as VC-1A2B3C4D",
    )
    digest = Text(
        "Digest",
        limit=LONGEST,
        required="Enter the digest",
        description="On the last page, 64 letters and figures, or the SHA-256 of the file. Spaces "
        "don't matter.",
    )


def check() -> ResponseReturnValue:
    """Ask for a reference and a digest, and say how that document stands: nothing else."""
    form = CheckForm()
    checked: Checked | None = None
    if form.validate_on_submit():
        checked = check_document(ctx(), form.reference.data, form.digest.data, came_from())
    return render_template("check_document.html", form=form, checked=checked)


def install(app: Flask) -> None:
    """Register the page."""
    pages = Blueprint("checking", __name__)
    pages.add_url_rule("/check-document", view_func=check, methods=["GET", "POST"])
    app.register_blueprint(pages)
