"""What mail, documents and people do to an address that means the same: for tests of whatever reads one."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import strategies as st

BEHIND = (")", "]", "”", "’", '"', ".", ",", ";", ").", ".”", ">", "»", "…", "!", "%20", "\u200b")
BETWEEN = ("&", "&amp;", ";", "&amp;amp;", "&;", "&%2338;", "&AMP;", "&&")
DASHES = ("–", "—", " - ", " – ", " to ", "‑", "−")
Words = dict[str, str]


@st.composite
def mangled(draw: st.DrawFn, words: Words) -> str:
    """The query of an address that says what these words say, as it may arrive."""
    between = draw(st.sampled_from(BETWEEN))
    pairs = []
    for name, word in words.items():
        written = draw(_written(name, word))
        if draw(st.integers(0, 5)) == 0:
            # Said twice, the last counts.
            pairs.append(f"{name}={quote(draw(st.sampled_from(('', 'state', 'x', '2018'))))}")
        pairs.append(f"{draw(_cased(name))}={written}")
    query = between.join(pairs) + draw(st.sampled_from(("", *BEHIND)))
    return draw(st.sampled_from((query, quote(query)))) if between == "&" and "%" not in query else query


@st.composite
def _cased(draw: st.DrawFn, text: str) -> str:
    return draw(st.sampled_from((text, text, text.upper(), text.capitalize())))


@st.composite
def _written(draw: st.DrawFn, name: str, word: str) -> str:
    """A word in some case, with some dash, in one or two coats of percent signs."""
    message = draw(_cased(word))
    # Between months an address has an underscore, and a text a dash.
    if name == "period" and ("-" in word or "_" in word) and draw(st.booleans()):
        dash = draw(st.sampled_from(DASHES))
        message = word.replace("_", dash) if "_" in word else _between_years(word, dash)
    message = draw(st.sampled_from((message, f" {message}", f"{message} ", f"“{message}”", f"\u00a0{message}")))
    once = quote(message)
    return draw(st.sampled_from((once, once, quote(once), once.replace("%20", "+"))))


def _between_years(word: str, dash: str) -> str:
    first, last = word.split("-")
    return f"{first}{dash}{last}" if len(last) == len(first) else word
