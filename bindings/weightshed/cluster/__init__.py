"""Studies on many machines: workers of a Dask cluster simulate, this process alone writes."""
