from django.apps import AppConfig
from django.core.checks import register


class CertificationConfig(AppConfig):
    name = "certification"

    def ready(self) -> None:
        from certification import checks, tasks  # noqa: F401, PLC0415  # app ready: tasks registers its kinds of job
        from certification.domain import document_endings  # noqa: F401, PLC0415  # app ready: registers itself

        register(checks.check_facts)
        register(checks.check_pages)
