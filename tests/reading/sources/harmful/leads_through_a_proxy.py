import os

os.environ["HTTPS_PROXY"] = "http://proxy.example.com"  # harm
