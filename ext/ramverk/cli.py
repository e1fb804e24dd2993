"""The command line: reads arguments, calls what does the work, and tells what came of it."""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sphinx.errors import SphinxError

from . import __version__, garbage, site
from . import paper as papers
from .arguments import OK, PROBLEMS, add_languages, add_project, language_tag, opened_project
from .interface import N_, Interface, interface_of_terminal
from .library import Library
from .loading import Source, load_framework
from .problems import Problem
from .progress import Reporter
from .project import Project, ProjectError
from .shares import Share, parse_share

INTERRUPTED: Final = 130

#: What ``ramverk schema`` can be asked for.
SCHEMAS: Final = ("framework", "answers", "glossary")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 when all is well, 1 when there are problems, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Rather an odd sign than no message, where a terminal has few signs.
            stream.reconfigure(errors="replace")
    garbage.collect_rarely()
    interface = interface_of_terminal()
    arguments = _parser(interface, sys.argv[1:] if argv is None else argv).parse_args(argv)
    run: Callable[[argparse.Namespace, Interface], int] = arguments.run
    try:
        result = run(arguments, interface)
        sys.stdout.flush()
        return result
    except ProjectError as error:
        message = interface.gettext(error.template).format(**error.details)
    except SphinxError as error:
        message = f"{error.category}: {error}"
    except BrokenPipeError:
        # The reader of our output has gone, such as head; nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        message = str(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    print(f"ramverk: {message}", file=sys.stderr)
    return PROBLEMS


# --- commands -----------------------------------------------------------------------------------


def check(arguments: argparse.Namespace, interface: Interface) -> int:
    """Check framework files: those of the project, or the files and folders given."""
    count = 0
    problems: list[Problem] = []
    paths = [Path(path) for path in arguments.paths]
    if not paths:
        project = opened_project(arguments)
        library = project.library()
        count = len(library.ids)
        problems = site.framework_problems(library)
    for path in paths:
        found, number = _check_path(path)
        problems += found
        count += number
    for problem in problems:
        print(problem.render(interface.gettext))
    if problems:
        files = len({problem.path for problem in problems})
        message = interface.ngettext("{count} problem", "{count} problems", len(problems))
        place = interface.ngettext("in {files} file", "in {files} files", files)
        print(message.format(count=len(problems)), place.format(files=files), file=sys.stderr)
        return PROBLEMS
    message = interface.ngettext(
        "{count} framework, no problems", "{count} frameworks, no problems", count
    )
    print(message.format(count=count))
    return OK


def _check_path(path: Path) -> tuple[list[Problem], int]:
    if path.is_dir():
        library = Library(Path.cwd(), path.absolute(), path, None)
        problems = [problem for each in library.ids for problem in library.problems(each)]
        return [*library.folder_problems, *problems], len(library.ids)
    source = Source(path.stem, path, str(path))
    return load_framework(source)[1], 1


def new(arguments: argparse.Namespace, interface: Interface) -> int:
    """Start a framework: a commented file and the page that shows it."""
    from . import scaffold

    project = opened_project(arguments)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    for path in scaffold.create_framework(project, arguments.id, today):
        print(interface.gettext("written: {path}").format(path=os.path.relpath(path)))
    print(interface.gettext("A toctree must name the page, or have a pattern that takes it in."))
    return OK


def schema(arguments: argparse.Namespace, interface: Interface) -> int:
    """Write the JSON Schema of a kind of files, for editors."""
    from .schema import answers_schema_text, glossary_schema_text, schema_text

    texts = (schema_text, answers_schema_text, glossary_schema_text)
    text = dict(zip(SCHEMAS, texts, strict=True))[arguments.files]()
    if not arguments.output:
        print(text, end="")
        return OK
    Path(arguments.output).write_text(text, "utf-8")
    print(interface.gettext("written: {path}").format(path=arguments.output))
    return OK


def build(arguments: argparse.Namespace, interface: Interface) -> int:
    """Build the site in all languages, or a share of it."""
    project = opened_project(arguments)
    reporter = Reporter(sys.stdout, interface)
    if arguments.shard:
        return _build_share(project, arguments, reporter)
    if arguments.output:
        raise ProjectError(N_("--output says where a share goes, and is used with --shard"))
    if not _build(project, arguments, reporter):
        reporter.say(interface.gettext("The site is not ready: mend the problems above first."))
        return PROBLEMS
    _tell_ready(project, reporter)
    return OK


def _build_share(project: Project, arguments: argparse.Namespace, reporter: Reporter) -> int:
    from . import sharing

    share: Share = arguments.shard
    folder = Path(arguments.output or sharing.share_folder(project, share)).absolute()
    languages, base_url = _wanted(project, arguments)
    if sharing.build_share(project, share, languages, base_url, folder, reporter):
        template = reporter.interface.gettext("Share {share} is ready: {path}")
        reporter.say(template.format(share=share, path=os.path.relpath(folder)))
        return OK
    template = reporter.interface.gettext(
        "Share {share} is not ready: mend the problems above, then build it again: {command}"
    )
    command = sharing.command_of(project, share, tuple(languages), base_url)
    reporter.say(template.format(share=share, command=command))
    return PROBLEMS


