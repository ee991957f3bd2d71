"""Charts as plotly figure dictionaries, maps and lists as HTML, with legends, tables and alternative texts.

Pure functions of an answer. Plain dictionaries because a `go.Figure` costs a hundred times as much to make and to
send; the tests pass each through `go.Figure` to catch a wrong property.
"""
