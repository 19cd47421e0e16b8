"""Words of the scheme for what rows hold as ids."""

from certification.enums import Validity
from certification.models import Audit, Certificate, Judgement

VALIDITY_STATES = {
    Validity.VALID: "done",
    Validity.EXPIRED: "late",
    Validity.WITHDRAWN: "blocked",
    Validity.SUCCEEDED: "blocked",
    Validity.NOT_YET: "later",
}


def level_name(certificate: Certificate) -> str:
    """What the scheme calls the level, in the reader's language; "" for a scheme without levels."""
    levels = certificate.cycle.scheme.ending.levels
    return next((str(level.name) for level in levels if level.id == certificate.level), "")


def requirement_name(judgement: Judgement) -> str:
    """What the scheme calls the requirement that was judged."""
    requirements = judgement.audit.cycle.scheme.ending.requirements
    return next((str(one.name) for one in requirements if one.id == judgement.requirement_id), judgement.requirement_id)


def audit_is_settled(audit: Audit) -> bool:
    return bool(audit.closed_at or audit.withdrawn_on)
