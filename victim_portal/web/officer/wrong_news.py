"""Something that was told was wrong: putting it right, seeing how far that has got, the calls."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.wrong_news import Siblings
from victim_portal.services import wrong_news
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.wrong_news import Given, WrongChoices
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, OnceToken, Option, Pick, PickMany, PortalForm


class PutRightForm(PortalForm):
    """What else is wrong, why, and what is true."""

    token = OnceToken()
    siblings = Pick(
        "What else was wrong?",
        coerce=Siblings,
        required="Choose what else was wrong",
    )
    chosen = PickMany("Others that were wrong", coerce=UUID)
    why = LongText(
        "What was wrong, and how did it happen?",
        limit=1000,
        required="Say what was wrong, and how it happened",
        description="For your colleagues and the incident. Victims don't read this",
    )
    truth = LongText(
        "What is true?",
        limit=3000,
        required="Say what is true",
        description="All of them read these words, after a greeting, that we were wrong, and what "
        "it was about. Name no person, place or day",
    )
    truth_welsh = LongText(
        "What is true, in Welsh (optional)",
        limit=3000,
        description="Without it, whoever reads Welsh is rung instead",
    )
    personal = Pick(
        "Did anybody learn what isn't theirs to know?",
        (
            Option("yes", "Yes, or it isn't known", "The 72 hours of the incident run from now"),
            Option("no", "No", "For example: a wrong month, and nothing about anybody else"),
        ),
        required="Say whether anybody learned what isn't theirs to know",
    )


class WhyForm(PortalForm):
    """Why it is taken back."""

    why = LongText(
        "Why is it taken back?",
        limit=1000,
        required="Say why it is taken back",
        description="For example: the news was right after all, or the correction is wrong too",
    )


class ThawForm(PortalForm):
    """What was done so that it can't happen again."""

    why = LongText(
        "What was done so that it can't happen again?",
        limit=1000,
        required="Say what was done so that it can't happen again",
        description="The second manager reads this. Name no victim",
    )


def put_right(reference: str, update_id: UUID) -> ResponseReturnValue:
    """An officer tells their manager; a manager puts it right."""
    found = wrong_news.what_is_wrong(ctx(), actor(), reference, update_id)
    there = url_for("officer.show_update", reference=reference, update_id=update_id)
    if not found.may_put_right:
        if request.method == "POST":
            return _report(reference, update_id, there)
        return render_template("officer/wrong_news/report.html", found=found, back_href=there)
    form = PutRightForm()
    form.siblings.offer(_siblings(found))
    form.chosen.offer(
        Option(str(one.update_id), f"Case {one.reference}", _about(one)) for one in found.candidates
    )
    if form.validate_on_submit():
        given = Given(
            siblings=form.siblings.data,
            why=form.why.data,
            truth=form.truth.data,
            truth_welsh=form.truth_welsh.data,
            personal=form.personal.data == "yes",
            chosen=frozenset(form.chosen.data),
        )
        try:
            wrong_id = wrong_news.put_right(
                ctx(), actor(), reference, update_id, given, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, there, "The update")
        else:
            done = url_for("officer.show_wrong_news", wrong_news_id=wrong_id)
            return answers.done(
                done, "It is stopped. Nothing goes to anybody before another manager agrees."
            )
    return render_template(
        "officer/wrong_news/put_right.html", form=form, found=found, back_href=there
    )


def _report(reference: str, update_id: UUID, there: str) -> ResponseReturnValue:
    try:
        wrong_news.report_wrong(ctx(), actor(), reference, update_id)
    except ConflictError as error:
        return answers.back_to(there, error)
    return answers.done(
        there, "Your manager has a task for today. Ring them too, if it can't wait."
    )


def _siblings(found: WrongChoices) -> list[Option]:
    options = [
        Option(one.siblings.value, words.SIBLINGS[one.siblings], _how_many(one.updates, one.cause))
        for one in found.choices
    ]
    if found.candidates:
        options.append(Option(Siblings.CHOSEN.value, words.SIBLINGS[Siblings.CHOSEN]))
    return options


def _how_many(updates: int | None, cause: str) -> str:
    number = "A few updates" if updates is None else f"{updates:,} updates"
    number = "1 update" if updates == 1 else number
    of = {"campaign": ", of the same campaign", "event": ", of the same event"}
    return f"{number}{of.get(cause, ', of the same correction' if cause else '')}"


def _about(one: wrong_news.Candidate) -> str:
    reached = words.REACHED[one.reached]
    return f"{one.month}. {reached}" if one.month else reached


