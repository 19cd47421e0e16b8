"""What the trail says about audit, certificate and start; the name of who did it stands before the sentence."""

from django.utils.translation import gettext_lazy as _

from certification.enums import Outcome, Verdict
from partnerships.domain.trail_words import add_choices, add_words

add_choices("verdict", Verdict)
add_choices("outcome", Outcome)
add_words(
    {
        "requested_audit": _("asked %(body)s for an audit"),
        "withdrew_audit": _("withdrew the audit: %(reason)s"),
        "assigned_auditor": _("appointed %(auditor)s as the auditor, from %(opens_on)s"),
        "judged_requirement": _("judged the requirement %(name)s: %(verdict)s"),
        "noted_interviews": _("described the interviews of the audit"),
        "noted_visit": _("recorded the visit of the audit on %(day)s"),
        "answered_finding": _("wrote what was done about the finding on %(name)s"),
        "resolved_finding": _("found the finding on %(name)s solved"),
        "decided_audit": _("closed the audit with the decision: %(outcome)s"),
        "issued_certificate": _("issued the certificate %(about)s"),
        "filed_certificate": _("made the PDF of the certificate %(about)s"),
        "succeeded_certificate": _("certificate %(successor)s followed certificate %(about)s"),
        "withdrew_certificate": _("withdrew the certificate %(about)s: %(reason)s"),
        "handed_out_recognition": _("gave everybody the recognition %(about)s in their own name"),
        "made_recognition_copy": _("made the recognition %(about)s for %(who)s"),
        "viewed_own_recognition": _("opened the recognition in their own name"),
        "exported_recognitions": _("took the list of recognitions along as a file"),
        "started_operations": _("recorded that guarding starts on %(day)s"),
    }
)
