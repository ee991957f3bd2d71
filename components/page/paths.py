"""Paths of the site's pages, for all that lead to them; those of Explore and of places are in the data rooms.

They are without a language: `data/query/url_parameters.py:in_language` adds it.
"""

GAPS = "/gaps"
WORST = "/worst"
REGIONS = "/regions"
MATERNITY_ACCESS = "/maternity-access"
DATA = "/data"
RELEASES = "/data/releases"
METHODS = "/methods"
ABOUT = "/about"
SEARCH = "/search"
BRIEFING = "/briefing"
READ_API = "/api"
