from django import forms
from django.utils.translation import gettext_lazy as _


class SketchForm(forms.Form):
    sketch = forms.CharField(
        label=_("Sketch of the area"),
        help_text=_("Where does the area begin and end, which companies are there, what happens at night?"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
    )
    goes_well = forms.CharField(
        label=_("What goes well"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )
    can_be_better = forms.CharField(
        label=_("What can be better"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )
