"""Run the samples as their readers do, each in a process of its own, and record what they send and receive."""
