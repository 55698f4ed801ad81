"""Which characters each face keeps.

The sets come from two places only: Python's own codecs (GB 2312, GBK) and the kTGH
field of Debian's Unihan data. Nothing is typed in by hand except the signs that
newspapers use and no GB codec lists.
"""

import bz2

# Where Debian's unicode-data package keeps the file that has the kTGH field.
UNIHAN_MEMBER = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

# The ideographs of Unicode 11 that GB 18030-2022 asks for at implementation level 1:
# the unified block, extension A, and 21 signs of the compatibility block.
UNIFIED_BLOCK = set(range(0x4E00, 0x9FF0))
EXTENSION_A = set(range(0x3400, 0x4DB6))
GB18030_COMPATIBILITY = {
    *(0xF92C, 0xF979, 0xF995, 0xF9E7, 0xF9F1, 0xFA0C, 0xFA0D, 0xFA0E, 0xFA0F, 0xFA11, 0xFA13),
    *(0xFA14, 0xFA18, 0xFA1F, 0xFA20, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29),
}

# Signs seen in newspapers: bullets, list numbers, units, currency, dashes, quotes.
NEWS_SIGNS = set(
    map(
        ord,
        "■□●○▲△▼▽◆◇★☆※→←↑↓☎◎◉▪▫"
        "①②③④⑤⑥⑦⑧⑨⑩⑪⑳Ⓐ❶❷㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⒈⒉⒊ⅠⅡⅢⅣⅤ"
        "￥¥℃‰%№§×÷±≈≤≥＋－＝°′″㎡㎏㎜㎝㎞"
        "—–…·•〇〃々〆～〓‘’“”《》〈〉「」『』【】〔〕〖〗（）、。，；：？！",
    )
)
# Latin letters with the tone marks of pinyin.
PINYIN = set(map(ord, "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒ"))
# Presentation forms that stand for punctuation in vertical text.
VERTICAL_FORMS = set(range(0xFE10, 0xFE1A)) | set(range(0xFE30, 0xFE4A))
# Blocks (first, past the last) that every face keeps where its source has them.
SIGN_BLOCKS = (
    (0x0020, 0x007F),  # ASCII
    (0x00A0, 0x0180),  # Latin-1 and Latin Extended-A
    (0x2000, 0x2070),  # general punctuation
    (0x2460, 0x2500),  # enclosed alphanumerics
    (0x25A0, 0x2600),  # geometric shapes
    (0x2776, 0x2794),  # dingbat circled digits
    (0x3000, 0x3040),  # CJK symbols and punctuation
    (0x3200, 0x3400),  # enclosed CJK and CJK compatibility
    (0xFF01, 0xFF5F),  # full-width ASCII
    (0xFFE0, 0xFFE7),  # full-width currency
)
# Two- and three-em dash, euro, degree signs, numero, trade mark.
SINGLE_SIGNS = {0x2E3A, 0x2E3B, 0x20AC, 0x2103, 0x2109, 0x2116, 0x2122}


def is_han(code_point):
    """True for code points of the CJK ideograph blocks, compatibility ones included."""
    return (
        0x3400 <= code_point <= 0x9FFF
        or 0xF900 <= code_point <= 0xFAFF
        or 0x20000 <= code_point <= 0x3FFFF
    )


def decodable(encoding, lead_bytes, trail_bytes):
    """Every single character that a two-byte code of `encoding` decodes to."""
    found = set()
    for lead in lead_bytes:
        for trail in trail_bytes:
            try:
                text = bytes([lead, trail]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                found.add(ord(text))
    return found


def split_han(code_points):
    """Part a set into (Han characters, all others)."""
    han = set(filter(is_han, code_points))
    return han, code_points - han


def gb2312():
    """GB 2312-80 as (6,763 Han characters, its signs)."""
    return split_han(decodable("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)))


def gbk():
    """GBK as (Han characters, its signs without private-use code points)."""
    han, signs = split_han(decodable("gbk", range(0x81, 0xFF), range(0x40, 0xFF)))
    return han, {c for c in signs if not 0xE000 <= c <= 0xF8FF}


def general_standard(unihan_bz2):
    """The 8,105 characters of the state's table of general standard characters
    (通用规范汉字表), read from the kTGH field of the compressed Unihan file."""
    characters = set()
    for line in bz2.decompress(unihan_bz2).decode("utf-8").splitlines():
        if "\tkTGH\t" in line:
            code_point = line.split("\t")[0]
            characters.add(int(code_point.removeprefix("U+"), 16))
    return characters


def signs():
    """Everything but Han characters: the same for all tiers."""
    wanted = gb2312()[1] | gbk()[1] | NEWS_SIGNS | PINYIN | VERTICAL_FORMS | SINGLE_SIGNS
    for first, end in SIGN_BLOCKS:
        wanted.update(range(first, end))
    return wanted


def han_tiers(unihan_bz2):
    """The Han characters of each tier, from the widest to the narrowest.

    L2: GB 18030-2022 implementation level 2, for the two text faces, which must set
        any name that a public service may have to print.
    T2: GBK and the general standard table, for faces that also set running text.
    H:  GB 2312 and the general standard table, for headline weights.
    """
    standard = general_standard(unihan_bz2)
    level_1 = UNIFIED_BLOCK | EXTENSION_A | GB18030_COMPATIBILITY
    return {
        "L2": level_1 | standard,
        "T2": gbk()[0] | standard,
        "H": gb2312()[0] | standard,
    }


def tiers(unihan_bz2):
    """All code points each tier keeps; "ALL" maps to None: the face is not cut down."""
    shared = signs()
    kept = {name: han | shared for name, han in han_tiers(unihan_bz2).items()}
    return {**kept, "ALL": None}
