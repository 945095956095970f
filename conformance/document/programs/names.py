"""Which names a fragment of source needs from what comes before it, and which it gives to what follows."""

from conformance.document.programs.naming import Names
from conformance.reading.program import Language
from conformance.reading.remembering import remembered


@remembered(512)
def names_of(text: str, language: Language) -> Names:
    """Return the names of ``text``, a whole source or a part of one; what does not parse has none."""
    if language == "powershell":
        from conformance.document.programs.names_powershell import powershell_names

        return powershell_names(text)
    if language == "bash":
        from conformance.document.programs.names_bash import bash_names

        return bash_names(text)
    if language != "python":
        return Names()
    from conformance.document.programs.names_python import python_names

    return python_names(text)
