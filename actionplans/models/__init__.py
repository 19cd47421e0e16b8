from actionplans.models.measure import Measure
from actionplans.models.objective import Objective
from actionplans.models.plan import Plan, PlanApproval, PlanElement

__all__ = ["Measure", "Objective", "Plan", "PlanApproval", "PlanElement"]
