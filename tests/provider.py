"""A real OpenID Connect server on loopback, and the row that makes it the sign-in of a municipality."""

from collections.abc import Iterator
from contextlib import contextmanager

from oidc_provider_mock import User as Claims
from oidc_provider_mock import run_server_in_thread

from partnerships.models import Organisation, SignOn, SignOnDomain

DOMAIN = "oosterveen.example.org"


def person(name: str, *, email: str = "", verified: object = True) -> Claims:
    """Somebody the provider knows."""
    return Claims(sub=name, claims={"email": email or f"{name}@{DOMAIN}", "email_verified": verified, "name": name})


@contextmanager
def provider(*people: Claims) -> Iterator[str]:
    """Runs while the block does; gives its address."""
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


def sign_on_at(address: str, organisation: Organisation, *domains: str, slug: str = "oosterveen") -> SignOn:
    sign_on = SignOn.objects.create(
        organisation=organisation, slug=slug, server_url=address, client_id="bondgenoot", secret_variable="SIGN_ON_TEST"
    )
    for domain in domains or (DOMAIN,):
        SignOnDomain.objects.create(sign_on=sign_on, domain=domain)
    return sign_on
