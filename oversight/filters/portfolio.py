from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, OrderingFilter

from oversight.domain.duty_words import Shelf
from oversight.domain.portfolio import ended, ends_soon, valid
from oversight.models import Progress
from partnerships.scheme_files import all_schemes

STAGES = {
    "form": _("Forming the partnership"),
    "analyse": _("Analysing safety"),
    "plan": _("Making the plan"),
    "recognise": _("Certification or recognition"),
    "recruit": _("Recruiting companies"),
    "execute": _("Carrying out"),
    "evaluate": _("Evaluating"),
    "renew": _("Renewing"),
}
PROOFS = {
    "none": _("No certificate"),
    "valid": _("Valid"),
    "soon": _("Ends within nine months"),
    "ended": _("Expired or withdrawn"),
}


def schemes_in_sight(_request: HttpRequest | None = None) -> list[tuple[str, str]]:
    """The versions that occur in the portfolio. Needs the oversight door."""
    shelf = Shelf()
    pairs = Progress.objects.latest_rounds().order_by().values_list("scheme_urn", "scheme_version").distinct()
    return sorted(((f"{urn}/{version}", shelf.name(urn, version)) for urn, version in pairs), key=lambda one: one[1])


class PortfolioFilter(FilterSet):  # type: ignore[misc]
    """Give ``on`` (the day) besides the usual arguments."""

    q = CharFilter(label=_("Partnership or area"), method="named")
    scheme = ChoiceFilter(label=_("Scheme"), choices=schemes_in_sight, method="on_scheme")
    stage = ChoiceFilter(label=_("Phase"), choices=list(STAGES.items()), method="in_stage")
    proof = ChoiceFilter(label=_("Certificate"), choices=list(PROOFS.items()), method="with_proof")
    late = ChoiceFilter(label=_("Late duties"), choices=[("yes", _("Yes")), ("no", _("No"))], method="is_late")
    sort = OrderingFilter(
        fields=(
            ("urgency", "urgency"), ("partnership__name", "name"), ("phase_number", "phase"), ("proof_until", "until"),
            ("overdue", "overdue"), ("last_activity_on", "activity"),
        )
    )  # fmt: skip

    class Meta:
        model = Progress
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    @property
    def qs(self) -> Any:
        rows = super().qs
        return rows if self.data.get("sort") else rows.order_by("urgency", "partnership__name", "pk")

    def named(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(Q(partnership__name__icontains=value) | Q(area_names__icontains=value))

    def on_scheme(self, rows: Any, _name: str, value: str) -> Any:
        urn, _slash, version = value.rpartition("/")
        return rows.filter(scheme_urn=urn, scheme_version=version)

    def in_stage(self, rows: Any, _name: str, value: str) -> Any:
        wanted = Q(pk__in=[])
        for scheme in all_schemes():
            phases = [phase.id for phase in scheme.phases if phase.stage == value]
            wanted |= Q(scheme_urn=scheme.urn, scheme_version=scheme.version, phase_id__in=phases)
        return rows.filter(wanted)

    def with_proof(self, rows: Any, _name: str, value: str) -> Any:
        chosen = {
            "none": Q(proof_until__isnull=True),
            "valid": valid(self.on),
            "soon": ends_soon(self.on),
            "ended": ended(self.on),
        }
        return rows.filter(chosen[value])

    def is_late(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(overdue__gt=0) if value == "yes" else rows.filter(overdue=0)
