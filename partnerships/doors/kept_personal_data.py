"""Who keeps personal data in a text on purpose leaves a row in the trail: which field and what kind, never the data.

A form knows neither the partnership nor the person, and a verb not what was found. So the field notes the choice here,
and after the view has done its work (it then sends the reader on) the notes become rows.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from partnerships.domain.activity import record
from partnerships.models import Partnership


@dataclass(frozen=True)
class Kept:
    """A choice: the field's label, and the kinds that were found in it."""

    field: str
    kinds: tuple[str, ...]


_notes: ContextVar[list[Kept] | None] = ContextVar("kept_personal_data", default=None)


def note_kept(field: str, kinds: tuple[str, ...]) -> None:
    """Remember a choice for the end of this request; outside a request it is nobody's."""
    notes = _notes.get()
    if notes is not None and Kept(field, kinds) not in notes:
        notes.append(Kept(field, kinds))


class KeptPersonalDataMiddleware:
    """Stands inside the member door. A field that may keep something is only used on pages of a partnership."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _notes.set([])
        try:
            answer = self.get_response(request)
            partnership = getattr(request, "partnership", None)
            if isinstance(partnership, Partnership) and 300 <= answer.status_code < 400:
                for note in _notes.get() or []:
                    record(
                        partnership, "kept_personal_data", by=request.user, at=timezone.now(),  # type: ignore[arg-type]
                        field=note.field, kinds=list(note.kinds),
                    )  # fmt: skip
        finally:
            _notes.reset(token)
        return answer
