from django.urls import URLPattern, URLResolver

from partnerships import urls_house

app_name = "partnerships"
urlpatterns: list[URLPattern | URLResolver] = [
    *urls_house.urlpatterns,
]
