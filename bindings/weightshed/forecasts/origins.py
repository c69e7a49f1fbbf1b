"""Origins of a rolling backtest, the last days that a forecaster knows; and horizons, the months that follow."""

from __future__ import annotations

import datetime

import numpy as np

#: Each quarter for which the record before it can be fitted and the record after it can be scored.
ORIGINS = tuple(np.datetime64(day) for day in ("2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31",
                                               "2025-03-31", "2025-06-30"))
#: The record ends here: nothing that became known later scores a forecast either.
VINTAGE = np.datetime64("2025-12-31")
#: The first month ends whose derivatives are on record four months long, as many as the rivals need.
EARLIEST = np.datetime64("2023-10-31")

#: Gaps between American and Chinese models count from here on: before, hardly any Chinese model had a score.
GAPS_FROM = np.datetime64("2023-09-30")

#: Horizons that are pooled, in months: first and last.
BANDS = ((1, 3), (4, 6), (7, 12), (13, 18))
LONGEST = BANDS[-1][1]


def parse(text: str) -> list[np.datetime64]:
    """Last days of months, joined by commas, as origins in order of date. Raises ValueError with every wrong one."""
    origins, problems = [], []
    for word in (part.strip() for part in text.split(",")):
        try:
            day = np.datetime64(datetime.date.fromisoformat(word))
        except ValueError:
            problems.append(f"--origins: '{word}' is not a date; allowed are the last days of months, as in 2024-09-30")
            continue
        if not EARLIEST <= day < VINTAGE or month_end(day, 0) != day:
            problems.append(f"--origins: {day}; allowed are the last days of months from {EARLIEST} to before {VINTAGE}")
        origins.append(day)
    if problems:
        raise ValueError("\n".join(problems))
    return sorted(set(origins))


def month_end(day: np.datetime64, months: int) -> np.datetime64:
    """The last day of the month that comes `months` after that of `day`."""
    return (day.astype("datetime64[M]") + months + 1).astype("datetime64[D]") - 1


def months_between(origin: np.datetime64, day: np.datetime64) -> int:
    """Horizon of the month of `day`, counted from that of the origin."""
    return int(day.astype("datetime64[M]") - origin.astype("datetime64[M]"))


def band_of(horizon: int) -> str:
    """The band that a horizon of 1 to 18 months lies in: "1–3"."""
    first, last = next((first, last) for first, last in BANDS if first <= horizon <= last)
    return f"{first}–{last}"
