"""Reading, hearing and understanding what arrived, one stage at a time."""
