"""What the trail says on screen. A room adds its verbs in its own ``domain/trail_words.py`` with ``add_words``.

The name of who did it stands before the sentence; ``%(about)s`` is the row it was done to, the rest are details. A day
is written out, a word of a list registered with ``add_choices`` gets its label, and a value inside another is named
after both: ``%(new_decision)s``.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.domain.seen import EMERGENCY_PAGE, SEEN
from partnerships.enums import CovenantStage, Firmness
from partnerships.models import Activity
from partnerships.personal_data import PersonalKind

WORDS: dict[str, str | Promise] = {}
CHOICES: dict[str, type[TextChoices]] = {}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)  # how the trail keeps a day
DAY_IN_NAME = re.compile(rf"(?<!\S){DAY.pattern}(?!\S)", re.ASCII)  # "kick-off 2026-12-05", not the name of a file


def add_words(words: Mapping[str, str | Promise]) -> None:
    """Register a room's verbs. Raises ``ValueError`` when another room uses one of them."""
    for verb, sentence in words.items():
        if WORDS.setdefault(verb, sentence) != sentence:
            raise ValueError(f"Two rooms have words for “{verb}”.")


def add_choices(key: str, choices: type[TextChoices]) -> None:
    """Register the list a detail's words come from. Raises ``ValueError`` when the detail has another list already."""
    if CHOICES.setdefault(key, choices) is not choices:
        raise ValueError(f"Two lists for the detail “{key}”.")


