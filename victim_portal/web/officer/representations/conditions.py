"""Choosing the condition that fits a victim's wish, and filling it in."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.licence_policy.offer import (
    ASKED_MOST,
    BESPOKE,
    Offer,
    Offered,
    in_groups,
    wording_of,
)
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import representations
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations import RequestView, WishView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.representations.condition_form import (
    ConditionForm,
    SearchForm,
    condition_form,
)
from victim_portal.web.officer.representations.finding import (
    after_recording,
    home,
    one_request,
    wish_of,
)

CARRIED = ("wish", "again")
"""What the address carries from choosing a condition to filling it in."""
STAYS_OPEN = ("add", "look", "instead")
"""Buttons of the form that save nothing."""


def choose_condition(reference: str) -> ResponseReturnValue:
    """The conditions that can be asked for, by category or by words."""
    representations.representations_view(ctx(), actor(), reference)
    changed = _changed(reference)
    offer = representations.conditions_on_offer(ctx())
    form = SearchForm()
    form.category.offer([(name, name) for name in offer.categories()])
    category, typed = request.args.get("category", ""), ""
    if form.validate_on_submit():
        category, typed = form.category.data or "", form.words.data
    elif not form.is_submitted():
        form.category.process_data(category or None)
    if typed or category:
        groups = list(in_groups(offer.found(typed, category)))
    else:
        groups = _at_first(offer)
    return render_template(
        "officer/representations/choose.html",
        form=form,
        offer=offer,
        groups=groups,
        narrowed=bool(typed or category),
        number=changed.number if changed else None,
        carried=_carried(),
        reference=reference,
        back_href=home(reference),
    )


def ask_for_condition(reference: str, code: str) -> ResponseReturnValue:
    """Record a request for one condition of the version in use."""
    view = representations.representations_view(ctx(), actor(), reference)
    offer = _offer_of_page()
    form = condition_form(offer, _condition(offer, code), request.form, {})
    if _is_sent(form):
        if form.is_right():
            try:
                given, once = form.representation(), form.token.data
                representations.record_representation(ctx(), actor(), reference, given, once)
            except (InvalidError, ConflictError) as error:
                form.say(error)
            else:
                return _recorded(reference, mapped=bool(form.areas()))
    elif not form.is_submitted() and "again" in request.args and view.occasions:
        newest = max(view.occasions, key=lambda occasion: occasion.recorded_at)
        form.heard_on.process(None, newest.heard_on)
        form.how.process_data(newest.how)
    wish = wish_of(view, request.args.get("wish") or form.wish_id.data or "")
    if wish is not None and not form.is_submitted():
        form.show_wish(wish)
    return _page(form, reference, wish, None)


def change_condition(reference: str, found: RequestView) -> ResponseReturnValue:
    """Put a request right, on the version that it was made on or with another condition."""
    chosen = request.args.get("condition", "")
    offer = _offer_of_page("" if chosen else found.catalogue_version)
    condition = _condition(offer, chosen or found.code)
    same = found.code == condition.code or (found.official and chosen == found.code)
    form = condition_form(offer, condition, request.form, found.answers if same else {})
    del form.token, form.heard_on, form.how, form.wish_id
    if _is_sent(form):
        if form.is_right():
            try:
                seen = form.seen_version("row_version")
                given = form.request()
                representations.change_request(ctx(), actor(), reference, found.number, given, seen)
            except (InvalidError, ConflictError) as error:
                form.say(error)
            else:
                return answers.done(home(reference), f"Request {found.number} was changed.")
    elif not form.is_submitted():
        form.show(found, same_condition=same)
    return _page(form, reference, None, found)


def _recorded(reference: str, *, mapped: bool) -> ResponseReturnValue:
    if "another" not in request.form:
        then = after_recording(reference, mapped=mapped)
    else:
        then = url_for("officer.choose_condition", reference=reference, again="yes")
    return answers.done(then, "The request was recorded.")


def _is_sent(form: ConditionForm) -> bool:
    """Whether it is to be saved; the other buttons show the form again as it was typed."""
    return form.is_submitted() and not any(name in request.form for name in STAYS_OPEN)


def _changed(reference: str) -> RequestView | None:
    """The request for which another condition is chosen, where it can still be changed."""
    named = request.args.get("request", "")
    if not named:
        return None
    found = one_request(reference, int(named)) if named.isdecimal() and len(named) < 6 else None
    if found is None or found.state is not RequestState.ASKED_FOR:
        abort(404)
    return found


def _offer_of_page(version: str = "") -> Offer:
    """The version that the page showed, though another came meanwhile; else the one named."""
    return representations.conditions_on_offer(ctx(), request.form.get("version", version))


def _condition(offer: Offer, code: str) -> Offered:
    return offer.get(code) or abort(404)


def _carried() -> dict[str, Any]:
    return {name: request.args[name] for name in CARRIED if name in request.args}


def _at_first(offer: Offer) -> list[tuple[str, tuple[Offered, ...]]]:
    """What is shown before anybody looked for anything: what is asked for most, and the rest."""
    every = offer.conditions.values()
    found = [(ASKED_MOST, tuple(one for one in every if one.asked_often))]
    bespoke = offer.get(BESPOKE)
    return [*found, (bespoke.category, (bespoke,))] if bespoke else found


def _page(
    form: ConditionForm,
    reference: str,
    wish: WishView | None,
    found: RequestView | None,
) -> ResponseReturnValue:
    other = form.alternative
    carried = _carried()
    here: dict[str, Any] = {"reference": reference, **carried}
    if found is not None:
        where = "officer.change_request"
        here = {"reference": reference, "number": found.number}
        instead = url_for(where, **here, condition=other.code) if other else ""
        elsewhere = url_for("officer.choose_condition", reference=reference, request=found.number)
    else:
        instead = url_for("officer.ask_for_condition", **here, code=other.code) if other else ""
        elsewhere = url_for("officer.choose_condition", **here)
    return render_template(
        "officer/representations/ask.html",
        form=form,
        condition=form.condition,
        offer=form.offer,
        alternative=other,
        alternative_wording=wording_of(other, {}) if other else "",
        found=found,
        wish=wish,
        gives_away=representations.what_gives_away(
            ctx(), actor(), reference, (form.wording(), *form.areas())
        ),
        instead_href=instead,
        choose_href=elsewhere,
        reference=reference,
        back_href=home(reference),
    )


def to_choosing(reference: str) -> ResponseReturnValue:
    """From the one form of the plain summaries to choosing, where a policy is in use."""
    return redirect(url_for("officer.choose_condition", reference=reference, **_carried()))
