"""Shares of a build joined into the site that one machine would have built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from .files import write_if_changed
from .formats.html import file_size
from .interface import N_, Interface, Message, interface_for
from .progress import Reporter
from .project import Project, ProjectError
from .share_files import RECORD, SITE, Origin, Record, damaged, read_record
from .share_inputs import origin_of
from .shares import Share, divide, pages_name, units_of
from .sharing import SHARES, command_of
from .site import publish_merged
from .sphinx_ext.downloads import size_mark

#: Programs that are named at most, of those that differ.
NAMED: Final = 3


def merge(project: Project, folders: Sequence[Path], reporter: Reporter) -> list[ProjectError]:
    """Join the shares in ``folders``, or below them, into the site; what stands in the way of it.

    :param folders: none: where shares are written by default.
    """
    records, faults = _read(folders or [project.build / SHARES])
    faults = faults or _all_there(project, records) or _fitting(project, records)
    if faults:
        return faults
    origin = next(iter(records.values())).origin
    unlisted = {tag: percent for each in records.values() for tag, percent in each.unlisted.items()}
    project.build.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".merge-", dir=project.build) as filled:
        merger = _Merger(project, records, Path(filled))
        site = {language: merger.files(language) for language in origin.languages}
        listed = [each for each in origin.languages if each not in unlisted]
        pages = merger.addresses(listed[0])
        publish_merged(project, site, pages, unlisted, origin.base_url, reporter)
    return []


# --- which shares ---------------------------------------------------------------------------------


def _read(folders: Sequence[Path]) -> tuple[dict[Path, Record], list[ProjectError]]:
    """The shares by their folders, and what is no share."""
    found = [each for folder in folders for each in _share_folders(folder)]
    read = {folder: read_record(folder) for folder in found}
    records = {folder: record for folder, record in read.items() if record is not None}
    faults = [
        ProjectError(
            N_("{path} is no share that this version of Ramverk can read; build it again"),
            path=folder / RECORD,
        )
        for folder in read.keys() - records.keys()
    ]
    if not found:
        places = ", ".join(map(str, folders))
        message = N_("there is no share in {path}; build each one first, such as: {command}")
        faults = [ProjectError(message, path=places, command="ramverk build --shard 1/4")]
    return records, faults


def _share_folders(folder: Path) -> list[Path]:
    if (folder / RECORD).is_file():
        return [folder]
    # Hidden ones are being built, or were when something went wrong.
    found = (path.parent for path in folder.glob(f"*/{RECORD}"))
    return sorted(each for each in found if not each.name.startswith("."))


def _all_there(project: Project, records: Mapping[Path, Record]) -> list[ProjectError]:
    """What is wrong with the set of shares: parts of several, one twice, one missing."""
    counts = sorted({record.share.count for record in records.values()})
    if len(counts) > 1:
        message = N_(
            "shares of {first} and of {second} do not fit together; "
            "name the folders of one set, or delete the other"
        )
        return [ProjectError(message, first=counts[0], second=counts[1])]
    folders: dict[Share, Path] = {}
    faults = []
    for folder, record in records.items():
        first = folders.setdefault(record.share, folder)
        if first != folder:
            message = N_("share {share} is in {first} and in {second}; name one of them")
            details = {"share": record.share, "first": first, "second": folder}
            faults.append(ProjectError(message, **details))
    origin = _usual(records)
    missing = [each for each in next(iter(folders)).all() if each not in folders]
    message = N_("share {share} is missing: it failed, or is elsewhere. To build it: {command}")
    faults += [
        ProjectError(message, share=each, command=_command(project, each, origin))
        for each in missing
    ]
    return faults


def _command(project: Project, share: Share, origin: Origin) -> str:
    return command_of(project, share, origin.languages, origin.base_url)


# --- whether they fit -----------------------------------------------------------------------------


def _usual(records: Mapping[Path, Record]) -> Origin:
    """What most shares were built for."""
    orders = Counter((x.origin.languages, x.origin.base_url) for x in records.values())
    ((wanted, _),) = orders.most_common(1)
    origins = [each.origin for each in records.values()]
    return next(each for each in origins if (each.languages, each.base_url) == wanted)


def _fitting(project: Project, records: Mapping[Path, Record]) -> list[ProjectError]:
    """Shares that were built of something else than is here, or are no longer whole."""
    usual = _usual(records)
    origin = origin_of(project, usual.languages, usual.base_url)
    units = units_of(project.library(), project.source, usual.languages, pdfs=project.pdf)
    count = next(iter(records.values())).share.count
    shares = divide(list(units), count)
    faults = []
    for folder, record in records.items():
        names = {each.name for each in shares[record.share.number - 1]}
        fault = _fault(folder, record, origin, names)
        if fault:
            message, details = fault
            command = _command(project, record.share, origin)
            faults.append(ProjectError(message, share=record.share, command=command, **details))
    return faults


def _fault(
    folder: Path, record: Record, origin: Origin, units: set[str]
) -> tuple[Message, dict[str, object]] | None:
    """What is wrong with a share: a sentence, and what it names.

    :param origin: what shares must have been built from.
    :param units: those that the share must have.
    """
    found = record.origin
    if (found.languages, found.base_url) != (origin.languages, origin.base_url):
        message = N_(
            "share {share} was built for other languages or another address than the others; "
            "build it again: {command}"
        )
        return message, {}
    if found.inputs != origin.inputs:
        message = N_(
            "share {share} was built from other files or settings than are here; "
            "build it again: {command}"
        )
        return message, {}
    if found.programs != origin.programs:
        message = N_(
            "share {share} was built with other programs than are here ({differences}); "
            "build it again with the same: {command}"
        )
        return message, {"differences": _differences(found.programs, origin.programs)}
    files = list(damaged(folder, record))
    if files or record.units.keys() != units:
        message = N_(
            "share {share} is not whole: {path} is not as it was built. "
            "Copy it again, or build it again: {command}"
        )
        return message, {"path": folder / SITE / files[0] if files else folder / RECORD}
    return None


def _differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    names = sorted(name for name in {*there, *here} if there.get(name, "–") != here.get(name, "–"))
    return ", ".join(
        f"{name} {there.get(name, '–')} ≠ {here.get(name, '–')}" for name in names[:NAMED]
    )


# --- joining them ---------------------------------------------------------------------------------


class _Merger:
    """Finds the files of a site in its shares.

    :param filled: folder for pages into which sizes are put.
    """

    def __init__(self, project: Project, records: Mapping[Path, Record], filled: Path) -> None:
        self.project = project
        self.filled = filled
        (self.inputs,) = {record.origin.inputs for record in records.values()}
        mark = re.escape(size_mark(self.inputs, "\0").encode())
        self.mark = re.compile(mark.replace(re.escape(b"\0"), rb"([^\]\s]+)"))
        self.units = {
            name: (folder / SITE, unit)
            for folder, record in records.items()
            for name, unit in record.units.items()
        }

    def addresses(self, language: str) -> Sequence[str]:
        return self.units[pages_name(language)][1].pages

    def files(self, language: str) -> dict[str, str]:
        """Where the files of a language are, by their paths in its folder.

        PDFs are taken when a page tells their size; a framework without a page has none.
        """
        folder, unit = self.units[pages_name(language)]
        pdfs = dict(self._pdfs(language))
        interface = interface_for(language, (self.project.catalogs,))
        files = {}
        for name in unit.files:
            path = name.removeprefix(f"{language}/")
            content = (folder / name).read_bytes()
            linked = {each.decode() for each in self.mark.findall(content)}
            files[path] = str(folder / name)
            if linked:
                files[path] = str(self.filled / name)
                content = self._fill(name, content, pdfs, interface)
                write_if_changed(self.filled / name, content)
                files.update({each: str(pdfs[each]) for each in linked})
        return files

    def _pdfs(self, language: str) -> Iterator[tuple[str, Path]]:
        """All PDFs of a language by their paths in its folder."""
        for unit_name, (folder, unit) in self.units.items():
            if unit_name.startswith(f"pdf:{language}:"):
                for name in unit.files:
                    yield name.removeprefix(f"{language}/"), folder / name

    def _fill(
        self, name: str, content: bytes, pdfs: Mapping[str, Path], interface: Interface
    ) -> bytes:
        """A page that tells the sizes of PDFs."""

        def size(found: re.Match[bytes]) -> bytes:
            path = pdfs.get(found[1].decode())
            if path is None or not name.endswith(".html"):
                message = N_("{path} tells the size of {file}, which is in no share")
                raise ProjectError(message, path=name, file=found[1].decode())
            return file_size(interface, path.stat().st_size).encode()

        return self.mark.sub(size, content)
