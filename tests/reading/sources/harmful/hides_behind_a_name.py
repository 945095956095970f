import os

act = getattr(os, "sys" + "tem")
act("true")  # harm
