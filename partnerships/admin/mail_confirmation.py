"""Mail domains and mailboxes of organisations: the administrator says whom we write to, and the reader confirms."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.admin.kept import Kept
from partnerships.domain.mail_confirmations import ask_as_administrator, end_confirmation, why_not_ask
from partnerships.exceptions import Refused
from partnerships.models import MailConfirmation, User


class MailConfirmationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Says at the field why an address or a domain cannot be confirmed."""

    class Meta:
        model = MailConfirmation
        fields = ("organisation", "email", "domain")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("organisation") and data.get("email") and "domain" in data:
            reason = why_not_ask(data["organisation"], email=data["email"], domain=data["domain"])
            if reason:
                self.add_error("domain" if data["domain"] else "email", reason)
        return data


@admin.register(MailConfirmation)
class MailConfirmationAdmin(Kept):
    list_display = ("organisation", "domain", "email", "asked_at", "confirmed_at", "ended_at")
    list_filter = ("organisation__kind",)
    search_fields = ("organisation__name", "domain", "email")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)
    form = MailConfirmationForm
    actions = ("end",)

    def has_change_permission(self, request: HttpRequest, obj: MailConfirmation | None = None) -> bool:
        """What was asked is not changed: it is ended, and asked anew."""
        return obj is None and super().has_change_permission(request, obj)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A refusal that no form foresees, such as a mail server that is away: said, with what was typed kept."""
        try:
            return super().add_view(request, form_url, extra_context)
        except Refused as refused:
            messages.error(request, str(refused))
            typed = QueryDict(mutable=True)
            typed.update({name: request.POST.get(name, "") for name in self.form.Meta.fields})
            return HttpResponseRedirect(f"{request.path}?{typed.urlencode()}")

    def save_model(self, request: HttpRequest, obj: MailConfirmation, form: Any, change: bool) -> None:  # noqa: FBT001
        """By the verb, which mails as well; what it refuses, the form refused before."""
        made = ask_as_administrator(
            obj.organisation, email=obj.email, domain=obj.domain, by=cast("User", request.user), at=timezone.now()
        )
        obj.pk = made.pk

    @admin.action(description=gettext_lazy("End these confirmations"), permissions=["change"])
    def end(self, request: HttpRequest, rows: QuerySet[MailConfirmation]) -> None:
        for row in rows.filter(ended_at__isnull=True):
            end_confirmation(row, at=timezone.now())
            self.log_change(request, row, _("ended"))
