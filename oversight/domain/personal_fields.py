"""Every field that holds, or could hold, something of a person: the source of the processing register (GDPR article 30).

A test compares these lists with the models: a new field stands in one of them, or the build is red.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from oversight.enums import PersonalCategory as Of


@dataclass(frozen=True)
class Processing:
    """Why a category is processed, on what ground, and who gets to see it."""

    purpose: Any
    basis: Any
    receivers: Any


MEMBERS = _("Who has a role in the same partnership; the auditor of its dossier")
TASK = _("Public task of the municipality, legitimate interest of the other parties (GDPR article 6(1)(e) and (f))")
PROCESSING: dict[Of, Processing] = {
    Of.ACCOUNT: Processing(
        _("Signing in, and being known by name to the others"),
        _("Agreement to take part (GDPR article 6(1)(b))"),
        MEMBERS,
    ),
    Of.CONTACT: Processing(_("Reaching who speaks or signs for a party"), TASK, MEMBERS),
    Of.ROLE: Processing(_("Deciding who may see and do what"), TASK, MEMBERS),
    Of.ACT: Processing(_("Accounting for how decisions came about"), TASK, MEMBERS),
    Of.EVIDENCE: Processing(
        _("Proving who signed what, for whom and when"),
        _("Agreement between the parties, and legal claims (GDPR article 6(1)(b) and (f))"),
        _("Everybody who gets the signed document; the IP address only in shortened form"),
    ),
    Of.MAIL: Processing(
        _("Sending mail, and seeing whether it arrived"),
        TASK,
        _("The person it is for; the project leader sees the envelope"),
    ),
    Of.SECURITY: Processing(
        _("Keeping strangers out"), _("Legitimate interest (GDPR article 6(1)(f))"), _("The administrator")
    ),
    Of.FREE_TEXT: Processing(
        _("Working together; every text field asks before it takes particulars of a person"), TASK, MEMBERS
    ),
}


@dataclass(frozen=True)
class Personal:
    """What a field holds of a person, and the line of the retention table that ends it."""

    category: Of
    kept: str
    secret: bool = False  # never shown, also not in a download


def _declare(category: Of, kept: str, fields: str, *, secret: bool = False) -> dict[str, Personal]:
    return {field: Personal(category, kept, secret) for field in fields.split()}


PERSONAL: dict[str, Personal] = {
    **_declare(Of.ACCOUNT, "accounts", "partnerships.User.email partnerships.User.name partnerships.User.language"),
    **_declare(Of.SECURITY, "accounts", "partnerships.User.password", secret=True),
    **_declare(
        Of.CONTACT, "contacts",
        "partnerships.Contact.user partnerships.Contact.name partnerships.Contact.function partnerships.Contact.email "
        "partnerships.Contact.phone partnerships.Mandate.contact partnerships.Mandate.basis",
    ),
    **_declare(Of.ROLE, "trail", "partnerships.Membership.user partnerships.Officer.user"),
    **_declare(Of.ACT, "trail", "partnerships.Membership.given_by"),
    **_declare(Of.ROLE, "trail", "partnerships.PartnershipUserObjectPermission.user"),
    **_declare(
        Of.CONTACT, "invitations",
        "partnerships.Invitation.contact partnerships.Invitation.email partnerships.Invitation.name "
        "partnerships.Invitation.invited_by",
    ),
    **_declare(
        Of.CONTACT, "file",
        "partnerships.WantedParty.email partnerships.SoundingOut.function partnerships.KickOffInvitee.contact "
        "partnerships.DutyHolder.contact",
    ),
    **_declare(Of.SECURITY, "file", "partnerships.KickOffInvitee.nonce", secret=True),
    **_declare(Of.CONTACT, "invitations", "partnerships.Invitation.code_for"),
    **_declare(
        Of.SECURITY, "invitations", "partnerships.Invitation.nonce partnerships.Invitation.code_hash", secret=True
    ),
    **_declare(
        Of.ACT, "trail",
        "partnerships.Activity.actor partnerships.Activity.actor_name partnerships.Activity.on_behalf_of "
        "partnerships.Activity.subject_name partnerships.Activity.details partnerships.Activity.origin "
        "partnerships.EmergencyAccess.user partnerships.EmergencyAccess.reason",
    ),
    **_declare(
        Of.ACT, "documents",
        "partnerships.Agreement.sent_by partnerships.Document.created_by partnerships.Waiver.granted_by "
        "partnerships.AgreementVersion.kept_by "
        "partnerships.AgreementComment.author "
        "partnerships.Agreement.consented_by partnerships.Signature.recorded_by "
        "partnerships.Waiver.granted_for assessments.Analysis.adopted_by actionplans.Plan.adopted_by "
        "actionplans.PlanApproval.approved_by actionplans.PlanApproval.recorded_from certification.Audit.auditor "
        "certification.Dossier.frozen_by certification.OperationalStart.recorded_by",
    ),
    **_declare(
        Of.ACT, "documents",
        "partnerships.Signature.recorded_by partnerships.SigningTable.opened_by partnerships.Ceremony.created_by "
        "partnerships.CeremonyPhoto.added_by partnerships.CeremonyPhoto.consent_asked_by",
    ),
    **_declare(
        Of.CONTACT, "file",
        "partnerships.CeremonyGuest.name partnerships.CeremonyGuest.organisation partnerships.CeremonyGuest.email",
    ),
    **_declare(
        Of.SECURITY, "file",
        "partnerships.CeremonyGuest.nonce partnerships.SigningTable.nonce certification.RecognitionCopy.nonce",
        secret=True,
    ),
    **_declare(
        Of.EVIDENCE, "documents",
        "certification.RecognitionCopy.email certification.RecognitionCopy.name certification.RecognitionCopy.function "
        "certification.RecognitionCopy.organisation certification.RecognitionCopy.user",
    ),
    **_declare(
        Of.FREE_TEXT, "documents",
        "partnerships.Ceremony.title partnerships.Ceremony.location partnerships.Ceremony.programme "
        "partnerships.Ceremony.press_note partnerships.Ceremony.cancelled_reason partnerships.CeremonyPhoto.caption",
    ),
    **_declare(Of.ACT, "jobs", "partnerships.Job.created_by"),
    **_declare(
        Of.ACT, "file",
        "partnerships.Task.done_by partnerships.ShortLine.confirmed_by partnerships.Pledge.recorded_by "
        "partnerships.HoursUsed.recorded_by partnerships.AdviserStanding.recorded_by "
        "partnerships.AdviserQuestion.asked_by partnerships.AdviserQuestion.answered_by partnerships.Pulse.opened_by "
        "partnerships.HandOver.to partnerships.HandOver.handed_by "
        "assessments.TopicAnswer.answered_by actionplans.Measure.owner_contact",
    ),
    **_declare(Of.ACT, "imports", "assessments.FigureImport.uploaded_by assessments.FigureImport.filename"),
    **_declare(
        Of.EVIDENCE, "signatures",
        "partnerships.Signature.email partnerships.Signature.phone partnerships.Signature.name partnerships.Signature.function "
        "partnerships.Signature.mandate partnerships.Signature.signed_name partnerships.Signature.signed_function "
        "partnerships.Signature.statement partnerships.Signature.ip partnerships.Signature.decline_reason "
        "partnerships.SignatureHandOver.from_name partnerships.SignatureHandOver.from_function "
        "partnerships.SignatureHandOver.from_email partnerships.SignatureHandOver.to_name "
        "partnerships.SignatureHandOver.to_function partnerships.SignatureHandOver.to_email "
        "partnerships.SignatureHandOver.note",
    ),
    **_declare(
        Of.SECURITY,
        "signing_codes",
        "partnerships.Signature.code_hash partnerships.Signature.nonce partnerships.SignatureHandOver.from_nonce",
        secret=True,
    ),
    **_declare(Of.CONTACT, "contacts", "partnerships.PulseAsk.contact partnerships.PulseAsk.email"),
    **_declare(Of.SECURITY, "contacts", "partnerships.PulseAsk.nonce", secret=True),
    **_declare(
        Of.MAIL, "mails", "partnerships.Outbox.to partnerships.Outbox.to_name partnerships.Outbox.context "
        "partnerships.Outbox.last_error partnerships.Outbox.language",
    ),
    **_declare(Of.SECURITY, "mails", "partnerships.Outbox.token_for", secret=True),
    **_declare(Of.MAIL, "reminders", "partnerships.Reminder.recipient"),
    **_declare(Of.CONTACT, "mail_confirmations", "partnerships.MailConfirmation.email partnerships.MailConfirmation.asked_by"),
    **_declare(Of.SECURITY, "mail_confirmations", "partnerships.MailConfirmation.nonce", secret=True),
    **_declare(Of.MAIL, "digests", "oversight.DigestReader.email oversight.DigestMail.last_error"),
    **_declare(
        Of.MAIL, "erasure_notices",
        "oversight.ErasureNotice.email oversight.ErasureNotice.kept oversight.ErasureNotice.language",
    ),
    **_declare(Of.SECURITY, "digests", "oversight.DigestReader.nonce", secret=True),
    **_declare(Of.MAIL, "progress_links", "oversight.ProgressLink.email oversight.ProgressLink.name"),
    **_declare(Of.SECURITY, "progress_links", "oversight.ProgressLink.nonce", secret=True),
    **_declare(
        Of.FREE_TEXT, "documents",
        "partnerships.Agreement.title partnerships.Agreement.text partnerships.Agreement.withdrawn_reason "
        "partnerships.AgreementVersion.text partnerships.AgreementComment.heading partnerships.AgreementComment.text "
        "partnerships.AgreementAnnex.title partnerships.Document.title partnerships.Document.file partnerships.Document.filename "
        "partnerships.Waiver.reason actionplans.Plan.title actionplans.PlanElement.text certification.Audit.interviews "
        "certification.Audit.motivation certification.Judgement.remark certification.Judgement.correction "
        "certification.Certificate.withdrawn_reason certification.Dossier.gates certification.DossierItem.title",
    ),
    **_declare(Of.FREE_TEXT, "imports", "assessments.FigureImport.file assessments.FigureImport.preview"),
    **_declare(Of.FREE_TEXT, "jobs", "partnerships.Job.title partnerships.Job.error"),
    **_declare(
        Of.FREE_TEXT, "file",
        "partnerships.Meeting.attendees partnerships.Meeting.decisions partnerships.Partner.decline_reason "
        "partnerships.Partner.expectation partnerships.Partner.desired_environment partnerships.Partner.own_role "
        "partnerships.ShortLine.function partnerships.ShortLine.note partnerships.Pledge.note "
        "partnerships.HoursUsed.note partnerships.AdviserStanding.reason "
        "partnerships.AdviserQuestion.question partnerships.AdviserQuestion.answer "
        "partnerships.Obligation.clause partnerships.Obligation.text partnerships.Obligation.done_note "
        "partnerships.Task.skipped_reason partnerships.Task.remark assessments.Analysis.sketch "
        "partnerships.StartAnswer.source "
        "partnerships.ProblemRecord.problem partnerships.ProblemRecord.source partnerships.SoundingOut.outcome "
        "partnerships.SoundingOut.next_step partnerships.KickOff.place partnerships.KickOff.agenda "
        "partnerships.KickOff.cancel_reason partnerships.CooperationForm.remark "
        "assessments.Analysis.goes_well assessments.Analysis.can_be_better assessments.InspectionRound.participants "
        "assessments.InspectionRound.findings assessments.Priority.title assessments.Priority.reason "
        "assessments.Survey.remark assessments.TopicAnswer.remark actionplans.Measure.title "
        "actionplans.Measure.description actionplans.Measure.funder actionplans.Measure.result "
        "actionplans.Measure.drop_reason actionplans.Measure.progress_note actionplans.Objective.title "
        "actionplans.Objective.indicator actionplans.Objective.baseline actionplans.Objective.target "
        "certification.OperationalStart.announcement",
    ),
}  # fmt: skip

_SCHEME, _HASH, _ROW = "a name in a scheme file", "a hash or number we made", "names a kind or row, never a person"
_GROUND, _PARTY = "ground: facts of public registers", "an organisation, from a public register"


def _not_personal(reason: str, fields: str) -> dict[str, str]:
    return dict.fromkeys(fields.split(), reason)


NOT_PERSONAL: dict[str, str] = {
    **_not_personal(
        _SCHEME,
        "partnerships.Agreement.scheme_document partnerships.Agreement.template partnerships.Cycle.scheme_urn "
        "partnerships.Cycle.scheme_version "
        "partnerships.Document.scheme_document partnerships.PinnedScheme.urn partnerships.PinnedScheme.version "
        "partnerships.Task.task_id partnerships.Waiver.gate_id assessments.Priority.topic_id "
        "assessments.TopicAnswer.topic_id actionplans.PlanElement.element_id certification.Judgement.requirement_id "
        "certification.Certificate.level oversight.Progress.scheme_urn oversight.Progress.scheme_version "
        "oversight.Due.scheme_urn oversight.Due.scheme_version oversight.Progress.phase_id oversight.Progress.certificate_level "
        "partnerships.Partner.kind partnerships.WantedParty.kind partnerships.PartyType.name "
        "partnerships.StartAnswer.question_id partnerships.DutyHolder.duty_id "
        "partnerships.ShortLine.problem partnerships.PulseTally.question",
    ),
    **_not_personal(
        _HASH,
        "partnerships.AgreementAnnex.sha256 "
        "partnerships.Agreement.text_sha256 partnerships.Agreement.document_number partnerships.Document.sha256 "
        "partnerships.Document.sealed_id partnerships.PinnedScheme.checksum partnerships.Signature.text_sha256 "
        "certification.Certificate.number certification.Dossier.manifest_sha256 certification.DossierItem.sha256 "
        "oversight.Progress.certificate_number partnerships.Activity.hash partnerships.Activity.previous_hash "
        "partnerships.TrailHead.hash partnerships.TrailAnchor.hash partnerships.SealWarning.certificate",
    ),
    **_not_personal(
        _ROW,
        "partnerships.Agreement.party_ids "
        "partnerships.Activity.verb partnerships.Activity.subject partnerships.Document.media_type "
        "partnerships.Job.kind partnerships.Job.subject partnerships.Job.result_url partnerships.Outbox.template "
        "partnerships.Mandate.scope "
        "partnerships.Reminder.kind partnerships.Reminder.subject oversight.Due.subject oversight.Due.owner_kind "
        "oversight.ProgressLink.subject oversight.DigestRound.phases",
    ),
    **_not_personal(
        _GROUND,
        "partnerships.Agreement.named "
        "oversight.Progress.area_names partnerships.Area.name partnerships.Area.boundary partnerships.AreaAddress.postcode "
        "partnerships.AreaAddress.house_number partnerships.AreaAddress.street partnerships.Partnership.name "
        "partnerships.Partnership.slug",
    ),
    **_not_personal(
        _PARTY,
        "partnerships.Organisation.name partnerships.Organisation.register_number "
        "partnerships.Organisation.municipality_code partnerships.Organisation.accent partnerships.Organisation.logo "
        "partnerships.WantedParty.name partnerships.SoundingOut.organisation_name partnerships.Signature.organisation_name "
        "certification.Certificate.holder certification.Certificate.area_names certification.Certificate.body_name",
    ),
    **_not_personal("the number of a function or a desk, never of a person", "partnerships.ShortLine.phone"),
    **_not_personal(
        "settings of an organisation's own sign-in; the secret is not stored",
        "partnerships.SignOn.slug partnerships.SignOn.server_url partnerships.SignOn.client_id "
        "partnerships.SignOn.secret_variable partnerships.SignOnDomain.domain "
        "partnerships.MailConfirmation.domain",
    ),
    **_not_personal(
        "counts of a source, never of a person; personal data is refused on reading",
        "assessments.FigureSet.area_name assessments.FigureSet.filename assessments.Figure.category "
        "assessments.Figure.category_name",
    ),
}

# Tables of libraries: what of a person stands there. Those that are not installed are left out of the register.
OF_LIBRARIES: dict[str, tuple[Personal, Any]] = {
    "sessions.Session": (Personal(Of.SECURITY, "sessions", secret=True), _("Who is signed in")),
    "axes.AccessAttempt": (Personal(Of.SECURITY, "sign_in_attempts"), _("Address, IP address and browser")),
    "axes.AccessLog": (Personal(Of.SECURITY, "sign_in_attempts"), _("Address, IP address and browser")),
    "axes.AccessFailureLog": (Personal(Of.SECURITY, "sign_in_attempts"), _("Address, IP address and browser")),
    "admin.LogEntry": (Personal(Of.SECURITY, "admin_log"), _("What an administrator changed")),
    "account.EmailAddress": (Personal(Of.ACCOUNT, "accounts"), _("The address of an account")),
    "mfa.Authenticator": (Personal(Of.SECURITY, "accounts", secret=True), _("Second factor of an account")),
    "socialaccount.SocialAccount": (Personal(Of.ACCOUNT, "accounts"), _("The account at one's own organisation")),
    "usersessions.UserSession": (Personal(Of.SECURITY, "sessions"), _("Where one is signed in: IP address, browser")),
}