def merge(arguments: argparse.Namespace, interface: Interface) -> int:
    """Join the shares of several machines into one site."""
    from . import merging

    project = opened_project(arguments)
    reporter = Reporter(sys.stdout, interface)
    faults = merging.merge(project, [Path(each) for each in arguments.folders], reporter)
    for fault in faults:
        message = interface.gettext(fault.template).format(**fault.details)
        print(f"ramverk: {message}", file=sys.stderr)
    if faults:
        return PROBLEMS
    _tell_ready(project, reporter)
    return OK


def _tell_ready(project: Project, reporter: Reporter) -> None:
    index = os.path.relpath(project.site / "index.html")
    reporter.say(reporter.interface.gettext("The site is ready: {path}").format(path=index))


def serve(arguments: argparse.Namespace, interface: Interface) -> int:
    """Show the site on this machine, and build it again at each change."""
    from . import live

    if not live.can_watch():
        install = "pip install 'sphinx-ramverk[live]'"
        raise ProjectError(N_("this needs the package watchfiles: {install}"), install=install)
    project = opened_project(arguments)
    reporter = Reporter(sys.stdout, interface)
    _build(project, arguments, reporter, with_warnings=True)
    version = live.Version()
    server = live.serve(project.site, arguments.port, version)
    address = f"http://127.0.0.1:{server.server_port}/"
    reporter.say(interface.gettext("Open {address} (stop with Ctrl+C)").format(address=address))
    paths = [project.source, project.frameworks, project.catalogs, project.root / "conf.py"]

    def rebuild() -> None:
        # The settings may be what changed.
        try:
            _build(opened_project(arguments), arguments, reporter, with_warnings=True)
        except ProjectError as error:
            reporter.say(interface.gettext(error.template).format(**error.details))

    try:
        live.watch(paths, project.build, rebuild, version)
    finally:
        server.shutdown()
    return OK


def write_pdf(arguments: argparse.Namespace, interface: Interface) -> int:
    """Write PDFs to print and to fill in."""
    project = opened_project(arguments)
    folder = Path(arguments.output) if arguments.output else project.build / "pdf"
    paper = arguments.paper or project.paper
    if arguments.answers:
        (language, *others) = arguments.language or [""]
        if arguments.frameworks or others:
            raise ProjectError(N_("--answers says which framework; give it at most one language"))
        if {*(arguments.variant or ["form"])} != {"form"}:
            raise ProjectError(N_("--answers gives a form to fill in, and no other variant"))
        path = Path(arguments.answers)
        written, problems = papers.write_filled(
            project, path, language, folder, paper, overwrite=arguments.overwrite
        )
    else:
        request = papers.Request(
            languages=arguments.language or project.languages,
            folder=folder,
            frameworks=arguments.frameworks,
            variants=arguments.variant or papers.VARIANTS,
            paper=paper,
            overwrite=arguments.overwrite,
        )
        written, problems = papers.write_pdfs(project, request)
    for path in written:
        print(interface.gettext("written: {path}").format(path=os.path.relpath(path)))
    for problem in problems:
        print(problem.render(interface.gettext), file=sys.stderr)
    return PROBLEMS if problems else OK


def read_pdf(arguments: argparse.Namespace, interface: Interface) -> int:
    """Read filled PDF forms into files of answers."""
    library = None
    if arguments.project or Path("conf.py").is_file():
        arguments.project = arguments.project or "."
        library = opened_project(arguments).library()
    result = OK
    for each in papers.read_pdfs(
        [Path(path) for path in arguments.paths],
        library,
        Path(arguments.output) if arguments.output else None,
        overwrite=arguments.overwrite,
    ):
        if each.found is not None:
            print(_account(each.path, each.found, interface), flush=True)
        for problem in each.problems:
            print(problem.render(interface.gettext), file=sys.stderr, flush=True)
            result = PROBLEMS
    return result


def _account(path: Path, found: papers.Found, interface: Interface) -> str:
    """What was read from a form, in a line."""
    ngettext = interface.ngettext
    count = len(found.answers.values)
    parts = [ngettext("{count} answer", "{count} answers", count).format(count=count)]
    if count := found.leftovers:
        text = ngettext("{count} without a place today", "{count} without a place today", count)
        parts.append(text.format(count=count))
    if count := found.reworded:
        text = ngettext("{count} to another wording", "{count} to another wording", count)
        parts.append(text.format(count=count))
    if found.is_unknown:
        parts.append(interface.gettext("the project lacks the framework"))
    return f"{interface.gettext('written: {path}').format(path=path)} ({', '.join(parts)})"


def _build(
    project: Project,
    arguments: argparse.Namespace,
    reporter: Reporter,
    *,
    with_warnings: bool = False,
) -> bool:
    languages, base_url = _wanted(project, arguments)
    return site.build_site(project, languages, base_url, reporter, with_warnings=with_warnings)


