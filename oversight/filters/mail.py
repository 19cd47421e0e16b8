from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, OrderingFilter

from oversight.domain.mail_log import MailState
from partnerships.models import Outbox

KINDS = {
    "reminder": _("Reminders"),
    "sign": _("Signing"),
    "invitation": _("Invitations"),
    "other": _("Other mail"),
}
STARTS = {
    "reminder": ("reminder",),
    "sign": ("sign", "agreement"),
    "invitation": ("invitation",),
}


class MailFilter(FilterSet):  # type: ignore[misc]
    q = CharFilter(label=_("To"), field_name="shown_to", lookup_expr="icontains")
    kind = ChoiceFilter(label=_("Kind"), choices=list(KINDS.items()), method="of_kind")
    state = ChoiceFilter(label=_("State"), choices=MailState.choices)
    sort = OrderingFilter(fields=(("created_at", "written"), ("shown_to", "to"), ("sent_at", "sent")))

    class Meta:
        model = Outbox
        fields: tuple[str, ...] = ()

    def of_kind(self, rows: Any, _name: str, value: str) -> Any:
        if value in STARTS:
            return rows.filter(template__regex=f"^({'|'.join(STARTS[value])})")
        return rows.exclude(template__regex=f"^({'|'.join(start for starts in STARTS.values() for start in starts)})")


def kind_name(template: str) -> Any:
    """The kind a mail belongs to, in words."""
    found = next((kind for kind, starts in STARTS.items() if template.startswith(starts)), "other")
    return KINDS[found]
