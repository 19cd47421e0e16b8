from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.module_loading import autodiscover_modules


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from partnerships import checks  # noqa: PLC0415  # app ready

        register(checks.check_schemes)
        register(checks.check_templates)
        register(checks.check_pinned_schemes, Tags.database)
        register(checks.check_wall)
        register(checks.check_seal, deploy=True)
        register(checks.check_seal_settings)
        register(checks.check_wall_stands, Tags.database)
        autodiscover_modules("domain.trail_words")  # every room's verbs, so that the history can be read
        autodiscover_modules("doors.links")  # every room's kinds of link, so that a mail can be made without its pages
