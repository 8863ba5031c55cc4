"""Who asks: what a verified token says."""

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["viewer", "editor", "admin", "operator"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may


@dataclass(frozen=True, slots=True)
class Principal:
    """tenant: slug, None only for operators. subject: the actor that the log names. expires: epoch seconds."""

    tenant: str | None
    role: Role
    subject: str
    expires: float

    def may(self, role: Role) -> bool:
        """Whether this one has the rights of that role."""
        return ROLES.index(self.role) >= ROLES.index(role)
