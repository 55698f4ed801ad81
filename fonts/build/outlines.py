"""Move, stretch and copy TrueType outlines."""

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen


def ink_box(font, glyph):
    """The bounds (x_min, y_min, x_max, y_max) of a glyph's ink."""
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[glyph].draw(pen)
    return pen.bounds


def copy_outline(source_glyphs, source, font, target, advance, transform=(1, 0, 0, 1, 0, 0)):
    """Draw glyph `source` of a glyph set, transformed, in place of glyph `target` of
    `font`, composites resolved, and set the advance width."""
    recording = DecomposingRecordingPen(source_glyphs)
    source_glyphs[source].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(TransformPen(pen, transform))
    table = font["glyf"]
    table[target] = pen.glyph()
    table[target].recalcBounds(table)
    font["hmtx"][target] = (advance, table[target].xMin)


def move(font, glyph, dx, dy, advance):
    """Shift a glyph's ink by whole units and set its advance width."""
    shift = (1, 0, 0, 1, round(dx), round(dy))
    copy_outline(font.getGlyphSet(), glyph, font, glyph, advance, shift)


def centre(font, glyph, em):
    """Set a glyph on the full em with its ink in the middle."""
    x_min, _, x_max, _ = ink_box(font, glyph)
    move(font, glyph, em / 2 - (x_min + x_max) / 2, 0, em)
