"""What sentences claim: a small grammar of the words in which documentation tells of members and api-versions.

``types`` reads that a member has a type or is optional, ``versions`` that an api-version is the first to have a member,
has it or lacks it, and ``moods`` what a sentence as a whole is about: a choice, the past, a difference. They are made of
the words in ``prose/words``. The lists of words are *assumed*: they grew with the pages that were read.

Each expression does work in proportion to the sentence. So nothing that may be empty is repeated, and what stands
before a place is looked for in the words right before it alone.
"""
