"""Passwords of the tenants' API roles: derived, never stored, and known to PostgreSQL only as a verifier."""

import hmac
from base64 import b64encode, urlsafe_b64encode
from hashlib import pbkdf2_hmac, sha256
from secrets import token_bytes

# The password has 256 bits: it needs no stretching, which would cost both sides 2 ms at every login.
ITERATIONS = 1
ITERATIONS_OF_PEOPLE = 4096  # as PostgreSQL has it


def password(secret: bytes, tenant: str) -> str:
    return urlsafe_b64encode(hmac.digest(secret, tenant.encode(), "sha256")).decode()


def verifier(secret: bytes, tenant: str) -> str:
    """tenant: its id. What `alter role ... password` takes (RFC 5803); the same for the same secret."""
    salt = hmac.digest(secret, b"salt " + tenant.encode(), "sha256")[:16]
    return _verifier(password(secret, tenant), salt, ITERATIONS)


def of_person(password: str) -> str:
    """The same of a password that a person has chosen: as itself it would stand in the log of a server that refuses it.

    (One that is not ASCII would have to be normalised as PostgreSQL does it: it is sent as it is.)
    """
    if not password or not password.isascii() or password.startswith("SCRAM-SHA-256$"):
        return password
    return _verifier(password, token_bytes(16), ITERATIONS_OF_PEOPLE)


def _verifier(password: str, salt: bytes, iterations: int) -> str:
    salted = pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    stored = sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = (b64encode(part).decode() for part in (salt, stored, server))
    return "SCRAM-SHA-256${}:{}${}:{}".format(iterations, *parts)
