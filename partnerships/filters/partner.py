from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet

from partnerships.enums import Commitment
from partnerships.models import Partner

MISSING, WANTED = "missing", "wanted"
STATES = [
    (Commitment.JOINED, _("Present and willing")),
    (Commitment.INVITED, Commitment.INVITED.label),
    (WANTED, _("To be approached")),
    (MISSING, _("Missing")),
    (Commitment.DECLINED, Commitment.DECLINED.label),
    (Commitment.LEFT, pgettext_lazy("partner", "Left")),
]


class PartnerFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("Part of the name"), field_name="organisation__name", lookup_expr="icontains")
    state = ChoiceFilter(label=_("State"), choices=STATES, method="in_state")
    kind = ChoiceFilter(label=_("Kind of party"), choices=[])

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = list(kinds)

    def in_state(self, rows: "QuerySet[Partner]", _name: str, value: str) -> "QuerySet[Partner]":
        """The state follows from the dates, as in ``Partner.commitment``."""
        if value == Commitment.LEFT:
            return rows.filter(left_on__isnull=False)
        here = rows.filter(left_on__isnull=True)
        if value == Commitment.JOINED:
            return here.filter(joined_on__isnull=False)
        asked = here.filter(joined_on__isnull=True)
        if value in {Commitment.DECLINED, Commitment.INVITED}:
            return asked.filter(declined_on__isnull=value == Commitment.INVITED)
        return rows.none()

    @property
    def asked(self) -> dict[str, str]:
        """What the list is narrowed to: only what was filled in and can be."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: str(data[name]) for name in ("q", "state", "kind") if data.get(name)}

    @property
    def shows_missing(self) -> bool:
        """Are kinds nobody is of part of the list? Not when a name is looked for, or a state that needs a party."""
        return "q" not in self.asked and self.asked.get("state", MISSING) in {MISSING, WANTED}
