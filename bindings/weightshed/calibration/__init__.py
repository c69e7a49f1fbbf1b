"""Calibration against published figures: `weightshed calibrate` and its parts."""
