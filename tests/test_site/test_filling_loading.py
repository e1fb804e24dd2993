"""The tools are loaded when they are used, and nothing is lost until they are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from playwright.sync_api import Route, expect

from ramverk.sphinx_ext.filling import MORE
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES, one_line
from tests.test_site.filling import Device, SheetPage, address_of
from tests.test_site.test_filling_storage import _FILL, _MAKE_ROOM

pytestmark = pytest.mark.browser

device = filling.device

_TOOLS: Final = re.compile(r"/_static/ramverk-(tools|texts)\.")
_NOT_LOADED: Final = (
    "The tools could not be loaded. Keep this page open, and try again in a moment."
)
VALUES: Final = {
    ":group": "Laget",
    "attitude/open:done": "true",
    "attitude/open:note": "Öppna dörrar",
    "services/retraining:present": "yes",
    "services/retraining:present-quality": "4",
}


def requested(sheet: SheetPage) -> list[str]:
    """Names of the files of the tools, as they are asked for from now on."""
    names: list[str] = []

    def note(request: Any) -> None:
        if _TOOLS.search(request.url):
            names.append(request.url.rpartition("/")[2].partition("?")[0])

    sheet.page.context.on("request", note)
    return names


@contextmanager
def held_back(device: Device) -> Iterator[None]:
    """A slow network: the tools come when this ends."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    device.reader.context.route(_TOOLS, hold)
    yield
    for route in waiting:
        route.continue_()
    device.reader.context.unroute(_TOOLS)


@contextmanager
def out_of_reach(device: Device) -> Iterator[None]:
    """A network that breaks down when the page is loaded."""
    context, complaints = device.reader.context, device.reader.complaints
    refused: list[Route] = []

    def refuse(route: Route) -> None:
        refused.append(route)
        route.abort()

    context.route(_TOOLS, refuse)
    yield
    context.unroute(_TOOLS)
    # The browser complains of just that: of each request, and in its console, in its own time.
    for _ in range(200):
        if len(complaints) >= 2 * len(refused):
            break
        context.pages[0].wait_for_timeout(25)
    assert all(_TOOLS.search(each) or "net::ERR_FAILED" in each for each in complaints)
    complaints.clear()


def expect_tools(sheet: SheetPage) -> None:
    expect(sheet.page.locator(".ramverk-dialog")).to_be_attached()


USES: Final[dict[str, Callable[[SheetPage], None]]] = {
    "the mouse comes to the tools": lambda sheet: sheet.panel.hover(),
    "Tab leads into the form": lambda sheet: sheet.panel.get_by_role("combobox").focus(),
    "a box is ticked": lambda sheet: sheet.field("attitude/open:done").check(),
    "a button is pressed": lambda sheet: sheet.press("New sheet"),
}


@pytest.mark.parametrize("use", USES)
def test_the_tools_are_loaded_with_the_first_use(device: Device, address: str, use: str) -> None:
    sheet = device.visit(address_of(address, "sv", "capacity-building"))
    names = requested(sheet)
    # Reading is no use, nor is the mouse on its way, nor a key that scrolls.
    sheet.page.mouse.move(640, 880)
    sheet.page.mouse.wheel(0, 20_000)
    sheet.page.keyboard.press("End")
    sheet.page.wait_for_function("scrollY > 1000")
    sheet.page.wait_for_load_state("networkidle")
    assert names == []
    assert sheet.page.locator("template[data-texts]").count() == 1
    USES[use](sheet)
    expect_tools(sheet)
    assert sorted(names) == sorted(MORE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_before_the_tools_are_there_is_kept(
    device: Device, address: str, language: str
) -> None:
    sheet = device.visit(address_of(address, language, "capacity-building"))
    with held_back(device):
        sheet.fill(VALUES)
        assert sheet.kept_answers() == VALUES
    expect_tools(sheet)
    assert sheet.shown() == sheet.kept_answers() == VALUES
    # What follows from the answers is there, and nobody is told that they are back.
    expect(sheet.row("services/retraining").locator("[aria-invalid=false]").first).to_be_visible()
    assert sheet.status != sheet.say("Your answers are back, as you left them on this device.")
    expect(sheet.panel.get_by_role("status")).to_have_text(sheet.say("Saved on this device."))
    assert sheet.answers().values == VALUES


def test_a_button_waits_for_what_is_behind_it(device: Device, server: str) -> None:
    sheet = device.visit(address_of(server, "sv", "capacity-building"))
    with held_back(device):
        sheet.press("New sheet")
        assert sheet.dialog.count() == 0
    sheet.answer("OK", "Vår")
    expect(sheet.panel.get_by_role("option")).to_have_text("Vår")


def test_answers_are_back_before_the_tools_are(device: Device, server: str) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    sheet.fill(VALUES)
    with out_of_reach(device):
        sheet.reload()
        assert sheet.shown() == VALUES
        sheet.fill({":group": "Andra laget"})
    changed = {**VALUES, ":group": "Andra laget"}
    assert sheet.kept_answers() == changed
    sheet.reload()
    expect_tools(sheet)
    assert sheet.shown() == changed


@pytest.mark.parametrize("language", LANGUAGES)
def test_tools_that_cannot_be_loaded_are_told_of_and_tried_again(
    device: Device, server: str, language: str
) -> None:
    sheet = device.visit(address_of(server, language, "capacity-building"))
    with out_of_reach(device):
        sheet.fill({":group": "Laget"})
        expect(sheet.notice).to_be_visible()
        assert sheet.say(_NOT_LOADED) in one_line(sheet.notice.inner_text())
        sheet.press("New sheet")
        sheet.notice.get_by_role("button", name=sheet.say("Close")).click()
        expect(sheet.notice).to_be_hidden()
        assert sheet.kept_answers() == {":group": "Laget"}
    sheet.fill({":respondent": "Åsa"})
    expect_tools(sheet)
    expect(sheet.notice).to_be_hidden()
    # The button of before has been given up.
    sheet.answered()
    assert sheet.answers().values == {":group": "Laget", ":respondent": "Åsa"}


def test_nothing_is_lost_when_neither_the_device_nor_the_tools_can_be_had(
    device: Device, server: str
) -> None:
    sheet = device.visit(address_of(server, "sv", "capacity-building"))
    sheet.page.evaluate(_FILL)
    values = {"attitude/open:note": "Mer än det finns plats för. " * 40}
    with out_of_reach(device):
        sheet.fill(values)
        expect(sheet.notice).to_be_visible()
        assert sheet.say(_NOT_LOADED) in one_line(sheet.notice.inner_text())
    sheet.prepare()
    cannot = (
        "Your answers cannot be saved on this device. "
        "Save them as a file before you close the page."
    )
    expect(sheet.notice).to_contain_text(sheet.say(cannot))
    assert sheet.shown() == values
    assert sheet.answers().values == values
    sheet.page.evaluate(_MAKE_ROOM)
    sheet.fill({":group": "Laget"})
    assert sheet.kept_answers() == {**values, ":group": "Laget"}
    expect(sheet.notice).to_be_hidden()


def test_who_types_before_the_tools_are_there_still_hears_of_another_version(
    device: Device, server: str
) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    sheet.fill({":group": "Laget"})
    sheet.page.evaluate("localStorage['ramverk:capacity-building:1:@version'] = '0.9'")
    with held_back(device):
        # The tools would hold back the end of loading.
        sheet.page.reload(wait_until="commit")
        expect(sheet.field(":group")).to_have_value("Laget")
        sheet.fill({":respondent": "Åsa"})
    expect(sheet.notice).to_contain_text("0.9")
