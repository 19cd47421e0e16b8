"""Which page does what: where a task is done, and where a fact is mended."""

from django.urls import reverse

from partnerships.models import Partnership
from partnerships.scheme import Condition, FactIs

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
