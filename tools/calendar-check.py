#!/usr/bin/env python3
"""Holds the bank holidays and the counting of working days to an independent calendar.

    python3 -m venv target/calendar && target/calendar/bin/pip install holidays==0.109
    target/calendar/bin/python tools/calendar-check.py            # compares; says what differs
    target/calendar/bin/python tools/calendar-check.py --write    # writes tests/dates/expected.csv anew

The package `holidays` (https://pypi.org/project/holidays/) works out England's bank holidays by code of its own. Working days are
walked here one by one, which is not how the engine counts them. tests/dates.rs compares the committed CSV with the engine.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import holidays

PINNED = "0.109"
FIRST, LAST = date(2015, 1, 1), date(2028, 12, 31)
LIMITS = (1, 2, 5, 7, 10, 15, 45)
ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "standards/england/calendars/bank-holidays.csv"
EXPECTED = ROOT / "tests/dates/expected.csv"


def theirs():
    """England's bank holidays that fall on a weekday."""
    known = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 1))
    return {day for day in known if day.weekday() < 5 and FIRST <= day <= LAST}


def ours():
    """The days of the base pack."""
    lines = [line for line in OURS.read_text().splitlines() if not line.startswith("#")]
    return {date.fromisoformat(row["date"]) for row in csv.DictReader(lines)}


def after(day, count, closed):
    """The count-th working day after a day, walked; None past the last year known."""
    while count:
        day += timedelta(days=1)
        if day > LAST:
            return None
        if day.weekday() < 5 and day not in closed:
            count -= 1
    return day


def rows(closed):
    """Every day on which a count can go wrong: the three weeks around each bank holiday, and each month's first day."""
    days = {day + timedelta(days=by) for day in closed for by in range(-14, 8)}
    days |= {date(year, month, 1) for year in range(FIRST.year, LAST.year + 1) for month in range(1, 13)}
    for day in sorted(day for day in days if FIRST <= day <= LAST):
        yield [day.isoformat()] + [(due.isoformat() if (due := after(day, limit, closed)) else "") for limit in LIMITS]


def main():
    if holidays.__version__ != PINNED:
        sys.exit(f"this was written for holidays=={PINNED}, and {holidays.__version__} is installed")
    closed = theirs()
    missing, extra = sorted(closed - ours()), sorted(ours() - closed)
    for day in missing:
        print(f"{day}: a bank holiday that {OURS.name} does not have")
    for day in extra:
        print(f"{day}: in {OURS.name} and no bank holiday")
    head = [
        f"# Working days after a day, by holidays=={PINNED} (subdivision ENG) and a walk from day to day",
        "# Written by tools/calendar-check.py --write; blank: past the last day that is known",
        ",".join(["day"] + [str(limit) for limit in LIMITS]),
    ]
    text = "\n".join(head + [",".join(row) for row in rows(closed)]) + "\n"
    if "--write" in sys.argv[1:]:
        EXPECTED.write_text(text)
    stale = not EXPECTED.exists() or EXPECTED.read_text() != text
    if stale:
        print(f"{EXPECTED.relative_to(ROOT)} is not what this script writes")
    print(f"{len(closed)} bank holidays on weekdays from {FIRST} to {LAST}; {text.count(chr(10)) - 3} days compared")
    sys.exit(1 if missing or extra or stale else 0)


main()
