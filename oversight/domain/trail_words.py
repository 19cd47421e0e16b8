"""What the trail says of the verbs of this floor."""

from django.utils.translation import gettext_lazy as _

from partnerships.domain.trail_words import add_words

add_words({"retried_mail": _("had the mail “%(name)s” to %(to)s sent again")})
