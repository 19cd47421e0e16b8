from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.enums import Pillar
from actionplans.models import Objective, Plan
from assessments.models import Priority
from partnerships.forms.day import Day
from partnerships.forms.free_text import FreeText


class ObjectiveForm(forms.Form):
    """An objective: nothing in it is optional, or it cannot be measured afterwards (F41)."""

    priority: "forms.ModelChoiceField[Priority]" = forms.ModelChoiceField(queryset=None, label=_("Focus area"))
    title = FreeText(label=_("Objective"), max_length=200, help_text=_("What will be true when we succeed?"))
    pillar = forms.ChoiceField(label=_("Pillar"), choices=Pillar.choices)
    indicator = FreeText(
        label=_("How we measure it"), max_length=200, help_text=_("For example: burglaries per year, police figures.")
    )
    baseline = FreeText(label=_("Now"), max_length=80)
    target = FreeText(label=_("Target"), max_length=80)
    target_on = Day(label=_("Reached by"), widget=forms.DateInput)

    def __init__(self, *args: Any, plan: Plan, objective: Objective | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["priority"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Priority.objects.filter(cycle=plan.cycle_id)
        if objective is not None:
            self.initial.update({name: getattr(objective, name) for name in self.fields})
