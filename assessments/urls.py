"""Addresses of the analysis: /p/<partnership>/analysis/"""

from django.urls import include, path

from assessments.views import figure_imports, figures, inspection_rounds, overview, priorities, surveys, topics

app_name = "assessments"

analysis = [
    path("", overview.overview, name="overview"),
    path("sketch/", overview.sketch, name="sketch"),
    path("reopen/", overview.reopen, name="analysis-reopen"),
    path("topics/", topics.topics, name="topics"),
    # figures
    path("figures/", figures.figures, name="figures"),
    path("figures/export/", figures.export, name="figures-export"),
    path("figures/pdf/", figures.pdf, name="figures-pdf"),
    path("figures/import/", figure_imports.upload, name="figures-import"),
    path("figures/imports/<int:pk>/", figure_imports.preview, name="figures-preview"),
    path("figures/imports/<int:pk>/confirm/", figure_imports.confirm, name="figures-confirm"),
    path("figures/imports/<int:pk>/discard/", figure_imports.discard, name="figures-discard"),
    path("figures/sets/<int:pk>/remove/", figures.remove, name="figures-remove"),
    # surveys
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/export/", surveys.export, name="surveys-export"),
    path("surveys/record/", surveys.survey_record, name="survey-record"),
    path("surveys/<int:pk>/", surveys.survey_edit, name="survey-edit"),
    path("surveys/<int:pk>/remove/", surveys.survey_remove, name="survey-remove"),
    # inspection rounds
    path("rounds/", inspection_rounds.rounds, name="rounds"),
    path("rounds/export/", inspection_rounds.export, name="rounds-export"),
    path("rounds/record/", inspection_rounds.round_record, name="round-record"),
    path("rounds/<int:pk>/", inspection_rounds.round_edit, name="round-edit"),
    path("rounds/<int:pk>/remove/", inspection_rounds.round_remove, name="round-remove"),
    # focus areas
    path("priorities/", priorities.priorities, name="priorities"),
    path("priorities/export/", priorities.export, name="priorities-export"),
    path("priorities/choose/", priorities.priority_choose, name="priority-choose"),
    path("priorities/<int:pk>/", priorities.priority_edit, name="priority-edit"),
    path("priorities/<int:pk>/move/", priorities.priority_move, name="priority-move"),
    path("priorities/<int:pk>/remove/", priorities.priority_remove, name="priority-remove"),
]

urlpatterns = [path("p/<slug:partnership>/analysis/", include(analysis))]
