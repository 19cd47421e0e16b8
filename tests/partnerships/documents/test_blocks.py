"""Text of an agreement in blocks."""

from partnerships.documents.blocks import Block, parse_blocks


def test_headings_paragraphs_and_lists():
    text = "## Doel\n\nWij werken samen.\nEn wel zo.\n\n1. Eerst dit\n2. dan dat\n   en verder\n\nSlot."
    assert parse_blocks(text) == (
        Block("heading", text="Doel"),
        Block("paragraph", text="Wij werken samen.\nEn wel zo."),
        Block("list", items=("Eerst dit", "dan dat\nen verder")),
        Block("paragraph", text="Slot."),
    )


def test_numbers_stay_as_typed():
    assert parse_blocks("1. een\n\n2. twee\n\n5. vijf\n1. opnieuw") == (
        Block("list", items=("een", "twee")),
        Block("list", items=("vijf",), start=5),
        Block("list", items=("opnieuw",)),
    )


def test_line_ends_of_another_system_and_empty_text():
    assert parse_blocks("") == parse_blocks(" \r\n\r\n") == ()
    assert parse_blocks("## A\r\nb\r\n\r\nc") == (
        Block("heading", text="A"),
        Block("paragraph", text="b"),
        Block("paragraph", text="c"),
    )


def test_a_date_or_an_amount_is_not_an_item():
    assert parse_blocks("2026 is het jaar.\n1.500 euro") == (Block("paragraph", text="2026 is het jaar.\n1.500 euro"),)


def test_markup_is_only_text():
    assert parse_blocks("<script>") == (Block("paragraph", text="<script>"),)
