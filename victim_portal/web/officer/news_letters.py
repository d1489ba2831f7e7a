"""The page on which an update's news becomes a letter."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Language
from victim_portal.services import letters
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.letters import LetterForm, LetterInput
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, OnceToken, Option, Pick, PortalForm, Tick
from victim_portal.web.officer.after_deciding import page_of

SHOW = "show"
AGREED = "I agreed with them that this letter may come, whoever else opens the post"


class NewsLetterForm(PortalForm):
    """Where a letter with news goes and in which size, with the words that were read."""

    token = OnceToken()
    seen = Hidden()
    channel = Pick("Where does it go?", coerce=UUID, required="Choose the address to write to")
    large_print = Tick("Large print")
    checked = Tick(AGREED)

    def offer(self, view: LetterForm) -> None:
        """The addresses that can be written to."""
        self.channel.offer(Option(str(one.id), one.shown) for one in view.addresses)

    def start(self, view: LetterForm) -> None:
        """What is preset before anybody chose."""
        self.channel.process_data(view.given.channel_id)
        self.large_print.process_data(view.given.large_print)

    def given(self) -> LetterInput:
        """What was chosen; the language is the update's own, whatever stands here."""
        return LetterInput(
            channel_id=self.channel.data,
            language=Language.ENGLISH,
            large_print=self.large_print.data,
            checked=self.checked.data,
            seen=self.seen.data,
        )


def make_news_letter(reference: str, update_id: UUID) -> ResponseReturnValue:
    """Choose the address, read the exact words, and make the letter."""
    form = NewsLetterForm()
    given = form.given() if form.is_submitted() else None
    view = letters.news_letter_form(ctx(), actor(), reference, update_id, given)
    form.offer(view)
    if given is None:
        form.start(view)
    elif form.validate_on_submit() and request.form.get("step") != SHOW:
        try:
            made = letters.make_news_letter(
                ctx(), actor(), reference, update_id, given, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            there = url_for("officer.show_letter", reference=reference, letter_id=made)
            return answers.done(there, "The letter is made. Print it, post it, then say when.")
    # The words that stand on the page now are those that count as read.
    form.seen.data = view.seen
    return render_template(
        "officer/letters/news.html",
        form=form,
        view=view,
        must_check=any(one.must_check for one in view.addresses),
        reference=reference,
        back_href=page_of(reference, update_id),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page."""
    officer.add_url_rule(
        "/cases/<reference>/updates/<uuid:update_id>/letter",
        view_func=answers.service_errors(make_news_letter),
        methods=["GET", "POST"],
    )
