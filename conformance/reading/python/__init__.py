"""Read Python without running it: ``read_python(file, text)`` follows a run over the syntax tree.

    reader        parses, follows the module statement by statement, and yields the reading
    statements    ⟶ expressions ⟶ calls ⟶ library, sdk, http, methods, answers
    loops, try_statements, functions   lower Python's syntax onto conformance.reading.engine
    objects       what a name may hold; python_value, text, freezing lead from there to Python's values, texts and values

Nothing of the source is executed; bounded are the steps, the depth, and the size of everything that is computed.
"""

from conformance.reading.python.reader import read_python

__all__ = ["read_python"]
