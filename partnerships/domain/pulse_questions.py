"""The six questions of the yearly pulse (F108; S004 "structurele verbetering van de samenwerking").

The keys never change: answers of years are compared by them. A better wording is allowed, another question is another key.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

QUESTIONS: dict[str, str | Promise] = {
    "know_each_other": _("I know whom to call at the other parties."),
    "keep_promises": _("The parties do what they promised."),
    "informed": _("I am told in time about what matters to me."),
    "own_part": _("My organisation has enough time and means to do its part."),
    "result": _("The area becomes cleaner, more intact and safer through our work."),
    "go_on": _("We go on together, also if one of us leaves."),
}
SCORES: dict[int, str | Promise] = {
    1: pgettext_lazy("pulse", "Not at all"),
    2: pgettext_lazy("pulse", "Hardly"),
    3: pgettext_lazy("pulse", "Partly"),
    4: pgettext_lazy("pulse", "Largely"),
    5: pgettext_lazy("pulse", "Completely"),
}
