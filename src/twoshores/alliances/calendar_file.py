"""A meeting as a calendar file (iCalendar, RFC 5545), for the calendars of those who come."""

from datetime import UTC, timedelta

from icalendar import Calendar, Event

from .models import Meeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
USUAL_MINUTES = 60


def calendar_of(meeting: Meeting, *, address: str) -> bytes:
    """One event. Its id stays, so that a changed meeting moves in the calendar.

    address: where the meeting stands here. Times are UTC: calendars show their owner's clock.
    """
    event = Event()
    event.add("uid", f"{meeting.pk}@twoshores")
    event.add("sequence", meeting.version)
    event.add("dtstamp", meeting.starts_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    length = timedelta(minutes=meeting.minutes or USUAL_MINUTES)
    event.add("dtend", (meeting.starts_at + length).astimezone(UTC))
    event.add("summary", meeting.title)
    if meeting.where:
        event.add("location", meeting.where)
    if meeting.agenda:
        event.add("description", meeting.agenda)
    event.add("url", address)
    if meeting.state == Meeting.State.CANCELLED:
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Twoshores//meetings//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
