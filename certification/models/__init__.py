from certification.models.audit import Audit, Judgement
from certification.models.certificate import Certificate
from certification.models.dossier import Dossier, DossierItem
from certification.models.operational_start import OperationalStart

__all__ = ["Audit", "Certificate", "Dossier", "DossierItem", "Judgement", "OperationalStart"]
