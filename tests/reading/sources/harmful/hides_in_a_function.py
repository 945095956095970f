import shutil


def never_called(folder):
    shutil.rmtree(folder)  # harm


print("hello")
