from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import CooperationStep
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.forms.proof import ProofForm
from partnerships.models import Contact, Partner


class CooperationFormForm(ProofForm):
    """The form of cooperation from a day on, with the document that shows it (F19)."""

    step = forms.ChoiceField(label=_("Form"), choices=CooperationStep.choices, widget=forms.RadioSelect)
    since = Day(label=_("Since"), widget=forms.DateInput)
    remark = FreeText(label=_("Remark"), rows=2, max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].help_text = _("A document is needed: choose one here, or send a file along.")
        for name in ("document", "upload"):
            self.fields[name].one_of = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("document") and not data.get("upload") and "upload" not in self.errors:
            self.add_error("document", _("Choose the document that shows this form, or send it along."))
        return data


class DutyForm(forms.Form):
    """Who has a duty: a person, or a party without one (F20)."""

    holder = forms.ChoiceField(label=_("Who has this duty?"))
    on = Day(label=_("From which day?"), widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {
            one.pk: one for one in Partner.objects.joined().select_related("organisation").prefetch_related("contacts")
        }
        self.people: dict[int, Contact] = {}
        choices: list[tuple[str, object]] = [("", _("Nobody"))]
        for party in self.parties.values():
            people = [one for one in party.contacts.all() if not one.is_forgotten]
            self.people |= {one.pk: one for one in people}
            lines = [(f"contact:{one.pk}", f"{party}: {one.name}, {one.function}".rstrip(", ")) for one in people]
            choices += [(f"party:{party.pk}", str(party)), *lines]
        self.fields["holder"].choices = choices  # type: ignore[attr-defined]
        self.fields["holder"].required = False

    def chosen(self) -> tuple[Partner, Contact | None] | None:
        """The party and the person that were chosen; None for nobody."""
        kind, _colon, pk = self.cleaned_data["holder"].partition(":")
        if kind == "contact":
            contact = self.people[int(pk)]
            return self.parties[contact.partner_id], contact
        return (self.parties[int(pk)], None) if kind == "party" else None
