"""How it is heard, reading it back, signing it, and taking it back."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.domain.representations import ReadingPreference
from victim_portal.services import own_statement
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.web.victim import guard
from victim_portal.web.victim.fields import typed
from victim_portal.web.victim.late import PARTS
from victim_portal.web.victim.shell import ctx
from victim_portal.web.victim.statement import saying
from victim_portal.web.victim.statement.home import home


def choose_preference() -> ResponseReturnValue:
    """How it is heard."""
    here = guard.visitor()
    problems: dict[str, Markup] = {}
    chosen, watching, support = typed("preference"), typed("watching"), typed("support")
    if request.method == "POST":
        if chosen not in set(ReadingPreference):
            problems["preference"] = saying.wrong_in_words("preference", "")
        else:
            try:
                own_statement.choose_preference(
                    ctx(),
                    here,
                    ReadingPreference(chosen),
                    observing={"yes": True, "no": False}.get(watching),
                    support=support,
                )
            except NotFoundError:
                return home()
            except InvalidError:
                problems["support"] = saying.wrong_in_words("reason", "")
            else:
                return redirect(url_for("victim.sign_statement"), 303)
    it = own_statement.own_statement(ctx(), here)
    if it.draft is None:
        return home()
    if request.method == "GET":
        chosen = it.draft.preference or ""
        wants = it.draft.observing
        watching = "" if wants is None else "yes" if wants else "no"
        support = it.draft.support
    return render_template(
        "victim/statement/heard.html",
        it=it,
        ways=saying.preferences(),
        chosen=chosen,
        watching=watching,
        support=support,
        problems=problems,
    )


def sign_statement() -> ResponseReturnValue:
    """They read the whole back, and sign it."""
    here = guard.visitor()
    changed = False
    if request.method == "POST":
        try:
            own_statement.sign(ctx(), here, typed("seen"))
        except NotFoundError:
            return home()
        except (ConflictError, InvalidError):
            # The page says by itself what stands in the way.
            changed = True
        else:
            return redirect(url_for("victim.show_statement", said="signed"), 303)
    it = own_statement.own_statement(ctx(), here)
    if it.draft is None:
        return home()
    numbers = {part: number for number, part in enumerate(PARTS, 1)}
    return render_template(
        "victim/statement/sign.html",
        it=it,
        changed=changed,
        to_choose=[(numbers[part], saying.title_of(part)) for part in it.draft.to_choose],
        ways=dict(saying.preferences()),
        notes=[saying.note_in_words(note) for one in it.draft.parts.values() for note in one.notes],
    )


def show_signed() -> ResponseReturnValue:
    """What they signed, as it stands."""
    it = own_statement.own_statement(ctx(), guard.visitor())
    if it.signed is None:
        return home()
    return render_template("victim/statement/signed.html", it=it, ways=dict(saying.preferences()))


def withdraw_statement() -> ResponseReturnValue:
    """They take it back; asked once, with what can't be unread."""
    here = guard.visitor()
    if request.method == "POST":
        try:
            own_statement.withdraw(ctx(), here)
        except InvalidError:
            return home()
        return redirect(url_for("victim.show_statement", said="withdrawn"), 303)
    it = own_statement.own_statement(ctx(), here)
    if it.signed is None:
        return home()
    return render_template("victim/statement/take_back.html", it=it)
