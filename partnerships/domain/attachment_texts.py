"""The words of what is signed beside a signed text: somebody who joins it later, somebody who leaves it."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.models import Agreement, Partner


def _said(parent: Agreement, partner: Partner) -> dict[str, str]:
    return {
        "party": partner.organisation.name,
        "agreement": parent.title,
        "partnership": parent.partnership.name,
        "number": parent.document_number,
        "sha256": parent.text_sha256,
        "signed_on": _day(parent.completed_at),
    }


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return date_format(day, "j F Y")


def accession_text(parent: Agreement, partner: Partner, *, consented_on: datetime | None) -> str:
    """What a party signs that joins later: which text, its number and its mark, and whether the others agree."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            "## " + _("Accession to %(agreement)s"),
            _(
                "%(party)s joins %(agreement)s of %(partnership)s. That text has document number %(number)s and was "
                "signed by all parties on %(signed_on)s."
            ),
            _("Mark of that text (SHA-256): %(sha256)s"),
            _("%(party)s has read that text with its annexes and agrees with all of it."),
            _("From the day of signing %(party)s has the same rights and duties as the other parties."),
        ]
        if consented_on:
            lines.append(_("The other parties agree with this. That was recorded on %(consented_on)s."))
        return "\n\n".join(lines) % {**_said(parent, partner), "consented_on": _day(consented_on)}


def notice_text(parent: Agreement, partner: Partner, *, reason: str, counts_from: date) -> str:
    """What a party signs that leaves: which text, why, and from when."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            "## " + _("Notice on %(agreement)s"),
            _("%(party)s ends its part in %(agreement)s of %(partnership)s, with document number %(number)s."),
            _("Mark of that text (SHA-256): %(sha256)s"),
            _("Reason: %(reason)s"),
            _("The part of %(party)s ends on %(counts_from)s. For the other parties the text stays in force."),
        ]
        words = {**_said(parent, partner), "reason": " ".join(reason.split()), "counts_from": _day(counts_from)}
        return "\n\n".join(lines) % words
