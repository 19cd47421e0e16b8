"""The colours of charts as literal values, for a page's CSS does not reach an SVG inside a PDF.

They are the values of the visual language (static/theme.css): ink for text, petrol for what is now.
"""

INK = "#12252b"  # values, baseline; 15.8 on white
INK_SOFT = "#47585f"  # labels, notes; 7.4 on white
LINE = "#d5dddf"  # decorative rules
LINE_STRONG = "#6d7e84"  # outline of what has no figure; 4.2 on white
PETROL = "#005f6b"  # the bar that speaks of now; 7.4 on white
EARLIER = "#769399"  # earlier bars, always with the value as text; 3.3 on white
PAPER = "#ffffff"

SANS = "'Source Sans 3 Variable', 'Source Sans 3', system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
