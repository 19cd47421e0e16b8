"""Forms of a measure: what it is, what is new, how it ends."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.domain.measures import DECIDED, FIELDS
from actionplans.enums import BudgetDecision, MeasureKind
from actionplans.models import Measure, Objective, Plan
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Contact, Partner


class ContactField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, contact: Contact) -> str:
        return f"{contact.name} ({contact.partner})"


class DecisionForm(forms.Form):
    """Where the decision on the money stands (F48)."""

    decision = forms.ChoiceField(
        label=_("Decision on the money"), choices=BudgetDecision.choices, initial=BudgetDecision.UNDECIDED
    )
    decided_on = Day(
        label=_("Decided on"), required=False, widget=forms.DateInput, help_text=_("For granted and refused.")
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") in DECIDED and not data.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Fill in on which day this was decided."))
        return data


class MeasureForm(DecisionForm):
    """A row of the matrix: it cannot be saved without a party, a person of that party and a deadline (F51)."""

    objective: "forms.ModelChoiceField[Objective]" = forms.ModelChoiceField(queryset=None, label=_("Objective"))
    title = FreeText(label=_("Measure"), max_length=200)
    description = FreeText(label=_("What exactly"), required=False, max_length=4000, rows=4)
    kind = forms.ChoiceField(label=_("Kind"), choices=MeasureKind.choices)
    owner_partner: "forms.ModelChoiceField[Partner]" = forms.ModelChoiceField(queryset=None, label=_("Party in charge"))
    owner_contact = ContactField(
        queryset=None, label=_("Person in charge"), help_text=_("A contact of the party in charge.")
    )
    starts_on = Day(label=_("Start"), required=False, widget=forms.DateInput)
    deadline = Day(label=_("Deadline"), widget=forms.DateInput)
    cost = forms.DecimalField(
        label=_("Cost in euro"), required=False, min_value=Decimal(0), max_digits=12, decimal_places=2, localize=True
    )
    funder = FreeText(label=_("Paid by"), required=False, max_length=120)
    field_order = (
        "objective", "title", "description", "kind", "owner_partner", "owner_contact", "starts_on", "deadline", "cost",
        "funder", "decision", "decided_on",
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, measure: Measure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Partner.objects.joined().select_related("organisation")
        contacts = Contact.objects.filter(partner__joined_on__isnull=False, partner__left_on__isnull=True)
        choices = {
            "objective": Objective.objects.filter(plan=plan),
            "owner_partner": partners,
            "owner_contact": contacts.select_related("partner__organisation").order_by(
                "partner__organisation__name", "name"
            ),
        }
        for name, queryset in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
        if measure is not None:
            self.initial.update({name: getattr(measure, name) for name in FIELDS if name in self.fields})
            self.initial.update(decision=measure.decision, decided_on=measure.decided_on)
            self.initial["cost"] = (Decimal(measure.cost_cents) / 100).quantize(Decimal("0.01"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        partner, contact = data.get("owner_partner"), data.get("owner_contact")
        if partner and contact and contact.partner_id != partner.pk:
            self.add_error("owner_contact", _("Choose a person of %(party)s.") % {"party": partner})
        if data.get("starts_on") and data.get("deadline") and data["starts_on"] > data["deadline"]:
            self.add_error("deadline", _("The deadline comes before the start."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What the verbs take: the fields of a measure, the cost in whole cents."""
        data = self.cleaned_data
        facts = {name: data[name] for name in FIELDS if name in data}
        return {**facts, "cost_cents": int((data["cost"] or Decimal(0)) * 100)}


class ProgressForm(forms.Form):
    note = FreeText(label=_("What is the news"), max_length=2000, rows=4)
    on = Day(label=_("On"), widget=forms.DateInput)


class DoneForm(forms.Form):
    result = FreeText(label=_("What is the result"), max_length=2000, rows=4)
    on = Day(label=_("Done on"), widget=forms.DateInput)


class DropForm(forms.Form):
    reason = FreeText(label=_("Why is it dropped"), max_length=2000, rows=4)
    on = Day(label=_("Dropped on"), widget=forms.DateInput)
