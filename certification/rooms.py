"""Which page does what: where a task is done, and where a fact is mended."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.enums import DueKind
from partnerships.models import Partnership
from partnerships.scheme import Condition, FactIs, Task

# The pages a scheme's tasks may name.
TASK_PAGES = {
    "area": "partnerships:areas",
    "parties": "partnerships:parties",
    "roles": "partnerships:roles",
    "agreements": "partnerships:agreements",
    "figures": "assessments:figures",
    "survey": "assessments:surveys",
    "rounds": "assessments:rounds",
    "topics": "assessments:topics",
    "priorities": "assessments:priorities",
    "analysis": "assessments:overview",
    "plan": "actionplans:plan",
    "measures": "actionplans:measures",
    "meetings": "partnerships:meetings",
    "readiness": "certification:readiness",
    "audit": "certification:audits",
    "certificate": "certification:certificates",
    "operations": "certification:operations",
}
# What one does on each of them, as the button says it.
PAGE_ACTS = {
    "area": gettext_lazy("Demarcate the area"),
    "parties": gettext_lazy("Work on the parties"),
    "roles": gettext_lazy("Give out roles"),
    "agreements": gettext_lazy("Prepare and send the text"),
    "figures": gettext_lazy("Add figures"),
    "survey": gettext_lazy("Record the survey"),
    "rounds": gettext_lazy("Record a round"),
    "topics": gettext_lazy("Judge the topics"),
    "priorities": gettext_lazy("Choose priorities"),
    "analysis": gettext_lazy("Adopt the analysis"),
    "plan": gettext_lazy("Write the plan"),
    "measures": gettext_lazy("Work on the measures"),
    "meetings": gettext_lazy("Record a meeting"),
    "readiness": gettext_lazy("Go through the conditions"),
    "audit": gettext_lazy("Prepare the audit"),
    "certificate": gettext_lazy("Look at the certificate"),
    "operations": gettext_lazy("Record the start"),
}
DUE_ACTS = {
    DueKind.SIGNATURE: gettext_lazy("Follow the signing"),
    DueKind.MEASURE: gettext_lazy("Report progress"),
    DueKind.OBLIGATION: gettext_lazy("Record that it was done"),
    DueKind.CERTIFICATE: gettext_lazy("Look at the certificate"),
    DueKind.RENEWAL: gettext_lazy("Look at the renewal"),
    DueKind.REFUSED: gettext_lazy("Start a new round"),
}
# The first word of a fact's name says which room it is about.
FACT_PAGES = {
    "parties": "parties",
    "roles": "roles",
    "area": "area",
    "addresses": "area",
    "declaration": "agreements",
    "covenant": "agreements",
    "recognition": "agreements",
    "agreement": "agreements",
    "figures": "figures",
    "survey": "survey",
    "rounds": "rounds",
    "meetings": "meetings",
    "topics": "topics",
    "priorities": "priorities",
    "analysis": "analysis",
    "plan": "plan",
    "objectives": "plan",
    "measures": "measures",
    "audit": "audit",
    "findings": "audit",
    "certificate": "certificate",
    "operations": "operations",
}


def page_address(page: str, partnership: Partnership) -> str:
    """The address of a room in this partnership."""
    return reverse(TASK_PAGES[page], kwargs={"partnership": partnership.slug})


def task_address(task_id: str, partnership: Partnership) -> str:
    """The address of the page about one task."""
    return reverse("certification:task", kwargs={"partnership": partnership.slug, "task_id": task_id})


def task_act(definition: Task, partnership: Partnership) -> tuple[str, str]:
    """What the button of a task says, and the page where the task is done: no page in between.

    What people tick is ticked on the page of the task; what facts decide is done on the page of those facts.
    """
    if definition.page and definition.done_when is not None:
        return str(PAGE_ACTS[definition.page]), page_address(definition.page, partnership)
    return _("Tick this task"), task_address(definition.id, partnership)


def first_fact(condition: Condition) -> FactIs:
    return condition if isinstance(condition, FactIs) else first_fact(condition.parts[0])


def mending_address(condition: Condition, partnership: Partnership) -> str:
    """Where somebody goes to make a condition true."""
    asked = first_fact(condition)
    room = asked.name.split(".")[0]
    if room == "task":
        return task_address(str(asked.params["task"]), partnership)
    if room == "document":
        return reverse("partnerships:documents", kwargs={"partnership": partnership.slug})
    return page_address(FACT_PAGES[room], partnership)
