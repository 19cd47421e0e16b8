"""What people fill in about an audit: the request, the assignment, the judgements, the decision."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.enums import Outcome, Verdict
from partnerships.enums import OfficerRole, PartyKind
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Officer, Organisation, User
from partnerships.models.membership import valid_on
from partnerships.personal_data import NEVER


def day_field(label: Any, **options: Any) -> forms.DateField:
    return Day(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def text_field(label: Any, *, rows: int = 4, **options: Any) -> FreeText:
    return FreeText(label=label, max_length=5000, rows=rows, **options)


class AuditRequestForm(forms.Form):
    """Which certification body is asked. Only bodies with an auditor can be chosen."""

    body = forms.ModelChoiceField(label=_("Certification body"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        auditors = Officer.objects.filter(valid_on(on), role=OfficerRole.AUDITOR)
        self.fields["body"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            kind=PartyKind.CERTIFICATION_BODY, officers__in=auditors
        ).distinct()


class ReasonForm(forms.Form):
    """Taking something back, with a reason."""

    reason = text_field(_("Reason"), rows=3, may_keep=NEVER)


class WithdrawForm(ReasonForm):
    """First the reason, then the question whether that is meant."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AssignForm(forms.Form):
    """Who audits, and from which day up to and including which day the dossier can be read."""

    auditor = forms.ModelChoiceField(label=_("Auditor"), queryset=User.objects.none())
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"), help_text=_("The dossier closes after this day."))

    def __init__(self, *args: Any, auditors: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[user.pk for user in auditors])
        self.fields["auditor"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _t("The last day is before the first day."))
        return given

    @property
    def closes_on(self) -> date:
        """Half-open: the first day the dossier is closed."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class JudgementForm(forms.Form):
    """A verdict on one requirement; a remark is needed unless it conforms."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    remark = text_field(
        _("Remark"),
        rows=3,
        required=False,
        may_keep=NEVER,
        help_text=_("Needed unless the requirement conforms."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") not in {None, Verdict.CONFORM} and not (given.get("remark") or "").strip():
            self.add_error("remark", _t("Say in a remark what is lacking."))
        return given


class VisitForm(forms.Form):
    visited_on = day_field(_("Site visit on"))


class InterviewsForm(forms.Form):
    interviews = text_field(
        _("Notes of the interviews"),
        rows=8,
        required=False,
        may_keep=NEVER,
        help_text=_("Write functions and organisations, no names."),
    )


class DecisionForm(forms.Form):
    """The decision. The first time the form only leads to a question; ``confirmed`` answers that."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    motivation = text_field(_("Motivation"), rows=6, may_keep=NEVER)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    correction = text_field(
        _("What did you do about it?"), help_text=_("The auditor reads this and decides whether it is enough.")
    )


class StartForm(forms.Form):
    """The agreed first day of guarding."""

    starts_on = day_field(_("Starts on"))
    announcement = text_field(
        _("Announcement"), required=False, help_text=_("How you tell the companies: a letter, a meeting, the press.")
    )
