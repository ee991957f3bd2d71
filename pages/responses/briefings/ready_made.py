"""Ready-made briefings: of a focus area and of a place, made from the data by the same means as one's own."""

from __future__ import annotations

from components.views.briefing.ready import area_views, place_views
from components.views.gaps.words import side_name
from data.analysis.excess_scan import excess_scan
from data.analysis.overview.focus_areas import focus_areas
from data.analysis.overview.overviews import AreaOverview
from data.analysis.overview.question_overview import question_overview
from data.analysis.profiles.levels import PROFILED
from data.analysis.profiles.place_gaps import place_gaps
from data.analysis.profiles.place_profile import place_profile
from data.catalog.models import Place
from data.language import gettext, language
from data.query.answers import Answers
from data.query.briefings.codec import BriefingError
from data.query.briefings.kept import KeptBriefing
from data.query.search.place_meant import place_meant
from data.query.url_parameters import shortened
from data.vocabulary import TOPICS


def area_briefing(topic: str, source: Answers) -> KeptBriefing:
    """The briefing of a focus area by its topic. Raises BriefingError for a topic that is none."""
    area = next((area for area in focus_areas() if area.topic == topic.lower()), None)
    if area is None:
        raise BriefingError(gettext("“{word}” is not a focus area.", word=shortened(topic)))
    catalog, scan = source.catalog, excess_scan(source)
    known = [catalog.questions[question] for question in area.questions if question in catalog.questions]
    told = tuple(question_overview(question, source, scan, side_name) for question in known)
    return KeptBriefing(title=TOPICS[area.topic], views=area_views(AreaOverview(area, told)))


def place_briefing(word: str, source: Answers) -> tuple[KeptBriefing, Place]:
    """The briefing of a place by its slug or name, and the place. Raises BriefingError for one that is not known."""
    place = place_meant(word, source.catalog)
    if place is None or place.level not in PROFILED:
        raise BriefingError(gettext("“{word}” is not a place we know.", word=shortened(word)))
    profile = place_profile(source, place, language())
    gaps = place_gaps(source, place, language(), side_name)
    return KeptBriefing(title=place.name, views=place_views(profile, gaps)), place
