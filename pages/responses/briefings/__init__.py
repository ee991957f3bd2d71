"""Briefings: their views as they are today, those that are made ready, and what their forms and files are sent to."""
