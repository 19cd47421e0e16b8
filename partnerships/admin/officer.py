"""Offices across partnerships: given and ended through the verbs."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.admin.kept import Kept
from partnerships.domain.officers import appoint_officer, end_officer, why_not_officer
from partnerships.enums import OfficerRole
from partnerships.exceptions import Refused
from partnerships.models import Officer


class OfficerForm(forms.ModelForm):  # type: ignore[type-arg]
    """An office begins on a day that has come; the last day is asked for, empty is until further notice."""

    class Meta:
        model = Officer
        fields = ("user", "organisation", "role", "valid_from", "valid_until")
        help_texts = {"valid_until": gettext_lazy("The first day without this office.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = data.get("valid_from") or self.instance.valid_from
        last = data.get("valid_until")
        if "valid_from" in self.fields and first and first > timezone.localdate():
            self.add_error("valid_from", _("This day is still to come. Appoint somebody on the day itself."))
        if first and last and last < first + timedelta(days=0 if self.instance.pk else 1):
            self.add_error("valid_until", _("The last day must be after the first day."))
        organisation, role = data.get("organisation"), data.get("role")
        if organisation and role and (reason := why_not_officer(organisation, role=role)):
            self.add_error("organisation", reason)
        return data


@admin.register(Officer)
class OfficerAdmin(Kept):
    form = OfficerForm
    list_display = ("user", "organisation", "role", "valid_from", "valid_until")
    list_filter = ("role", "organisation__kind")
    search_fields = ("user__email", "user__name", "organisation__name")
    list_select_related = ("user", "organisation")
    autocomplete_fields = ("user", "organisation")

    def get_readonly_fields(self, request: HttpRequest, obj: Officer | None = None) -> tuple[str, ...]:
        return () if obj is None else ("user", "organisation", "role", "valid_from")

    def has_change_permission(self, request: HttpRequest, obj: Officer | None = None) -> bool:
        """What has ended stays as it was."""
        ended = obj is not None and obj.valid_until is not None and obj.valid_until <= timezone.localdate()
        return not ended and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Officer, form: Any, change: bool) -> None:  # noqa: FBT001
        """By the same verbs as everywhere: they put people in the group of their organisation and take them out."""
        today = timezone.localdate()
        try:
            if not change:
                held = appoint_officer(
                    obj.user, obj.organisation, role=OfficerRole(obj.role), on=obj.valid_from, until=obj.valid_until
                )
                obj.pk, obj.valid_until = held.pk, held.valid_until
            elif obj.valid_until is not None:
                end_officer(obj, on=obj.valid_until, today=today)
        except Refused as refusal:
            messages.error(request, str(refusal))
