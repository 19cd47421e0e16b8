from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        """Make the kinds of long work and the words of the trail of this room known."""
        from assessments import tasks  # noqa: F401, PLC0415  # app ready
        from assessments.domain import trail_words  # noqa: F401, PLC0415  # app ready
