"""A meeting as a calendar file (iCalendar, RFC 5545), for the calendars of those who come."""

from datetime import UTC, datetime, timedelta

from .models import Meeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
USUAL_MINUTES = 60


def calendar_of(meeting: Meeting, *, address: str) -> bytes:
    """A meeting as one event. address: where the meeting stands here."""
    length = timedelta(minutes=meeting.minutes or USUAL_MINUTES)
    return one_event(
        key=f"{meeting.pk}@twoshores",
        sequence=meeting.version,
        starts=meeting.starts_at,
        ends=meeting.starts_at + length,
        title=meeting.title,
        where=meeting.where,
        text=meeting.agenda,
        address=address,
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )


def one_event(
    *,
    key: str,
    sequence: int,
    starts: datetime,
    ends: datetime,
    title: str,
    where: str,
    text: str,
    address: str,
    cancelled: bool = False,
) -> bytes:
    """A calendar with one event. Times are UTC: calendars show their owner's clock.

    key stays the same and sequence grows, so that a changed event moves in the calendar.
    """
    # Read with the first file, not while a process starts.
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", key)
    event.add("sequence", sequence)
    event.add("dtstamp", starts.astimezone(UTC))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", ends.astimezone(UTC))
    event.add("summary", title)
    if where:
        event.add("location", where)
    if text:
        event.add("description", text)
    event.add("url", address)
    if cancelled:
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Twoshores//meetings//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
