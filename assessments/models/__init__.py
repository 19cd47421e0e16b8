from assessments.models.analysis import Analysis
from assessments.models.figure import Figure, FigureImport, FigureSet
from assessments.models.inspection_round import InspectionRound
from assessments.models.priority import Priority
from assessments.models.survey import Survey
from assessments.models.topic_answer import TopicAnswer

__all__ = ["Analysis", "Figure", "FigureImport", "FigureSet", "InspectionRound", "Priority", "Survey", "TopicAnswer"]
