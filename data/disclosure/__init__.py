"""Disclosure control: primary and secondary suppression of small counts, and the auditor that verifies it."""
