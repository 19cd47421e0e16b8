from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"

    def ready(self) -> None:
        from oversight.domain import trail_words  # noqa: F401, PLC0415  # app ready
