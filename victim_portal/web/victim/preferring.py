"""How they want to be told: one question on each page, and what they answer holds at once."""

from datetime import time

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.domain.own_choices import EARLIEST, LATEST, Liked
from victim_portal.domain.vocabulary import Language, Level
from victim_portal.services import door
from victim_portal.services.errors import InvalidError
from victim_portal.web.victim import guard
from victim_portal.web.victim.shell import NAMES, ctx, language
from victim_portal.web.victim.shell import gettext as _
from victim_portal.web.victim.words import avoided_named, level_named, time_named, weekday_named

LONGEST_TYPED = 10
LEVELS = (Level.KEY_STAGES, Level.ANNUAL, Level.RELEASE_MONTH_ONLY)


def saved() -> ResponseReturnValue:
    """Back to the choices, which say that it was kept."""
    return redirect(url_for("victim.show_choices", said="saved"), 303)


def choose_level() -> ResponseReturnValue:
    """How much they hear; the next page shows what they would say yes to."""
    wrong: Markup | str = ""
    if request.method == "POST":
        chosen = request.form.get("choice", "")
        if chosen in set(Level):
            return redirect(url_for("victim.agree_level", level=chosen), 303)
        wrong = _("Choose how much you want to hear.")
    now = door.own_choices(ctx(), guard.visitor()).level
    return render_template(
        "victim/choose.html",
        page_title=_("How much do you want to hear?"),
        intro=[_("We always tell you urgent news about your safety.")],
        options=[(one.value, level_named(one), "") for one in LEVELS],
        chosen=now.value if now else "",
        wrong=wrong,
    )


def agree_level(level: str) -> ResponseReturnValue:
    """The exact words of it, and their yes."""
    if level not in set(Level):
        abort(404)
    here, wanted = guard.visitor(), Level(level)
    words = door.words_of_level(ctx(), wanted, language())
    if not words:
        # These words may not be shown in her language yet: a person reads them to her.
        door.ask_to_be_rung(ctx(), here)
        return redirect(url_for("victim.show_will_ring"), 303)
    if request.method == "POST":
        try:
            door.choose_level(ctx(), here, wanted, language(), str(_("Yes, I want this")))
        except InvalidError:
            door.ask_to_be_rung(ctx(), here)
            return redirect(url_for("victim.show_will_ring"), 303)
        return saved()
    return render_template("victim/agree.html", words=words, back=url_for("victim.choose_level"))


def choose_hours() -> ResponseReturnValue:
    """Days and hours that don't suit them: never on a Friday, not after 4 pm."""
    here = guard.visitor()
    wrong: Markup | str = ""
    liked = door.own_choices(ctx(), here).liked or Liked()
    days = {str(one) for one in liked.not_on}
    times = (_kept(liked.not_before), _kept(liked.not_after))
    if request.method == "POST":
        days = set(request.form.getlist("day"))
        times = (request.form.get("not_before", ""), request.form.get("not_after", ""))
        try:
            door.choose_hours(ctx(), here, _liked(days, times))
        except ValueError:
            wrong = _("Leave at least one day, and some time in it.")
        else:
            return saved()
    return render_template(
        "victim/hours.html",
        page_title=_("When should we not write to you?"),
        intro=[
            _("You can choose days, and hours of the day. News about your safety does not wait."),
        ],
        legend=_("Not on these days"),
        days=[(str(one), weekday_named(one)) for one in range(7)],
        chosen=days,
        times=[
            ("not_before", _("Not before"), _offered(EARLIEST), times[0]),
            ("not_after", _("Not after"), _offered(LATEST), times[1]),
        ],
        wrong=wrong,
    )


def choose_ring_first() -> ResponseReturnValue:
    """Whether they are rung before hard news is written to them."""
    here = guard.visitor()
    wrong: Markup | str = ""
    if request.method == "POST":
        answer = request.form.get("choice")
        if answer in ("yes", "no"):
            door.choose_ring_first(ctx(), here, wanted=answer == "yes")
            return saved()
        wrong = _("Choose yes or no.")
    now = door.own_choices(ctx(), here).call_first
    return render_template(
        "victim/choose.html",
        page_title=_("Shall we ring you before we write hard news?"),
        intro=[_("We ring at the hours that were agreed. Then we write.")],
        options=[
            ("yes", _("Yes, ring me first"), ""),
            ("no", _("No, just write to me"), ""),
        ],
        chosen="yes" if now else "no",
        wrong=wrong,
    )


def choose_days() -> ResponseReturnValue:
    """Days on which nothing comes; one more is typed."""
    here = guard.visitor()
    wrong: Markup | str = ""
    typed = dict.fromkeys(("day", "month", "year"), "")
    if request.method == "POST":
        typed = {name: request.form.get(name, "").strip()[:LONGEST_TYPED] for name in typed}
        try:
            door.avoid_day(ctx(), here, "/".join(part for part in typed.values() if part))
        except InvalidError:
            wrong = _("Type a day like 9 and a month like 3. The year can stay empty.")
        else:
            return redirect(url_for("victim.choose_days", said="saved"), 303)
    kept = door.own_choices(ctx(), here).avoided
    return render_template(
        "victim/days.html",
        kept=[(one, avoided_named(one)) for one in kept],
        typed=typed,
        wrong=wrong,
        said=request.args.get("said"),
    )


def stop_avoiding() -> ResponseReturnValue:
    """Something may come on that day again."""
    door.stop_avoiding(ctx(), guard.visitor(), request.form.get("kept", "")[:LONGEST_TYPED])
    return redirect(url_for("victim.choose_days", said="saved"), 303)


def choose_language() -> ResponseReturnValue:
    """In which language they are written to."""
    here = guard.visitor()
    wrong: Markup | str = ""
    if request.method == "POST":
        chosen = request.form.get("choice", "")
        if chosen in set(Language):
            door.choose_language(ctx(), here, Language(chosen))
            guard.show_in(Language(chosen))
            return saved()
        wrong = _("Choose a language.")
    return render_template(
        "victim/choose.html",
        page_title=_("Which language shall we write in?"),
        intro=[],
        options=[(one.value, NAMES[one], one.value) for one in Language],
        chosen=door.own_choices(ctx(), here).language.value,
        wrong=wrong,
    )


def _kept(value: time | None) -> str:
    return value.isoformat("minutes") if value else ""


def _offered(hours: tuple[time, ...]) -> list[tuple[str, Markup | str]]:
    return [("", _("No wish")), *((_kept(one), time_named(one)) for one in hours)]


def _liked(days: set[str], times: tuple[str, str]) -> Liked:
    """What was chosen; ValueError for what no page offers, or where nothing is left."""
    before, after = (time.fromisoformat(one) if one else None for one in times)
    if before not in (None, *EARLIEST) or after not in (None, *LATEST):
        raise ValueError("no such hour")
    return Liked(frozenset(int(one) for one in days), before, after)


def add_routes(victim: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/choices/how-much", choose_level, ["GET", "POST"]),
        ("/choices/how-much/<level>", agree_level, ["GET", "POST"]),
        ("/choices/hours", choose_hours, ["GET", "POST"]),
        ("/choices/ring-first", choose_ring_first, ["GET", "POST"]),
        ("/choices/days", choose_days, ["GET", "POST"]),
        ("/choices/days/stop", stop_avoiding, ["POST"]),
        ("/choices/language", choose_language, ["GET", "POST"]),
    ):
        victim.add_url_rule(path, view_func=view, methods=methods)
