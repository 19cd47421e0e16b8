"""The rooms around the parties, in three groups: who comes, how they work together, whom one asks."""

from django.urls import reverse
from django.utils.translation import gettext as _

Ways = list[tuple[str, list[tuple[str, str]]]]


def party_ways(slug: str, *, adviser: bool) -> Ways:
    """Title of the group, then words and address of each page. ``adviser``: does the scheme know one with services?"""

    def at(name: str) -> str:
        return reverse(f"partnerships:{name}", kwargs={"partnership": slug})

    return [
        (
            _("Who takes part"),
            [
                (_("Problems in the area"), at("problems")),
                (_("Sounding out"), at("soundings")),
                (_("Kick-off"), at("kick-off")),
                (_("Roles"), at("roles")),
                (_("Areas"), at("areas")),
            ],
        ),
        (
            _("How we work together"),
            [
                (_("Statements side by side"), at("statements")),
                (_("Form of cooperation"), at("cooperation")),
                (_("Coordination"), at("duties")),
                (_("Pledged hours"), at("pledges")),
                (_("Pulse"), at("pulses")),
            ],
        ),
        (
            _("Whom one asks"),
            [(_("Whom to call"), at("short-lines")), *([(_("Adviser"), at("adviser"))] if adviser else [])],
        ),
    ]
