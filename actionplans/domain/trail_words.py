"""What the trail says about acts in the plan; the name of who did it stands before the sentence."""

from django.utils.translation import gettext_lazy as _

from actionplans.enums import BudgetDecision
from partnerships.domain.trail_words import add_choices, add_words

add_choices("decision", BudgetDecision)
add_words(
    {
        "started_plan": _("started the plan %(about)s, from %(starts)s up to and including %(ends)s"),
        "changed_plan_period": _(
            "changed the name or the period of the plan %(new_title)s, from %(new_starts)s"
            " up to and including %(new_ends)s"
        ),
        "wrote_plan_element": _("changed the part %(name)s of the plan %(about)s"),
        "approved_plan": _("recorded that %(party)s agreed to the plan %(about)s on %(on)s"),
        "lapsed_plan_approvals": _("changed the plan %(about)s, so that the approval lapsed of: %(parties)s"),
        "adopted_plan": _("adopted the plan %(about)s"),
        "revised_plan": _("started version %(new)s of the plan %(about)s"),
        "printed_plan": _("made a PDF of the plan %(about)s"),
        "added_objective": _("added the objective %(about)s"),
        "changed_objective": _("changed the objective %(about)s"),
        "removed_objective": _("removed the objective %(about)s"),
        "added_measure": _("added the measure %(about)s: %(party)s, deadline %(deadline)s"),
        "changed_measure": _("changed the measure %(about)s"),
        "decided_budget": _("recorded the decision on the money for %(about)s: %(new_decision)s"),
        "reported_progress": _("gave news of the measure %(about)s: %(note)s"),
        "completed_measure": _("marked the measure %(about)s as done: %(result)s"),
        "dropped_measure": _("dropped the measure %(about)s: %(reason)s"),
        "reopened_measure": _("opened the measure %(about)s again"),
    }
)
