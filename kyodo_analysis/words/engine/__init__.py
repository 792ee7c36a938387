"""Engines that find Janome's tokens faster than Janome, on its own data laid out anew."""
