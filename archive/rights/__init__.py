"""Who may see what: one policy, pure, that everything which shows, finds or processes things asks.

`table.csv` says in rows that people can read what it answers; a test walks every cell.
"""
