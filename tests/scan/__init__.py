"""The scan: every valid state of Explore and Gaps is asked, and what it says searched for the kinds of fault we know.

`python -m tests.scan` prints a table: kind of fault, what part mends it, number of states, three addresses. A check is
one small function; `expected` lists what still fails, and is there to be emptied.
"""
