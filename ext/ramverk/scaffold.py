"""A new framework: a commented file to start from, and the page that shows it."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .files import write_if_changed
from .interface import N_, interface_for
from .loading import ID, suggest_id
from .project import Project, ProjectError
from .schema import SCHEMA_FILE, schema_text

_TEMPLATES = Path(__file__).parent / "templates"


def create_framework(project: Project, framework_id: str, today: datetime.date) -> list[Path]:
    """Write the file and the page of a new framework; the paths written, the YAML file first.

    :raises ProjectError: when the id is not valid, or one of the two files is there already.
    """
    parts = framework_id.split("/")
    if not all(ID.fullmatch(part) for part in parts):
        words = [part for part in parts if any(sign.isalnum() for sign in part)]
        suggestion = "/".join(map(suggest_id, words)) or "my-framework"
        raise ProjectError(
            N_(
                "{id} is not a valid id; use only a–z, 0–9 and single hyphens, such as {suggestion}"
            ),
            id=framework_id,
            suggestion=suggestion,
        )
    path = project.frameworks / f"{framework_id}.yaml"
    in_markdown = "myst_parser" in project.extensions
    page = project.source / "frameworks" / f"{framework_id}{'.md' if in_markdown else '.rst'}"
    for each in (path, page):
        if each.exists():
            raise ProjectError(N_("{path} is there already; choose another id"), path=each)
    schema = _schema_beside(project)
    directive = (
        f"```{{framework}} {framework_id}\n```\n"
        if in_markdown
        else f".. framework:: {framework_id}\n"
    )
    content = framework_text(
        language=project.source_language,
        date=today,
        schema=_relative(schema, path.parent),
        path=_relative(path, project.root),
    )
    write_if_changed(path, content)
    write_if_changed(page, directive)
    return [path, page]


def framework_text(*, language: str, date: datetime.date, schema: str, path: str) -> str:
    """The commented file of a new framework, with its sample texts in ``language``."""
    interface = interface_for(language)
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=False,  # YAML; each text is quoted
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return templates.get_template("framework.yaml").render(
        _=interface.gettext,
        quote=lambda text: json.dumps(text, ensure_ascii=False),
        language=language,
        date=date.isoformat(),
        schema=schema,
        path=path,
    )


def _schema_beside(project: Project) -> Path:
    """The schema for the file to name: the package's own if the project has it, else a copy."""
    installed = {"site-packages", "dist-packages"} & set(SCHEMA_FILE.parts)
    if SCHEMA_FILE.is_relative_to(project.root) and not installed:
        return SCHEMA_FILE
    copy = project.frameworks / SCHEMA_FILE.name
    write_if_changed(copy, schema_text())
    return copy


def _relative(path: Path, folder: Path) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
