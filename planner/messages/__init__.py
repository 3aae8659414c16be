"""Ids and figures become sentences here, French or English, and nowhere else."""
