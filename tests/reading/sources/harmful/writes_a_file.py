with open("out.txt", "w") as out:  # harm
    print("hello", file=out)  # harm
