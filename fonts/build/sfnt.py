"""Work on a whole font file: open, save, cut down, rename, add contextual spacing."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTCollection, TTFont

# Added to the version and the unique name of every modified face.
BUILD_TAG = "NP1"
# Fixed, not today's, so that a rebuild gives the same bytes. The Arphic Public License
# (2a) asks that a modified font say when it was changed.
BUILD_DATE = "2026-11-22"

# Layout features the typesetter may use; the subsetter drops all others.
KEPT_FEATURES = (
    *("ccmp", "locl", "liga", "calt", "vert", "vrt2", "fwid", "hwid", "pwid", "halt", "palt"),
    *("vhal", "vpal", "kern", "vkrn", "mark", "mkmk", "chws", "vchw"),
)
KEPT_NAME_IDS = range(26)

# Windows, Unicode BMP, US English: the one kind of name record the build writes.
WINDOWS_ENGLISH = (3, 1, 0x409)
# Styles a four-style (regular/bold/italic) menu knows; others need typographic names.
MENU_STYLES = ("Regular", "Bold")


def open_face(data, collection_index=None):
    """Open a font, or one face of a collection."""
    stream = io.BytesIO(data)
    if collection_index is None:
        return TTFont(stream, lazy=True)
    return TTCollection(stream, lazy=True).fonts[collection_index]


def to_bytes(font):
    """Serialise a font without touching its time stamp."""
    font.recalcTimestamp = False
    stream = io.BytesIO()
    font.save(stream, reorderTables=True)
    return stream.getvalue()


def keep_only_mainland_forms(font):
    """Drop every language system but ZHS (and the defaults), so that the subsetter
    does not keep Japanese, Korean and Taiwanese glyph variants alive."""
    for table in ("GSUB", "GPOS"):
        if table not in font:
            continue
        for record in font[table].table.ScriptList.ScriptRecord:
            script = record.Script
            kept = [lang for lang in script.LangSysRecord if lang.LangSysTag == "ZHS "]
            script.LangSysRecord = kept
            script.LangSysCount = len(kept)


def subset(data, code_points):
    """Cut a font down to some characters and KEPT_FEATURES, and drop its hints, which
    print does not use."""
    request = hb.SubsetInput()
    request.unicode_set.update(code_points)
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.update(
        int.from_bytes(feature.encode(), "big") for feature in KEPT_FEATURES
    )
    request.name_id_set.update(KEPT_NAME_IDS)
    request.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
    return bytes(hb.subset(hb.Face(hb.Blob(data)), request).blob.data)


def rename(font, family, style, changes):
    """Give a face its own names, keep the owner's notices, and say what was changed.

    Copyright, trade mark, maker and licence are taken over. `changes` becomes the
    description, with the date and the build's tag.
    """
    table = font["name"]
    version = table.getDebugName(5) or "Version 1"
    in_menu = style in MENU_STYLES
    postscript_name = f"{family.replace(' ', '')}-{style}"
    names = {
        0: table.getDebugName(0),
        1: family if in_menu else f"{family} {style}",
        2: style if in_menu else "Regular",
        3: f"{postscript_name};{version};{BUILD_TAG}",
        4: f"{family} {style}",
        5: f"{version};{BUILD_TAG}",
        6: postscript_name,
        7: table.getDebugName(7),
        8: table.getDebugName(8),
        10: f"{changes}. Changed {BUILD_DATE}, build {BUILD_TAG}",
        13: table.getDebugName(13),
        14: table.getDebugName(14),
    }
    if not in_menu:
        names.update({16: family, 17: style})
    table.names = []
    for name_id, text in names.items():
        if text:
            table.setName(text, name_id, *WINDOWS_ENGLISH)
    if "CFF " in font:
        rename_cff(font["CFF "].cff, family, style, postscript_name)


def rename_cff(cff, family, style, postscript_name):
    """Bring the names inside a CFF table in line with the name table."""
    cff.fontNames = [postscript_name]
    top = cff.topDictIndex[0]
    if hasattr(top, "FullName"):
        top.FullName = f"{family} {style}"
    if hasattr(top, "FamilyName"):
        top.FamilyName = family
    for font_dict in getattr(top, "FDArray", []):
        if hasattr(font_dict, "FontName"):
            script = font_dict.FontName.split("-")[-1]
            font_dict.FontName = f"{postscript_name}-{script}"


def add_contextual_spacing(data, extension):
    """Add chws/vchw, which close up the space between neighbouring punctuation signs
    (and halt/vhal where absent). The tool stamps the present time; put the old back."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"face.{extension}")
        source.write_bytes(data)
        output = Path(folder, "out")
        output.mkdir()
        tool = Path(sys.executable).parent / "east-asian-spacing"
        command = [tool, "--language", "ZHS", "-o", output, source]
        result = subprocess.run(command, capture_output=True, text=True)
        written = list(output.iterdir())
        if result.returncode or not written:
            raise SystemExit(f"east-asian-spacing failed: {result.stderr}")
        font = TTFont(written[0])
        font["head"].modified = TTFont(io.BytesIO(data))["head"].modified
        return to_bytes(font)
