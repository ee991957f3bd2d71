"""The view of tables."""

from __future__ import annotations

from components.views.table.export import table_contents
from components.views.table.panels import table_view
from components.views.view import View

VIEW = View("table", table_view, table_contents)
