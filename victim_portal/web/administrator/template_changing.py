"""A new wording of a text: written in both languages, looked at, and proposed."""

import json
from hashlib import sha256

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.templates import NewWording
from victim_portal.domain.vocabulary import Language
from victim_portal.services import templates
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.templates import TextView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, PortalForm, Text
from victim_portal.web.fresh_proof import needs_fresh_proof

PROPOSED = "It waits for a second administrator. Until they agree, nothing changes."


class WordingForm(PortalForm):
    """Both languages together. `base` is the version on screen, `seen` what was looked at."""

    base = Hidden()
    seen = Hidden()
    english = LongText("English", limit=1000)
    welsh = LongText("Welsh", limit=1000)
    reviewer = Text(
        "Who reviewed the Welsh?",
        limit=120,
        description="The person who answers for the Welsh words, by name",
    )
    why = LongText("Why does it change?", limit=1000)


@needs_fresh_proof
def change_template(name: str) -> ResponseReturnValue:
    """A new wording: written, looked at as its reader would see it, then proposed."""
    view = templates.text_view(ctx(), actor(), name)
    form, trial = WordingForm(data=_start(view)), None
    if form.validate_on_submit():
        wording = NewWording(form.english.data, form.welsh.data, form.reviewer.data).tidied()
        asked = request.form.get("then") == "propose" and form.seen.data == _digest(wording)
        try:
            trial = templates.try_wording(ctx(), actor(), name, wording)
            if asked:
                why, base = form.why.data, _version(form.base.data)
                templates.propose_wording(ctx(), actor(), name, wording, why, base)
                return answers.done(_home(name), PROPOSED)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        form.seen.data = _digest(wording)
    return render_template(
        "administrator/templates/change.html",
        form=form,
        view=view,
        trial=trial,
        languages=(Language.ENGLISH, Language.WELSH),
        back_href=_home(name),
    )


def _start(view: TextView) -> dict[str, str]:
    """The words in use, or those of the version that somebody goes back to."""
    wording = view.line.wording
    asked = request.args.get("version")
    if asked is not None:
        number = _version(asked)
        found = [one for one in view.versions if one.version == number and not one.based_on_older]
        if not found:
            raise NotFoundError
        wording = found[0].wording
    return {
        "base": str(view.line.version),
        "english": wording.english,
        "welsh": wording.welsh,
        "reviewer": wording.reviewer,
    }


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _digest(wording: NewWording) -> str:
    """What was looked at, so that nothing else is proposed."""
    said = json.dumps([wording.english, wording.welsh, wording.reviewer])
    return sha256(said.encode()).hexdigest()


def _home(name: str) -> str:
    return url_for("administrator.show_template", name=name)


def add_routes(administrator: Blueprint) -> None:
    """Register the page of a change."""
    administrator.add_url_rule(
        "/templates/<name>/change",
        view_func=answers.service_errors(change_template),
        methods=["GET", "POST"],
    )
