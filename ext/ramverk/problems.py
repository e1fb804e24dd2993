"""Problems that Ramverk reports: the one list of codes, and the record that carries a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from .interface import N_, Message

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """What a code says. Both are templates; ``{name}`` is filled from a problem's details."""

    #: What is wrong.
    message: str
    #: What to do about it; a problem may bring a better one of its own.
    remedy: str
    #: Whether it must be put right, or may be right as it is.
    severity: Severity = "error"


CODES: Final[Mapping[str, Code]] = MappingProxyType(
    {
        # --- the file -----------------------------------------------------------------------------
        "unreadable": Code(
            N_("the file cannot be read: {reason}"),
            N_("check that it exists and that you may read it"),
        ),
        "unwritable": Code(
            N_("the file cannot be written: {reason}"),
            N_("choose another place, or check that you may write there"),
        ),
        "outside-folder": Code(
            N_("the link leads out of the folder {folder}"),
            N_("put the file itself into the folder"),
        ),
        "wrong-suffix": Code(
            N_("files that end in {suffix} are not read"),
            N_("rename the file to {name}"),
        ),
        "bad-file-name": Code(
            N_("{name} cannot be part of a framework's id"),
            N_("use only a–z, 0–9 and single hyphens, for example {suggestion}"),
        ),
        "too-large": Code(
            N_("the file has {size} bytes, more than the {limit} allowed"),
            N_("divide it into several frameworks in one folder"),
        ),
        "not-utf8": Code(
            N_("the byte {byte} is not UTF-8 text"),
            N_("save the file as UTF-8 in your editor"),
        ),
        "empty-file": Code(
            N_("the file holds no framework"),
            N_("start from “ramverk new”, or remove the file"),
        ),
        # --- YAML ---------------------------------------------------------------------------------
        "yaml-syntax": Code(
            N_("this is not valid YAML: {reason}"),
            N_("check the indentation and the colons here; put a text with “: ” or “#” in quotes"),
        ),
        "yaml-tag": Code(
            N_("the YAML tag {tag} is not allowed"),
            N_("remove the tag; texts, numbers and dates need none"),
        ),
        "yaml-alias": Code(
            N_("the aliases of this file expand to more than {limit} values, or to themselves"),
            N_("write the repeated part out instead of referring to it"),
        ),
        "yaml-depth": Code(
            N_("the nesting is deeper than {limit} levels"),
            N_("a framework needs no more than six levels; check the indentation"),
        ),
        "several-documents": Code(
            N_("a second YAML document starts here"),
            N_("keep one framework a file and remove the line “---”"),
        ),
        # --- keys and types -----------------------------------------------------------------------
        "unknown-key": Code(N_("unknown key {key}"), N_("the keys allowed here are {allowed}")),
        "missing-key": Code(N_("the key {key} is missing"), N_("add “{example}”")),
        "duplicate-key": Code(
            N_("{key} stands here a second time; the first is on line {first}"),
            N_("rename one of the two, or remove it"),
        ),
        "wrong-type": Code(
            N_("{key} must be {expected}, not {found}"), N_("write it as “{example}”")
        ),
        "empty-text": Code(N_("{key} is empty"), N_("fill it in, or remove the key")),
        "control-character": Code(
            N_("{key} holds the invisible control character {character}"), N_("remove it")
        ),
        "no-entries": Code(N_("{key} has no entries"), N_("add at least one, as “{example}”")),
        # --- values -------------------------------------------------------------------------------
        "bad-id": Code(
            N_("{id} is not a valid id"),
            N_("use only a–z, 0–9 and single hyphens, for example {suggestion}"),
        ),
        "reserved-id": Code(
            N_("ids such as {id} are kept for the user's own rows"),
            N_("choose another id"),
        ),
        "duplicate-id": Code(
            N_("the id {id} is taken by an indicator of the same criterion, on line {first}"),
            N_("give the source of evidence another id"),
        ),
        "bad-date": Code(N_("{found} is not a date"), N_("write it as year-month-day: {example}")),
        "bad-language": Code(
            N_("{found} is not a known language tag"),
            N_("use a BCP 47 tag, for example {example}"),
        ),
        "bad-number": Code(
            N_("{key} must be a whole number from {min} to {max}, not {found}"),
            N_("write a number from {min} to {max}, in digits"),
        ),
        "bad-scale": Code(
            N_("the lowest value of the scale, {min}, is not below the highest, {max}"),
            N_("write for example min: 1 and max: 10"),
        ),
        "bad-choice": Code(N_("{key} cannot be {found}"), N_("choose one of {allowed}")),
        "unknown-kind": Code(N_("there is no section kind {found}"), N_("choose one of {allowed}")),
        "bad-path": Code(
            N_("{found} is not an id path"),
            N_("write ids with slashes between them, for example criteria/framework"),
        ),
        "renamed-missing": Code(
            N_("{path} does not exist in this framework"),
            N_("the right-hand side must be an id path of today"),
        ),
        "renamed-present": Code(
            N_("{path} is still in use in this framework"),
            N_("the left-hand side must be an id path of an earlier version that is gone"),
        ),
        # --- catalogues ---------------------------------------------------------------------------
        "catalog-syntax": Code(
            N_("the catalogue cannot be read: {reason}"),
            N_("mend the line, or take the file back from version control"),
        ),
        "catalog-conflict": Code(
            N_("a merge conflict was left unresolved here"),
            N_("keep one of the two versions and remove the marks"),
        ),
        "page-name": Code(
            N_("a page of this name would share the catalogue {catalog} with the interface"),
            N_("give the file another name"),
        ),
        "catalog-language": Code(
            N_("the header says the language is {found}, but the file lies under {expected}"),
            N_("correct the header, or move the file"),
        ),
        "catalog-duplicate": Code(
            N_("this message stands here a second time; the first is on line {first}"),
            N_("keep one of the two"),
        ),
        "catalog-stale": Code(
            N_(
                "the catalogue does not fit its source: texts missing {missing}, left over "
                "{extra}, such as “{text}”"
            ),
            N_("run: ramverk i18n update {language}"),
        ),
        # --- translations -------------------------------------------------------------------------
        "po-charset": Code(
            N_("the header says that the catalogue is written in {found}, not in UTF-8"),
            N_("write “charset=UTF-8” there, and save the file as UTF-8"),
        ),
        "po-lost": Code(
            N_("translations that were there in {since} are lost: {count}, such as {texts}"),
            N_("see: git diff {since} -- {name}; then put them back"),
        ),
        "po-allow": Code(
            N_("{found} is nothing that a comment can allow"),
            N_("name codes as in “# ramverk: allow po-numbers”; what is unsafe stays forbidden"),
        ),
        "po-unsafe": Code(
            N_("the translation brings in what the source does not have: {found}"),
            N_("remove it; HTML, scripts, directives and files come from no translation"),
        ),
        "po-blocks": Code(
            N_("the translation would be read as {target}, not as {source}, and left out or cut"),
            N_("keep it in one piece, and begin it with a word, as the source does"),
        ),
        "po-markup": Code(
            N_("the markup differs; only in the source: {source}; only here: {target}"),
            N_("keep all the signs around the words, in pairs, and what is between backticks"),
        ),
        "po-plain-markup": Code(
            N_("the signs of this markup would be shown as they are: {found}"),
            N_("remove the signs; texts of frameworks are plain"),
            "warning",
        ),
        "po-links": Code(
            N_("links lead elsewhere; only in the source: {source}; only here: {target}"),
            N_("take the address over as it is, and translate the words in the brackets"),
        ),
        "po-urls": Code(
            N_("addresses differ; only in the source: {source}; only here: {target}"),
            N_("take the address over as it is"),
        ),
        "po-placeholders": Code(
            N_("placeholders differ; only in the source: {source}; only here: {target}"),
            N_("take them over as they are; something is put in their place"),
        ),
        "po-numbers": Code(
            N_("numbers differ; only in the source: {source}; only here: {target}"),
            N_("correct them, or put “# ramverk: allow po-numbers” above the text"),
            "warning",
        ),
        "po-invisible": Code(
            N_("the translation holds invisible characters: {found}"),
            N_("remove them, or type the text anew"),
        ),
        "po-spaces": Code(
            N_("a space stands at the beginning, at the end or beside another space"),
            N_("remove it"),
            "warning",
        ),
        "po-lines": Code(
            N_("the lines do not end where those of the source do"),
            N_("have “\\n” at the beginning and at the end if the source has it, and no “\\r”"),
        ),
        "po-plurals": Code(
            N_("{found} plural forms are filled in; the language has {expected}"),
            N_("translate each form, from msgstr[0] on, as the header's Plural-Forms has them"),
        ),
        "po-ending": Code(
            N_("the source ends with {source}, the translation with {target}"),
            N_("end it alike, or put “# ramverk: allow po-ending” above the text"),
            "warning",
        ),
        "po-capital": Code(
            N_("the source begins with a capital letter, the translation does not"),
            N_("begin it alike, or put “# ramverk: allow po-capital” above the text"),
            "warning",
        ),
        "po-untranslated": Code(
            N_("the translation is the source itself"),
            N_("leave it empty, or put “# ramverk: allow po-untranslated” above the text"),
            "warning",
        ),
        "po-leftover": Code(
            N_("words of the source are left: {found}"),
            N_("translate them, or put “# ramverk: allow po-leftover” above the text"),
            "warning",
        ),
        "po-language": Code(
            N_("the translation looks like the language {found}, not {expected}"),
            N_("translate it anew, or put “# ramverk: allow po-language” above the text"),
            "warning",
        ),
        "po-length": Code(
            N_("the translation has {target} characters, the source {source}"),
            N_("see if all is translated, or put “# ramverk: allow po-length” above the text"),
            "warning",
        ),
        "po-terms": Code(
            N_("the glossary translates “{source}” as “{target}”"),
            N_("use that term, or put “# ramverk: allow po-terms” above the text"),
            "warning",
        ),
        "po-avoided-term": Code(
            N_("the glossary avoids “{found}” for “{source}”"),
            N_("write “{target}”, or put “# ramverk: allow po-avoided-term” above the text"),
            "warning",
        ),
        # --- the glossary -------------------------------------------------------------------------
        "term-taken": Code(
            N_("“{term}” stands for the concept {concept} already, on line {first}"),
            N_("keep it in one place; a word should not have two meanings in one handbook"),
        ),
        "term-avoided": Code(
            N_("“{term}” is to be avoided, and to be used on line {first}"),
            N_("keep it in one of the two places"),
        ),
        "no-glossary": Code(
            N_("there are no terms in {path}"),
            N_("write some there, or remove the directive"),
        ),
        # --- answers ------------------------------------------------------------------------------
        "answers-too-large": Code(
            N_("the file has {size} bytes, more than the {limit} that answers may take"),
            N_("choose a file of answers, as it was saved"),
        ),
        "answers-syntax": Code(
            N_("the file is damaged, or holds no answers: it is not valid JSON"),
            N_("choose the file as it was saved, or an earlier copy of it"),
        ),
        "answers-unknown-format": Code(
            N_("the file holds no answers"),
            N_("choose a file of answers, as it was saved"),
        ),
        "answers-newer-format": Code(
            N_("the answers were saved in a newer format, {found}"),
            N_("open them where they were saved, or with a newer version of Ramverk"),
        ),
        "answers-wrong-member": Code(
            N_("{member} must be {expected}"),
            N_("correct it, or choose the file as it was saved"),
        ),
        "answers-other-framework": Code(
            N_("the answers belong to {found}, not to {framework}"),
            N_("open them with {found}, or choose another file"),
        ),
        # --- PDFs ---------------------------------------------------------------------------------
        "pdf-not-made": Code(
            N_("no PDF can be made of it: {reason}"),
            N_("correct what is named there, or set ramverk_pdf = False"),
        ),
        "pdf-no-font": Code(
            N_("the PDF fonts lack these characters, and show � instead: {characters}"),
            N_("put a font that has them into a folder, and name the folder as ramverk_fonts"),
        ),
        "pdf-filled-there": Code(
            N_("{path} is there already and has been filled in"),
            N_("move it, choose another folder with --output, or replace it with --overwrite"),
        ),
        "pdf-answers-there": Code(
            N_("{path} is there already and holds other answers"),
            N_("choose another folder with --output, or replace the file with --overwrite"),
        ),
        "pdf-same-name": Code(
            N_("its answers would go to {path} as well, like those of {other}"),
            N_("give the two files different names"),
        ),
        # --- filled PDFs --------------------------------------------------------------------------
        "pdf-too-large": Code(
            N_("the file has {size} bytes, more than the {limit} that a filled form may take"),
            N_("choose the form as it was saved, without pictures and other additions"),
        ),
        "pdf-unknown-format": Code(
            N_("the file is no PDF"),
            N_("choose the form as it was saved, as a PDF"),
        ),
        "pdf-damaged": Code(
            N_("the PDF is damaged and cannot be read"),
            N_("choose an earlier copy, or ask for the form to be sent again"),
        ),
        "pdf-mended": Code(
            N_("the PDF is damaged; its answers were read as far as they could be found"),
            N_("compare them with the form as it is shown, or ask for it to be sent again"),
        ),
        "pdf-protected": Code(
            N_("the PDF is encrypted or protected by a password"),
            N_("open it, save it without protection and choose that file"),
        ),
        "pdf-too-demanding": Code(
            N_("reading the PDF takes more memory or time than a filled form ever needs"),
            N_("do not open it unless you know who made it; ask for the form to be sent again"),
        ),
        "pdf-no-reader": Code(
            N_("the program that reads PDFs could not be started"),
            N_("check that Python and the package pikepdf can be used here"),
        ),
        "pdf-active": Code(
            N_("the PDF holds what a form from Ramverk never has, and may be harmful: {found}"),
            N_("ask where it comes from; fill in the form as it was published"),
        ),
        "pdf-not-ours": Code(
            N_("the PDF is no form from Ramverk"),
            N_("choose the form as it was saved when it had been filled in"),
        ),
        "pdf-print": Code(
            N_("the PDF is the version to print, which has no fields to read"),
            N_("fill in the form instead, or type in what is written on the paper"),
        ),
        "pdf-flattened": Code(
            N_("the form has lost its fields: it was printed to PDF, or flattened"),
            N_("save the filled-in form with “Save” or “Save as”, not by printing it"),
        ),
        "pdf-newer-format": Code(
            N_("the form was made in a newer format, {found}"),
            N_("read it with a newer version of Ramverk"),
        ),
        "pdf-no-record": Code(
            N_("the form no longer says which framework it belongs to"),
            N_("fill in the form as it was published, or choose an earlier copy"),
        ),
        "pdf-merged": Code(
            N_("the PDF holds these fields more than once, with different answers: {fields}"),
            N_("read each filled-in form by itself, as it was before they were put together"),
        ),
        "pdf-other-field": Code(
            N_("the field {field} is not the form's own and was not read; it says: {text}"),
            N_("write it into the answers by hand if it is one"),
        ),
        "pdf-note": Code(
            N_("a note or drawing on page {page} lies outside the fields and was not read: {text}"),
            N_("write it into the answers by hand if it is one"),
        ),
        # --- pages --------------------------------------------------------------------------------
        "unknown-framework": Code(
            N_("there is no framework {found}"), N_("the frameworks are {allowed}")
        ),
        "unknown-section": Code(
            N_("the framework {framework} has no section {found}"),
            N_("its sections of this kind are {allowed}"),
        ),
        "unknown-item": Code(
            N_("there is no item {found} in the framework {framework}"),
            N_("look the id up in {path}"),
        ),
        "not-shown": Code(
            N_("no page shows {found}"),
            N_("add a page with the directive {directive} for this framework"),
        ),
        "broken-framework": Code(
            N_("the framework {framework} is left out, because its file has errors"),
            N_("correct the errors reported for {path}"),
        ),
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, and where.

    :param path: the file, as the user would type it.
    :param line: line from 1; 0 where the file as a whole is meant.
    :param column: column from 1; 0 where the line as a whole is meant.
    :param code: a key of :data:`CODES`.
    :param details: what the code's templates are filled with.
    :param remedy: a template that fits this case better than the code's own.
    """

    path: str
    line: int
    column: int
    code: str
    details: Mapping[str, object] = field(default_factory=dict, compare=False)
    remedy: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unknown problem code {self.code!r}")

    @property
    def severity(self) -> Severity:
        """``error``, or ``warning`` for what may be right as it is."""
        return CODES[self.code].severity

    @property
    def location(self) -> str:
        """``path:line:column``, as far as known; editors and terminals make it a link."""
        path = _printable(self.path)
        return ":".join([path, *(str(number) for number in (self.line, self.column) if number)])

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """``what is wrong; what to do``, in the language of ``translate``."""
        code = CODES[self.code]
        message = translate(code.message)
        remedy = translate(self.remedy or code.remedy)
        details = {
            name: _short(translate(value) if isinstance(value, Message) else value)
            for name, value in self.details.items()
        }
        return f"{message.format_map(details)}; {remedy.format_map(details)}"

    def render(self, translate: Callable[[str], str] = str) -> str:
        """``path:line:column: code: what is wrong; what to do``, as one line."""
        return f"{self.location}: {self.code}: {self.describe(translate)}"

    def __str__(self) -> str:
        return self.render()


def unreadable(path: str, error: OSError) -> Problem:
    """A file that the system does not let us read."""
    return Problem(path, 0, 0, "unreadable", {"reason": error.strerror or error})


def not_utf8(path: str, error: UnicodeDecodeError) -> Problem:
    """The problem of a file whose bytes are not UTF-8 text, at its first wrong line."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return Problem(path, line, 0, "not-utf8", {"byte": f"0x{error.object[error.start]:02x}"})


def quoted(values: Iterable[object]) -> str:
    """``values`` as a readable list: ``a, b, c``."""
    return ", ".join(str(value) for value in values)


def _short(value: object, limit: int = 200) -> str:
    """One printable line: no value floods a terminal or forges another line."""
    text = _printable(str(value)[: limit + 1]).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
