"""What the trail says about acts in the analysis; the name of who did it stands before the sentence."""

from django.utils.translation import gettext_lazy as _

from partnerships.domain.trail_words import add_words

add_words(
    {
        "wrote_sketch": _("described the area in the analysis"),
        "imported_figures": _("imported the figures of %(about)s"),
        "removed_figures": _("took the figures of %(about)s out of the analysis"),
        "wrote_figures_report": _("made a PDF of the figures"),
        "recorded_survey": _("recorded the survey %(about)s"),
        "changed_survey": _("changed the survey %(about)s"),
        "removed_survey": _("removed the survey %(about)s"),
        "recorded_round": _("recorded the inspection round %(about)s"),
        "changed_round": _("changed the inspection round %(about)s"),
        "removed_round": _("removed the inspection round %(about)s"),
        "answered_topic": _("answered the topic %(name)s"),
        "chose_priority": _("chose the focus area %(about)s"),
        "changed_priority": _("changed the focus area %(about)s"),
        "moved_priority": _("moved the focus area %(about)s from place %(old)s to %(new)s"),
        "removed_priority": _("removed the focus area %(about)s"),
        "adopted_analysis": _("adopted the safety analysis"),
        "reopened_analysis": _("reopened the safety analysis: %(reason)s"),
    }
)
