import os

if False:
    os.unlink("x")  # harm
