from django.apps import AppConfig
from django.core.checks import Tags, register


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from partnerships import checks  # noqa: PLC0415  # app ready

        register(checks.check_schemes)
        register(checks.check_pinned_schemes, Tags.database)
