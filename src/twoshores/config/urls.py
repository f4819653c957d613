"""All routes. Every one states its access rule, or stands in a guard's list with a reason."""

from django.urls import include, path

from twoshores.accounts.views import language_set

urlpatterns = [
    path("", include("twoshores.portal.urls")),
    path("", include("twoshores.common.urls")),
    path("account/", include("allauth.urls")),
    path("account/", include("twoshores.accounts.urls")),
    path("i18n/setlang/", language_set, name="set_language"),
    path("", include("twoshores.actors.urls")),
    path("", include("twoshores.catalogue.urls")),
    path("projects/", include("twoshores.projects.urls")),
    path("workbench/", include("twoshores.projects.workbench_urls")),
    path("workbench/<uuid:pk>/alliances/", include("twoshores.alliances.workbench_urls")),
    path("alliances/", include("twoshores.alliances.urls")),
    path("programmes/", include("twoshores.programmes.urls")),
    path("calls/", include("twoshores.programmes.call_urls")),
    path("workbench/<uuid:pk>/funding/", include("twoshores.programmes.workbench_urls")),
    path("network/", include("twoshores.alliances.network_urls")),
    path("", include("twoshores.capacities.urls")),
    path("skills/", include("twoshores.taxonomy.urls")),
]
