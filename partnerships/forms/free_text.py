"""The field for every text people write themselves: it asks before it takes personal data (B20).

The first time a text holds such data the form comes back with what was found and where, and two ways on: mask it, or
(a work number, a general address) keep it on purpose. A choice counts for exactly what was found. Works without script;
with it ``static/js/personal_data.js`` warns while one types.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partnerships.doors.kept_personal_data import note_kept
from partnerships.forms.one_line import refuse_unseen
from partnerships.personal_data import MAY_BE_KEPT, NEVER, Hit, PersonalKind, find, mark_of, mask

SHOWN = 5
LONGEST = 5_000  # characters of a text that says nothing else: nobody fills the file of a partnership with one field


class _Guarded(forms.Widget):
    """Reads the choice that was made beside the text, and draws it when there is one to make."""

    choice = ""
    hits: tuple[Hit, ...] = ()
    may_keep: frozenset[PersonalKind] = NEVER

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text; masked when that was chosen for what stands in it, so that the field shows it too."""
        text = super().value_from_datadict(data, files, name)
        self.choice = str(data.get(f"{name}-personal", ""))
        if isinstance(text, str) and self.choice.startswith("mask:"):
            hits = find(text)
            return mask(text, hits=hits) if self.choice == f"mask:{mark_of(hits)}" else text
        return text

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-personal": reverse("partnerships:personal-data")}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        drawn = super().render(name, value, attrs, renderer)
        if not self.hits:
            return drawn
        mark = mark_of(self.hits)
        context = {
            "name": f"{name}-personal",
            "masked": f"mask:{mark}",
            "kept": f"keep:{mark}" if why_not_keep(self.hits, self.may_keep) == "" else "",
            "why_not": why_not_keep(self.hits, self.may_keep),
            "chosen": self.choice,
        }
        choices = (renderer or forms.renderers.get_default_renderer()).render(
            "partnerships/_personal_data.html", context
        )
        return drawn + SafeString(choices)


class FreeTextarea(_Guarded, forms.Textarea):
    """Several lines."""


class FreeTextInput(_Guarded, forms.TextInput):
    """One line."""


def why_not_keep(hits: Iterable[Hit], may_keep: frozenset[PersonalKind]) -> str:
    """Why this must be masked; "" when a person may decide to keep it."""
    names = dict.fromkeys(hit.name for hit in hits if hit.kind not in may_keep)
    return _("This may not stand here: %(kinds)s.") % {"kinds": ", ".join(names)} if names else ""


def said_of(hits: tuple[Hit, ...]) -> str:
    """What was found and where, in one sentence."""
    one_line = hits[-1].line == 1
    words = _("%(kind)s “%(text)s”") if one_line else _("line %(line)s: %(kind)s “%(text)s”")
    told = [words % {"line": hit.line, "kind": hit.name, "text": hit.text} for hit in hits[:SHOWN]]
    if more := len(hits) - SHOWN:
        told += [_("and %(number)s more") % {"number": more}] if more > 0 else []
    return _("There seems to be personal data here: %(found)s. Choose below what should happen with it.") % {
        "found": "; ".join(told)
    }


class FreeText(forms.CharField):
    """A text of one line, or of ``rows`` lines. ``may_keep``: kinds a person may keep on purpose."""

    def __init__(
        self, *, rows: int = 0, may_keep: frozenset[PersonalKind] = MAY_BE_KEPT, attrs: Any = None, **options: Any
    ) -> None:
        widget = FreeTextarea(attrs={"rows": rows, **(attrs or {})}) if rows else FreeTextInput(attrs=attrs)
        self.may_keep = widget.may_keep = may_keep
        options.setdefault("max_length", LONGEST)
        super().__init__(widget=widget, validators=[] if rows else [refuse_unseen], **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        widget = self.widget
        if not isinstance(text, str) or not isinstance(widget, _Guarded):
            return text
        widget.hits = hits = tuple(find(text))
        if not hits:
            return text
        if why_not_keep(hits, self.may_keep) == "" and widget.choice == f"keep:{mark_of(hits)}":
            note_kept(str(self.label), tuple(dict.fromkeys(hit.kind.value for hit in hits)))
            return text
        raise ValidationError(said_of(hits), code="personal_data")
