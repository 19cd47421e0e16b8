"""Go or no-go before a partnership starts: the questions of the scheme, each to be answered with yes (F04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from partnerships.domain.activity import changes, fields_of, record
from partnerships.domain.all_or_nothing import all_or_nothing
from partnerships.domain.evidence_files import filed_or_chosen
from partnerships.enums import Basis
from partnerships.models import Cycle, Document, Partnership, StartAnswer, User
from partnerships.scheme import Scheme
from partnerships.scheme_parts import IntakeQuestion


@dataclass(frozen=True)
class IntakeAnswer:
    """What the founder said to one question, what it rests on ("objective", "subjective" or "") and its source (F05)."""

    yes: bool
    basis: str = ""
    source: str = ""


def kinds_of_proof(question: IntakeQuestion) -> tuple[str, ...]:
    """What counts as proof of a yes; where the scheme does not say, figures as well as a feeling."""
    return question.evidence or tuple(Basis.values)


def why_not_start(scheme: Scheme, answers: Mapping[str, IntakeAnswer]) -> list[str]:
    """The advice of every question that was not answered with yes; empty when the partnership may start."""
    return [
        str(question.advice) for question in scheme.intake if not (answer := answers.get(question.id)) or not answer.yes
    ]


def keep_answers(partnership: Partnership, answers: Mapping[str, IntakeAnswer], *, on: date) -> None:
    """Write down what every yes rests on. Part of founding, which records it."""
    rows = [
        StartAnswer(partnership=partnership, question_id=question, basis=one.basis, source=one.source, answered_on=on)
        for question, one in answers.items()
        if one.basis
    ]
    StartAnswer.objects.bulk_create(rows)


@all_or_nothing()
def prove_answer(
    answer: StartAnswer,
    cycle: Cycle,
    *,
    basis: str,
    source: str,
    by: User | None,
    at: datetime,
    document: Document | None = None,
    upload: "UploadedFile[bytes] | None" = None,
) -> None:
    """Add the figures or the source to an answer given before the start. Raises ``Refused`` for a file we do not accept."""
    title = next((str(one.name) for one in cycle.scheme.intake if one.id == answer.question_id), answer.question_id)
    new = {
        "basis": basis,
        "source": source.strip(),
        "document": filed_or_chosen(cycle, document, upload=upload, title=title, by=by, at=at),
    }
    changed = changes(fields_of(answer, *new), new)
    StartAnswer.objects.filter(pk=answer.pk).update(**new)
    record(answer.partnership, "proved_answer", by=by, at=at, about=answer, question=title, changed=changed)


def answers_here(scheme: Scheme) -> list[tuple[str, StartAnswer]]:
    """The questions of the scheme with what was answered, in its order."""
    known = {answer.question_id: answer for answer in StartAnswer.objects.select_related("document")}
    return [(str(question.name), known[question.id]) for question in scheme.intake if question.id in known]
