"""The list of faces: what each is made from, by which recipe, and what it is called."""

from dataclasses import dataclass

NOTO_FOLDER = "usr/share/fonts/opentype/noto"
# Place of the SC (mainland) face inside each Noto CJK collection.
NOTO_SC = 2

LICENCES = {
    "noto-serif-sc": "OFL-1.1",
    "noto": "OFL-1.1",
    "noto-extra": "OFL-1.1",
    "wenkai": "OFL-1.1",
    "ukai": "Arphic Public License",
    "ma-shan-zheng": "OFL-1.1",
    "source-serif": "OFL-1.1",
}


@dataclass(frozen=True)
class Face:
    """One face of fonts/.

    `package` and `member` say where the source is (see inputs.py), `collection_index`
    which face of a .ttc it is, `recipe` how it is changed (see recipes.py), `tier`
    which characters it keeps (see charsets.py). `family` and `style` are the names it
    gets; a face that is not renamed has none.
    """

    id: str
    package: str
    member: str
    recipe: str
    tier: str
    file: str
    family: str | None = None
    style: str | None = None
    collection_index: int | None = None


def noto(id, design, style, package, tier):
    """A face taken out of a Noto CJK collection; `design` is "Serif" or "Sans"."""
    return Face(
        id=id,
        package=package,
        member=f"{NOTO_FOLDER}/Noto{design}CJK-{style}.ttc",
        recipe="noto",
        tier=tier,
        file=f"Noto{design}SC-{style}.otf",
        family=f"Noto {design} SC",
        style=style,
        collection_index=NOTO_SC,
    )


def latin(name):
    """A Source Serif face, shipped as it is."""
    return Face(
        id=f"latin-{name.lower()}",
        package="source-serif",
        member=f"package/OTF/{name}.otf",
        recipe="verbatim",
        tier="ALL",
        file=f"{name}.otf",
    )


FACES = [
    # The main text face is the newer 2.003 release, which only PyPI has.
    Face(
        id="song-regular",
        package="noto-serif-sc",
        member="pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf",
        recipe="noto",
        tier="L2",
        file="NotoSerifSC-Regular.otf",
        family="Noto Serif SC",
        style="Regular",
    ),
    noto("song-medium", "Serif", "Medium", "noto-extra", "T2"),
    noto("song-semibold", "Serif", "SemiBold", "noto-extra", "H"),
    noto("song-bold", "Serif", "Bold", "noto", "T2"),
    noto("song-black", "Serif", "Black", "noto-extra", "H"),
    noto("hei-light", "Sans", "Light", "noto-extra", "H"),
    noto("hei-regular", "Sans", "Regular", "noto", "L2"),
    noto("hei-medium", "Sans", "Medium", "noto-extra", "H"),
    noto("hei-bold", "Sans", "Bold", "noto", "T2"),
    noto("hei-black", "Sans", "Black", "noto-extra", "H"),
    Face(
        id="kai-regular",
        package="ukai",
        member="usr/share/fonts/truetype/arphic/ukai.ttc",
        recipe="ukai",
        tier="H",
        file="ARPLKaiNP-Regular.ttf",
        family="AR PL Kai NP",
        style="Regular",
        collection_index=0,
    ),
    # Its release 1.250 calls "Bold" what is in truth a medium weight.
    Face(
        id="kai2-medium",
        package="wenkai",
        member="usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf",
        recipe="wenkai",
        tier="H",
        file="NPKaiSC-Medium.ttf",
        family="NP Kai SC",
        style="Medium",
    ),
    Face(
        id="brush-mashan",
        package="ma-shan-zheng",
        member="package/files/ma-shan-zheng-chinese-simplified-400-normal.woff2",
        recipe="unpack",
        tier="ALL",
        file="MaShanZheng-Regular.ttf",
    ),
    latin("SourceSerif4SmText-Regular"),
    latin("SourceSerif4SmText-It"),
    latin("SourceSerif4SmText-Semibold"),
    latin("SourceSerif4SmText-Bold"),
    latin("SourceSerif4Display-Semibold"),
    latin("SourceSerif4Display-Black"),
]
