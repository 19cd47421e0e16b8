"""Fields with label, hint and error, and the summary of errors above a form."""

from copy import copy
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.template import Library
from django.utils.safestring import SafeString

register = Library()

# Order counts: the first that fits.
KINDS: list[tuple[type[forms.Widget], str, str]] = [
    (forms.CheckboxInput, "check", ""),
    (forms.CheckboxSelectMultiple, "many", ""),
    (forms.RadioSelect, "one", ""),
    (forms.MultiWidget, "parts", "utrecht-textbox utrecht-textbox--html-input"),
    (forms.SelectMultiple, "list", "utrecht-select utrecht-select--html-select"),
    (forms.Select, "select", "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "textarea", "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "file", ""),
    (forms.DateInput, "date", "utrecht-textbox utrecht-textbox--html-input"),
    (forms.DateTimeInput, "date", "utrecht-textbox utrecht-textbox--html-input"),
    (forms.TimeInput, "date", "utrecht-textbox utrecht-textbox--html-input"),
    (forms.NumberInput, "number", "utrecht-textbox utrecht-textbox--html-input"),
    (forms.Widget, "text", "utrecht-textbox utrecht-textbox--html-input"),
]
# What the browser's own picker wants to be given.
PICKERS: list[tuple[type[forms.Widget], str, str]] = [
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.TimeInput, "time", "%H:%M"),
]
GROUPS = {"many", "one", "parts"}


def kind_of(bound: BoundField) -> tuple[str, str]:
    """What kind of field it is, and the classes of its control."""
    return next((kind, look) for widget, kind, look in KINDS if isinstance(bound.field.widget, widget))


def control(bound: BoundField, kind: str, look: str) -> SafeString:
    """The control alone. ``required`` is left to the server, whose sentences are in the reader's language."""
    widget = copy(bound.field.widget)
    for picker, input_type, wanted in PICKERS:
        if isinstance(widget, picker):
            widget.input_type = input_type  # type: ignore[attr-defined]
            widget.format = wanted  # type: ignore[attr-defined]
    classes = f"{look} {widget.attrs.get('class', '')}".strip()
    # A placeholder goes when one starts to type and is hard to read: the label and the hint stay.
    attrs: dict[str, Any] = {"placeholder": False, "class": classes or False}
    if kind == "textarea" and str(widget.attrs.get("rows")) == "10":
        attrs["rows"] = 5  # Django's own ten are half a phone
    if bound.field.required and kind in {"text", "textarea", "select", "number", "date"}:
        attrs["aria-required"] = "true"
    return bound.as_widget(widget=widget, attrs=attrs)


def one_of(bound: BoundField) -> bool:
    """Is this one of several fields of which one must be filled in?"""
    return bool(getattr(bound.field, "one_of", False))


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, plain: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002  a prop
    """One field: label, hint, errors, control. ``plain`` leaves "(optional)" out, as above a list.

    So does ``one_of`` on the field itself: another field may be filled in instead, but not neither.
    """
    bound.form.use_required_attribute = False  # else the browser colours a field red before anything was typed
    kind, look = kind_of(bound)
    return {
        "bound": bound,
        "kind": kind,
        "group": kind in GROUPS,
        "control": "" if kind in {"many", "one"} else control(bound, kind, look),
        "optional": not bound.field.required and not plain and kind != "check" and not one_of(bound),
    }


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm, only: str = "") -> dict[str, Any]:
    """All fields of a form in their order, or the ones named in ``only`` (separated by spaces)."""
    names = only.split() or [bound.name for bound in form.visible_fields()]
    hidden = [] if only else form.hidden_fields()
    return {"fields": [form[name] for name in names], "hidden": hidden, "form": form, "whole": not only}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, above the form, each with a link to its field; nothing when nothing is wrong."""
    found = []
    for bound in form:
        kind, _look = kind_of(bound)
        target = f"{bound.auto_id}_0" if kind in GROUPS else bound.id_for_label or bound.auto_id
        found += [{"target": target, "label": str(bound.label).rstrip(".:?"), "text": text} for text in bound.errors]
    return {"found": found, "general": form.non_field_errors()}
