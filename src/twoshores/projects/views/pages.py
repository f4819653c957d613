"""Projects: the list and its files, one project, one pair of countries, the map of shores."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.remembered import counted_pages
from twoshores.common.territories import country_name
from twoshores.common.translations import facing_lists

from ..selectors.lists import ProjectFilters, in_list, projects_listed, with_parts
from ..selectors.projects import project_or_404
from ..selectors.review import reviewed
from ..selectors.shores import shores_of
from . import pair_page, project_list, project_record, public_page, review_page, shore_map

PAGE_LENGTH = 20


@access("public")
@require_safe
def projects(request: HttpRequest) -> HttpResponseBase:
    """All projects, with filters as links."""
    found = projects_listed(request.user, ProjectFilters.of(request.GET.dict()))
    rows = in_list(found.projects)
    page = counted_pages(rows, PAGE_LENGTH, found.total).get_page(request.GET.get("page"))
    reader = (get_language() or "en").split("-")[0]
    texts = facing_lists(list(page.object_list), project_list.LISTED_FIELDS, reader)
    context = project_list.context(request, found, page, texts)
    return render(request, "projects/projects.html", context)


@access("public")
@require_safe
def projects_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as CSV."""
    found = projects_listed(request.user, ProjectFilters.of(request.GET.dict()))
    return project_list.csv(list(with_parts(found.projects)))


@access("public")
@require_safe
def projects_json(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as JSON."""
    found = projects_listed(request.user, ProjectFilters.of(request.GET.dict()))
    return project_list.json(request, list(with_parts(found.projects)))


@access("public")
@require_safe
def project(request: HttpRequest, code: str) -> HttpResponseBase:
    """One project."""
    found = project_or_404(request.user, code)
    if found.is_example:
        return render(request, "projects/project.html", project_record.context(found))
    return render(request, "projects/designed.html", public_page.context(found))


@access("public")
@require_safe
def project_review(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the rules find in a worked example, for everybody to learn from."""
    found = project_or_404(request.user, code)
    if found.rebuilt_from_id is None:
        raise Http404
    context = review_page.context(reviewed(found), found, linked=False)
    context |= {"project": found, "record": project_record.record(found)}
    return render(request, "projects/project_review.html", context)


@access("public")
@require_safe
def project_pair(request: HttpRequest, origin: str, abroad: str) -> HttpResponseBase:
    """The projects between two countries, and what else joins either of them."""
    if origin in {country_name(origin), abroad} or abroad == country_name(abroad):
        raise Http404  # no such country, or one country twice
    filters = ProjectFilters(origin=origin, abroad=abroad)
    rows = list(in_list(projects_listed(request.user, filters).projects))
    reader = (get_language() or "en").split("-")[0]
    texts = facing_lists(rows, project_list.LISTED_FIELDS, reader)
    context = pair_page.context(origin, abroad, rows, texts, shores_of(request.user))
    return render(request, "projects/pair.html", context)


@access("public")
@require_safe
def projects_map(request: HttpRequest) -> HttpResponseBase:
    """The map of shores and its table."""
    context = shore_map.context()
    return render(request, "projects/map.html", context)
