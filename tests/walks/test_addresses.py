"""What every address is: named, with stated methods, under its partnership, private unless it is on a short list."""

import re

from tests.walk import OURS, all_addresses

HERE = "p/<slug:partnership>/"
# Pages for people without an account, each for a reason. A page that leaves or joins this list is a decision.
PUBLIC = {
    # signing by link, without an account: the link and a mailed code are the proof
    "partnerships:signature-open",
    "partnerships:signature-code",
    "partnerships:signature-sign",
    "partnerships:signature-hand-over",
    "partnerships:signature-refuse",
    "partnerships:signature-annex",
    "partnerships:signature-pdf",
    "partnerships:signature-text",
    # reporting progress, and how often the weekly mail comes: by the link in a mail
    "oversight:progress-link",
    "oversight:digest-rhythm",
    "oversight:digest-stop",
    "partnerships:paper-object",
    # one device at a table: a link of twelve hours, and the mailed code of each person
    "partnerships:table",
    "partnerships:table-read",
    "partnerships:table-sign",
    # a guest says whether they come; whoever was mailed a recognition opens their own
    "partnerships:guest-open",
    "partnerships:guest-answer",
    "certification:recognition-copy",
    "certification:recognition-copy-pdf",
    # an invitee says whether they come: the link is the proof, and what it opens is the plan of one meeting
    "partnerships:kick-off-open",
    # six anonymous questions by link
    "partnerships:pulse-open",
    # the reader of a mailbox confirms it: the link proves no more than reading it
    "partnerships:mail-confirm",
    # an invitation makes the account
    "partnerships:invitation-open",
    # anybody may check a copy or a certificate
    "partnerships:check",
    "partnerships:check-number",
    "certification:certificate",
    "certification:certificate-register",
    "oversight:register",
    "oversight:register-export",
    # about the house
    "partnerships:accessibility",
    "partnerships:help",
    "partnerships:language",
    "partnerships:privacy",
    "partnerships:personal-data",
    "oversight:retention",
    # demonstration and development; 404 elsewhere
    "partnerships:demo-login",
    "partnerships:demo-mail",
    "partnerships:demo-mail-detail",
    "partnerships:styleguide",
    "demo:styleguide",
    "oversight:health",
    "oversight:healthz",  # the same without a slash
    # signing in
    "account_confirm_login_code",
    "account_organisation",
    "account_request_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "admin:login",
}


def ours():
    return [address for address in all_addresses() if address.name.split(":")[0] in OURS]


def test_every_page_is_private_or_on_the_list():
    names = {address.name for address in all_addresses()}
    assert {address.name for address in all_addresses() if address.is_public} == PUBLIC & names


def test_every_value_in_an_address_has_an_example():
    assert {address.name: address.missing() for address in ours() if address.missing()} == {}


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in ours()]
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z]+:[a-z]+(-[a-z]+)*", name)] == []


def test_what_belongs_to_a_partnership_stands_under_its_address():
    wrong = [
        address.name
        for address in ours()
        if address.route.startswith(HERE) != address.is_of_partnership or address.route.count("partnership") > 1
    ]
    assert wrong == []


def test_every_view_says_its_methods():
    assert [address.name for address in ours() if not address.methods] == []


def test_a_view_shows_or_acts_or_is_a_form():
    kinds = [{"GET", "HEAD"}, {"POST"}, {"GET", "POST"}, {"GET", "HEAD", "POST"}]
    assert {address.name: set(address.methods) for address in ours() if set(address.methods) not in kinds} == {}
