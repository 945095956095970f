"""What every rule declares, whatever it looks at, and the one registry of all rules.

A rule has an id, a severity, a sentence, a page with an example that fails and one that passes, and something that it
is about: an exchange, a run, a record or a document. File, id, page and test share one name. How a rule is asked is its room's
own: ``judging`` asks about exchanges, ``judging/suite`` about runs,
``judging/records`` about rows of tables, ``document`` about documents.

The registry names the rooms and imports none before a rule of it is asked for, so that judging traffic loads no rule
about documents. What only needs the ids (settings, comments that ignore findings) imports no rule at all.
"""
