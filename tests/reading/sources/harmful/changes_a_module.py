import requests

requests.post = print  # harm
