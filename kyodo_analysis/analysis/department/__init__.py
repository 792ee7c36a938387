"""Which departments carry the measures: loads, concentration, networks, changes between plans."""
