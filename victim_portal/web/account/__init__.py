"""Signing in and out, second factors, proofs, and a person's own account."""

from flask import Blueprint, Flask

from victim_portal.web.account import (
    at_hand,
    codes,
    own,
    passkeys,
    provider,
    proving,
    signing_in,
    welcome,
)
from victim_portal.web.account.signing_in import ask_to_sign_in, go_half_way
from victim_portal.web.answers import service_errors

__all__ = ["ask_to_sign_in", "go_half_way", "install"]

BOTH = ("GET", "POST")


def install(app: Flask) -> None:
    """Register the pages, and how a request finds its session."""
    at_hand.install(app)
    account = Blueprint("account", __name__)
    for path, view, methods in (
        ("/sign-in", signing_in.sign_in, BOTH),
        ("/sign-in/again", signing_in.send_on, BOTH),
        ("/sign-in/confirm", signing_in.confirm, BOTH),
        ("/sign-in/passkey", passkeys.confirm_passkey, ("POST",)),
        ("/sign-in/set-up", codes.set_up, ("GET",)),
        ("/sign-in/provider", provider.ask_provider, ("GET",)),
        ("/sign-in/provider/back", provider.come_back, ("GET",)),
        ("/account/provider", provider.link_provider, ("POST",)),
        ("/sign-out", signing_in.sign_out, ("POST",)),
        ("/prove", proving.prove, BOTH),
        ("/prove/passkey", proving.prove_passkey, ("POST",)),
        ("/account", own.show_account, ("GET",)),
        ("/account/stay", own.stay, ("GET",)),
        ("/account/codes", codes.add_codes, BOTH),
        ("/account/codes/picture", codes.codes_picture, ("GET",)),
        ("/account/passkeys/new", passkeys.add_passkey, BOTH),
        ("/account/passkeys/<uuid:passkey_id>/remove", passkeys.remove_passkey, ("POST",)),
        ("/account/password", own.change_password, BOTH),
        ("/account/sessions/<uuid:session_id>/end", own.end_session, ("POST",)),
        ("/welcome/<token>", welcome.welcome, BOTH),
    ):
        account.add_url_rule(path, view_func=service_errors(view), methods=list(methods))
    app.register_blueprint(account)
