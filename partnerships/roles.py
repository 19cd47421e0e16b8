"""The one matrix: which role may do which act in a partnership (design section 3; domain.md 6.1).

Acts are the permissions declared on ``Partnership``; a test checks that every act is used and none is missing.
``docs/roles.md`` is printed from this table.
"""

from collections.abc import Iterable

from partnerships.enums import Role

SHARED = {"see_content", "see_progress", "see_certificate"}
LEADING = SHARED | {
    "run_process",
    "manage_parties",
    "edit_area",
    "send_agreement",
    "edit_analysis",
    "adopt_analysis",
    "edit_plan",
    "adopt_plan",
    "request_audit",
    "see_mail_log",
}
PARTNERING = SHARED | {"approve_for_partner", "write_for_partner"}

MATRIX: dict[str, frozenset[str]] = {
    Role.PROJECT_LEADER: frozenset(LEADING | PARTNERING | {"name_leader"}),
    Role.PROCESS_GUIDE: frozenset(LEADING),
    Role.COORDINATOR: frozenset(LEADING),
    Role.CHAIR: frozenset(PARTNERING | {"run_process"}),
    Role.SECRETARY: frozenset(PARTNERING | {"run_process"}),
    Role.SECURITY_ADVISER: frozenset(SHARED | {"edit_analysis"}),
    Role.REPRESENTATIVE: frozenset(PARTNERING),
    Role.SECURITY_FIRM: frozenset({"see_progress", "see_certificate"}),
    Role.INSURER: frozenset({"see_certificate"}),
}
# Who leads: what nobody else does is theirs.
LEADERS: frozenset[str] = frozenset(role for role, acts in MATRIX.items() if "request_audit" in acts)
# For a part of the process only (domain.md 6.1): whoever appoints them says until when.
TIMED: frozenset[str] = frozenset({Role.PROCESS_GUIDE})
OVERSEER: frozenset[str] = frozenset({"see_progress", "see_certificate"})
# What somebody who stands in does not get: who leads is named by who leads, not by who leads for a while.
NOT_FOR_DEPUTIES = frozenset({"name_leader"})


def acts_of(roles: Iterable[str], *, standing_in: Iterable[str] = ()) -> frozenset[str]:
    """All acts of a person who has these roles at once, and stands in for others with roles."""
    own = (MATRIX.get(role, frozenset()) for role in roles)
    lent = (MATRIX.get(role, frozenset()) - NOT_FOR_DEPUTIES for role in standing_in)
    return frozenset().union(*own, *lent)
