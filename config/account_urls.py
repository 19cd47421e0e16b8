"""The pages of one's account that are open. Changing the address is none: it is who somebody is to a partnership.

The library has more pages (an address, a first password, other people's accounts); what is not named here does not exist.
"""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from partnerships.views import organisation_sign_in, second_factor, security

ORGANISATION = "organisation/<slug:provider_id>/"
STEP = "second-step/"

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),  # says that it is closed; the library links to it
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # signing in with the account of one's organisation
    path("organisation/", organisation_sign_in.choose, name="account_organisation"),
    path(f"{ORGANISATION}callback/", organisation_sign_in.callback, name="openid_connect_callback"),
    # one page for all of it; the library knows it by two other names
    path("security/", security.security, name="account_security"),
    path("security/", security.security, name="mfa_index"),
    path("security/", security.security, name="mfa_list_webauthn"),
    path("sessions/end/", security.end_others, name="account_end_sessions"),
    path("sessions/<int:pk>/end/", security.end_one, name="account_end_session"),
    # the second step
    path(STEP, mfa.authenticate, name="mfa_authenticate"),
    path(f"{STEP}again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(f"{STEP}needed/", second_factor.needed, name="account_second_factor"),
    path(f"{STEP}app/", second_factor.set_up_app, name="mfa_activate_totp"),
    path(f"{STEP}app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{STEP}passkeys/add/", second_factor.add_passkey, name="mfa_add_webauthn"),
    path(f"{STEP}passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{STEP}passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(f"{STEP}passkeys/<int:pk>/remove/", second_factor.remove_passkey, name="mfa_remove_webauthn"),
    path(f"{STEP}recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{STEP}recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{STEP}recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
