"""When the measures are done: year columns as sequences of states, timing words, all plans on one time axis."""
