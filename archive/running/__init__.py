"""The archive from day to day: its queues of work, its health, and what a person must do about either."""
