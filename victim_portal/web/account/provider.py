"""The way to the organisation's provider and back. What must come back is sealed in the cookie."""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.access import freshly_proved
from victim_portal.ports import ProviderError, ProviderQuestion
from victim_portal.services.errors import ConflictError, NeedsProofError
from victim_portal.services.sign_in import provider as service
from victim_portal.web import answers
from victim_portal.web.account.at_hand import (
    browser,
    keep,
    keep_half_way,
    tell_of_failed_tries,
    token_at_hand,
)
from victim_portal.web.account.going_on import own_path
from victim_portal.web.account.sealing import seal, unseal
from victim_portal.web.context import came_from, ctx, signed_in

COOKIE = "provider"
PURPOSE = "a question to the organisation's provider"
LASTS = timedelta(minutes=10)
DID_NOT_WORK = (
    "Signing in with your organisation's account did not work. Try again, or use your password."
)
SIGN_IN, PROVE, LINK = "sign_in", "prove", "link"


@dataclass(frozen=True)
class Asked:
    """What was asked of the provider, why, and where its person goes on."""

    question: ProviderQuestion
    why: str
    next: str
    at: datetime


def ask_provider() -> ResponseReturnValue:
    """Send the browser to the provider: to sign in, or again to prove who is there."""
    if ctx().provider is None:
        abort(404)
    if signed_in() is None:
        why = SIGN_IN
    elif request.args.get("again") == "yes":
        why = PROVE
    else:
        return redirect(url_for("officer.start"))
    return _ask(why)


def link_provider() -> ResponseReturnValue:
    """Send a signed-in person to the provider, to link their account to who they are there."""
    member = signed_in()
    if ctx().provider is None or member is None:
        abort(404)
    if not freshly_proved(member.actor, ctx().now()):
        raise NeedsProofError
    return _ask(LINK)


def come_back() -> ResponseReturnValue:
    """What the provider says of them; the question counts once."""
    if ctx().provider is None:
        abort(404)
    asked = _asked()
    state = request.args.get("state", "")
    if asked is None or not hmac.compare_digest(asked.question.state.encode(), state.encode()):
        return _refuse()
    code = request.args.get("code", "")
    if asked.why == SIGN_IN:
        return _let_in(asked, code)
    if signed_in() is None:
        return _refuse()
    home = url_for("account.show_account")
    try:
        if asked.why == PROVE:
            given = (token_at_hand(), asked.question, code, asked.at, came_from())
            if service.prove_by_provider(ctx(), *given):
                return answers.done(home, "We know that it is you. Go back to the page before.")
        else:
            service.link_provider(ctx(), token_at_hand(), asked.question, code, came_from())
            return answers.done(home, "Your account is linked to your organisation's.")
    except ConflictError as error:
        return answers.back_to(home, error)
    except ProviderError:
        pass
    flash(DID_NOT_WORK, "important")
    return redirect(home)


def _let_in(asked: Asked, code: str) -> ResponseReturnValue:
    given = (asked.question, code, came_from(), browser())
    begun = service.sign_in_by_provider(ctx(), *given) if code else None
    if begun is None:
        return _refuse()
    if begun.confirmed is None:
        keep_half_way(begun.token)
        return redirect(url_for("account.confirm", next=asked.next or None))
    if not keep(begun.confirmed):
        return _refuse()
    tell_of_failed_tries()
    return redirect(own_path(asked.next) or url_for("officer.start"))


def _ask(why: str) -> ResponseReturnValue:
    try:
        question = service.ask_provider(ctx(), again=why == PROVE)
    except ProviderError:
        return _refuse()
    content = {
        **asdict(question),
        "why": why,
        "next": own_path(request.args.get("next")) or "",
        "at": ctx().now().isoformat(),
    }
    session[COOKIE] = seal(PURPOSE, json.dumps(content))
    return redirect(question.url)


def _asked() -> Asked | None:
    text = unseal(PURPOSE, session.pop(COOKIE, ""), LASTS)
    if text is None:
        return None
    content = json.loads(text)
    question = ProviderQuestion(**{name: content[name] for name in QUESTION})
    at = datetime.fromisoformat(content["at"])
    return Asked(question, content["why"], content["next"], at)


QUESTION = ("url", "state", "nonce", "verifier")


def _refuse() -> ResponseReturnValue:
    flash(DID_NOT_WORK, "important")
    return redirect(url_for("account.show_account" if signed_in() else "account.sign_in"))
