"""Bring the blocks and the outputs of a document back in step with the samples that they show."""
