"""Organisations, and which municipalities lie in a province or region."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from partnerships.admin.kept import Kept
from partnerships.domain.grant_checking import find_drift
from partnerships.domain.grant_mending import mend_drift
from partnerships.enums import PartyKind
from partnerships.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(Kept):
    list_display = ("name", "kind", "country", "municipality_code")
    list_filter = ("kind", "country")
    search_fields = ("name", "register_number")
    fields = ("name", "kind", "country", "register_number", "municipality_code", "accent", "logo", "municipalities")
    filter_horizontal = ("municipalities",)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Organisation.objects.filter(kind=PartyKind.MUNICIPALITY)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Which municipalities lie in a region decides what its overseers see."""
        super().save_related(request, form, formsets, change)
        if {"municipalities", "kind"} & set(form.changed_data):
            mend_drift(find_drift(on=timezone.localdate()), at=timezone.now())
