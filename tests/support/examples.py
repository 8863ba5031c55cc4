"""How many generated cases a test runs."""

from hypothesis import settings


def examples(full: int) -> int:
    """A quarter of them in the suite; all with `--hypothesis-profile=explore`."""
    return full if settings.get_current_profile_name() == "explore" else full // 4
