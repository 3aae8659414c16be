"""Time: which days are open, which are closed and why, and .ics files. Knows no session and no solver."""
