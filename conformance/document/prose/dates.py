"""Dates as Learn's front matter writes them."""

from datetime import date, datetime


def learn_date(text: str) -> date | None:
    """Return the day that ``MM/DD/YYYY`` names; None where it names none."""
    try:
        return datetime.strptime(text.strip(), "%m/%d/%Y").date()
    except ValueError:
        return None
