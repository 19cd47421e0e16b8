from django.apps import AppConfig


class ActionplansConfig(AppConfig):
    name = "actionplans"

    def ready(self) -> None:
        from actionplans.domain import plan_report  # noqa: F401, PLC0415  # app ready
