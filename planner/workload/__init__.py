"""How much work a session is for its trainers: an estimate of work, never of a person."""
