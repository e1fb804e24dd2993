"""Write a page for each framework and language. Knows nothing of errors, dates and search."""

import re
import sys
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader

ENTRY = re.compile(r'^msgid "(.*)"\nmsgstr "(.*)"$', re.MULTILINE)


def main() -> None:
    languages = sys.argv[1:]
    templates = Environment(loader=FileSystemLoader("."), autoescape=True)
    template = templates.get_template("page.html")
    frameworks = {
        path.stem: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for path in sorted(Path("frameworks").glob("*.yaml"))
    }
    for language in languages:
        of = {name: texts(language, name) for name in frameworks}
        titles = {
            name: of[name].get(each["title"], each["title"]) for name, each in frameworks.items()
        }
        links = templates.get_template("navigation.html").render(titles=titles)
        folder = Path("build", language, "frameworks")
        folder.mkdir(parents=True, exist_ok=True)
        for name, framework in frameworks.items():
            page = template.render(
                framework=framework,
                text=lambda text, known=of[name]: known.get(text, text),
                language=language,
                languages=languages,
                name=name,
                navigation=links,
            )
            (folder / f"{name}.html").write_text(page, "utf-8")


def texts(language: str, name: str) -> dict[str, str]:
    path = Path("locales", language, "LC_MESSAGES", "frameworks", f"{name}.po")
    return dict(ENTRY.findall(path.read_text("utf-8"))) if path.exists() else {}


if __name__ == "__main__":
    main()
