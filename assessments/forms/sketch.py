from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.free_text import FreeText


class SketchForm(forms.Form):
    sketch = FreeText(
        label=_("Sketch of the area"),
        help_text=_("Where does the area begin and end, which companies are there, what happens at night?"),
        rows=8,
        max_length=8000,
    )
    goes_well = FreeText(label=_("What goes well"), rows=4, max_length=4000, required=False)
    can_be_better = FreeText(label=_("What can be better"), rows=4, max_length=4000, required=False)
