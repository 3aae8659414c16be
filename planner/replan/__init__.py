"""A plan and what changed -> the nearest plan that keeps the rules; what differs between two plans, and why."""
