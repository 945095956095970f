"""How the universe began, told a little differently each time: stories share their first words and drift apart.

A story is a walk through the stages below. At each stage a number chooses the sentence, and in it each of the
alternatives in braces. What a token is, is assumed: a word with the space before it, or a mark.
"""

import re
from collections.abc import Sequence
from typing import Final

_TOKEN: Final = re.compile(r"(?:(?<!\s)\s++)?(?:\w++(?:'\w++)?|[^\w\s])")
_CHOICE: Final = re.compile(r"\{([^{}]*)\}")

_STAGES: Final = (
    (
        "Long before the first morning, {there was no place and no hour|nobody kept the hours|the dark had no edges}, "
        "{only a quiet|just a patience|merely a hush} {that waited|without a name|as wide as nothing}.",
        "Long before the first morning, {everything that would ever be|all of tomorrow|the whole of what we see} "
        "{lay folded|slept|was pressed together} in {one spark|a single seed|a grain of heat}.",
        "Long before the first morning, {no star had a neighbour|no road led anywhere|up and down were strangers}, "
        "and {silence|stillness|shadow} was {the only guest|all that could happen|never broken}.",
    ),
    (
        " Then {something stirred|a tremor ran through it|the quiet leaned over}, {smaller than|finer than|lighter than} "
        "{a grain of dust|the point of a needle|a breath}, and {it began to glow|it would not keep still|it rang}.",
        " {At once|Without a warning|All of a sudden} {the seed opened|the hush gave way|the spark let go}, and "
        "{room itself|distance itself|space itself} {poured out|unrolled|came tumbling} in every direction.",
        " {Nobody|No eye|No one} saw {the moment|the first flicker|the turn} when {heat|brightness|motion} "
        "{learned|began|dared} to {travel|spread|grow}.",
        " {What came next|The thing that followed|What happened then} took {less time than a blink|no time worth a name|"
        "a sliver of an instant}: {here|near} became {there|far}, and {now|still} became {later|soon}.",
    ),
    (
        " {The young sky|All that newness|This first weather} was {hotter|brighter|wilder} than {any furnace|any noon|"
        "any storm} since, {a soup|a crowd|a blaze} of {light and scraps of light|sparks that never rested|pure hurry}.",
        " As it {stretched|widened|thinned}, it {cooled|calmed|slowed}, and {the smallest pieces|tiny motes|first crumbs} "
        "{found each other|stuck together|paired off} {two by two|in threes|by chance}.",
        " {Some of it|A part of it|Half of it} {burned away|cancelled out|vanished}, and {what was left over|the remainder|"
        "the little that stayed} was {enough|plenty|just sufficient} for {everything|all the skies|us}.",
    ),
    (
        "\n\n{For an age|For ages|For a long while} {there was only fog|nothing shone through|the light could not leave}, "
        "until {one day|at last|gently} the {mist|haze|glare} {lifted|tore|cleared} and {the dark was see-through|"
        "light ran free|distance could be seen}.",
        "\n\n{Gravity|A slow pull|The patient pull of things}, {who was never in a hurry|shy but stubborn|with no hands "
        "at all}, {gathered|raked|swept} the {thin gas|drifting gas|pale clouds} into {knots|heaps|threads}.",
        "\n\n{Hydrogen came first|The simplest stuff came first|First there was the lightest gas}, {then helium|helium "
        "beside it|and its quiet sister helium}, {and hardly anything else|with a pinch of the rest|and that was all}.",
    ),
    (
        " {In the thickest heap|In one deep knot|Where it was densest} {a lamp went on|the first star woke|something "
        "caught fire}, {and then another|and its neighbours answered|soon a thousand more}.",
        " {Stars|Suns|Fires} {were lit|kindled|took hold} one after another, {each a kitchen|each a forge|every one a "
        "workshop} in which {carbon|oxygen|iron} {was cooked|was made|came about} {for the first time|out of almost "
        "nothing|from plain gas}.",
        " {The giants among them|The largest ones|The greedy stars} {lived fast|spent themselves|burned quickly}, and "
        "{when they burst|as they fell apart|in their last hour} they {gave it all away|scattered what they had made|"
        "salted the dark with metal}.",
    ),
    (
        " {Galaxies|Great wheels of light|Islands of stars} {began to turn|took shape|found their pace}, and {between "
        "them|around them|beyond them} the {emptiness|dark|distance} {kept growing|went on widening|never stopped}.",
        " {Out of dust|From the ashes|From what was left} {new suns|younger stars|second suns} {rose|formed|gathered}, "
        "with {crumbs|pebbles|leftovers} that {circled|kept|followed} them and {were planets by and by|grew round|"
        "became worlds}.",
    ),
    (
        "\n\n{On one of those worlds|On a small wet world|Near a middling sun}, {rain fell for an age|the seas stayed "
        "warm|the tides kept stirring}, and {something|a thread of chemistry|a little chain} {copied itself|made another "
        "of its kind|refused to come apart}.",
        "\n\n{A quiet corner|One blue marble|An unhurried planet} {held water|kept its air|had good luck}, and {in its "
        "shallows|under its waves|in its mud} {the dust|the old star-stuff|the ashes of suns} {began to remember|woke "
        "up|started to ask}.",
    ),
    (
        " {It has been looking up|It has told this story|It has wondered} ever since, and {the sky|the light|the dark} "
        "{has not finished|goes on answering|still has room} {for more|yet|to this night}.",
        " {That is how it began|So the beginning goes|Such was the start}, {as far as anyone can tell|if the old light "
        "is right|so say those who listen}; {the rest|the middle|what follows} is {still being told|ours|not written}.",
    ),
)

