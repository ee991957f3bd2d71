"""Methods of the catalogue whose results are kept with it: a page calls the same four thousands of times."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result", bound=tuple[Any, ...])


class HasResults(Protocol):
    """What keeps results: by method and arguments."""

    @property
    def cached_results(self) -> dict[tuple[str, ...], Any]:
        """The results."""


def cached_method(method: Callable[..., Result]) -> Callable[..., Result]:
    """Decorator that caches a method's results with the object it is of."""

    @wraps(method)
    def method_with_cache(holder: HasResults, *arguments: str) -> Result:
        key = (method.__name__, *arguments)
        if key not in holder.cached_results:
            holder.cached_results[key] = method(holder, *arguments)
        result: Result = holder.cached_results[key]
        return result

    return method_with_cache
