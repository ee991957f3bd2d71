"""The map view."""

from __future__ import annotations

from components.views.map.export import map_contents
from components.views.map.panels import map_view
from components.views.panels import map_panel
from components.views.view import View

VIEW = View("map", map_view, map_contents, figure=map_panel, alone=(), has_maps=lambda _: True)
