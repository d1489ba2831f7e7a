"""The shell of the victims' pages: two languages, dates in words, addresses of assets."""

from collections.abc import Callable
from datetime import date
from typing import cast
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from victim_portal.domain.stages import YearMonth
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import month_in_words, whole_day_in_words
from victim_portal.services.context import Context
from victim_portal.web.shell import asset_url, govuk

LANGUAGE = "language"
LANGUAGE_ARGUMENT = "lang"
KEPT_ARGUMENTS = ("said", "code", "kept")
"""What the address of a page may say, and says in the other language too."""
NAMES = {Language.ENGLISH: "English", Language.WELSH: "Cymraeg"}


def ctx() -> Context:
    """The portal that this app serves."""
    if "portal" not in g:
        g.portal = cast(Context, current_app.extensions["victim_portal"]).for_one_use()
    return cast(Context, g.portal)


def language() -> Language:
    """The language of this request's page: what was chosen here, else what they are written in."""
    chosen = request.args.get("lang") or session.get(LANGUAGE) or g.get("their_language")
    return Language.WELSH if chosen == Language.WELSH and in_welsh() else Language.ENGLISH


def in_welsh() -> bool:
    """Whether there may be Welsh pages: production has none that nobody reviewed by name."""
    return not ctx().production or bool(ctx().welsh_reviewer)


def gettext(message: str, **values: object) -> Markup:
    """A text of the catalogue in the page's language; values are escaped."""
    text = ctx().translators[language()].gettext(message)
    return Markup(escape(text)).format(**values)  # noqa: S704 - escaped before


def say_day(value: date) -> str:
    """A day in words: ``Monday 7 December 2026``."""
    return whole_day_in_words(value, language())


def say_month(value: YearMonth) -> str:
    """A month in words: ``December 2026``."""
    return month_in_words(value, language())


def keep_choice() -> None:
    """Keep a language that was chosen by its link, for this browser's session."""
    chosen = request.args.get("lang")
    if chosen in set(Language):
        session[LANGUAGE] = chosen


def language_url(one: Language, at: str) -> str:
    """Where this page is shown in another language: itself, or `at` where it only answers."""
    if at:
        return f"{at}?{urlencode({LANGUAGE_ARGUMENT: one.value})}"
    kept = {name: request.args[name] for name in KEPT_ARGUMENTS if name in request.args}
    return f"?{urlencode({**kept, LANGUAGE_ARGUMENT: one.value})}"


def install(app: Flask, *, demo: bool) -> None:
    """Set up the templates of `app`."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.filters["day"] = say_day
    env.filters["month"] = say_month
    helpers: dict[str, Callable[..., object]] = {
        "_": gettext,
        "asset_url": asset_url,
        "govuk": govuk,
        "csrf_token": generate_csrf,
        "in_welsh": in_welsh,
        "page_language": language,
        "language_url": language_url,
    }
    env.globals.update(helpers)
    env.globals.update(demo=demo, wrong=False, visitor=None, languages=NAMES, switch_at="")
    app.before_request(keep_choice)
