from django.apps import AppConfig
from django.core.checks import register


class CertificationConfig(AppConfig):
    name = "certification"

    def ready(self) -> None:
        from certification import checks, doors, tasks  # noqa: F401, PLC0415  # app ready: kinds of link and of job
        from certification.domain import covenant_stages, document_endings  # noqa: F401, PLC0415  # app ready: they register themselves

        register(checks.check_facts)
        register(checks.check_pages)
