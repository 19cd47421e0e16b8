"""Fields that several forms share: a document that is here, or a file that is sent along."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Document


class ProofForm(forms.Form):
    """Ends with the two ways of showing something."""

    document = forms.ModelChoiceField(
        label=_("Document that is here already"),
        queryset=Document._base_manager.none(),
        required=False,
        empty_label=_("Choose a document"),
    )
    upload = forms.FileField(
        label=_("Or send a file along"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF or Word, at most 25 MB."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(confidential=False)  # type: ignore[attr-defined]
        self.order_fields([name for name in self.fields if name not in {"document", "upload"}])