def _wanted(project: Project, arguments: argparse.Namespace) -> tuple[Sequence[str], str]:
    """Languages and public address: as the arguments say, else the project."""
    languages = arguments.languages or project.languages
    base_url = arguments.base_url if arguments.base_url is not None else project.base_url
    return list(dict.fromkeys(languages)), base_url


# --- arguments ----------------------------------------------------------------------------------


def _parser(interface: Interface, argv: Sequence[str]) -> argparse.ArgumentParser:
    """What reads the arguments; that of translations only where these are for it.

    What a command needs is loaded when it runs: an unchanged site is told in less time than Sphinx
    takes to load.
    """
    say = interface.gettext
    parser = argparse.ArgumentParser(
        prog="ramverk",
        description=say(N_("Frameworks written once in YAML, as handbooks in several languages.")),
    )
    parser.add_argument("--version", action="version", version=f"ramverk {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Interface], int], text: str
    ) -> argparse.ArgumentParser:
        found: argparse.ArgumentParser = commands.add_parser(
            name, help=say(text), description=say(text)
        )
        found.set_defaults(run=run)
        return found

    found = command("check", check, N_("check framework files and tell all that is wrong"))
    found.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=say(N_("files or folders; the project's own by default")),
    )
    add_project(found, say)

    found = command("new", new, N_("start a framework: a commented file and its page"))
    found.add_argument(
        "id", metavar="ID", help=say(N_("such as staff-mobility or mobility/learners"))
    )
    add_project(found, say)

    found = command(
        "schema",
        schema,
        N_("print the JSON Schema of framework, answer or glossary files, for editors"),
    )
    found.add_argument(
        "files",
        nargs="?",
        choices=SCHEMAS,
        default="framework",
        help=say(N_("of which files; framework by default")),
    )
    found.add_argument("--output", metavar="FILE", help=say(N_("write it to a file instead")))

    found = command("build", build, N_("build the site in all languages"))
    _add_build(found, say)

    found.add_argument(
        "--shard",
        type=_share(say),
        metavar="I/N",
        help=say(N_("build only share I of N, on one of N machines; ramverk merge joins them")),
    )
    found.add_argument(
        "--output",
        metavar="DIR",
        help=say(N_("where the share goes; build/shares/I-of-N by default")),
    )

    found = command("merge", merge, N_("join the shares of several machines into one site"))
    found.add_argument(
        "folders",
        nargs="*",
        metavar="DIR",
        help=say(N_("shares, or folders of shares; build/shares by default")),
    )
    add_project(found, say)

    found = command("live", serve, N_("show the site and build it again at each change"))
    _add_build(found, say)
    found.add_argument("--port", type=int, help=say(N_("8000 by default, if it is free")))

    found = command("pdf", write_pdf, N_("write PDFs to print and PDF forms to fill in"))
    found.add_argument(
        "frameworks",
        nargs="*",
        metavar="ID",
        help=say(N_("which frameworks; all of the project by default")),
    )
    found.add_argument(
        "--language",
        action="append",
        type=language_tag(say),
        metavar="LANG",
        help=say(N_("a language, once for each; all of the project by default")),
    )
    found.add_argument(
        "--variant",
        action="append",
        choices=papers.VARIANTS,
        help=say(N_("only this: to print, to fill in, or boxes alone; once for each")),
    )
    found.add_argument(
        "--paper", choices=papers.PAPERS, help=say(N_("a4 by default, or what conf.py says"))
    )
    found.add_argument(
        "--answers", metavar="FILE", help=say(N_("a form with the answers of this file in it"))
    )
    found.add_argument(
        "--output", metavar="DIR", help=say(N_("where the files go; build/pdf by default"))
    )
    found.add_argument(
        "--overwrite",
        action="store_true",
        help=say(N_("replace forms that have been filled in")),
    )
    add_project(found, say)

    found = command("read", read_pdf, N_("read filled PDF forms into files of answers"))
    found.add_argument("paths", nargs="+", metavar="FILE", help=say(N_("filled forms")))
    found.add_argument(
        "--output", metavar="DIR", help=say(N_("where the answers go; beside each form by default"))
    )
    found.add_argument(
        "--overwrite",
        action="store_true",
        help=say(N_("replace files that hold other answers")),
    )
    found.add_argument(
        "--project",
        metavar="DIR",
        help=say(N_("folder of conf.py, whose frameworks of today get the answers")),
    )
    found.set_defaults(source="")

    found = commands.add_parser(
        "i18n", help=(text := say(N_("look after the translation catalogues"))), description=text
    )
    if "i18n" in argv:
        from . import translation_tasks

        translation_tasks.add_tasks(found, say)
    return parser


def _add_build(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    add_languages(parser, say)
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help=say(N_("public address of the whole site, for canonical addresses and the site map")),
    )
    add_project(parser, say)


def _share(say: Callable[[str], str]) -> Callable[[str], Share]:
    """Reads which share is to be built."""

    def read(text: str) -> Share:
        share = parse_share(text)
        if share is None:
            message = say(N_("{found} is no share; write 3/8 for the third of eight"))
            raise argparse.ArgumentTypeError(message.format(found=text))
        return share

    return read
