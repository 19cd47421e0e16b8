"""Go or no-go before a partnership starts: the questions of the scheme, each to be answered with yes (F04)."""

from collections.abc import Mapping
from dataclasses import dataclass

from partnerships.scheme import Scheme


@dataclass(frozen=True)
class IntakeAnswer:
    """What the founder said to one question, and what it rests on: "objective", "subjective" or "" (F05)."""

    yes: bool
    basis: str = ""


def why_not_start(scheme: Scheme, answers: Mapping[str, IntakeAnswer]) -> list[str]:
    """The advice of every question that was not answered with yes; empty when the partnership may start."""
    return [
        str(question.advice) for question in scheme.intake if not (answer := answers.get(question.id)) or not answer.yes
    ]
