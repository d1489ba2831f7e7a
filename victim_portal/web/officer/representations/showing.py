"""The page on what the victim of a case asks for and says."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import representations, reviews, submissions
from victim_portal.web.context import actor, ctx


def show_representations(reference: str) -> ResponseReturnValue:
    """Requests, statement, parole review and exports, each with what may be done next."""
    return render_template(
        "officer/representations/show.html",
        view=representations.representations_view(ctx(), actor(), reference),
        review=reviews.review_view(ctx(), actor(), reference),
        exports=submissions.submissions_view(ctx(), actor(), reference),
        reference=reference,
        back_href=url_for("officer.show_case", reference=reference),
    )