def list_wrong_news() -> ResponseReturnValue:
    """What is put right now, and what was."""
    return render_template(
        "officer/wrong_news/list.html", lines=wrong_news.list_wrong_news(ctx(), actor())
    )


def show_wrong_news(wrong_news_id: UUID) -> ResponseReturnValue:
    """How far one has got, and what its reader may do."""
    shown = wrong_news.wrong_news_view(ctx(), actor(), wrong_news_id)
    return render_template("officer/wrong_news/show.html", shown=shown, line=shown.line)


def list_calls(wrong_news_id: UUID) -> ResponseReturnValue:
    """Whom to ring, for printing."""
    shown = wrong_news.call_list(ctx(), actor(), wrong_news_id)
    return render_template(
        "officer/wrong_news/calls.html",
        shown=shown,
        line=shown.line,
        back_href=_page(wrong_news_id),
    )


def propose_release(wrong_news_id: UUID) -> ResponseReturnValue:
    """Propose a correction anew."""
    try:
        wrong_news.propose_release(ctx(), actor(), wrong_news_id)
    except ConflictError as error:
        return answers.back_to(_page(wrong_news_id), error)
    return answers.done(_page(wrong_news_id), "Proposed. It goes once another manager agrees.")


def release_wrong_news(wrong_news_id: UUID) -> ResponseReturnValue:
    """The second manager agrees."""
    try:
        wrong_news.release(ctx(), actor(), wrong_news_id)
    except ConflictError as error:
        return answers.back_to(_page(wrong_news_id), error)
    return answers.done(
        _page(wrong_news_id), "You agreed. Each message goes where the last look finds it safe."
    )


def take_back_wrong_news(wrong_news_id: UUID) -> ResponseReturnValue:
    """Take it back, with a reason."""
    shown = wrong_news.wrong_news_view(ctx(), actor(), wrong_news_id)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            wrong_news.take_back(ctx(), actor(), wrong_news_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, _page(wrong_news_id), "The correction")
        else:
            return answers.done(_page(wrong_news_id), "Taken back. Its texts stay frozen.")
    return render_template(
        "officer/wrong_news/why.html",
        form=form,
        shown=shown,
        title="Take the correction back",
        sentence="No correction goes, and nobody is rung about it any more. What was stopped "
        "stays stopped. You can begin again from the update.",
        button="Take it back",
        back_href=_page(wrong_news_id),
    )


def propose_thaw(wrong_news_id: UUID) -> ResponseReturnValue:
    """Propose that news of this kind may go again."""
    shown = wrong_news.wrong_news_view(ctx(), actor(), wrong_news_id)
    form = ThawForm()
    if form.validate_on_submit():
        try:
            wrong_news.propose_thaw(ctx(), actor(), wrong_news_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.too_late(form, error, _page(wrong_news_id), "The correction")
        else:
            there = _page(wrong_news_id)
            return answers.done(there, "Proposed. They thaw once another manager agrees.")
    return render_template(
        "officer/wrong_news/why.html",
        form=form,
        shown=shown,
        title="Propose to thaw these texts",
        sentence="News of this kind may be approved and sent again once another manager agrees.",
        button="Propose it",
        back_href=_page(wrong_news_id),
    )


def thaw_text(wrong_news_id: UUID) -> ResponseReturnValue:
    """The second manager agrees to a thaw."""
    try:
        queued = wrong_news.thaw(ctx(), actor(), wrong_news_id)
    except ConflictError as error:
        return answers.back_to(_page(wrong_news_id), error)
    number = "1 message is" if queued == 1 else f"{queued} messages are"
    return answers.done(_page(wrong_news_id), f"Thawed. {number} looked at again.")


def _page(wrong_news_id: UUID) -> str:
    return url_for("officer.show_wrong_news", wrong_news_id=wrong_news_id)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of wrong news."""
    one, both, post = "/wrong-news/<uuid:wrong_news_id>", ["GET", "POST"], ["POST"]
    for path, view, methods in (
        ("/cases/<reference>/updates/<uuid:update_id>/wrong", put_right, both),
        ("/wrong-news", list_wrong_news, ["GET"]),
        (one, show_wrong_news, ["GET"]),
        (f"{one}/calls", list_calls, ["GET"]),
        (f"{one}/propose", propose_release, post),
        (f"{one}/release", release_wrong_news, post),
        (f"{one}/take-back", take_back_wrong_news, both),
        (f"{one}/propose-thaw", propose_thaw, both),
        (f"{one}/thaw", thaw_text, post),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
