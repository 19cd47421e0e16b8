"""The component library of the house: ``{% load ui %}``. Every component with its states stands on /styleguide/.

The Python signature is the list of props. Each group has its own file; this one puts them together.
"""

from django.template import Library

from partnerships.templatetags import (
    ui_blocks,
    ui_buttons,
    ui_filters,
    ui_forms,
    ui_frame,
    ui_lists,
    ui_marks,
    ui_tables,
)

register = Library()
for room in (ui_marks, ui_buttons, ui_blocks, ui_tables, ui_filters, ui_forms, ui_lists, ui_frame):
    register.tags.update(room.register.tags)
    register.filters.update(room.register.filters)
