"""The options of each command, one module a command: declared here, where it costs nothing, and read by it."""
