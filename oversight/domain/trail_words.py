"""What the trail says of the verbs of this floor."""

from django.utils.translation import gettext_lazy as _

from partnerships.domain.trail_words import add_words

add_words({"retried_mail": _("has the mail %(about)s sent again")})
