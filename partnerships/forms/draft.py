"""Forms of a draft: which clauses, the words, a comment, annexes, which versions are compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.enums import CovenantStage
from partnerships.forms.free_text import FreeText
from partnerships.forms.several import Several
from partnerships.models import AgreementVersion, Document, Partner
from partnerships.template_parts import AgreementTemplate, Clause


def clause_label(clause: Clause) -> str:
    return f"{clause.name}. {clause.help}" if clause.help else str(clause.name)


class ClausesForm(forms.Form):
    """What goes into the text: the clauses that may be left out, choices between two, and who signs.

    Sent with GET: choosing changes nothing that is kept.
    """

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    def __init__(
        self, *args: Any, template: AgreementTemplate | None, partners: list[Partner] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.template, self.partners = template, {str(one.pk): one for one in partners or []}
        self.fields["chosen"] = forms.CharField(widget=forms.HiddenInput, initial="1")
        if self.partners:
            self.fields["parties"] = Several(
                label=_("Which parties sign?"),
                choices=[(key, str(one)) for key, one in self.partners.items()],
                initial=list(self.partners),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Choose at least one party.")},
            )
        if template and template.optional:
            self.fields["clauses"] = Several(
                label=_("Parts you can add"),
                help_text=_("Tick a part to put it in the text."),
                choices=[(one.id, clause_label(one)) for one in template.optional],
                initial=[one.id for one in template.optional if one.default],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for name, clauses in (template.choices if template else {}).items():
            self.fields[f"choice-{name}"] = forms.ChoiceField(
                label=str(clauses[0].title),
                choices=[(one.id, clause_label(one)) for one in clauses],
                initial=next(one.id for one in clauses if one.default),
                widget=forms.RadioSelect,
            )

    def clauses(self) -> list[str]:
        """The ids of the clauses that were chosen; needs a valid form."""
        data = self.cleaned_data
        return [*data.get("clauses", []), *(value for name, value in data.items() if name.startswith("choice-"))]

    def party_ids(self) -> list[int]:
        """The partners that were chosen; [] when everybody the document names signs."""
        chosen = self.cleaned_data.get("parties", [])
        return [] if len(chosen) == len(self.partners) else [int(key) for key in chosen]


class DraftForm(forms.Form):
    """The words of a draft."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    title = FreeText(label=_("Title"), max_length=200)
    text = FreeText(
        label=_("Text"),
        rows=30,
        max_length=100_000,
        error_messages={
            "max_length": _(
                "This text is too long: it may have %(limit_value)d characters. Put a part of it in an annex."
            )
        },
        help_text=_(
            "Begin a line with ## for a heading, with 1. for a numbered point or with - for a point with a dot. A blank "
            "line ends a paragraph. **Bold** and *italics* work as well."
        ),
    )

    def __init__(self, *args: Any, with_title: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_title:
            del self.fields["title"]


class CommentForm(forms.Form):
    """What a member thinks of a draft, or of one part of it."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    heading = forms.ChoiceField(label=_("What is it about?"), required=False)
    text = FreeText(label=_("Your comment"), rows=5, max_length=4000)

    def __init__(self, *args: Any, headings: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].choices = [("", _("The whole text")), *((one, one) for one in headings)]  # type: ignore[attr-defined]


class AnnexesForm(forms.Form):
    """Which documents are an annex; the order is that of the list."""

    documents = Several(label=_("Documents of this partnership"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, possible: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = {str(one.pk): one for one in possible}
        self.fields["documents"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.title} ({one.get_kind_display()}, {one.filename})") for key, one in self.possible.items()
        ]

    def chosen(self) -> list[Document]:
        return [self.possible[key] for key in self.cleaned_data["documents"]]


class CompareForm(forms.Form):
    """Which two texts are laid side by side. Sent with GET."""

    old = forms.ChoiceField(label=_("Compare this text"))
    new = forms.ChoiceField(label=_("With this text"))

    def __init__(self, *args: Any, versions: list[AgreementVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(one.pk): one for one in versions}
        words = _("Version %(number)s, round %(round)s")
        choices = [
            (key, words % {"number": one.number, "round": one.agreement.round}) for key, one in self.versions.items()
        ]
        for name in ("old", "new"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> tuple[AgreementVersion, AgreementVersion]:
        return self.versions[self.cleaned_data["old"]], self.versions[self.cleaned_data["new"]]


class CovenantStageForm(forms.Form):
    """When in this round the covenant is signed."""

    stage = forms.ChoiceField(
        label=_("When is the covenant signed?"), choices=CovenantStage.choices, widget=forms.RadioSelect
    )


class DespiteForm(forms.Form):
    """Why a text is sent although something warns against it now."""

    use_required_attribute = False  # the server says what is missing, in the language of the reader

    despite = forms.CharField(widget=forms.HiddenInput, initial="1")
    reason = FreeText(label=_("Why do you send it now?"), rows=3, max_length=1000)

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]
