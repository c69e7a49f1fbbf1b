"""The commands `weightshed sensitivity`, `weightshed discover` and `weightshed robust`."""
