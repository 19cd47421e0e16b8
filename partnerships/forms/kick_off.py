from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Contact


class KickOffForm(forms.Form):
    """When, where and about what (F15)."""

    planned_on = Day(label=_("Day"), widget=forms.DateInput)
    starts_at = forms.TimeField(label=_("From"), widget=forms.TimeInput)
    ends_at = forms.TimeField(label=_("Until"), widget=forms.TimeInput, required=False)
    place = FreeText(label=_("Place"), max_length=200)
    agenda = FreeText(
        label=_("Agenda"), rows=8, max_length=4000, help_text=_("A line for every point. The minutes start with these.")
    )


class KickOffInviteForm(forms.Form):
    """Whom to invite, of those not yet invited."""

    contacts = forms.ModelMultipleChoiceField(
        label=_("Whom do you invite?"), queryset=Contact._base_manager.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, invited: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Contact.objects.filter(partner__left_on__isnull=True, partner__declined_on__isnull=True)
        rows = rows.exclude(pk__in=invited).select_related("partner__organisation")
        rows = rows.order_by("partner__organisation__name", "name")
        field = self.fields["contacts"]
        field.queryset = rows  # type: ignore[attr-defined]
        field.label_from_instance = named  # type: ignore[attr-defined]
        field.initial = [contact.pk for contact in rows if contact.represents]


def named(contact: Contact) -> str:
    """A person with function and party."""
    return f"{contact.partner}: {contact.name}, {contact.function}".rstrip(", ")


class KickOffCancelForm(forms.Form):
    """Why it is called off."""

    reason = FreeText(label=_("Reason"), rows=3, max_length=2000)
