"""What the trail says of the verbs of this floor."""

from django.utils.translation import gettext_lazy as _

from oversight.enums import RetentionKind
from partnerships.domain.trail_words import add_choices, add_words

add_words(
    {
        "handed_over": _("handed over %(about)s to %(successor)s; measures that went along: %(measures)s"),
        "retried_mail": _("had the mail “%(name)s” to %(to)s sent again"),
        "retained": _("cleared what had been kept long enough, %(retained_kind)s: %(count)s"),
        "downloaded_own_data": _("downloaded what is kept about themselves"),
        "forgot_person": _("forgot a person at their own request; signatures and history stayed"),
    }
)
add_choices("retained_kind", RetentionKind)
