from oversight.models.digest_mail import DigestMail
from oversight.models.digest_reader import DigestReader
from oversight.models.digest_round import DigestRound
from oversight.models.due import Due
from oversight.models.erasure_notice import ErasureNotice
from oversight.models.progress import Progress
from oversight.models.progress_link import ProgressLink

__all__ = ["DigestMail", "DigestReader", "DigestRound", "Due", "ErasureNotice", "Progress", "ProgressLink"]
