from oversight.models.due import Due
from oversight.models.progress import Progress

__all__ = ["Due", "Progress"]
