"""Forms about the organisations that take part."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.domain.party_overview import every_kind, kind_name
from partnerships.enums import PartyKind
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText
from partnerships.models import Organisation
from partnerships.personal_data import NEVER
from partnerships.scheme import Scheme

SHOWN = 30
LINES = 4


def kind_choices(scheme: Scheme, own: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The kinds of ``every_kind``, each with what it is called here (F08)."""
    return [(kind, kind_name(scheme, kind)) for kind in every_kind(scheme, own)]


def register_kind(kind: str) -> str:
    """The kind in the shared list of organisations: a partnership's own kinds are nobody else's."""
    return kind if kind in PartyKind.values else PartyKind.OTHER


class PartyKindForm(forms.Form):
    """Which kind of party, and a search among the organisations of that kind."""

    kind = forms.ChoiceField(label=_("Kind of party"))
    q = forms.CharField(label=_("Part of the name"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, own: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices(scheme, own)  # type: ignore[attr-defined]


class PartyForm(forms.Form):
    """An organisation that is known, reused over all partnerships, or one that is named now."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, widget=forms.RadioSelect
    )
    new_name = FreeText(
        label=_("Name of an organisation that is not in the list"), max_length=160, required=False, may_keep=NEVER
    )
    joined = forms.ChoiceField(
        label=_("Does this party take part?"),
        choices=[("yes", _("Yes, it takes part")), ("no", _("Not yet, we are going to ask"))],
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, *args: Any, kind: str, q: str = "", taken: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = register_kind(kind)
        free = Organisation.objects.exclude(pk__in=taken)
        self.fields["organisation"].queryset = free  # type: ignore[attr-defined]
        known = free.filter(kind=self.kind)
        shown = known.filter(name__icontains=q) if q else known
        choices = [("", _("Not in this list")), *((one.pk, one.name) for one in shown[:SHOWN])]
        self.fields["organisation"].widget.choices = choices
        for name in ("organisation", "new_name"):
            self.fields[name].one_of = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, named = data.get("organisation"), data.get("new_name", "").strip()
        if chosen is not None and chosen.kind != self.kind:  # ticked in the list of a kind that was chosen before
            chosen = data["organisation"] = None
            if not named:
                self.add_error(
                    "organisation",
                    _("You ticked an organisation of another kind of party. This list is of the kind you chose now."),
                )
        elif chosen is not None and named and named.casefold() != chosen.name.casefold():
            self.add_error("new_name", _("You ticked an organisation and named another one. Choose one of the two."))
        elif chosen is None and not named and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose an organisation, or name one below."))
        return data


class PartyChangeForm(forms.Form):
    """Which kind of party it is here; its name, while nobody else uses the organisation."""

    kind = forms.ChoiceField(label=_("Kind of party"))
    name = FreeText(label=_("Name of the organisation"), max_length=160, may_keep=NEVER)

    def __init__(self, *args: Any, scheme: Scheme, own: Iterable[str] = (), no_rename: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices(scheme, own)  # type: ignore[attr-defined]
        if no_rename:
            del self.fields["name"]


class DayForm(forms.Form):
    """The day something happened; today unless somebody says otherwise."""

    on = Day(label=_("On which day?"), widget=forms.DateInput)


class ReasonForm(DayForm):
    """A day, and why."""

    reason = FreeText(label=_("Reason"), rows=LINES, max_length=2000)


class StatementForm(forms.Form):
    """What a party expects, wishes and does itself (F14)."""

    expectation = FreeText(label=_("What we expect of the cooperation"), rows=LINES, max_length=4000, required=False)
    desired_environment = FreeText(
        label=_("How we would like the area to be"), rows=LINES, max_length=4000, required=False
    )
    own_role = FreeText(label=_("What we do ourselves"), rows=LINES, max_length=4000, required=False)
