"""What kinds of parties and roles are called where a scheme does not name them itself."""

from partnerships.scheme_parts import DocumentPart, Label

PARTY_NAMES = {
    "municipality": Label("Gemeente", "Municipality", "Lokaal bestuur"),
    "police": Label("Politie", "Police", "Politiezone"),
    "fire": Label("Brandweer", "Fire service", "Hulpverleningszone"),
    "entrepreneurs": Label("Ondernemersvereniging", "Entrepreneurs' association"),
    "park_management": Label("Parkmanagement", "Park management"),
    "collective_security": Label("Collectieve beveiliging", "Collective security", "Bewakingsonderneming"),
    "company": Label("Bedrijf", "Company", "Onderneming"),
    "owner": Label("Eigenaar", "Owner"),
    "developer": Label("Projectontwikkelaar", "Developer"),
    "designer": Label("Ontwerper", "Designer"),
    "architect": Label("Architect", "Architect"),
    "insurer": Label("Verzekeraar", "Insurer"),
    "province": Label("Provincie", "Province"),
    "environment_service": Label("Omgevingsdienst", "Environment service"),
    "customs": Label("Douane", "Customs"),
    "trade_association": Label("Branchevereniging", "Trade association", "Sectorfederatie"),
    "prosecution": Label("Openbaar Ministerie", "Public Prosecution Service", "Parket"),
    "tfoc": Label("Team transportcriminaliteit (TFOC)", "Transport crime team (TFOC)"),
    "residents": Label("Bewoners", "Residents"),
    "business_platform": Label("Platform Veilig Ondernemen", "Safe Business Platform"),
    "certification_body": Label("Certificerende instelling", "Certification body"),
    "chamber": Label("Kamer van Koophandel", "Chamber of commerce", "Voka – Kamer van Koophandel"),
    "intercommunal": Label("Regionale ontwikkelmaatschappij", "Intermunicipal company", "Intercommunale"),
    "security_adviser": Label("Veiligheidsadviseur", "Security adviser"),
    "other": Label("Andere partij", "Other party"),
}

ROLE_NAMES = {
    "project_leader": Label("Projectleider", "Project leader"),
    "process_guide": Label("Procesbegeleider", "Process guide"),
    "coordinator": Label("Coördinator", "Coordinator"),
    "chair": Label("Voorzitter", "Chair"),
    "secretary": Label("Secretaris", "Secretary"),
    "security_adviser": Label("Veiligheidsadviseur", "Security adviser"),
    "representative": Label("Vertegenwoordiger", "Representative"),
    "signatory": Label("Tekenbevoegde", "Authorised signatory"),
    "witness": Label("Getuige", "Witness"),
    "auditor": Label("Auditor", "Auditor"),
    "overseer": Label("Regiehouder", "Overseer"),
}

# What coordinating a project asks for, where a scheme has no sheet of its own (S000).
COORDINATION_DUTIES = (
    DocumentPart("negotiation", Label("Onderhandelen", "Negotiating")),
    DocumentPart("secretariat", Label("Secretariaat", "Secretariat")),
    DocumentPart("data_processing", Label("Gegevens verwerken", "Processing data")),
    DocumentPart("intermediary", Label("Tussenpersoon tussen de partners", "Intermediary between the partners")),
    DocumentPart("motor", Label("Motor achter het project", "Driving force of the project")),
)
