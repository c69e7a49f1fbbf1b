"""Calibration against published figures: `weightshed calibrate` and its parts."""

from .bank import Bank
from .calibrate import Calibration, calibrate
from .posterior import page, write_worlds
from .targets import Target, targets

__all__ = ["Bank", "Calibration", "Target", "calibrate", "page", "targets", "write_worlds"]
