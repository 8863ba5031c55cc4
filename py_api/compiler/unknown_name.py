"""A name in a request that the schema does not have, for those who know what became of it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class UnknownName:
    """within: the type that lacks it; None where it is a type's own. said: how the error about it begins."""

    name: str
    within: str | None
    said: str

    def after(self, text: str) -> "UnknownName":
        return replace(self, said=text + self.said)
