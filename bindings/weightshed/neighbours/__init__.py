"""Results in the forms that other tools take: thin adapters, each with a how-to in docs/userguide/neighbours.md."""
