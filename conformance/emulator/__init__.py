"""Answer as the service does, on this machine: what it refuses, what it says, and how far it can be trusted to repeat it."""
