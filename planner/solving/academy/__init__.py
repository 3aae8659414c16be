"""Many sessions at once: prices on shared minutes, columns, then days and hours (the door is `plan.plan_academy`)."""