Part = tuple[tuple[str, ...], ...]
Sentence = tuple[Part, ...]


def _sentence(text: str) -> Sentence:
    """Return a sentence as parts of one or several alternatives, each a run of tokens.

    What is said in any case belongs to each alternative before it, or of the first choice: fewer parts are told faster.
    """
    parts: list[Part] = []
    space = ""  # white space before braces belongs to the first word of whatever is chosen
    for index, piece in enumerate(_CHOICE.split(text)):
        if index % 2:
            part = tuple(tuple(_TOKEN.findall(space + alternative)) for alternative in piece.split("|"))
            if len(parts) == 1 and len(parts[0]) == 1:
                before = parts.pop()[0]
                part = tuple(before + alternative for alternative in part)
            parts.append(part)
        else:
            bare = piece.rstrip()
            space = piece[len(bare) :]
            if bare:
                said = tuple(_TOKEN.findall(bare))
                parts.append(tuple(alternative + said for alternative in parts.pop()) if parts else (said,))
    return tuple(parts)


STAGES: Final[tuple[tuple[Sentence, ...], ...]] = tuple(tuple(map(_sentence, stage)) for stage in _STAGES)


def tell(numbers: Sequence[int], limit: int | None = None) -> tuple[str, int, bool]:
    """Return the story that ``numbers`` choose, how many tokens it has, and whether ``limit`` tokens cut it short.

    A limit cuts the same story: a shorter one is always the beginning of a longer one. Raises IndexError where there
    are fewer numbers than choices; ``LONGEST_WALK`` are enough for any story.
    """
    tokens: list[str] = []
    at = 0
    for stage in STAGES:
        sentence = stage[numbers[at] % len(stage)]
        at += 1
        for part in sentence:
            if len(part) == 1:
                tokens += part[0]
            else:
                tokens += part[numbers[at] % len(part)]
                at += 1
        if limit is not None and len(tokens) > limit:
            return "".join(tokens[:limit]), limit, True
    return "".join(tokens), len(tokens), False


def choices_of(numbers: Sequence[int], count: int) -> list[int]:
    """Return how many alternatives each of the first ``count`` numbers chooses among."""
    widths: list[int] = []
    for stage in STAGES:
        widths.append(len(stage))
        sentence = stage[numbers[len(widths) - 1] % len(stage)]
        widths += [len(part) for part in sentence if len(part) > 1]
        if len(widths) >= count:
            break
    return widths[:count]


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a told story, from its beginning on."""
    return _TOKEN.findall(text)


LONGEST_WALK: Final = sum(1 + max(sum(len(part) > 1 for part in sentence) for sentence in stage) for stage in STAGES)
