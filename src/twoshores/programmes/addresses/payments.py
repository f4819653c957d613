"""Addresses of payments and of a contract's money, under /programmes/<programme>/."""

from django.urls import URLPattern, path

from ..views import bank_lines, closing, duty_review, payments, settling

_ONE = "<uuid:pk>/contracts/<uuid:contract>/"
programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/reports/<uuid:duty>/review/", duty_review.duty_review, name="duty_review"),
    path("<uuid:pk>/reports/<uuid:duty>/waive/", duty_review.duty_waive, name="duty_waive"),
    path(
        "<uuid:pk>/reports/<uuid:duty>/accounted/",
        duty_review.duty_accounted,
        name="duty_accounted",
    ),
    path("<uuid:pk>/payments/", payments.programme_payments, name="programme_payments"),
    path("<uuid:pk>/payments/aside/", bank_lines.bank_lines_aside, name="bank_lines_aside"),
    path("<uuid:pk>/payments/lines/<uuid:line>/", payments.bank_line, name="bank_line"),
    path(
        "<uuid:pk>/payments/lines/<uuid:line>/aside/",
        bank_lines.bank_line_aside,
        name="bank_line_aside",
    ),
    path(
        "<uuid:pk>/payments/lines/<uuid:line>/back/",
        bank_lines.bank_line_back,
        name="bank_line_back",
    ),
    path(f"{_ONE}money/", closing.contract_money, name="contract_money"),
    path(f"{_ONE}write-off/", closing.contract_write_off, name="contract_write_off"),
    path(
        f"{_ONE}write-off/<int:number>/back/",
        closing.contract_write_off_back,
        name="contract_write_off_back",
    ),
    path(
        f"{_ONE}instalments/<uuid:instalment>/settle/",
        settling.instalment_settle_page,
        name="instalment_settle",
    ),
    path(f"{_ONE}pay/", payments.payment_new, name="payment_new"),
    path(f"{_ONE}payments/<uuid:payment>/void/", payments.payment_void_page, name="payment_void"),
]
