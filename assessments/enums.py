"""Words with a fixed list in the analysis."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Light(TextChoices):
    DAY = "day", _("By day")
    DARK = "dark", _("In the dark")


class Audience(TextChoices):
    """Who answered a survey (F27)."""

    ENTREPRENEURS = "entrepreneurs", _("Entrepreneurs")
    RESIDENTS = "residents", _("Residents")
    EMPLOYEES = "employees", _("Employees")
    CUSTOMERS = "customers", _("Customers")


class FigureSource(TextChoices):
    """Who counted (F21)."""

    POLICE = "police", _("Police, registered crime")
    MUNICIPALITY = "municipality", _("Municipality, reports on public space")
    FIRE = "fire", _("Fire service")
    ENVIRONMENT = "environment", _("Environment service")
    OTHER = "other", _("Another source")
