"""What the page of maternity access and its file are made from, for a query string."""

from __future__ import annotations

from collections.abc import Mapping

from components.views.maternity.view import MaternityView
from data.analysis.maternity.access import access
from data.analysis.maternity.mothers import QUESTIONS, births_by_county, mothers_by_county
from data.analysis.maternity.selection import parse_maternity_query
from data.analysis.maternity.units import without_unit
from data.language import language
from data.query.answers import Answers


def maternity_view(answers: Answers, words: Mapping[str, str]) -> MaternityView | None:
    """The view in the request's language; None where the file tells of no unit. Raises DatabaseUnavailableError."""
    catalog, statements, residents = answers.catalog, answers.maternity_statements(), answers.residents_of_all()
    found = access(statements, residents, catalog)
    if found is None:
        return None
    year, place, notices = parse_maternity_query(words, catalog, found.years)
    mothers = mothers_by_county(answers, language())
    return MaternityView(
        access=found,
        catalog=catalog,
        shapes=answers.shapes("municipality"),
        residents=residents,
        year=year,
        place=place,
        births=births_by_county(answers),
        questions=tuple(question for question in QUESTIONS if any(q == question for _, q in mothers)),
        answers=mothers,
        without=without_unit(statements),
        notices=notices,
    )
