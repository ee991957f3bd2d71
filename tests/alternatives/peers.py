"""The peers of a city or town, from the tables themselves: every distance is reckoned, and the ten least are taken."""

from __future__ import annotations

import duckdb
import numpy as np

_TOWNS = """
SELECT slug, name, arg_max(population, year), arg_max(value, period_end)
FROM geography
JOIN population ON population.geo_id = geography.geo_id AND population.dimension = 'overall'
JOIN observation ON observation.geo_id = geography.geo_id AND indicator = 'social_vulnerability'
    AND observation.stratum = 'overall' AND value IS NOT NULL
WHERE level = 'municipality' GROUP BY ALL ORDER BY name
"""


def nearest_by_table(database: duckdb.DuckDBPyConnection, slug: str) -> list[str]:
    """Slugs of the ten nearest, nearest first; of equally near ones, by name."""
    rows = database.execute(_TOWNS).fetchall()
    slugs = [row[0] for row in rows]
    both = np.array([[np.log(row[2]), row[3]] for row in rows])
    spread = np.sqrt(((both - both.mean(axis=0)) ** 2).mean(axis=0))
    far = np.sqrt((((both - both[slugs.index(slug)]) / spread) ** 2).sum(axis=1))
    order = np.argsort(far, kind="stable")
    return [slugs[n] for n in order if slugs[n] != slug][:10]
