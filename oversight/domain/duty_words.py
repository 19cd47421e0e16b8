"""What a duty is called where no content may be read, and which page it leads to: in words of the scheme."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from certification.due_dates import shown_day
from certification.rooms import DUE_ACTS, task_act
from oversight.models import Due
from partnerships.domain.agreement_documents import general_document
from partnerships.enums import AgreementKind
from partnerships.exceptions import UnknownScheme
from partnerships.models import Partnership
from partnerships.navigation import address
from partnerships.scheme import Label, Scheme
from partnerships.scheme_files import get_scheme

PAGES = {
    Due.Kind.SIGNATURE: "partnerships:agreements",
    Due.Kind.MEASURE: "actionplans:measures",
    Due.Kind.OBLIGATION: "partnerships:obligations",
    Due.Kind.CERTIFICATE: "certification:certificates",
    Due.Kind.RENEWAL: "certification:certificates",
}
ONE = {
    Due.Kind.MEASURE: "actionplans:measure",
    Due.Kind.OBLIGATION: "partnerships:obligation",
}  # with a page of its own


@dataclass
class Shelf:
    """The schemes one page needs, each looked up once."""

    taken: dict[tuple[str, str], Scheme | None] = field(default_factory=dict)

    def get(self, urn: str, version: str) -> Scheme | None:
        """None when the file is gone: the start-up check is red then, but the list stays readable."""
        if (urn, version) not in self.taken:
            try:
                self.taken[urn, version] = get_scheme(urn, version)
            except UnknownScheme:
                self.taken[urn, version] = None
        return self.taken[urn, version]

    def name(self, urn: str, version: str) -> str:
        scheme = self.get(urn, version)
        return f"{scheme.name} ({version})" if scheme else f"{urn} ({version})"


def party_name(kind: str, scheme: Scheme | None) -> str:
    """What the scheme calls a kind of party or a role."""
    if scheme is None or not kind:
        return kind
    for name in (scheme.party_name, scheme.role_name):
        try:
            return str(name(kind))
        except KeyError:
            continue
    return kind


def duty_title(due: Due, scheme: Scheme | None) -> str:
    """The task or step as the scheme calls it; of a signature, measure or obligation only that it is there."""
    if due.kind == Due.Kind.TASK and scheme:
        return next((str(task.name) for task in scheme.tasks if task.id == due.subject), due.subject)
    if due.kind == Due.Kind.RENEWAL and scheme and scheme.renewal:
        return next((str(step.name) for step in scheme.renewal.steps if step.id == due.subject), due.subject)
    party = party_name(due.owner_kind, scheme)
    if due.kind == Due.Kind.SIGNATURE:
        return _("Signature of: %(party)s") % {"party": party}
    if due.kind == Due.Kind.MEASURE:
        return _("Measure of: %(party)s") % {"party": party} if party else _("Measure without a party in charge")
    if due.kind == Due.Kind.REFUSED:
        return _("Refused: %(document)s. Make a new round, or withdraw the text") % {
            "document": str(document_name(refused_document(due), scheme))
        }
    if due.kind == Due.Kind.OBLIGATION:
        return _("Obligation of: %(party)s") % {"party": party}
    if due.kind == Due.Kind.CERTIFICATE:
        return _("End of certificate %(number)s") % {"number": due.subject.partition(":")[2]}
    return due.subject


def refused_document(due: Due) -> str:
    """The document of the scheme, or the kind of a general text, that was refused."""
    return due.subject.split(":")[1]


def document_name(document: str, scheme: Scheme | None) -> Label | str:
    """What the scheme calls a document; of one that is not the scheme's the name of its template or kind."""
    for one in scheme.documents if scheme else ():
        if one.id == document:
            return one.name
    found = general_document(document)
    if found is not None:
        return found.name
    return str(AgreementKind(document).label) if document in AgreementKind.values else document


def duty_day(due: Due) -> date:
    """The day as screens show it."""
    return shown_day(due.kind, due.due_on)


def is_late(due: Due, *, on: date) -> bool:
    """Is this open duty past its day? The same as ``late_on`` asks of the database."""
    return not due.optional and duty_day(due) < on


def duty_act(due: Due, scheme: Scheme | None, partnership: Partnership) -> tuple[str, str]:
    """What the button says, and where a member does it; the home of the partnership when that page is not there."""
    task = next((one for one in scheme.tasks if one.id == due.subject), None) if scheme else None
    if due.kind == Due.Kind.TASK and task:
        return task_act(task, partnership)
    if due.kind == Due.Kind.TASK:
        return _("See the partnership"), partnership.get_absolute_url()
    kind, key = Due.Kind(due.kind), due.subject.partition(":")[2]
    if kind == Due.Kind.REFUSED:
        return str(DUE_ACTS[kind]), refused_address(key, partnership) or partnership.get_absolute_url()
    page = address(ONE[kind], partnership=partnership.slug, pk=key) if kind in ONE else ""
    page = page or address(PAGES[kind], partnership=partnership.slug) or partnership.get_absolute_url()
    return str(DUE_ACTS[kind]), page


def refused_address(key: str, partnership: Partnership) -> str:
    """Where a new round of a refused text begins; of what is signed beside another text, its own page."""
    document, _colon, uuid = key.partition(":")
    if uuid:
        return address("partnerships:agreement", partnership=partnership.slug, uuid=uuid)
    return address("partnerships:agreement-draft", partnership=partnership.slug, document=document)
