"""Cards beside links to claims, and the choice of claims for a bibliography."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Visit
from tests.conftest import Server


def test_hover_and_focus_show_the_verdict_with_its_reason_and_escape_hides_it(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}/en/claims?verdict=disputed")
    link = seen.page.locator(".claims-list a").first
    card = seen.page.locator("#claim-card")
    assert not card.is_visible()
    link.hover()
    card.wait_for(state="visible")
    assert "disputed" in card.inner_text()
    assert (link.text_content() or "").strip() in card.inner_text()
    assert "Zhang Lihua · p. 1" in card.inner_text()
    assert seen.page.evaluate("document.querySelector('#claim-card').innerText.length") > 150
    seen.page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    seen.page.mouse.move(0, 0)
    link.hover()
    card.wait_for(state="visible")
    box = card.bounding_box()
    assert box
    seen.page.mouse.move(box["x"] + 20, box["y"] + 20, steps=8)
    seen.page.wait_for_timeout(800)
    assert card.is_visible()  # what hover shows can be hovered (WCAG 1.4.13)
    seen.page.mouse.move(0, 0)
    card.wait_for(state="hidden")
    link.focus()
    card.wait_for(state="visible")
    assert link.get_attribute("aria-describedby") == "claim-card"
    assert seen.axe() == []
    assert seen.violations() == []


def test_ticked_claims_are_kept_over_pages_and_become_one_bibliography(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}/en/claims?verdict=disputed")
    seen.page.locator('input[name="claim"]').first.check()
    seen.page.goto(f"{server.url}/en/claims?verdict=corroborated")
    seen.page.locator('input[name="claim"]').nth(1).check()
    button = seen.page.get_by_role("button", name="Bibliography of the chosen claims (2)")
    button.click()
    seen.page.wait_for_url("**/en/bibliography?**")
    assert seen.page.url.count("claim=") == 2
    assert seen.page.locator("h1").inner_text() == "Bibliography"
    assert seen.page.locator(".claims-list > li").count() == 2


def test_no_choice_is_no_bibliography_and_a_claim_that_is_gone_leaves_the_choice(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}/en/claims?verdict=disputed")
    seen.page.get_by_role("button", name="Bibliography of the chosen claims").click()
    seen.page.wait_for_url("**/en/bibliography?**")
    assert "No claim is chosen" in seen.page.locator("main").inner_text()
    seen.page.evaluate("localStorage.basket = JSON.stringify(['zhang-2026/gone', 'zhang-2026/N14'])")
    seen.page.goto(f"{server.url}/en/claims?verdict=disputed")
    seen.page.get_by_role("button", name="Bibliography of the chosen claims (2)").click()
    seen.page.wait_for_url("**/en/bibliography?**")
    assert "zhang-2026/gone" in seen.page.locator(".notice").inner_text()
    assert seen.page.locator(".references > li").count() == 1
    assert seen.page.evaluate("localStorage.basket") == '["zhang-2026/N14"]'
