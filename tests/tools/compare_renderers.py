#!/usr/bin/env python3
"""Draws PDFs with several programs and compares the pictures.

    compare_renderers.py PAGES.pdf ... [--dpi 200] [--limit 1.0]

poppler (pdftoppm) is held against Ghostscript and PDFium (pypdfium2) in
colour, and against MuPDF (mutool) where the page is black alone, since Debian's
MuPDF has no colour management. Pages are drawn large and brought down by four,
so that only shapes and colours count and not each program's smoothing of edges.

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
REDUCE = 4
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


def same_size(one, other):
    height, width = (min(a, b) for a, b in zip(one.shape[:2], other.shape[:2]))
    if abs(one.shape[0] - other.shape[0]) > 2 or abs(one.shape[1] - other.shape[1]) > 2:
        raise ValueError(f"pages of {one.shape} and {other.shape}")
    return one[:height, :width], other[:height, :width]


def apart(one, other):
    """Mean difference in percent."""
    one, other = same_size(one, other)
    return numpy.abs(one - other).mean() / 2.55


def apart_in_black(one, other):
    """The same over rows of pixels that have no colour in the first picture."""
    one, other = same_size(one, other)
    gray = one.max(axis=2) - one.min(axis=2) <= COLOURED
    if not gray.any():
        return 0.0
    return numpy.abs(one - other)[gray].mean() / 2.55


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pdfs", nargs="+", type=Path)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--limit", type=float, default=1.0)
    args = parser.parse_args()
    passed = failed = 0
    for pdf in args.pdfs:
        drawn = {}
        for renderer in (poppler, ghostscript, pdfium, mupdf):
            with tempfile.TemporaryDirectory() as folder:
                pages = renderer(pdf, args.dpi, Path(folder))
            drawn[renderer.__name__] = [reduced(page) for page in pages]
        reference = drawn.pop("poppler")
        for name, pages in drawn.items():
            if len(pages) != len(reference):
                print(f"{pdf.name}: {name} draws {len(pages)} pages of {len(reference)}")
                failed += 1
                continue
            measure = apart_in_black if name == "mupdf" else apart
            for number, (ours, theirs) in enumerate(zip(reference, pages), 1):
                percent = measure(ours, theirs)
                print(f"{pdf.name} page {number}: {name} is {percent:.2f} % from poppler")
                if percent > args.limit:
                    failed += 1
                else:
                    passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
