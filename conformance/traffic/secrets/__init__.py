"""Secrets of recorded traffic: told by the name that carries them and by their shape, and never written or shown."""
