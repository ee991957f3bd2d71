"""Sites as Dash makes them with next to no code of their own: what `make bench` sets ours against.

They import nothing of ours, so that an environment with Dash, Plotly, DuckDB, pandas and gunicorn serves them.
"""
