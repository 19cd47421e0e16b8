"""What a Word, Excel or PowerPoint file may hold: kinds of parts and kinds of relations. What is not here is refused."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml."
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml."
DRAWING = "application/vnd.openxmlformats-officedocument.drawingml."
PACKAGE = "application/vnd.openxmlformats-package."

RELATIONS = f"{PACKAGE}relationships+xml"
WORKBOOK = f"{EXCEL}sheet"  # also the numbers behind a chart, as a workbook inside the file
# The content type of the main part: the media type of the whole file.
MAIN = {
    f"{WORD}document.main+xml": f"{WORD}document",
    f"{EXCEL}sheet.main+xml": WORKBOOK,
    f"{POWERPOINT}presentation.main+xml": f"{POWERPOINT}presentation",
}


def _types(start: str, names: str) -> frozenset[str]:
    return frozenset(f"{start}{name}+xml" for name in names.split())


XML_PARTS = frozenset().union(
    MAIN,
    {"application/xml", "text/xml", "application/inkml+xml"},
    _types(
        WORD,
        """comments commentsExtended commentsExtensible commentsIds document.glossary endnotes fontTable footer footnotes
        header numbering people settings styles stylesWithEffects webSettings""",
    ),
    _types(
        EXCEL,
        """calcChain chartsheet comments pivotCacheDefinition pivotCacheRecords pivotTable revisionHeaders revisionLog
        sharedStrings sheetMetadata styles table tableSingleCells userNames worksheet""",
    ),
    _types(
        POWERPOINT,
        """commentAuthors comments handoutMaster notesMaster notesSlide presProps slide slideLayout slideMaster
        slideUpdateInfo tableStyles tags viewProps""",
    ),
    _types(DRAWING, "chart chartshapes diagramColors diagramData diagramLayout diagramStyle"),
    _types(
        "application/vnd.openxmlformats-officedocument.",
        "custom-properties customXmlProperties drawing extended-properties theme themeManager themeOverride",
    ),
    _types("application/vnd.ms-word.", "stylesWithEffects"),
    _types(
        "application/vnd.ms-excel.",
        """controlproperties featurepropertybag namedsheetviews person rdarray rdrichvalue rdrichvaluestructure
        rdrichvaluetypes rdsupportingpropertybag rdsupportingpropertybagstructure richstyles richvaluerel slicer
        slicerCache threadedcomments timeline timelineCache""",
    ),
    _types("application/vnd.ms-powerpoint.", "authors changesinfo comments revisioninfo"),
    _types(
        "application/vnd.ms-office.", "chartcolorstyle chartex chartstyle classificationlabels drawingml.diagramDrawing"
    ),
    _types(PACKAGE, "digital-signature-xmlsignature"),
)

# Content type: how the names of such parts end. So no program is a "picture".
ENDINGS = {
    **dict.fromkeys(XML_PARTS, ("xml",)),
    RELATIONS: ("rels",),
    f"{PACKAGE}core-properties+xml": ("xml", "psmdcp"),
    "application/vnd.openxmlformats-officedocument.vmldrawing": ("vml",),
    f"{PACKAGE}digital-signature-origin": ("sigs",),
    f"{PACKAGE}digital-signature-certificate": ("cer",),
    WORKBOOK: ("xlsx",),
    **dict.fromkeys(
        [f"{start}printerSettings" for start in (WORD, EXCEL, POWERPOINT)] + [f"{EXCEL}customProperty"], ("bin",)
    ),
    "application/binary": ("",),  # what Google keeps of its own, in a part without ending
    "application/vnd.openxmlformats-officedocument.obfuscatedfont": ("odttf",),
    "application/x-fontdata": ("fntdata",),
    **dict.fromkeys(("image/jpeg", "image/jpg", "image/pjpeg"), ("jpeg", "jpg", "jpe", "jfif")),
    "image/png": ("png", "tmp"),  # PowerPoint for Mac names pictures .tmp
    "image/gif": ("gif",),
    "image/bmp": ("bmp",),
    "image/tiff": ("tif", "tiff"),
    "image/svg+xml": ("svg",),
    "image/webp": ("webp",),
    "image/vnd.ms-photo": ("wdp",),
    **dict.fromkeys(("image/x-emf", "image/emf"), ("emf",)),
    **dict.fromkeys(("image/x-wmf", "image/wmf"), ("wmf",)),
    **dict.fromkeys(("video/mp4", "audio/mp4"), ("mp4", "m4v", "m4a")),
    "audio/mpeg": ("mp3",),
    **dict.fromkeys(("audio/wav", "audio/x-wav"), ("wav",)),
}
ENDINGS = {content_type.lower(): endings for content_type, endings in ENDINGS.items()}

OFFICE_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",  # the strict variant of the standard
)
MAIN_RELATIONS = frozenset(f"{start}officeDocument" for start in OFFICE_RELATIONS)
LINKS = frozenset(f"{start}hyperlink" for start in OFFICE_RELATIONS)
EMBEDDED = frozenset(f"{start}package" for start in OFFICE_RELATIONS)  # of a chart only
RELATION_TYPES = frozenset().union(
    (
        f"{start}{name}"
        for start in OFFICE_RELATIONS
        for name in """officeDocument extended-properties extendedProperties custom-properties customProperties
        metadata/core-properties metadata/thumbnail hyperlink package customXml customXmlProps theme themeOverride image
        font printerSettings audio video chart chartUserShapes drawing vmlDrawing legacyDrawing diagramColors diagramData
        diagramLayout diagramQuickStyle styles settings webSettings fontTable numbering footnotes endnotes comments header
        footer glossaryDocument worksheet chartsheet sharedStrings calcChain table tableSingleCells xmlMaps sheetMetadata
        pivotTable pivotCacheDefinition pivotCacheRecords ctrlProp customProperty revisionHeaders revisionLog usernames
        slide slideLayout slideMaster slideUpdateInfo notesSlide notesMaster handoutMaster presProps viewProps tableStyles
        commentAuthors tags""".split()
    ),
    (
        f"http://schemas.openxmlformats.org/package/2006/relationships/{name}"
        for name in """metadata/core-properties metadata/thumbnail digital-signature/origin digital-signature/signature
        digital-signature/certificate""".split()
    ),
    {"http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties"},
    (
        f"http://schemas.microsoft.com/office/{name}"
        for name in """2006/relationships/stylesWithtEffects 2007/relationships/stylesWithEffects
        2007/relationships/diagramDrawing 2007/relationships/hdphoto 2007/relationships/media
        2007/relationships/slicer 2007/relationships/slicerCache 2011/relationships/chartColorStyle
        2011/relationships/chartStyle 2011/relationships/commentsExtended 2011/relationships/people
        2011/relationships/timeline 2011/relationships/timelineCache 2014/relationships/chartEx
        2015/10/relationships/revisionInfo 2016/09/relationships/commentsIds 2016/11/relationships/changesInfo
        2017/06/relationships/rdArray 2017/06/relationships/rdRichValue 2017/06/relationships/rdRichValueStructure
        2017/06/relationships/rdRichValueTypes 2017/06/relationships/rdSupportingPropertyBag
        2017/06/relationships/rdSupportingPropertyBagStructure 2017/06/relationships/richStyles
        2017/10/relationships/person 2017/10/relationships/threadedComment 2018/08/relationships/commentsExtensible
        2018/10/relationships/authors 2018/10/relationships/comments 2019/04/relationships/namedSheetView
        2020/02/relationships/classificationlabels 2022/10/relationships/richValueRel
        2022/11/relationships/FeaturePropertyBag""".split()
    ),
    (f"http://customschemas.google.com/relationships/{name}metadata" for name in ("workbook", "presentation")),
)  # fmt: skip
CHARTS = frozenset({f"{DRAWING}chart+xml", "application/vnd.ms-office.chartex+xml"})
