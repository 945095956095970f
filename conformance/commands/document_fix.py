"""``conformance document fix``: write what findings say, where that surely mends them."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.commands.document_check import pages_of
from conformance.commands.shared.documents import say, settle, without_notebooks
from conformance.commands.shared.output import report_stream
from conformance.document.analysis.question import Question
from conformance.document.checking.several import tabs_of
from conformance.document.fixing import Fixed, fix
from conformance.document.markdown import save_document
from conformance.document.updating.difference import difference
from conformance.errors import InputError
from conformance.files import project
from conformance.reports.text_summary import plural
from conformance.reports.visible import visible


def run(arguments: argparse.Namespace) -> int:
    """Fix each document; one that would have another finding then stays as it is, which is said."""
    known = settle(arguments).configuration
    pages, problems = pages_of(arguments.paths)
    markdown = without_notebooks("fix", "fixed", [page.path for page in pages])
    pages = [page for page in pages if page.path in markdown]
    question = Question(
        known.today or datetime.now(UTC).astimezone().date(),
        samples=arguments.samples or project(),
        api_version=known.api_version,
        azure_clients=known.azure_clients,
        azure_hosts=known.azure_hosts,
        repositories=known.repositories,
    )
    off = frozenset(name for name, severity in known.rules.items() if severity is None)
    all_tabs = tabs_of(pages)
    changed = 0
    for page in pages:
        try:
            fixed = fix(page, question, all_tabs, off)
            changed += _told(fixed, page.path, arguments.diff)
        except InputError as error:
            problems.append(str(error))
    for sentence in problems:
        say("fix", sentence)
    if not pages and not problems:
        say("fix", "nothing was fixed: there is no document; name one, or a folder that holds some.")
        return NOTHING
    if not changed and not arguments.diff:
        print("nothing to fix")
    return worst(FOUND if changed and arguments.diff else OK, UNUSABLE if problems else OK)


def _told(fixed: Fixed, path: Path, only_shown: bool) -> bool:
    """Write the document, or show what would change; return whether something did or would."""
    if fixed.refused:
        say("fix", f"{fixed.before.name} is left as it is: with its edits, another finding came or one stayed.")
        return False
    if not fixed.mended:
        return False
    if only_shown:
        with report_stream(None) as out:
            out.writelines(difference(fixed.before, fixed.after))
        return True
    save_document(fixed.after, path)
    rules = ", ".join(dict.fromkeys(one.rule for one in fixed.mended))
    print(f"{visible(fixed.before.name)}: {plural(len(fixed.mended), 'finding')} fixed ({rules})")
    return True
