"""How many costly files one client may ask for: a window that moves with time, in each worker for itself."""

from __future__ import annotations

import time
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil

from flask import request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from data.errors import InputError
from data.language import format_integer, gettext
from data.settings import Settings
from pages.responses.exports.refusals import BusyError

HOME = 64
"""Leading bits of an IPv6 address that one client has: the others are its own to change."""
Network = IPv4Network | IPv6Network


class Rates:
    """The files that each client has asked for lately. Addresses are held in memory, for as long as they count."""

    def __init__(self, settings: Settings) -> None:
        """Raises InputError for a setting that cannot be read."""
        try:
            self._rate = parse(settings.export_rate)
        except ValueError as error:
            raise InputError(f"EQUITY_EXPORT_RATE is “{settings.export_rate}”: write it as in “120/minute”") from error
        self._proxies = networks(settings.trusted_proxies)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self) -> None:
        """Count a file for the client of the request. Raises BusyError (429) where it is one too many."""
        client = client_of(request.remote_addr or "", request.headers.getlist("X-Forwarded-For"), self._proxies)
        if self._limiter.hit(self._rate, client):
            return
        seconds = max(1, ceil(self._limiter.get_window_stats(self._rate, client).reset_time - time.time()))
        raise BusyError(
            gettext(
                "You asked for more files than one reader can have in so short a time. Try again in {seconds} seconds.",
                seconds=seconds,
            ),
            429,
            seconds,
        )


def client_of(remote: str, forwarded: list[str], proxies: tuple[Network, ...]) -> str:
    """Who asks: the address of the connection; where that is a trusted proxy's, the nearest one before it that is not.

    What stands before that in `forwarded` (the headers X-Forwarded-For) anyone may have written.
    """
    said = [part.strip() for header in forwarded for part in header.split(",")]
    client = remote
    while said and is_in(client, proxies):
        client = said.pop()
    address = _address(client)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOME), strict=False))
    return str(address or client[:64])


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks of a setting. Raises InputError."""
    try:
        return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise InputError(f"EQUITY_TRUSTED_PROXIES is “{text}”: write addresses or networks with commas") from error


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def is_in(text: str, known: tuple[Network, ...]) -> bool:
    """Whether an address is one of some, or in one of some networks."""
    address = _address(text)
    return address is not None and any(address in network for network in known)


def rate_words(rate: str) -> str:
    """A rate in words: “120 files a minute”. Raises ValueError for a setting that cannot be read."""
    read = parse(rate)
    number, seconds = format_integer(read.amount), read.get_expiry()
    if seconds == 60:
        return gettext("{number} files a minute", number=number)
    if seconds == 3600:
        return gettext("{number} files an hour", number=number)
    return gettext("{number} files in {seconds} seconds", number=number, seconds=format_integer(seconds))
