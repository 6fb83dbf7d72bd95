"""Sheets and calendars of groups: what leaves the screen."""
