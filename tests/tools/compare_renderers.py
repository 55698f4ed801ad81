#!/usr/bin/env python3
"""Draws PDFs with several programs and compares the pictures.

    compare_renderers.py PAGES.pdf ... [--dpi 400] [--limit 1.0]

poppler (pdftoppm) is held against Ghostscript and PDFium (pypdfium2) in
colour, and against MuPDF (mutool) over the rows that are black alone, since
Debian's MuPDF has no colour management. Pages are drawn large and brought down
by sixteen, so that shapes and colours count, and not how each program smooths
edges.

Prints the mean difference of each page in percent of full scale, and last
"N passed, N failed". Exit code 1 if a difference is over the limit.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image

# How many dots, across and down, make one that is compared.
REDUCE = 16
# Pixels whose parts are further apart than this have colour in them.
COLOURED = 12
Image.MAX_IMAGE_PIXELS = None


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)


def from_files(folder):
    """Pictures of a folder by page number."""
    pages = {}
    for path in folder.iterdir():
        number = int("".join(c for c in path.stem if c.isdigit()))
        with Image.open(path) as picture:
            pages[number] = picture.convert("RGB")
    return [pages[number] for number in sorted(pages)]


def poppler(pdf, dpi, folder):
    run("pdftoppm", "-r", dpi, "-png", pdf, folder / "p")
    return from_files(folder)


def ghostscript(pdf, dpi, folder):
    run(
        "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=png16m", f"-r{dpi}",
        "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-o", folder / "p%d.png", pdf,
    )  # fmt: skip
    return from_files(folder)


def mupdf(pdf, dpi, folder):
    run("mutool", "draw", "-q", "-r", dpi, "-o", folder / "p%d.png", pdf)
    return from_files(folder)


def pdfium(pdf, dpi, folder):
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def reduced(picture):
    size = (max(1, picture.width // REDUCE), max(1, picture.height // REDUCE))
    return numpy.asarray(picture.reduce(REDUCE).crop((0, 0, *size)), dtype=numpy.int16)


def stretched(picture):
    """In gray, from the picture's darkest to white: how dark a program shows
    black ink is its own affair."""
    gray = picture.convert("L")
    darkest = min(gray.getextrema()[0], 250)
    gray = gray.point(lambda value: max(0, value - darkest) * 255 / (255 - darkest))
    return reduced(gray)


def same_size(one, other):
    height, width = (min(a, b) for a, b in zip(one.shape[:2], other.shape[:2]))
    if abs(one.shape[0] - other.shape[0]) > 2 or abs(one.shape[1] - other.shape[1]) > 2:
        raise ValueError(f"pages of {one.shape} and {other.shape}")
    return one[:height, :width], other[:height, :width]


def apart(one, other):
    """Mean difference in percent."""
    one, other = same_size(one, other)
    return numpy.abs(one - other).mean() / 2.55


def apart_in_black(one, other, colours):
    """The same in gray, over the rows that have no colour: a photograph has
    gray places too, which are black ink to none of the programs."""
    one, other = same_size(one, other)
    colours = colours[: one.shape[0], : one.shape[1]]
    coloured = colours.max(axis=2) - colours.min(axis=2) > COLOURED
    rows = ~coloured.any(axis=1)
    return numpy.abs(one - other)[rows].mean() / 2.55 if rows.any() else 0.0


def differences(pdf, dpi):
    """Program, page and difference in percent."""
    def drawn(renderer):
        with tempfile.TemporaryDirectory() as folder:
            return renderer(pdf, dpi, Path(folder))

    reference = drawn(poppler)
    colours = [reduced(page) for page in reference]
    blacks = [stretched(page) for page in reference]
    for renderer in (ghostscript, pdfium, mupdf):
        pages = drawn(renderer)
        if len(pages) != len(reference):
            yield renderer.__name__, 0, 100.0
        for at, page in enumerate(pages[: len(reference)]):
            if renderer is mupdf:
                percent = apart_in_black(blacks[at], stretched(page), colours[at])
            else:
                percent = apart(colours[at], reduced(page))
            yield renderer.__name__, at + 1, percent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pdfs", nargs="+", type=Path)
    parser.add_argument("--dpi", type=int, default=400)
    parser.add_argument("--limit", type=float, default=1.0)
    args = parser.parse_args()
    passed = failed = 0
    for pdf in args.pdfs:
        for program, page, percent in differences(pdf, args.dpi):
            print(f"{pdf.name} page {page}: {program} is {percent:.2f} % from poppler")
            if percent > args.limit:
                failed += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
