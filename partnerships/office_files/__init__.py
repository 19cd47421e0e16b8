"""Which Word, Excel and PowerPoint files are taken, and the sentence for those that are not (docs/decisions/0025)."""

from partnerships.office_files.allowed import MAIN
from partnerships.office_files.judging import Limits, office_media

__all__ = ["MAIN", "Limits", "office_media"]
