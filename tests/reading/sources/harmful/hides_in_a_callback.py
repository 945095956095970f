import os

list(map(os.remove, ["a", "b"]))  # harm
