from helper import ask  # harm

print(ask("hello"))  # harm
