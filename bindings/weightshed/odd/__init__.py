"""The description of the model in the ODD form, put together from docs/model.md and the registry."""
