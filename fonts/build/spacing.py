"""Layout features for Chinese punctuation, for faces that lack them."""

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

# Which half of the em a full-width sign leaves empty decides what halt cuts away:
# before an opening sign, after a closing one, on both sides of a middle one.
OPENING = "“‘（〔［｛《〈「『【〖"
CLOSING = "”’）〕］｝》〉」』】〗、。，．：；！？"
MIDDLE = "·・"

# The presentation form that stands for each sign in vertical text.
VERTICAL_FORM = {
    **{"，": 0xFE10, "、": 0xFE11, "。": 0xFE12, "：": 0xFE13, "；": 0xFE14, "！": 0xFE15},
    **{"？": 0xFE16, "〖": 0xFE17, "〗": 0xFE18, "…": 0xFE19, "—": 0xFE31, "（": 0xFE35},
    **{"）": 0xFE36, "｛": 0xFE37, "｝": 0xFE38, "〔": 0xFE39, "〕": 0xFE3A, "【": 0xFE3B},
    **{"】": 0xFE3C, "《": 0xFE3D, "》": 0xFE3E, "〈": 0xFE3F, "〉": 0xFE40, "「": 0xFE41},
    **{"」": 0xFE42, "『": 0xFE43, "』": 0xFE44, "“": 0xFE43, "”": 0xFE44, "‘": 0xFE41},
    **{"’": 0xFE42},
}

LANGUAGE_SYSTEMS = """
languagesystem DFLT dflt;
languagesystem hani dflt;
languagesystem hani ZHS;
languagesystem latn dflt;
languagesystem kana dflt;
"""


def full_width_glyphs(font, characters):
    """Names of the glyphs of those characters that stand on the full em, as a list in
    feature syntax."""
    cmap = font.getBestCmap()
    em = font["head"].unitsPerEm
    glyphs = [cmap[ord(c)] for c in characters if ord(c) in cmap]
    return " ".join(dict.fromkeys(g for g in glyphs if font["hmtx"][g][0] == em))


def halt_feature(font):
    """Source of halt: full-width punctuation set on half an em."""
    half = font["head"].unitsPerEm // 2
    return f"""
        @opening = [{full_width_glyphs(font, OPENING)}];
        @closing = [{full_width_glyphs(font, CLOSING)}];
        @middle = [{full_width_glyphs(font, MIDDLE)}];
        feature halt {{
            pos @opening <-{half} 0 -{half} 0>;
            pos @closing <0 0 -{half} 0>;
            pos @middle <-{half // 2} 0 -{half} 0>;
        }} halt;
    """


def own_vertical_forms(font):
    """The substitutions of the vert feature a font already has."""
    layout = font["GSUB"].table
    found = {}
    for record in layout.FeatureList.FeatureRecord:
        if record.FeatureTag != "vert":
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in layout.LookupList.Lookup[index].SubTable:
                subtable = getattr(subtable, "ExtSubTable", subtable)
                found.update(getattr(subtable, "mapping", {}))
    return found


def vert_feature(font):
    """Source of vert: the font's own substitutions, completed from the presentation
    forms it has glyphs for."""
    cmap = font.getBestCmap()
    forms = own_vertical_forms(font)
    for sign, form in VERTICAL_FORM.items():
        glyph, vertical = cmap.get(ord(sign)), cmap.get(form)
        if glyph and vertical and glyph != vertical:
            forms.setdefault(glyph, vertical)
    rules = "\n".join(f"sub {glyph} by {form};" for glyph, form in sorted(forms.items()))
    return f"feature vert {{\n{rules}\n}} vert;"


def add_halt(font):
    """Replace the positioning of a font by halt."""
    source = LANGUAGE_SYSTEMS + halt_feature(font)
    addOpenTypeFeaturesFromString(font, source, tables=["GPOS"])


def replace_layout(font):
    """Put halt and a completed vert in place of all the layout a font has."""
    source = LANGUAGE_SYSTEMS + halt_feature(font) + vert_feature(font)
    for table in ("GPOS", "GSUB"):
        if table in font:
            del font[table]
    addOpenTypeFeaturesFromString(font, source, tables=["GPOS", "GSUB"])
