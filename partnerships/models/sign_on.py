from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.mailbox import DomainField, mail_domain


class SignOn(models.Model):
    """How the people of one organisation sign in with its own accounts (OpenID Connect). The secret is not in here."""

    organisation = models.ForeignKey(
        "partnerships.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="sign_ons"
    )
    slug = models.SlugField(
        _("short name"),
        unique=True,
        max_length=40,
        help_text=_("Part of the address the provider sends people back to."),
    )
    server_url = models.CharField(
        _("address of the provider"),
        max_length=200,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("The issuer, for Entra ID: https://login.microsoftonline.com/…/v2.0 of your own tenant."),
    )
    client_id = models.CharField(_("client id"), max_length=191)
    secret_variable = models.CharField(
        _("where the secret is"),
        max_length=80,
        validators=[RegexValidator(r"^SIGN_ON_[A-Z0-9_]+$", _("A name such as SIGN_ON_OOSTERVEEN."))],
        help_text=_("The name of an environment variable, starting with SIGN_ON_. The secret itself is never stored."),
    )
    trusts_addresses = models.BooleanField(
        _("addresses count as verified"),
        default=False,
        help_text=_("Only for a provider of the organisation itself that never says whether an address is verified."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("sign-in with an organisation")
        verbose_name_plural = _("sign-in with organisations")
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return str(self.organisation)

    def clean(self) -> None:
        """Refuses the addresses at which anybody's organisation signs in: any of them could claim a mail domain."""
        if {"common", "organizations", "consumers"} & set(self.server_url.split("/")):
            said = _("This address serves every organisation. Fill in that of your own tenant.")
            raise ValidationError({"server_url": said})

    def covers(self, email: str) -> bool:
        """Is this an address of the organisation? Subdomains are domains of their own."""
        return self.domains.filter(domain=mail_domain(email)).exists()


class SignOnDomain(models.Model):
    """A mail domain: its people belong to one provider, and that provider speaks for no other domain."""

    sign_on = models.ForeignKey(SignOn, verbose_name=_("sign-in"), on_delete=models.CASCADE, related_name="domains")
    domain = DomainField(
        _("mail domain"),
        max_length=120,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", _("A domain in small letters, such as oosterveen.nl."))
        ],
    )

    class Meta:
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain
