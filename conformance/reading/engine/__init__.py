"""How a run of a source is followed, whatever its language: once, for all readers.

journal       what the run changes; a way that may be gone is gone, taken back, and joined with the other one
names         what is held by name
frames        the functions, loops and branches around a statement, and which of them may have been left already
run           the state of a run: its journal, its frames, its record, and how far it may go on
record        the calls, texts and settings that were seen, and the reading made of them
branches      both ways of a condition that is not known
loops         rounds that are known, and one that stands for those that are not
failures      ``try`` with its handlers, and what a refused call does
leaving       how a statement leaves what encloses it
limits        how much is followed
"""
