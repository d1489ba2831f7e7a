"""What a person needs, what they like to be called, and the language they are written to in."""

from collections.abc import Collection

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Language, Need
from victim_portal.services import needs
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.needs import NeedsForm as Shown
from victim_portal.services.needs import NeedsInput, NeedsView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    Hidden,
    NameText,
    Option,
    Pick,
    PickMany,
    PortalForm,
    Text,
    options_of,
)

HINTS = {
    Need.LARGE_PRINT: "Their letters are printed large",
    Need.EASY_READ: "Short sentences, with pictures where there are any",
    Need.INTERPRETER: "For another spoken language",
    Need.BSL: "An interpreter who signs, by video or when you meet",
    Need.ADVOCATE: "Somebody who speaks for them, for example an independent adviser",
}
CHANGED_MEANWHILE = (
    "Somebody else changed this person's record while you had it open. What you entered is still "
    "here, beside what stands now. Compare them, then save again."
)


class NeedsForm(PortalForm):
    """What they need, and the record that was shown."""

    seen = Hidden()
    called = NameText(
        "What do they like to be called? (optional)",
        limit=needs.LONGEST_CALLED,
        description="The name that messages and letters greet them by. "
        "If this is empty, it is their first name",
    )
    language = Pick(
        "Which language are they written to in?",
        options_of(Language, words.LANGUAGE),
        coerce=Language,
        required="Choose the language",
    )
    needs = PickMany(
        "What do they need?",
        tuple(Option(need.value, words.NEED[need], HINTS[need]) for need in Need),
        coerce=Need,
    )
    interpreter = Text("Which language?", limit=80, description="For example: Polish, Urdu")
    advocate = Text(
        "Who is the advocate?", limit=200, description="For example: their name and organisation"
    )


def record_needs(reference: str) -> ResponseReturnValue:
    """Record the needs; what was entered outlives somebody else's change."""
    here = url_for("officer.show_case", reference=reference)
    shown = needs.needs_for_form(ctx(), actor(), reference)
    form = NeedsForm(data=_start(shown.needs))
    beside = None
    if form.validate_on_submit():
        given, seen = _given(form), form.seen_version()
        try:
            to_agree = needs.record_needs(ctx(), actor(), reference, given, seen)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            shown = needs.needs_for_form(ctx(), actor(), reference)
            beside = _beside(shown.needs, given)
            form.seen.data = str(shown.needs.version)
            form.add_problems({"": CHANGED_MEANWHILE})
        else:
            more = " A number or address keeps another language: agree it with them."
            return answers.done(here, f"Saved.{more if to_agree else ''}")
    return _page(reference, form, shown, beside)


def _start(now: NeedsView) -> dict[str, object]:
    return {
        "called": now.called,
        "language": now.language,
        "needs": now.needs,
        "interpreter": now.interpreter,
        "advocate": now.advocate,
        "seen": str(now.version),
    }


def _given(form: NeedsForm) -> NeedsInput:
    return NeedsInput(
        called=form.called.data,
        language=form.language.data,
        needs=frozenset(form.needs.data),
        interpreter=form.interpreter.data,
        advocate=form.advocate.data,
    )


def _beside(now: NeedsView, given: NeedsInput) -> list[tuple[str, str, str]]:
    """What stands now beside what was typed, row by row."""

    def listed(chosen: Collection[Need]) -> str:
        return ", ".join(words.NEED[need] for need in Need if need in chosen)

    interpreter = given.interpreter if Need.INTERPRETER in given.needs else ""
    advocate = given.advocate if Need.ADVOCATE in given.needs else ""
    return [
        ("Likes to be called", now.called, given.called),
        ("Language", words.LANGUAGE[now.language], words.LANGUAGE[given.language]),
        ("Needs", listed(now.needs), listed(given.needs)),
        ("Interpreter", now.interpreter, interpreter),
        ("Advocate", now.advocate, advocate),
    ]


def _page(
    reference: str, form: NeedsForm, shown: Shown, beside: list[tuple[str, str, str]] | None
) -> str:
    return render_template(
        "officer/needs/form.html",
        form=form,
        reference=reference,
        channels=shown.channels,
        beside=beside,
        back_href=url_for("officer.show_case", reference=reference),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page of the needs."""
    officer.add_url_rule(
        "/cases/<reference>/needs",
        view_func=answers.service_errors(record_needs),
        methods=["GET", "POST"],
    )
