"""The administration: providers to sign in with, and people who lost their second step.

The libraries' own pages for this would show secrets or change what only a verb may change; they are closed.
"""

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401  they register themselves on being read, and are taken off below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import admin as auth_admin  # noqa: F401  idem
from django.contrib.auth.models import Group

from partnerships.admin import mail_confirmation, officer, organisation, sign_on, user

__all__ = ["mail_confirmation", "officer", "organisation", "sign_on", "user"]

for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
