"""Why not: the sentence that stands on the disabled button and in the refusal. "" means yes."""

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from assessments.models import Analysis, FigureImport, Priority
    from partnerships.models import Cycle


def why_not_record(cycle: "Cycle") -> str:
    """Why no result may be added to this round: it is closed."""
    return _("This round is closed. Its results stay as they are.") if cycle.closed_on else ""


def why_not_change(cycle: "Cycle", analysis: "Analysis | None") -> str:
    """Why figures, topics and focus areas may not change: what was adopted stays until it is reopened."""
    if analysis is not None and analysis.adopted_on:
        day = date_format(analysis.adopted_on, "j F Y")
        return _("The analysis was adopted on %(day)s. Reopen it to change something.") % {"day": day}
    return why_not_record(cycle)


def why_not_reopen(cycle: "Cycle", analysis: "Analysis | None") -> str:
    if analysis is None or not analysis.adopted_on:
        return _("The analysis has not been adopted.")
    return why_not_record(cycle)


def why_not_confirm(figure_import: "FigureImport") -> str:
    """Why this file cannot become figures now."""
    preview = figure_import.preview or {}
    if figure_import.confirmed_at:
        return _("The figures of this file are already in the analysis.")
    if figure_import.discarded_at:
        return _("This file was thrown away.")
    if not preview:
        return _("This file has not been read yet.")
    if preview.get("refused"):
        return str(preview["refused"])
    if preview["error_count"]:
        return _("There are mistakes in this file. Repair them and send the file again. Nothing has been changed.")
    return ""


def why_not_remove(priority: "Priority") -> str:
    """An objective without its focus area would hang in the air (F41)."""
    hanging = priority.objectives.count()
    if not hanging:
        return ""
    text = ngettext(
        "The plan has %(number)s objective for this focus area. Move or remove it first.",
        "The plan has %(number)s objectives for this focus area. Move or remove these first.",
        hanging,
    )
    return text % {"number": hanging}
