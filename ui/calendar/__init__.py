"""The calendar: weeks and terms, a draft of moves, clashes, and a proposal for a whole term."""
