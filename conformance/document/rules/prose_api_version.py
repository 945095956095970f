"""``prose-api-version``: an api-version that the prose names exists, and has chat completions."""

from collections.abc import Iterator

from conformance.contract.catalog import catalog
from conformance.document.api_versions import mentions_in
from conformance.document.headings import title_above
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.study import Study
from conformance.errors import nearest
from conformance.finding import Severity, SpecPlace


@document_rule(
    "prose-api-version", Severity.ERROR, "an api-version that the prose names exists and has chat completions"
)
def prose_api_version(study: Study) -> Iterator[Remark | Confirmed]:
    known = catalog()
    for sentence in study.sentences:
        for mention in mentions_in(sentence, title_above(study.document, sentence)):
            place, length = sentence.position(mention.start), mention.end - mention.start
            version = known.find(mention.name)
            if version is None:
                names = nearest(mention.name, known.dated_with_chat)
                hint = f"did you mean {names[0]}?" if names else "name one that has a folder under spec/"
                message = f"`{mention.name}` is no api-version of Azure OpenAI that is known; {hint}"
                yield Remark(place, message, length, names[0] if names else None)
            elif not version.chat:
                first = known.dated_with_chat[0]
                yield Remark(
                    place, f"{mention.name} has no chat completions; {first} is the first that has", length, first
                )
            else:
                file = f"spec/{version.api_version}/inference.json"
                yield Confirmed(
                    f"The api-version {mention.name} exists and has chat completions.", place, SpecPlace(file, "")
                )
