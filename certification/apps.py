from django.apps import AppConfig
from django.core.checks import register


class CertificationConfig(AppConfig):
    name = "certification"

    def ready(self) -> None:
        from certification import checks  # noqa: PLC0415  # app ready

        register(checks.check_facts)
        register(checks.check_pages)
