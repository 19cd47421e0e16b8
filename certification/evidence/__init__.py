"""The one vocabulary of facts a scheme may refer to (design, idea 2).

A fact is a query expression on ``Cycle``; the same definition answers for one cycle and for many.
"""

from certification.evidence import assessment, audits, parties, plans
from certification.evidence.answers import Answers, ask_all, ask_one, meets_bounds
from certification.evidence.fact import FACTS, Fact

__all__ = ["FACTS", "Answers", "Fact", "ask_all", "ask_one", "assessment", "audits", "meets_bounds", "parties", "plans"]
