"""The frame around every page: masthead, tabs, foot, language, and the ways in of a demonstration."""

from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.utils.translation import get_language, get_language_info

from partnerships.demo_accounts import demo_accounts
from partnerships.navigation import HELP, OWN_DATA, PORTFOLIO, WORK, address, foot_links, tabs_of

register = Library()


@register.inclusion_tag("components/masthead_side.html", takes_context=True)
def masthead_side(context: Context) -> dict[str, Any]:
    """At the right of the masthead: my work, portfolio, help, the account menu; for a visitor the way in.

    A page may count the work that waits in ``work_count``.
    """
    user = context.get("user")
    return {
        "user": user,
        "work_url": address(WORK),
        "work_count": context.get("work_count"),
        "portfolio_url": address(PORTFOLIO) if context.get("oversees") else "",
        "help_url": address(HELP),
        "own_data_url": address(OWN_DATA),
        "request": context.get("request"),
    }


@register.inclusion_tag("components/tabs.html", takes_context=True)
def tabs(context: Context) -> dict[str, Any]:
    """The parts of the partnership in the address; ``page_tab`` of the context says which one is open."""
    partnership, access = context.get("partnership"), context.get("access")
    shown = tabs_of(partnership, access) if partnership and access else []
    return {"tabs": shown, "here": context.get("page_tab", "")}


@register.inclusion_tag("components/park_chooser.html", takes_context=True)
def park_chooser(context: Context) -> dict[str, Any]:
    """The name of the partnership, which leads to the others, and the logo of its municipality if there is one."""
    return {"partnership": context["partnership"], "logo_of": context["access"].logo_of, "work_url": address(WORK)}


@register.inclusion_tag("components/foot_links.html")
def foot_links_list() -> dict[str, Any]:
    """The public pages."""
    return {"links": foot_links()}


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """A button for every other language, in that language; the page stays."""
    request = context.get("request")
    others = [get_language_info(code) for code, _name in settings.LANGUAGES if code != get_language()]
    path = request.get_full_path() if request is not None else "/"
    return {"languages": others, "next": path, "known": request is not None}


@register.inclusion_tag("components/demo_roles.html", takes_context=True)
def demo_roles(context: Context) -> dict[str, Any]:
    """In a demonstration: the people one may sign in as, by role. Elsewhere nothing."""
    return {"accounts": demo_accounts() if settings.DEMO else [], "next": context["request"].GET.get("next", "")}
