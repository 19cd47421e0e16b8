"""Every fact of the vocabulary, also those no published scheme asks for, with parameters where it needs them."""

from certification.evidence import FACTS
from partnerships.scheme import FactIs

EVERY_FACT = [
    FactIs("roles.filled", {"all": ("project_leader", "chair")}),
    FactIs("parties.include", {"all": ("police", "fire")}),
    FactIs("agreement.signed_by_all", {"document": "declaration"}),
    FactIs("task.done", {"task": "nothing"}),
    FactIs("document.filed", {"document": "nothing"}),
    FactIs("survey.response_rate", {"audience": "residents"}),
    FactIs("meetings.held", {"kind": "working_group", "months": 6}),
    *(FactIs(name) for name, fact in FACTS.items() if not fact.required),
]
