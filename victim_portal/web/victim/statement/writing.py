"""Writing a part: it saves itself, nothing is overwritten, and both texts are shown."""

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.domain.own_statement import Saved, StatementPart, reading_time
from victim_portal.domain.richtext import READING_ALOUD_WORDS_PER_MINUTE
from victim_portal.services import own_statement
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.own_statement import PartSaved
from victim_portal.web.victim import guard
from victim_portal.web.victim.fields import typed
from victim_portal.web.victim.late import PARTS, draft_named, page_name, part_of
from victim_portal.web.victim.shell import ctx, language
from victim_portal.web.victim.statement import saying
from victim_portal.web.victim.statement.home import home

LAST = len(PARTS)


def write_part(number: int) -> ResponseReturnValue:
    """One part: what was typed is kept, and then the next one is shown."""
    part = _part(number)
    wrong, words = Markup(), None
    if request.method == "POST":
        words = typed("words")
        try:
            saved = _save(part, words, by_itself=False)
        except NotFoundError:
            return home()
        except InvalidError as error:
            wrong = saying.wrong_in_words(*next(iter(error.problems.items())))
        else:
            return _after(number, saved)
    try:
        it, found, page = own_statement.own_part(ctx(), guard.visitor(), part)
    except NotFoundError:
        return home()
    if wrong:
        page = page_name()
    reading = it.draft.reading if it.draft else reading_time([])
    return render_template(
        "victim/statement/part.html",
        it=it,
        part=found,
        number=number,
        last=LAST,
        page=page,
        draft=typed("draft") if wrong or it.draft is None else it.draft.id,
        base=typed("base") if wrong else found.version,
        words=found.words if words is None else words,
        title=saying.title_of(part),
        question=saying.question_of(part, lighter=it.lighter),
        notes=[saying.note_in_words(note) for note in found.notes],
        minutes=reading.minutes,
        other_words=reading.words - len(found.words.split()),
        too_long=reading.too_long,
        words_a_minute=READING_ALOUD_WORDS_PER_MINUTE,
        wrong=wrong,
        said=None if wrong else request.args.get("said"),
    )


def keep_part(number: int) -> ResponseReturnValue:
    """The same by itself, every few seconds, told to the page's script."""
    part = _part(number)
    try:
        saved = _save(part, typed("words"), by_itself=True)
    except NotFoundError:
        return jsonify(outcome="gone"), 409
    except InvalidError as error:
        wrong = saying.wrong_in_words(*next(iter(error.problems.items())))
        return jsonify(outcome="wrong", wrong=wrong.unescape()), 422
    here = guard.visitor()
    return jsonify(
        outcome=saved.outcome.value,
        draft=str(saved.draft_id),
        version=saved.version,
        minutes=saved.reading.minutes,
        notes=[saying.note_in_words(note).unescape() for note in saved.notes],
        ends_in=int((here.ends_at - ctx().now()).total_seconds()),
    )


def choose_text(number: int) -> ResponseReturnValue:
    """Of a part that was written in two places they choose what stays."""
    part = _part(number)
    here = guard.visitor()
    wrong = ""
    if request.method == "POST":
        try:
            own_statement.choose_text(
                ctx(),
                here,
                part,
                typed("choice"),
                _number(typed("base")),
                frozenset(request.form.getlist("seen")),
                draft_id=draft_named(),
            )
        except NotFoundError:
            return home()
        except InvalidError as error:
            wrong = saying.wrong_in_words(*next(iter(error.problems.items())))
        else:
            return redirect(url_for("victim.write_part", number=number, said="chosen"), 303)
    try:
        it, found, _page = own_statement.own_part(ctx(), here, part)
    except NotFoundError:
        return home()
    if not found.others:
        return redirect(url_for("victim.write_part", number=number), 303)
    return render_template(
        "victim/statement/both.html",
        it=it,
        part=found,
        number=number,
        title=saying.title_of(part),
        wrong=wrong,
    )


def _save(part: StatementPart, words: str, *, by_itself: bool) -> PartSaved:
    return own_statement.save_part(
        ctx(),
        guard.visitor(),
        part,
        words,
        _number(typed("base")),
        page_name(),
        draft_id=draft_named(),
        by_itself=by_itself,
        language=language(),
    )


def _after(number: int, saved: PartSaved) -> ResponseReturnValue:
    if saved.outcome is Saved.BESIDE:
        return redirect(url_for("victim.choose_text", number=number), 303)
    if typed("then") != "next":
        return redirect(url_for("victim.write_part", number=number, said="saved"), 303)
    if number < LAST:
        return redirect(url_for("victim.write_part", number=number + 1), 303)
    return redirect(url_for("victim.choose_preference"), 303)


def _part(number: int) -> StatementPart:
    found = part_of(number)
    if found is None:
        abort(404)
    return found


def _number(text: str) -> int:
    """A version as a form carries it; -1, which no part has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
