from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        """Make the kinds of long work of this room known."""
        from assessments import tasks  # noqa: F401, PLC0415  app ready
