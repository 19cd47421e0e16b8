"""Filters above the lists of this floor."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from certification.models import Audit

STATES = [
    ("new", _("Not assigned yet")),
    ("running", _("Running")),
    ("closed", _("Closed")),
    ("withdrawn", _("Withdrawn")),
]
SORTS = {"requested_on", "partnership__name", "closes_on"}


class AuditFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """The audits of a certification body, by name and by state."""

    q = django_filters.CharFilter(label=_("Partnership"), field_name="partnership__name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=_("All"))

    def by_state(self, audits: "QuerySet[Audit]", name: str, value: str) -> "QuerySet[Audit]":
        still = Q(closed_at__isnull=True, withdrawn_on__isnull=True)
        return audits.filter(
            {
                "new": still & Q(auditor__isnull=True),
                "running": still & Q(auditor__isnull=False),
                "closed": Q(closed_at__isnull=False),
                "withdrawn": Q(withdrawn_on__isnull=False),
            }[value]
        )


def in_order(audits: "QuerySet[Audit]", asked: str) -> "QuerySet[Audit]":
    """The list in the order asked for; newest request first when that is unknown."""
    return audits.order_by(asked if asked.removeprefix("-") in SORTS else "-requested_on", "-pk")
