"""Passwords of the tenants' API roles: derived, never stored, and known to PostgreSQL only as a verifier."""

import hmac
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256

# The password has 256 bits: it needs no stretching, which would cost both sides 2 ms at every login.
ITERATIONS = 1


def password(secret: bytes, tenant: str) -> str:
    return urlsafe_b64encode(hmac.digest(secret, tenant.encode(), "sha256")).decode()


def verifier(secret: bytes, tenant: str) -> str:
    """tenant: its id. What `alter role ... password` takes (RFC 5803); the same for the same secret."""
    salt = hmac.digest(secret, b"salt " + tenant.encode(), "sha256")[:16]
    salted = hmac.digest(password(secret, tenant).encode(), salt + b"\0\0\0\1", "sha256")
    stored = sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = (b64encode(part).decode() for part in (salt, stored, server))
    return "SCRAM-SHA-256${}:{}${}:{}".format(ITERATIONS, *parts)
