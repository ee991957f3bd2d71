"""The read API against its own description: random requests, no fault of ours, no answer that is not described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.examples import number_of
from tests.site import open_site

pytestmark = pytest.mark.slow
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
REQUESTS = 100
"""Of each resource, in a deep run; a tenth of them each day."""


@pytest.fixture(scope="module")
def schema(example: Path) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", open_site(example).app.server)


def test_no_request_has_an_answer_that_is_not_described(schema: Any) -> None:
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 11, "all but the description itself"
    for operation in operations:
        ask(operation)


def ask(operation: Any) -> None:
    """Random requests to a resource, some of them with words that it does not take or that are of another kind."""
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    for mode in modes:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=number_of(REQUESTS) // len(modes), phases=[Phase.generate], deadline=None, database=None,
            derandomize=True, suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def answered(case: Any) -> None:
            case.validate_response(case.call(headers={"Accept-Encoding": "identity"}), checks=CHECKS)

        answered()
