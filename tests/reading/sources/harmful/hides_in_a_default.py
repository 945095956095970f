import os


def f(x=os.listdir("/")):  # harm
    return x
