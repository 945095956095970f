import os
import requests

tool = os if os.getenv("A") else requests
tool.remove("x")  # harm
