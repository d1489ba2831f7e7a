"""What the text provider reports by itself: each call proves by its signature who sent it.

A call without a good signature is refused before anything is looked up, and the answers
say nothing about what the portal knows.
"""

from uuid import UUID

from flask import Blueprint, Flask, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from victim_portal.services import callbacks
from victim_portal.web.context import ctx

# No answer goes back by text: what a reply may say is an officer's to decide.
EMPTY_REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

hooks = Blueprint("hooks", __name__, url_prefix="/hooks")


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Register the call-backs; a provider has no page and so no forgery token."""
    csrf.exempt(hooks)
    app.register_blueprint(hooks)


@hooks.before_request
def check_signature() -> None:
    """Refuse with 403 whatever Twilio did not sign."""
    verifier = ctx().callbacks
    signature = request.headers.get("X-Twilio-Signature", "")
    # Behind a proxy the request's own host is not what Twilio signed: the setting is.
    query = request.query_string.decode("latin-1")
    url = ctx().base_url.rstrip("/") + request.path + (f"?{query}" if query else "")
    if verifier is None or not signature or not verifier.verify(url, request.form, signature):
        abort(403)


@hooks.post("/twilio/status/<uuid:message_id>")
def record_twilio_status(message_id: UUID) -> ResponseReturnValue:
    """How a text fared; 204 for ours and not ours alike."""
    callbacks.record_status(ctx(), message_id, request.form.to_dict())
    return "", 204


@hooks.post("/twilio/inbound")
def record_twilio_inbound() -> ResponseReturnValue:
    """A text that somebody sent to the portal; answered by nothing."""
    form = request.form
    callbacks.record_inbound(
        ctx(), form.get("From", ""), form.get("Body", ""), form.get("MessageSid", "")
    )
    return Response(EMPTY_REPLY, content_type="text/xml; charset=utf-8")
