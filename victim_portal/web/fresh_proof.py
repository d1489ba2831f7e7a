"""What can hurt asks again who is there: a proof of at most ten minutes ago.

A service raises `NeedsProofError`, or a view carries `needs_fresh_proof`. Either way the
person proves that it is them, and what they had typed is sent on afterwards, as it is for a
form that came after its session had ended.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Flask
from flask.typing import ResponseReturnValue

from victim_portal.domain.access import freshly_proved
from victim_portal.services.errors import NeedsProofError
from victim_portal.web.context import actor, ctx

_P = ParamSpec("_P")


def needs_fresh_proof(
    view: Callable[_P, ResponseReturnValue],
) -> Callable[_P, ResponseReturnValue]:
    """Ask for a proof before the view's page is opened and before its form is taken.

    The service behind it must ask too (`services.proof.need_proof`): this spares a person
    who has much to type the surprise at its end.
    """

    @wraps(view)
    def proved(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        if not freshly_proved(actor(), ctx().now()):
            raise NeedsProofError
        return view(*args, **kwargs)

    return proved


def install(app: Flask) -> None:
    """Answer every request that needs a proof with the page on which it is given."""

    @app.errorhandler(NeedsProofError)
    def ask(_error: NeedsProofError) -> ResponseReturnValue:
        from victim_portal.web.account.proving import ask_to_prove

        return ask_to_prove()
