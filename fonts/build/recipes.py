"""How each kind of source becomes a face of fonts/.

A recipe takes the source's bytes, the Face, the code points to keep (None: all) and
the package store, and returns the bytes of the finished face.
"""

import charsets
import outlines
import sfnt
import spacing

MIDDLE_DOT = 0x00B7
KATAKANA_DOT = 0x30FB
EM_DASH = 0x2014

NOTO_EM = 1000
WENKAI_EM = 1000
# Space, in units, between a WenKai quotation mark and the edge of the em it hugs.
WENKAI_QUOTE_MARGIN = 70

KAI_EM = 1024
KAI_GB_MEMBER = "usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf"
# ，。、：；！？ with the height, in thousandths of the em, of the ink's middle; None
# leaves the height as drawn.
KAI_POINTS = {
    0xFF0C: -43,
    0x3002: 43,
    0x3001: 30,
    0xFF1A: None,
    0xFF1B: None,
    0xFF01: None,
    0xFF1F: None,
}
# How far, in units, the em dash reaches over each edge of the em.
KAI_DASH_OVERLAP = 6
# Ascent, descent and line gap of a face whose body is exactly the em.
KAI_LINE = (901, -123, 0)


def noto(data, face, code_points, store):
    """A Noto CJK face: mainland forms only, subset, chws/vchw added."""
    font = sfnt.open_face(data, face.collection_index)
    sfnt.keep_only_mainland_forms(font)
    font = sfnt.open_face(sfnt.subset(sfnt.to_bytes(font), code_points))
    widen_noto_middle_dot(font)
    sfnt.rename(
        font,
        face.family,
        face.style,
        "Subset of Noto CJK (SC) for newspaper setting; hints dropped; chws/vchw added; "
        "U+00B7 on the full em",
    )
    return sfnt.add_contextual_spacing(sfnt.to_bytes(font), "otf")


def widen_noto_middle_dot(font):
    """Give U+00B7 (间隔号) the full-em dot of U+30FB where it is a narrow Latin dot:
    in Noto Serif it is 327 units wide, in Noto Sans it already fills the em."""
    cmap = font.getBestCmap()
    if font["hmtx"][cmap[MIDDLE_DOT]][0] >= NOTO_EM:
        return
    for table in font["cmap"].tables:
        if table.isUnicode() and MIDDLE_DOT in table.cmap:
            table.cmap[MIDDLE_DOT] = cmap[KATAKANA_DOT]


def wenkai(data, face, code_points, store):
    """LXGW WenKai under another name, since LXGW is a reserved font name: full-width
    quotation marks and middle dot, halt and chws added."""
    font = sfnt.open_face(sfnt.subset(data, code_points))
    widen_wenkai_quotes(font)
    spacing.add_halt(font)
    font["OS/2"].usWeightClass = 500
    sfnt.rename(
        font,
        face.family,
        face.style,
        "Modified subset of LXGW WenKai 1.250 (renamed per OFL RFN): full-width quotes, "
        "halt/chws added",
    )
    return sfnt.add_contextual_spacing(sfnt.to_bytes(font), "ttf")


def widen_wenkai_quotes(font):
    """Set quotation marks and the middle dot, 350 units wide in the source, on the
    full em as mainland practice wants: opening marks right, closing marks left."""
    em, margin = WENKAI_EM, WENKAI_QUOTE_MARGIN
    cmap = font.getBestCmap()
    for character in "“”‘’":
        glyph = cmap[ord(character)]
        if font["hmtx"][glyph][0] >= em:
            continue
        x_min, _, x_max, _ = outlines.ink_box(font, glyph)
        shift = em - margin - x_max if character in "“‘" else margin - x_min
        outlines.move(font, glyph, shift, 0, em)
    dot = cmap[MIDDLE_DOT]
    if font["hmtx"][dot][0] < em:
        outlines.centre(font, dot, em)


def ukai(data, face, code_points, store):
    """A Kai face merged from two Arphic fonts of one design, with mainland punctuation
    and the layout features that neither has."""
    font = sfnt.open_face(data, face.collection_index)
    font = sfnt.open_face(sfnt.subset(sfnt.to_bytes(font), code_points))
    dot = font.getBestCmap().get(MIDDLE_DOT)
    if dot and font["hmtx"][dot][0] < KAI_EM:
        outlines.centre(font, dot, KAI_EM)
    take_mainland_hanzi(font, sfnt.open_face(store.member("kaiti-gb", KAI_GB_MEMBER)))
    move_kai_points(font)
    stretch_kai_dash(font)
    spacing.replace_layout(font)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = KAI_LINE
    sfnt.rename(
        font,
        face.family,
        face.style,
        "Merged and modified from AR PL UKai CN 0.2.20080216 and AR PL KaitiM GB 2.11 "
        "(Arphic Public License): GB2312 hanzi from KaitiM GB, subset, hints dropped, "
        "punctuation moved to the mainland place, em dash widened, vert/halt/chws added",
    )
    return sfnt.add_contextual_spacing(sfnt.to_bytes(font), "ttf")


def take_mainland_hanzi(font, kaiti_gb):
    """Redraw all 6,763 hanzi of GB 2312 from AR PL KaitiM GB. UKai draws many of them
    in Taiwanese forms (真 as 眞, 值 as 値) even in its CN face."""
    cmap, source_cmap = font.getBestCmap(), kaiti_gb.getBestCmap()
    source_glyphs = kaiti_gb.getGlyphSet()
    for code_point in sorted(charsets.gb2312()[0]):
        source = source_cmap[code_point]
        if kaiti_gb["hmtx"][source][0] != KAI_EM:
            raise SystemExit(f"AR PL KaitiM GB: U+{code_point:04X} is not on the full em")
        outlines.copy_outline(source_glyphs, source, font, cmap[code_point], KAI_EM)


def move_kai_points(font):
    """Move the points, which UKai centres in the em as in Taiwan, to the left half of
    the em, and the comma, stop and enumeration comma to its foot."""
    cmap = font.getBestCmap()
    for code_point, middle in KAI_POINTS.items():
        glyph = cmap[code_point]
        x_min, y_min, x_max, y_max = outlines.ink_box(font, glyph)
        dx = KAI_EM / 4 - (x_min + x_max) / 2
        dy = 0 if middle is None else middle * KAI_EM / 1000 - (y_min + y_max) / 2
        outlines.move(font, glyph, dx, dy, KAI_EM)


def stretch_kai_dash(font):
    """Stretch the em dash over the whole em, so that the two of a Chinese dash (——)
    join without a gap."""
    glyph = font.getBestCmap()[EM_DASH]
    x_min, _, x_max, _ = outlines.ink_box(font, glyph)
    scale = (KAI_EM + 2 * KAI_DASH_OVERLAP) / (x_max - x_min)
    transform = (scale, 0, 0, 1, round(-KAI_DASH_OVERLAP - x_min * scale), 0)
    outlines.copy_outline(font.getGlyphSet(), glyph, font, glyph, KAI_EM, transform)


def unpack(data, face, code_points, store):
    """A web font (WOFF2) as a plain one with all its characters, hints dropped."""
    font = sfnt.open_face(data)
    font.flavor = None
    return sfnt.subset(sfnt.to_bytes(font), set(font.getBestCmap()))


def verbatim(data, face, code_points, store):
    """The source, byte for byte."""
    return data


RECIPES = {
    "noto": noto,
    "wenkai": wenkai,
    "ukai": ukai,
    "unpack": unpack,
    "verbatim": verbatim,
}
