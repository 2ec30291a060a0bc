"""What people bring without an account: taken, checked, held apart, and entered only once it is accepted.

bring -> (take -> ask -> supplement)* -> accept (into the ordinary intake) | decline

Until an officer accepts a report nothing of it is in the catalogue: no stage runs, no search finds it.
"""
