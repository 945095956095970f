"""Read source without running it: which requests it sends, what it prints, and which line writes what.

    reading = read_source("story.py", text)
    for prediction in predictions(reading):
        print(prediction.exchange.request.url, prediction.unknown)

Values from the environment stay symbolic, and what cannot be known is unknown, never guessed.
"""

from conformance.reading.program import Call, Comment, NotUnderstood, Printed, Reading, SettingRead, SyntaxProblem
from conformance.reading.resolving import Unresolved, resolve, template
from conformance.reading.value import (
    Dump,
    Edited,
    Either,
    Element,
    Entry,
    FromAnswer,
    Items,
    Joined,
    JsonText,
    Known,
    Members,
    Setting,
    Unknown,
    Value,
)

__all__ = [
    "Call",
    "Comment",
    "Dump",
    "Edited",
    "Either",
    "Element",
    "Entry",
    "FromAnswer",
    "Items",
    "Joined",
    "JsonText",
    "Known",
    "Members",
    "NotUnderstood",
    "Printed",
    "Reading",
    "Setting",
    "SettingRead",
    "SyntaxProblem",
    "Unknown",
    "Unresolved",
    "Value",
    "resolve",
    "template",
]
