"""A sample for the tests of `:::code`."""


# <snippet_story>
def tell() -> int:
    # <inner>
    seed = int("42")

    return seed + 0
    # </inner>


# </snippet_story>


# <open>
last = tell()
