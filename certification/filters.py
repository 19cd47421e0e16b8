"""Filters above the lists of this floor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from certification.domain.numbers import normalise_number
from certification.enums import Validity
from certification.models import Audit, Certificate
from partnerships.scheme_files import all_schemes

STATES = [
    ("new", _("Not assigned yet")),
    ("running", _("Running")),
    ("closed", _("Closed")),
    ("withdrawn", _("Withdrawn")),
]
CERTIFICATE_SORTS = {"number", "holder", "issued_on", "valid_until"}
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


def scheme_choices() -> list[tuple[str, str]]:
    """Each scheme once, by the name of its newest version."""
    return list({scheme.urn: str(scheme.name) for scheme in all_schemes()}.items())


class CertificateFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Every certificate, by words, by scheme, and by what it is worth on a day."""

    q = django_filters.CharFilter(label=_("Number, partnership or area"), method="by_words")
    scheme = django_filters.ChoiceFilter(
        label=_("Scheme"), choices=scheme_choices, field_name="cycle__scheme_urn", empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Validity.choices, method="by_state", empty_label=_("All")
    )

    def __init__(self, data: Mapping[str, Any], *, queryset: "QuerySet[Certificate]", on: date) -> None:
        super().__init__(data, queryset=queryset)
        self.on = on

    def by_words(self, certificates: "QuerySet[Certificate]", name: str, value: str) -> "QuerySet[Certificate]":
        number = normalise_number(value) or value
        return certificates.filter(
            Q(number__icontains=number) | Q(holder__icontains=value) | Q(area_names__icontains=value)
        )

    def by_state(self, certificates: "QuerySet[Certificate]", name: str, value: str) -> "QuerySet[Certificate]":
        """As ``Certificate.validity_on`` says it of one: withdrawn goes before the dates."""
        withdrawn = Q(withdrawn_on__lte=self.on)
        succeeded = Q(succeeded_on__lte=self.on, valid_until__gt=self.on)
        return certificates.filter(
            {
                Validity.WITHDRAWN: withdrawn,
                Validity.SUCCEEDED: ~withdrawn & succeeded,
                Validity.NOT_YET: ~withdrawn & Q(issued_on__gt=self.on),
                Validity.VALID: ~withdrawn & ~succeeded & Q(issued_on__lte=self.on, valid_until__gt=self.on),
                Validity.EXPIRED: ~withdrawn & Q(valid_until__lte=self.on),
            }[Validity(value)]
        )


def certificates_in_order(certificates: "QuerySet[Certificate]", asked: str) -> "QuerySet[Certificate]":
    """The list in the order asked for; newest first when that is unknown."""
    return certificates.order_by(asked if asked.removeprefix("-") in CERTIFICATE_SORTS else "-issued_on", "-pk")
