from certification.models.audit import Audit, Judgement
from certification.models.certificate import Certificate
from certification.models.certificate_period import CertificatePeriod
from certification.models.dossier import Dossier, DossierItem
from certification.models.operational_start import OperationalStart
from certification.models.recognition_copy import RecognitionCopy

__all__ = [
    "Audit",
    "Certificate",
    "CertificatePeriod",
    "Dossier",
    "DossierItem",
    "Judgement",
    "OperationalStart",
    "RecognitionCopy",
]
