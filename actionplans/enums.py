"""Words with a fixed list in the plan."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeasureKind(TextChoices):
    ORGANISATIONAL = "organisational", _("Organisational")
    PHYSICAL = "physical", _("Physical")
    COMMUNICATION = "communication", _("Communication")
    STUDY = "study", _("Study")


class BudgetDecision(TextChoices):
    """Where the decision on the money stands (F48): the sources call a missing one the biggest bottleneck."""

    NOT_NEEDED = "not_needed", _("No money needed")
    UNDECIDED = "undecided", _("No decision yet")
    REQUESTED = "requested", _("Requested")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", pgettext_lazy("budget", "Refused")


class Pillar(TextChoices):
    """Clean, intact, safe, and reporting (S002, F111)."""

    CLEAN = "clean", _("Clean")
    INTACT = "intact", _("Intact")
    SAFE = "safe", _("Safe")
    REPORTING = "reporting", _("Willingness to report")


class MeasureState(TextChoices):
    """Computed from dates, never stored."""

    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")
    LATE = "late", _("Late")
    RUNNING = "running", _("Running")
    PLANNED = "planned", _("Planned")
