import subprocess as sp

sp.run(["shutdown", "-h", "now"])  # harm
