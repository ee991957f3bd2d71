"""Search: what somebody typed, taken apart, and the indicators, places and topics it may mean."""
