"""Addresses of the portfolio."""

from django.urls import URLPattern, path

from ..views import periods, portfolio

programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/portfolio/", portfolio.programme_portfolio, name="programme_portfolio"),
    path(
        "<uuid:pk>/portfolio.csv",
        portfolio.programme_portfolio_csv,
        name="programme_portfolio_csv",
    ),
    path("<uuid:pk>/portfolio/periods/", periods.programme_periods, name="programme_periods"),
    path(
        "<uuid:pk>/portfolio/sources/<slug:figure>/",
        periods.programme_sources,
        name="programme_sources",
    ),
]
