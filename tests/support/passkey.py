"""A passkey made of software, for what no real browser would answer."""

import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class SoftPasskey:
    """One key; what it says of itself can be changed to lie."""

    host: str = "localhost"
    origin: str = "http://localhost:5000"
    credential_id: bytes = b"a software passkey"
    verified: bool = True
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, options: str) -> str:
        """The answer to a question for a new passkey."""
        asked = json.loads(options)
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        size = struct.pack(">H", len(self.credential_id))
        about_key = bytes(16) + size + self.credential_id + cbor2.dumps(cose)
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(WITH_KEY) + about_key}
        response = {
            "clientDataJSON": encoded(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": encoded(cbor2.dumps(statement)),
            "transports": ["internal"],
        }
        return self._answer(response)

    def used(self, options: str) -> str:
        """The answer to a question for one that is known."""
        self.count += 1
        client, data = self._client("webauthn.get", json.loads(options)["challenge"]), self._data()
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": encoded(client),
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, Any]) -> str:
        name = encoded(self.credential_id)
        whole = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps({**whole, "clientExtensionResults": {}})

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        return sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count)


def challenge_of(options: str) -> bytes:
    """What a question asks to be signed."""
    text = json.loads(options)["challenge"]
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
