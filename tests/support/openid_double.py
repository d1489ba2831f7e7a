"""A sign-in provider of our own on loopback, with real RS256 signatures, that can lie on demand."""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry
from werkzeug.serving import make_server

CLIENT_ID = "victim-portal"
SECRET = "a secret between the two of us"


@dataclass
class OpenIdDouble:
    """What the provider will say; `claims` overrules single claims, None takes one out."""

    url: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    signed_with: RSAKey | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    unsigned: bool = False
    symmetric: bool = False
    now: int = 0
    document: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def token(self, asked: dict[str, str]) -> str:
        """The id_token of one sign-in."""
        claims = {
            "iss": self.url,
            "sub": "subject-1",
            "aud": CLIENT_ID,
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": asked.get("nonce", ""),
            "email": "sam.carter@example.org",
            "email_verified": True,
            "amr": ["pwd", "mfa"],
            "auth_time": self.now,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.unsigned:
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            body = jwt.encode({"alg": "RS256"}, claims, self.key).split(".")[1]
            return f"{head}.{body}."
        if self.symmetric:
            # The old trick: the public key taken for a shared secret.
            shared = OctKey.import_key(self.key.as_pem(private=False))
            registry = JWSRegistry(algorithms=["HS256"])
            return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, shared, registry=registry)
        signer = self.signed_with or self.key
        return jwt.encode({"alg": "RS256", "kid": signer.kid}, claims, signer)

    def app(self) -> Flask:
        """The provider's pages."""
        app = Flask("openid_double")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self._document)
        app.add_url_rule("/keys", view_func=self._keys)
        app.add_url_rule("/authorize", view_func=self._authorize)
        app.add_url_rule("/token", view_func=self._exchange, methods=["POST"])
        return app

    def _document(self) -> Response:
        return jsonify(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                **self.document,
            }
        )

    def _keys(self) -> Response:
        return jsonify({"keys": [self.key.as_dict(private=False)]})

    def _authorize(self) -> Any:
        asked = dict(request.args)
        return redirect(f"{asked['redirect_uri']}?{self.sign_in(asked)}")

    def sign_in(self, asked: dict[str, str]) -> str:
        """Somebody signs in there: the query with which the browser is sent back."""
        self.asked.append(asked)
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return urlencode({"code": code, "state": asked["state"]})

    def _exchange(self) -> Any:
        asked = self.codes.pop(request.form["code"], None)
        given = request.authorization
        if asked is None or given is None or given.password != SECRET:
            return jsonify({"error": "invalid_grant"}), 400
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
            return jsonify({"error": "invalid_grant"}), 400
        answer = {"access_token": "at", "token_type": "Bearer", "id_token": self.token(asked)}
        return jsonify(answer)


@contextmanager
def openid_double() -> Iterator[OpenIdDouble]:
    """A provider that listens on a free port."""
    made = OpenIdDouble()
    server = make_server("127.0.0.1", 0, made.app(), threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def asked_of(location: str) -> dict[str, str]:
    """What a browser was sent to the provider with."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
