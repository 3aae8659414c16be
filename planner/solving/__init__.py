"""The solver's mind: a CP-SAT model of one session, its rules, its levels, and why no plan exists."""
