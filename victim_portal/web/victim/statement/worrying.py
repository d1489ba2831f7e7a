"""Who will see it, and the passages that they are worried about."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import own_statement
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.web.victim import guard
from victim_portal.web.victim.fields import typed
from victim_portal.web.victim.late import PARTS, part_of
from victim_portal.web.victim.shell import ctx
from victim_portal.web.victim.statement import saying
from victim_portal.web.victim.statement.home import home


def paragraphs(words: str) -> list[str]:
    """A text in the pieces that can be pointed at."""
    return [piece for piece in words.splitlines() if piece.strip()]


def show_readers() -> ResponseReturnValue:
    """Who reads it and when, and what the other person would read."""
    it = own_statement.own_statement(ctx(), guard.visitor())
    pieces = []
    if it.draft is not None:
        for number, part in enumerate(PARTS, 1):
            words = it.draft.parts[part].words
            pieces.append((number, saying.title_of(part), list(enumerate(paragraphs(words)))))
    return render_template(
        "victim/statement/seen.html", it=it, pieces=pieces, said=request.args.get("said")
    )


def mark_passage(number: int) -> ResponseReturnValue:
    """They are worried about a passage of a part."""
    part = part_of(number)
    if part is None:
        abort(404)
    here = guard.visitor()
    problems: Mapping[str, str] = {}
    passage, reason = typed("passage"), typed("reason")
    if request.method == "POST":
        try:
            own_statement.mark_passage(ctx(), here, part, passage, reason)
        except NotFoundError:
            return home()
        except InvalidError as error:
            problems = {
                name: saying.wrong_in_words(name, code) for name, code in error.problems.items()
            }
        else:
            return redirect(url_for("victim.show_readers", said="marked"), 303)
    it = own_statement.own_statement(ctx(), here)
    if it.draft is None:
        return home()
    if request.method == "GET":
        passage = _pointed_at(it.draft.parts[part].words)
    return render_template(
        "victim/statement/worry.html",
        it=it,
        number=number,
        passage=passage,
        reason=reason,
        problems=problems,
    )


def end_worry(worry_id: UUID) -> ResponseReturnValue:
    """They aren't worried about it any more."""
    try:
        own_statement.end_worry(ctx(), guard.visitor(), worry_id)
    except NotFoundError:
        return home()
    return redirect(url_for("victim.show_readers", said="unmarked"), 303)


def _pointed_at(words: str) -> str:
    pieces, asked = paragraphs(words), request.args.get("at", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) < len(pieces):
        return pieces[int(asked)]
    return ""
