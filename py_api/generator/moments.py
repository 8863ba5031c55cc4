"""Bounds of dates and times, as rules have them: ISO 8601, or relative to now ("today-P18Y")."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

_RELATIVE = re.compile(
    r"(now|today)?(?:([+-])P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)?"
)
EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
SPAN = timedelta(days=5 * 365)  # that is drawn from where one bound is missing
_NEAR = timedelta(days=1)  # of a bound that moves: rows are judged a while after they are made


def moment(text: str, inwards: int) -> datetime:
    """inwards: 1 for a lower bound, -1 for an upper one: what is relative is drawn a day within it."""
    match = _RELATIVE.fullmatch(text)
    if match is None or not text:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    sign = -1 if match[2] == "-" else 1
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) * sign for part in match.groups()[2:])
    now = datetime.now(UTC)
    year, month = divmod(now.year * 12 + now.month - 1 + years * 12 + months, 12)
    base = now.replace(year=year, month=month + 1, day=min(now.day, 28))
    if now.day > 28:
        base += timedelta(days=now.day - 28)
    base += timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return base + inwards * _NEAR


def bounds(rules: dict[str, Any], unit: timedelta) -> tuple[datetime, datetime]:
    """The first and the last moment to draw; unit: what an exclusive bound keeps away."""
    low = [moment(str(rules["min"]), 1)] if "min" in rules else []
    high = [moment(str(rules["max"]), -1)] if "max" in rules else []
    low += [moment(str(rules["exclusiveMin"]), 1) + unit] if "exclusiveMin" in rules else []
    high += [moment(str(rules["exclusiveMax"]), -1) - unit] if "exclusiveMax" in rules else []
    if low and high:
        return max(low), min(high)
    if low:
        return max(low), max(low) + SPAN
    if high:
        return min(high) - SPAN, min(high)
    return EARLIEST, LATEST
