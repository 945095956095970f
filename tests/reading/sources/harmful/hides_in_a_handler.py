import os

try:
    print("hello")
except Exception:
    os.system("true")  # harm
