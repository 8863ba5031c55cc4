"""How many generated cases a test runs."""

from hypothesis import settings

SHARES = {"explore": 1, "again": 12}


def examples(full: int) -> int:
    """A sixth of them in the suite, a twelfth on its second server; all with `--hypothesis-profile=explore`."""
    return max(1, full // SHARES.get(settings.get_current_profile_name(), 6))
