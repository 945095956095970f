import atexit


@atexit.register
def end():  # harm
    print("end")
