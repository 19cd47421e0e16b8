"""News in the weekly mail: a partnership that came into another phase, a document that everybody signed."""

from collections.abc import Iterator
from datetime import timedelta

from oversight.domain.digest_asked import Asked, Before, News, at_midnight
from oversight.models import Progress
from partnerships.models import Agreement


def phase_news(asked: Asked, before: Before) -> Iterator[tuple[int, News]]:
    """Partnerships that came into another phase in the last two weeks."""
    for row in Progress.objects.filter(partnership__in=asked.ids, current=True, phase_id__gt=""):
        key, number = str(row.cycle_id), row.phase_number
        lately = number > before.last.get(key, number)
        if not lately and number <= before.earlier.get(key, number):
            continue
        scheme = asked.shelf.get(row.scheme_urn, row.scheme_version)
        phase = next((one for one in scheme.phases if one.id == row.phase_id), None) if scheme else None
        if phase is not None:
            yield row.partnership_id, News("phase", phase.name, older=not lately)


def signed_news(asked: Asked) -> Iterator[tuple[int, News]]:
    """Documents that everybody has signed in the last two weeks."""
    rows = Agreement.objects.filter(
        partnership__in=asked.ids, completed_at__gte=at_midnight(asked.on - timedelta(days=14)),
        withdrawn_at__isnull=True,
    )  # fmt: skip
    for row in rows.order_by("completed_at"):
        row.partnership = asked.audience.partnerships[row.partnership_id]
        older = row.completed_at is not None and row.completed_at < at_midnight(asked.on - timedelta(days=7))
        yield row.partnership_id, News("signed", row.title, row.get_absolute_url(), older=older)
