"""Files of people to import, right and wrong, for several tests."""

import csv
import io
from datetime import date, timedelta

from django.utils import timezone
from openpyxl import Workbook

from twoshores.capacities.importing import columns


def row(**changes):
    """A row that is right in the places of the tests (`place`, `greece`)."""
    day = timezone.localdate() - timedelta(days=10)
    return (
        dict.fromkeys(columns.KEYS, "")
        | {
            "own_reference": "A-1",
            "full_name": "Amina Importée",
            "email": "amina.importee@example.org",
            "phone": "+30 210 1234567",
            "residence": "Greece",
            "origin": "Motobas, Egypt",
            "language": "ar",
            "other_languages": "fr; Greek",
            "headline": "ربّيت الأسماك عشر سنوات",
            "occupation": "مربية أسماك",
            "occupation_level": "4",
            "occupation_years": "١٠",
            "occupation_recognised": "non",
            "skills": "جودة المياه; تغذية الأسماك",
            "modes": "remote; Short visits",
            "times": "evenings",
            "hours_per_week": "4",
            "terms": "voluntary",
            "has_trained": "نعم",
            "consent_listed": "yes",
            "consent_matched": "oui",
            "consent_asked": "sí",
            "consent_statistics": "no",
            "consent_channel": "spoken",
            "consent_witness": "Karim",
            "consent_date": day.strftime("%d/%m/%Y"),
            "consent_language": "arabe",
            "consent_text_version": "1",
        }
        | changes
    )


def another(number, **changes):
    said = {
        "own_reference": f"A-{number}",
        "full_name": f"Somebody {number}",
        "email": f"n{number}@example.org",
    }
    return row(**said | changes)


def csv_of(rows, *, header=columns.KEYS, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    for each in rows:
        writer.writerow([each[key] for key in columns.KEYS])
    return out.getvalue().encode(encoding)


def xlsx_of(rows, header=columns.KEYS):
    book = Workbook()
    sheet = book.active
    sheet.append(list(header))
    for each in rows:
        sheet.append([each[key] or None for key in columns.KEYS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def days_ago(number) -> date:
    return timezone.localdate() - timedelta(days=number)


def problems(reading):
    return [(p.row, p.column, p.message) for p in reading.table.problems]


def only_problem(reading):
    ((number, column, message),) = problems(reading)
    return number, column, message
