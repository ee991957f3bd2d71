"""Other ways to make the same page, each by the means its own guide teaches: what `make bench-peers` sets ours against.

A page of each has a list of views and, for the one that is chosen, a map of the counties and a trend: the figures of
`tests/plain/drawing.py`. They import nothing of ours, so that each is served by an environment of its own. The views
are those of the file that PEERS_VIEWS names: JSON, by their names, the first is the one a visit begins with.
"""