def shown(key: str, value: object) -> str:
    """A detail as it is read on screen: no codes, no ISO dates; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(shown(key, one) for one in value)
    if key in CHOICES and value in CHOICES[key].values:
        return str(CHOICES[key](value).label)
    return written_day(value) if isinstance(value, str) and DAY.fullmatch(value) else str(value)


def written_day(day: str) -> str:
    """A day of the trail as people write it; as it stands when the calendar does not have it."""
    try:
        return date_format(date.fromisoformat(day))
    except ValueError:
        return day


def shown_name(name: str) -> str:
    """The name of a row, with the day in it written out."""
    return DAY_IN_NAME.sub(lambda found: written_day(found[0]), name)


def _readable(details: Mapping[str, object], before: str = "") -> dict[str, str]:
    """The details by name, each as it is shown."""
    found: dict[str, str] = {}
    for key, value in details.items():
        found |= _readable(value, f"{before}{key}_") if isinstance(value, dict) else {before + key: shown(key, value)}
    return found


def sentence(activity: Activity) -> str:
    """What was done, to be read after the name; a verb without words is shown as it is."""
    words = WORDS.get(activity.verb)
    if words is None:
        return f"{activity.verb.replace('_', ' ')}: {shown_name(activity.subject_name)}".removesuffix(": ")
    return str(words) % defaultdict(str, {**_readable(activity.details), "about": shown_name(activity.subject_name)})


def verb_name(verb: str) -> str:
    """The sentence with dots for its names: what a filter offers."""
    words = WORDS.get(verb)
    return verb.replace("_", " ") if words is None else str(words) % defaultdict(lambda: "…")


def looked_names() -> list[str]:
    """The verbs that say somebody looked at something."""
    return sorted({what.verb for what in (*SEEN.values(), EMERGENCY_PAGE)})


add_words(
    {
        "viewed_document": _("opened the document %(about)s"),
        "viewed_agreement": _("opened the signed document %(about)s"),
        "viewed_text_by_link": _("opened the text with the link from the mail"),
        "viewed_agreement_by_link": _("opened the signed document with the link from the mail"),
        "viewed_dossier": _("read the dossier of the audit"),
        "viewed_dossier_item": _("opened %(about)s from the dossier of the audit"),
        "viewed_manifest": _("opened the list of the dossier of the audit"),
        "viewed_certificate": _("opened the certificate %(about)s"),
        "viewed_mail_log": _("looked at the mail log"),
        "viewed_page": _("looked at the page %(path)s"),
        "exported_mail_log": _("took the mail log along as a file"),
        "exported_addresses": _("took the addresses of %(about)s along as a file"),
        "exported_signatories": _("took the signatories of %(about)s along as a file"),
        "exported_parties": _("took the list of parties along as a file"),
        "exported_statements": _("took the statements along as a file"),
        "exported_problems": _("took the problems along as a file"),
        "exported_soundings": _("took the log of sounding out along as a file"),
        "exported_invitees": _("took the list of invitees of the kick-off along as a file"),
        "exported_duties": _("took the coordination duties along as a file"),
        "exported_roles": _("took the list of roles along as a file"),
        "exported_handover": _("took the hand-over pack of %(about)s along as a file"),
        "exported_short_lines": _("took the contact card along as a file"),
        "exported_pledges": _("took the pledged hours along as a file"),
        "exported_adviser": _("took the questions to the adviser along as a file"),
        "exported_pulses": _("took the outcome of the pulses along as a file"),
        "exported_meetings": _("took the list of meetings along as a file"),
        "exported_obligations": _("took the list of obligations along as a file"),
        "viewed_annex_by_link": _("opened an annex with the link from the mail"),
        "exported_documents": _("took the list of documents along as a file"),
        "exported_history": _("took the history along as a file"),
        "exported_guests": _("took the guest list of %(about)s along as a file"),
        "exported_figures": _("took the figures along as a file"),
        "exported_surveys": _("took the list of surveys along as a file"),
        "exported_rounds": _("took the list of inspection rounds along as a file"),
        "exported_priorities": _("took the focus areas along as a file"),
        "exported_measures": _("took the measures along as a file"),
        "opened_emergency_access": _("opened emergency access until %(until)s: %(reason)s"),
        "ended_emergency_access": _("ended the emergency access"),
    }
)
add_words(
    {
        "founded": _("founded the partnership %(about)s"),
        "passed_intake": _("answered yes to the questions before the start"),
        "proved_answer": _("wrote down what the answer to “%(question)s” rests on"),
        "added_problem": _("wrote down a problem: %(about)s"),
        "changed_problem": _("changed the problem %(about)s"),
        "removed_problem": _("removed the problem %(about)s"),
        "sounded_out": _("wrote down a contact with %(about)s: %(commitment)s"),
        "changed_sounding": _("changed a contact with %(about)s"),
        "removed_sounding": _("removed a contact with %(about)s"),
        "called_kick_off": _("planned the kick-off on %(on)s"),
        "changed_kick_off": _("changed the plan of the %(about)s"),
        "invited_to_kick_off": _("invited %(count)s people to the %(about)s"),
        "reminded_of_kick_off": _("reminded %(count)s people of the %(about)s"),
        "cancelled_kick_off": _("cancelled the %(about)s: %(reason)s"),
        "comes_to_kick_off": _("comes to the %(about)s"),
        "stays_away_from_kick_off": _("does not come to the %(about)s"),
        "set_cooperation_form": _("wrote down the form of cooperation since %(on)s: %(about)s"),
        "gave_duty": _("gave %(about)s the duty “%(duty)s” from %(on)s"),
        "ended_duty": _("took the duty “%(duty)s” from %(about)s from %(on)s"),
        "opened_cycle": _("started the round %(about)s"),
        "covered_area": _("added the area %(about)s"),
        "uncovered_area": _("took the area %(about)s out of the partnership"),
        "drew_boundary": _("drew the outline of %(about)s: %(hectares)s hectares"),
        "replaced_addresses": _("replaced the address list of %(about)s: %(count)s addresses"),
        "added_address": _("added the address %(address)s to %(about)s"),
        "removed_address": _("removed the address %(address)s from %(about)s"),
        "added_party": _("added %(about)s as a party"),
        "changed_party": _("changed the party %(about)s"),
        "ticked_party": _("wrote down that %(kind_name)s is to be approached"),
        "unticked_party": _("wrote down that %(kind_name)s need not be approached"),
        "added_party_type": _("added the kind of party %(about)s"),
        "removed_party_type": _("removed the kind of party %(about)s"),
        "asked_again": _("asked %(about)s again"),
        "joined": _("recorded that %(about)s takes part"),
        "declined": _("recorded that %(about)s declined: %(reason)s"),
        "left": _("recorded that %(about)s left"),
        "wrote_statement": _("wrote the statement of %(about)s"),
        "recorded_statement": _("recorded the statement of %(about)s on its behalf"),
        "added_contact": _("added %(about)s as a contact of %(party)s"),
        "asked_mail_confirmation": _("asked %(email)s to confirm that %(domain)s is a mail domain of %(about)s"),
        "changed_contact": _("changed the particulars of %(about)s, %(party)s"),
        "removed_contact": _("removed the contact %(about)s, %(party)s"),
        "appointed": _("appointed %(about)s"),
        "appointed_deputy": _("appointed %(about)s, as deputy of %(principal)s"),
        "mended_rights": _("made granted rights equal to the roles of today: %(count)s changed"),
        "ended_role": _("ended the role of %(about)s"),
        "invited": _("invited %(about)s"),
        "invited_again": _("sent the invitation of %(about)s again"),
        "withdrew_invitation": _("withdrew the invitation of %(about)s"),
        "accepted_invitation": _("accepted the invitation to %(about)s"),
        "accepted_with_other_account": _("accepted the invitation to %(about)s with the account %(account)s"),
        "asked_invitation_code": _(
            "asked for a code to accept the invitation to %(about)s with the account %(account)s"
        ),
        "recorded_meeting": _("recorded a meeting: %(about)s"),
        "added_document": _("added the document %(about)s"),
        "ticked_task": _("marked the task %(name)s as done"),
        "unticked_task": _("marked the task %(name)s as not done"),
        "planned_task": _("planned the task %(name)s"),
        "skipped_task": _("skipped the task %(name)s"),
        "waived_gate": _("set aside the condition %(name)s: %(reason)s"),
        "ended_waiver": _("restored the condition %(name)s"),
        "drafted_agreement": _("drafted %(about)s"),
        "revised_agreement": _("changed the draft of %(about)s"),
        "changed_annexes": _("changed the annexes of %(about)s"),
        "commented_on_agreement": _("commented on the draft of %(about)s"),
        "resolved_comment": _("dealt with a comment on %(about)s"),
        "sent_despite_warning": _("sent %(about)s outside the agreed stage: %(why)s"),
        "chose_covenant_stage": _("chose when the covenant is signed: %(stage)s"),
        "added_obligation": _("added an obligation of %(party)s: %(about)s"),
        "changed_obligation": _("changed the obligation %(about)s"),
        "did_obligation": _("recorded that %(party)s did what it promised: %(about)s"),
        "removed_obligation": _("removed the obligation %(about)s"),
        "discarded_agreement": _("threw away the draft of %(about)s"),
        "sent_agreement": _("sent %(about)s to be signed"),
        "withdrew_agreement": _("withdrew %(about)s: %(why)s"),
        "dropped_refused_agreement": _("withdrew %(about)s, which was refused: %(why)s"),
        "asked_signing_code": _("asked for a code for %(about)s"),
        "signed_agreement": _("signed %(about)s"),
        "declined_agreement": _("refused to sign %(about)s: %(why)s"),
        "reminded_signatory": _("reminded %(who)s to sign %(about)s"),
        "replaced_signatory": _("replaced the signatory %(old)s by %(new)s, %(party)s"),
        "added_mandate": _("recorded a mandate of %(who)s, %(party)s"),
        "changed_mandate": _("changed the mandate of %(who)s, %(party)s"),
        "ended_mandate": _("ended the mandate of %(who)s, %(party)s, after %(last_day)s"),
        "set_signing_rhythm": _("set when reminders to sign go out"),
        "asked_next_turn": _("asked the next to sign %(about)s: %(who)s"),
        "handed_over_signing": _("handed the request to sign %(about)s over to %(new)s, %(party)s"),
        "invited_to_join": _("asked %(party)s to join %(about)s, and recorded that the other parties agree"),
        "prepared_notice": _("prepared the notice of %(party)s on %(about)s, which counts from %(counts_from)s"),
        "renewed_agreement": _("started a new round that will replace %(about)s"),
        "completed_agreement": _("saw that everybody signed %(about)s"),
        "sealed_agreement": _("sealed %(about)s"),
        "sealed_without_timestamp": _("sealed %(about)s without timestamp: the service for it did not answer"),
        "added_short_line": _("added “%(about)s” of %(party)s to the contact card"),
        "changed_short_line": _("changed “%(about)s” of %(party)s on the contact card"),
        "confirmed_short_line": _("confirmed “%(about)s” of %(party)s on the contact card"),
        "removed_short_line": _("took “%(about)s” of %(party)s off the contact card"),
        "pledged_hours": _(
            "kept that %(about)s promises %(hours)s hours a quarter, from %(first)s up to and including %(last)s"
        ),
        "removed_pledge": _("removed a pledge of %(about)s: %(hours)s hours a quarter"),
        "registered_hours": _("registered for %(about)s: %(hours)s hours used in %(quarter)s"),
        "put_adviser_on_request": _("kept that the adviser comes on request since %(since)s"),
        "ended_adviser_on_request": _("kept that the adviser takes part again"),
        "asked_adviser": _("put a question to %(party)s"),
        "recorded_adviser_answer": _("wrote down the answer of the adviser"),
        "withdrew_adviser_question": _("withdrew a question to the adviser"),
        "opened_pulse": _("asked the six questions of %(about)s about the cooperation: %(count)s people"),
        "reminded_pulse": _("reminded who had not answered the questions of %(about)s: %(count)s mails"),
        "closed_pulse": _("closed the questions of %(about)s about the cooperation"),
        "opened_table": _("opened the table to sign %(about)s on one device"),
        "stopped_table": _("closed the table to sign %(about)s"),
        "recorded_paper_signature": _("recorded that %(who)s signed %(about)s with ink on paper on %(day)s"),
        "undid_paper_signature": _("took back the record that %(who)s signed %(about)s on paper: %(why)s"),
        "objected_to_paper_signature": _("said not to have signed %(about)s on paper: %(why)s"),
        "exported_paper": _("printed %(about)s to be signed on paper"),
        "planned_ceremony": _("planned the ceremony %(about)s on %(new)s"),
        "changed_ceremony": _("changed the plan of the ceremony %(about)s"),
        "cancelled_ceremony": _("cancelled the ceremony %(about)s: %(why)s"),
        "added_guest": _("put a guest on the list of the ceremony %(about)s"),
        "put_guest_right": _("put a guest of the ceremony %(about)s right"),
        "removed_guest": _("took a guest off the list of the ceremony %(about)s"),
        "invited_guests": _("invited guests to the ceremony %(about)s: %(count)s"),
        "accepted_ceremony": _("said to come to the ceremony %(about)s"),
        "declined_ceremony": _("said not to come to the ceremony %(about)s"),
        "added_photo": _(
            "added the photo “%(caption)s” of the ceremony %(about)s; consent asked by %(consent_asked_by)s on %(consent_on)s"
        ),
        "removed_photo": _("removed the photo “%(caption)s” of the ceremony %(about)s with its file"),
        "kept_personal_data": _("chose to keep personal data (%(kinds)s) in the field “%(field)s”"),
    }
)
add_choices("kinds", PersonalKind)
add_choices("stage", CovenantStage)
add_choices("commitment", Firmness)
