"""A headless Chromium for the tests of pages: Debian's (`apt-get install chromium chromium-driver`) and Selenium.

Without it these tests are skipped with the reason, and fail where CI is set: there a skip would hide that nothing was
tested.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
)  # fmt: skip
SHOTS = Path(__file__).parent.parent / "docs" / "img"


def _missing(what: str) -> None:
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def started(profile: Path, width: int = 1440, height: int = 900) -> Iterator[Any]:
    """A driver with a fresh profile in the folder `profile`."""
    try:
        from selenium import webdriver
    except ModuleNotFoundError:
        _missing("selenium is not installed: pip install '.[test]'")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not program or not driver:
        _missing("Chromium and its driver are missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = str(program)
    for flag in (*_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(driver)))
    try:
        yield browser
    finally:
        browser.quit()


class Page:
    """One page in the browser, with what the tests ask of it."""

    def __init__(self, driver: Any, path: Path) -> None:
        self.driver = driver
        self._path = path

    def open(self, fragment: str = "", *, width: int = 1440, height: int = 900, theme: str = "light") -> Page:
        """Load the page anew in a window of that size, as a system with light or dark colours."""
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        self.driver.get("about:blank")
        self.driver.get(self._path.as_uri() + fragment)
        self.until("document.documentElement.dataset.ready === 'yes'")
        return self

    def command(self, name: str, **values: Any) -> Any:
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, values)

    def js(self, code: str, *values: Any) -> Any:
        """The value of the JavaScript expression `code`."""
        return self.driver.execute_script(f"return ({code})", *values)

    def until(self, code: str, *values: Any) -> Any:
        """Wait until the expression `code` is true; its value."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, 20, poll_frequency=0.05).until(lambda _: self.js(code, *values), code)

    def find(self, selector: str) -> Any:
        """The first element that `selector` finds."""
        return self.driver.find_element("css selector", selector)

    def click(self, selector: str) -> None:
        """Click in the middle of the first element that `selector` finds (the first line of its words)."""
        place = self.js(
            "(() => { const el = document.querySelector(arguments[0]); el.scrollIntoView({block: 'nearest'});"
            "const b = el.getClientRects()[0]; return [b.left + Math.min(b.width / 2, 12), b.top + b.height / 2] })()",
            selector,
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.command(
                "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1, buttons=1
            )

    def press(self, *keys: str) -> None:
        """Type `keys` where the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def seen(self, selector: str) -> bool:
        """Whether the first element that `selector` finds lies inside the window, and nothing covers it."""
        return bool(
            self.js(
                "(() => { const el = document.querySelector(arguments[0]); if (!el) return false;"
                "const b = el.getClientRects()[0]; if (!b) return false;"
                "const over = document.elementFromPoint(b.left + Math.min(b.width / 2, 12), b.top + b.height / 2);"
                "return over !== null && (over === el || el.contains(over) || over.contains(el)) })()",
                selector,
            )
        )

    def complaints(self) -> list[str]:
        """What the console says."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses the page asked the network for."""
        import json

        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in asked if not url.startswith(("file:", "data:", "about:", "chrome:"))]

    def shot(self, name: str, folder: Path = SHOTS) -> Path:
        """A picture of the window as `folder`/NAME.png."""
        from io import BytesIO

        from PIL import Image

        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.png"
        with Image.open(BytesIO(self.driver.get_screenshot_as_png())) as image:
            image.convert("RGB").save(target, optimize=True)
        return target
