"""Run the code of a document, each program in a process of its own, against the emulator."""
