"""Which keys of a table point to rows of a partnership; also asked of tables as a migration knows them."""

from django.db.models import ForeignKey, Model


def keys_to_tenants(model: type[Model]) -> tuple["ForeignKey[Model, Model]", ...]:
    """The keys to tables that have a partnership of their own."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and any(one.attname == "partnership_id" for one in field.related_model._meta.concrete_fields)
    )
