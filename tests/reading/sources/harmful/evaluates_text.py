code = "print(1)"
eval(code)  # harm
