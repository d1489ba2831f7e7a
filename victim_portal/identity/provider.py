"""One OpenID Connect provider: code flow with PKCE, state and nonce, signed answers only.

Nothing that the provider's documents say loosens a check: the issuer is the one of the
settings, the signature one of three kinds, the audience ourselves (OpenID Connect Core 1.0,
3.1.3.7; RFC 9700).
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from victim_portal.ports import Clock, ProviderAnswer, ProviderError, ProviderQuestion

DOCUMENT = "/.well-known/openid-configuration"
SIGNED_BY = ["RS256", "PS256", "ES256"]
PATIENCE = 10.0
"""Seconds for each answer of the provider; somebody waits before a browser."""
KNOWN_FOR = timedelta(hours=1)
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""


class OpenIdProvider:
    """A provider by its issuer; its addresses and keys are read when they are needed."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        second_factor: Collection[str],
        clock: Clock,
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._second_factor = frozenset(second_factor)
        self._clock = clock
        self._known: Mapping[str, Any] = {}
        self._known_at: datetime | None = None

    def ask(self, come_back_to: str, *, again: bool) -> ProviderQuestion:
        """Where to send a browser; `again` asks for a fresh sign-in. Raises ProviderError."""
        nonce, verifier = generate_token(43), generate_token(64)
        more = {"prompt": "login", "max_age": "0"} if again else {}
        with self._session(come_back_to) as session:
            url, state = session.create_authorization_url(
                self._address("authorization_endpoint"),
                state=generate_token(43),
                code_verifier=verifier,
                nonce=nonce,
                **more,
            )
        return ProviderQuestion(url=url, state=state, nonce=nonce, verifier=verifier)

    def answer(self, question: ProviderQuestion, come_back_to: str, code: str) -> ProviderAnswer:
        """Who has signed in, checked against the question. Raises ProviderError."""
        try:
            with self._session(come_back_to) as session:
                token = session.fetch_token(
                    self._address("token_endpoint"),
                    code=code,
                    code_verifier=question.verifier,
                    grant_type="authorization_code",
                    allow_redirects=False,
                    timeout=PATIENCE,
                )
        except (AuthlibBaseError, requests.RequestException, ValueError) as error:
            raise ProviderError("code_refused") from error
        claims = self._claims(token, question.nonce)
        return ProviderAnswer(
            issuer=self._issuer,
            subject=str(claims["sub"]),
            email=str(claims.get("email") or ""),
            email_verified=claims.get("email_verified") is True,
            two_factors=self._says_two_factors(claims),
            at=_moment(claims.get("auth_time")),
        )

    def _session(self, come_back_to: str) -> OAuth2Session:
        return OAuth2Session(
            client_id=self._client_id,
            client_secret=self._client_secret,
            scope="openid email",
            redirect_uri=come_back_to,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - a method's name
        )

    def _claims(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        signed = token.get("id_token")
        if not isinstance(signed, str):
            raise ProviderError("no_id_token")
        registry = JWSRegistry(algorithms=SIGNED_BY, strict_check_header=False)
        options = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        params = {"nonce": nonce, "client_id": self._client_id}
        if token.get("access_token"):
            params["access_token"] = str(token["access_token"])
        try:
            try:
                read = jwt.decode(signed, self._keys(fresh=False), registry=registry)
            except InvalidKeyIdError:
                # The provider has changed its keys since we asked.
                read = jwt.decode(signed, self._keys(fresh=True), registry=registry)
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError) as error:
            raise ProviderError("token_refused") from error
        return dict(claims)

    def _says_two_factors(self, claims: Mapping[str, Any]) -> bool:
        methods = claims.get("amr")
        said = {str(each) for each in methods} if isinstance(methods, list) else set()
        return bool(self._second_factor & {*said, str(claims.get("acr") or "")})

    def _keys(self, *, fresh: bool) -> KeySet:
        known = self._document(fresh=fresh)
        if fresh or "jwks" not in known:
            self._known = {**known, "jwks": self._get(self._address("jwks_uri"))}
        return KeySet.import_key_set(self._known["jwks"])

    def _address(self, name: str) -> str:
        address = str(self._document(fresh=False).get(name) or "")
        # A document that was tampered with must not send the secret over an open line.
        if urlsplit(address).scheme != urlsplit(self._issuer).scheme:
            raise ProviderError("bad_document")
        return address

    def _document(self, *, fresh: bool) -> Mapping[str, Any]:
        now = self._clock.now()
        if not fresh and self._known_at is not None and now - self._known_at < KNOWN_FOR:
            return self._known
        found = self._get(self._issuer.rstrip("/") + DOCUMENT)
        if found.get("issuer") != self._issuer:
            raise ProviderError("bad_document")
        self._known, self._known_at = found, now
        return found

    def _get(self, address: str) -> dict[str, Any]:
        try:
            answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderError("unreachable") from error
        if not isinstance(found, dict):
            raise ProviderError("bad_document")
        return found


def _moment(seconds: object) -> datetime | None:
    if not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
