"""Who asks: what a verified token says."""

from dataclasses import dataclass
from typing import Literal, get_args

from py_api.claims import NO_CLAIMS, Claims

Role = Literal["restricted", "viewer", "editor", "admin", "operator"]
ROLES: tuple[Role, ...] = get_args(Role)[1:]  # each may do what those before it may
RESTRICTED: Role = "restricted"  # has roles of its tenant alone, and what their policies grant
MOST_ROLES = 32  # of one token


@dataclass(frozen=True, slots=True)
class Principal:
    """tenant: slug, None only for operators. subject: the actor that the log names. expires: epoch seconds.

    role: the greatest of ROLES that the token names, or RESTRICTED. roles: all names of its roles, also those that only
    a tenant could know. claims: all that the token says.
    tenant_id: of the tenant that is meant; where the token has none, issued (epoch seconds) says whose the slug was.
    """

    tenant: str | None
    role: Role
    subject: str
    expires: float
    tenant_id: str | None = None
    issued: float = float("inf")
    roles: tuple[str, ...] = ()
    claims: Claims = NO_CLAIMS

    def may(self, role: Role) -> bool:
        """Whether this one has the rights of that role."""
        return self.role in ROLES and ROLES.index(self.role) >= ROLES.index(role)
