#!/usr/bin/env python3
"""Checks a finished newspaper PDF from outside.

Every glyph is read back from the PDF with its place (by pdfminer.six, the only
dependency); the tables of marks below are this script's own. It knows nothing
of the program that made the file.

    check_pdf.py PAGES.pdf [report.json] [--text COPY ...] [--leading 12] [--size 9]

Checks, over body lines (type of the commonest size, set in legs):
  a  no mark stands where GB/T 15834 and CLREQ forbid it, at a line's start or end
  b  full lines are flush right to 0.01 em; a closing mark at the end takes half an em
  c  all baselines stand on one grid
  d  no glyph is outside the trim box; no two body glyphs overlap more than 0.3 em
  e  the given copy is found in the text, in order, white space apart
  r  the report (if given) tells of no error and of as many pages as there are

Prints each finding with page and place in millimetres from the top left corner,
and last "N passed, N failed". Exit code 1 if anything failed.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

# GB/T 15834-2011 5.1 and CLREQ, table of prohibitions: marks that may not begin
# a line, and marks that may not end one.
NOT_AT_START = set("、，。；：！？．）》〉”’】〗〕」』］｝·・%％‰℃°…～/／")
NOT_AT_END = set("（《〈“‘【〖〔「『［｛")
# Full-width marks whose ink stands in one half of the em.
INK_LEFT = set("、，。；：！？．）》〉”’】〗〕」』］｝")
INK_RIGHT = NOT_AT_END
INK_MIDDLE = set("·・")

FLUSH = 0.01  # em
OVERLAP = 0.3  # em
GAP = 1.5  # em: a wider gap ends a line
APART = 6  # rows between two slots that happen to have one left edge
GRID = 0.02  # pt
RAISED = 0.1  # em: Latin of one line may be raised or lowered by so much


@dataclass
class Char:
    """A glyph in its place: y grows downwards from the top of the trimmed page."""

    page: int
    text: str
    x: float
    y: float
    advance: float
    size: float
    upright: bool
    font: str

    @property
    def full(self):
        return abs(self.advance - self.size) < 0.02 * self.size

    @property
    def left(self):
        """Left end of the glyph's body: an opening mark's blank half is not part of it."""
        if self.full and self.text in INK_RIGHT:
            return self.x + 0.5 * self.size
        if self.full and self.text in INK_MIDDLE:
            return self.x + 0.25 * self.size
        return self.x

    @property
    def right(self):
        """Right end of the body, likewise."""
        if self.full and self.text in INK_LEFT:
            return self.x + 0.5 * self.size
        if self.full and self.text in INK_MIDDLE:
            return self.x + 0.75 * self.size
        return self.x + self.advance


@dataclass
class Line:
    chars: list

    @property
    def page(self):
        return self.chars[0].page

    @property
    def y(self):
        """The baseline of its Chinese: Latin may be raised a little."""
        chinese = [char for char in self.chars if char.full] or self.chars
        return Counter(char.y for char in chinese).most_common(1)[0][0]

    @property
    def left(self):
        return self.chars[0].left

    @property
    def right(self):
        return self.chars[-1].right

    @property
    def text(self):
        return "".join(char.text for char in self.chars)


class Reader(PDFLayoutAnalyzer):
    """Collects glyphs in the order in which they are drawn."""

    def __init__(self, manager):
        super().__init__(manager, laparams=None)
        self.chars = []
        self.page = 0
        self.top = self.x0 = 0.0

    def render_char(self, matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate):
        advance = font.char_width(cid) * fontsize * scaling
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = "\ufffd"
        a, b, c, d, e, f = matrix
        scale = (a * a + b * b) ** 0.5
        self.chars.append(
            Char(
                self.page,
                text,
                e - self.x0,
                self.top - f,
                advance * scale,
                fontsize * scale,
                abs(b) < 1e-6 and abs(c) < 1e-6,
                str(font.fontname),
            )
        )
        return advance


def read(path):
    """All glyphs, and each page's trimmed size."""
    manager = PDFResourceManager()
    reader = Reader(manager)
    interpreter = PDFPageInterpreter(manager, reader)
    sizes = []
    with open(path, "rb") as file:
        for number, page in enumerate(PDFPage.get_pages(file), start=1):
            media = [float(side) for side in page.mediabox]
            trim = [float(side) for side in page.attrs.get("TrimBox", media)]
            # pdfminer moves the media box's corner to the origin.
            reader.page = number
            reader.x0 = trim[0] - media[0]
            reader.top = trim[3] - media[1]
            sizes.append((trim[2] - trim[0], trim[3] - trim[1]))
            interpreter.process_page(page)
    return reader.chars, sizes


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def expect(self, ok, check, char, say):
        """Counts a check; `say` is only called for a failed one."""
        if ok:
            self.passed += 1
            return
        self.failed += 1
        place = ""
        if char is not None:
            x, y = char.x / 72 * 25.4, char.y / 72 * 25.4
            place = f"page {char.page} at {x:.1f},{y:.1f} mm: "
        print(f"[{check}] {place}{say()}")


# ---- lines and legs ---------------------------------------------------------


def body_size(chars):
    return Counter(round(char.size, 2) for char in chars).most_common(1)[0][0]


def lines_of(chars, size):
    """Glyphs in the order of drawing, cut where the baseline changes or a gap opens.

    Figures and Latin may be a little larger or smaller than the Chinese.
    """
    lines = []
    for char in chars:
        if not char.upright or not 0.8 * size <= char.size <= 1.25 * size:
            continue
        last = lines[-1].chars[-1] if lines else None
        joined = (
            last is not None
            and last.page == char.page
            and abs(last.y - char.y) < RAISED * size
            and -size < char.left - last.right <= GAP * size
        )
        if joined:
            lines[-1].chars.append(char)
        else:
            lines.append(Line([char]))
    lines = [line for line in lines if any(abs(c.size - size) < 0.01 for c in line.chars)]
    return running(lines, size)


def running(lines, size):
    """Lines of running text: in the commonest face, or one that shares lines with it.

    Furniture of the same size, such as a folio, is set in a face of its own.
    """
    counts = Counter(c.font for line in lines for c in line.chars if abs(c.size - size) < 0.01)
    if not counts:
        return []
    body = counts.most_common(1)[0][0]
    shared = {
        c.font for line in lines if any(c.font == body for c in line.chars) for c in line.chars
    }
    return [line for line in lines if any(c.font in shared for c in line.chars)]


# Beginnings of paragraphs that the copy sets flush left, as a letter's salutation.
FLUSH_LEFT = set()


def flush_left(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found = (re.match(r"<<\s*(\S{1,6})", line) for line in file)
            FLUSH_LEFT.update(match.group(1) for match in found if match)


def pairs_of(lines, size, leading):
    """Lines with the line that follows them in the same leg, one row below, flush left.

    Such a line is not the last of its paragraph, and so must be full.
    """
    edges = Counter((line.page, round(line.left / size * 4)) for line in lines)

    def begins_paragraph(line):
        """Two em right of an edge where many lines begin."""
        edge = round((line.left / size - 2) * 4)
        own = edges[line.page, round(line.left / size * 4)]
        return any(edges[line.page, edge + d] > max(3, own) for d in (-1, 0, 1))

    for line, following in zip(lines, lines[1:]):
        if begins_paragraph(following) or following.text.startswith(tuple(FLUSH_LEFT)):
            continue
        down = following.y - line.y
        if line.page != following.page or not 0.5 * leading < down < 1.5 * leading:
            continue
        indent = (line.left - following.left) / size
        flush = abs(indent) < 0.3 or 1.3 < indent < 2.7
        if flush and following.left < line.right:
            yield line, following


class Legs:
    """Left and right edges at which several full lines stand, page by page."""

    def __init__(self, lines, size, leading):
        self.size = size
        self.full = list(pairs_of(lines, size, leading))
        groups = defaultdict(list)
        for line, following in self.full:
            groups[line.page, round(following.left / size * 2)].append((line, following))
        self.legs = []  # page, left, right, the full lines that belong to the leg
        for page, pairs in self.parted(groups, APART * leading):
            rights = Counter(round(line.right, 2) for line, _ in pairs)
            edge, count = rights.most_common(1)[0]
            # Ragged matter (a list, a table) has no common edge: leave it alone.
            if count >= 3 and count * 2 >= len(pairs):
                self.legs.append((page, pairs[0][1].left, edge, pairs))

    @staticmethod
    def parted(groups, apart):
        """The groups, parted where much white lies between: there another slot begins."""
        for (page, _), pairs in sorted(groups.items()):
            pairs.sort(key=lambda pair: pair[0].y)
            part = [pairs[0]]
            for above, below in zip(pairs, pairs[1:]):
                if below[0].y - above[1].y > apart:
                    yield page, part
                    part = []
                part.append(below)
            yield page, part

    def edges(self, pairs):
        """Right edges that two lines or more have in common (type runs round photographs)."""
        # The last line of a leg has none below it, but stands at its edge.
        lines = {id(line): line for pair in pairs for line in pair}
        rights = sorted(line.right for line in lines.values())
        clusters = [[rights[0]]]
        for right in rights[1:]:
            if right - clusters[-1][-1] <= FLUSH * self.size:
                clusters[-1].append(right)
            else:
                clusters.append([right])
        return [members[len(members) // 2] for members in clusters if len(members) >= 2]

    def holds(self, line):
        """Whether a line stands in a leg of its page."""
        em = self.size
        return any(
            page == line.page and left - 0.6 * em <= line.left and line.right <= right + 1.1 * em
            for page, left, right, _ in self.legs
        )


# ---- the checks -------------------------------------------------------------


def check_marks(report, lines):
    for line in lines:
        first, last = line.chars[0], line.chars[-1]
        report.expect(
            first.text[:1] not in NOT_AT_START, "a", first,
            lambda: f"“{first.text}” begins a line: {line.text[:12]}")
        report.expect(
            last.text[-1:] not in NOT_AT_END, "a", last,
            lambda: f"“{last.text}” ends a line: {line.text[-12:]}")


def check_flush(report, legs):
    size = legs.size
    for _, _, _, pairs in legs.legs:
        edges = legs.edges(pairs)
        for line, _ in pairs:
            # A blank at a line's end shows nothing and takes no space.
            last = next((char for char in reversed(line.chars) if char.text.strip()), line.chars[-1])
            right = last.right if last is not line.chars[-1] else line.right
            off = min((right - edge for edge in edges), key=abs, default=0.0) / size
            untrimmed = last.full and last.text in INK_LEFT and abs(off + 0.5) < FLUSH
            why = "the mark at its end takes a whole em" if untrimmed else f"off by {off:+.3f} em"
            report.expect(
                abs(off) <= FLUSH + 1e-6, "b", last, lambda: f"line not flush, {why}: {line.text[-12:]}")


def check_grid(report, lines, leading):
    phases = Counter(round(line.y % leading, 2) for line in lines)
    if not phases:
        return
    phase = phases.most_common(1)[0][0]
    for line in lines:
        off = (line.y - phase + leading / 2) % leading - leading / 2
        report.expect(
            abs(off) <= GRID, "c", line.chars[0], lambda: f"baseline off the grid by {off:+.2f} pt: {line.text[:12]}")


def check_box(report, chars, sizes):
    for char in chars:
        width, height = sizes[char.page - 1]
        slack = 0.05 * char.size
        if char.upright:
            left, right = char.left, char.right
            top, bottom = char.y - 0.88 * char.size, char.y + 0.12 * char.size
        else:
            left = right = char.x
            top = bottom = char.y
        inside = (-slack <= left and right <= width + slack
                  and -slack <= top and bottom <= height + slack)
        report.expect(inside, "d", char, lambda: f"“{char.text}” is outside the trimmed page")


def check_overlap(report, chars, size):
    """Each body glyph with those to its right or below it."""
    body = [c for c in chars if c.upright and abs(c.size - size) < 0.01 and c.text.strip()]
    order = {id(char): (char.left, char.y, number) for number, char in enumerate(body)}
    cells = defaultdict(list)
    for char in body:
        cells[char.page, int(char.y // size), int(char.left // size)].append(char)
    limit = OVERLAP * size
    for (page, row, column), members in cells.items():
        near = [c for r in (-1, 0, 1) for k in (-2, -1, 0, 1, 2)
                for c in cells.get((page, row + r, column + k), ())]
        for char in members:
            after = (o for o in near if order[id(o)] > order[id(char)])
            hit = next((o for o in after if overlap(char, o) > limit), None)
            report.expect(hit is None, "d", char, lambda: f"“{char.text}” and “{hit.text}” overlap")


def overlap(one, other):
    across = min(one.right, other.right) - max(one.left, other.left)
    down = one.size - abs(one.y - other.y)
    return min(across, down)


def folded(text):
    """Text with one form for each mark, without white space and marks of emphasis.

    Compatibility forms (full-width digits, ASCII marks) are the same character here:
    the copy may have been tidied up on its way.
    """
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(c for c in text if not c.isspace() and c not in "*#=_~[]\u200b")
    return kept.translate(str.maketrans("“”‘’。・", "\"\"''.·"))


# Lines that are set in another form than they are written: tables, leaders, the
# fences of blocks.
SET_OTHERWISE = re.compile(r"^\||\.{3,}|^:::")
# What stands at the head of a line for its place or for a bullet.
PLACED = re.compile(r"^(>>|><|<<|-\s)\s*")
SMALL_FIGURE = re.compile(r"[\^_]\{([^}]*)\}")
READING = re.compile(r"\{([^|}]*)\|([^}]*)\}")


def paragraphs_of(copy):
    """The paragraphs of a story file as they are set, without the marks of the copy.

    Its front matter is left out, and so is what is set in another form, and any
    block between fences but its plain lines. A paragraph with readings is cut at
    them, since each reading follows its own characters.
    """
    parts = copy.lstrip("\ufeff").split("+++")
    body = parts[2] if len(parts) >= 3 and not parts[0].strip() else copy
    listed = False
    for line in map(str.strip, body.splitlines()):
        if line.startswith(":::"):
            # The names of a list stand in columns, without the marks between.
            listed = line.split()[1:2] == ["名单"]
        if not line or listed or SET_OTHERWISE.search(line):
            continue
        line = READING.sub("\n", PLACED.sub("", line))
        for piece in SMALL_FIGURE.sub(r"\1", line).split("\n"):
            if piece.strip():
                yield piece.strip()


def check_copy(report, path, streams):
    with open(path, encoding="utf-8") as file:
        copy = file.read()
    at = [0] * len(streams)
    for paragraph in paragraphs_of(copy):
        wanted = folded(paragraph)
        ends = [find(stream, wanted, start) for stream, start in zip(streams, at)]
        report.expect(
            any(end is not None for end in ends), "e", None,
            lambda: f"{path}: not found in order: {paragraph[:30]}")
        at = [start if end is None else end for start, end in zip(at, ends)]


def find(stream, wanted, start, pieces=4):
    """Where a text ends in a stream; it may be interrupted a few times (a leg's foot)."""
    at = stream.find(wanted, start)
    if at >= 0:
        return at + len(wanted)
    low, high = 4, len(wanted) - 1
    if pieces == 1 or high < low or stream.find(wanted[:low], start) < 0:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if stream.find(wanted[:middle], start) >= 0 else (low, middle - 1)
    end = stream.find(wanted[:low], start) + low
    return find(stream, wanted[low:], end, pieces - 1)


def check_report(report, path, sizes):
    with open(path, encoding="utf-8") as file:
        told = json.load(file)
    pages = told.get("pages")
    if isinstance(pages, list) and pages:
        report.expect(len(pages) == len(sizes), "r", None,
                      lambda: f"the report tells of {len(pages)} pages, the PDF has {len(sizes)}")
    errors = [fault for fault in told.get("faults", []) if fault.get("severity") == "error"]
    report.expect(not errors, "r", None, lambda: f"the report tells of errors: {errors[:3]}")


def story_boxes(path):
    """Boxes of the stories, in points, page by page; none without a report."""
    if not path:
        return None
    with open(path, encoding="utf-8") as file:
        pages = json.load(file).get("pages", [])
    mm = 72 / 25.4
    return [
        [
            [side * mm for side in box]
            for story in page.get("stories", [])
            for box in (story["rect_mm"], story.get("part_mm"))
            if box
        ]
        for page in pages
    ]


def in_story(line, boxes):
    """Whether a line stands in a story; an ear or a teaser keeps its own pitch."""
    if boxes is None or line.page > len(boxes):
        return True
    return any(
        x - 1 <= line.left and line.right <= x + width + 6 and y <= line.y <= y + height + 1
        for x, y, width, height in boxes[line.page - 1]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf")
    parser.add_argument("report", nargs="?", help="report.json of the build")
    parser.add_argument("--text", nargs="+", default=[], help="story files or plain text")
    parser.add_argument("--leading", type=float, default=12.0, help="pitch of the grid, pt")
    parser.add_argument("--size", type=float, help="body size, pt; else the commonest")
    options = parser.parse_args()

    chars, sizes = read(options.pdf)
    report = Report()
    report.expect(bool(chars), "a", None, lambda: "the PDF has no text")
    if chars:
        size = options.size or body_size(chars)
        lines = lines_of(chars, size)
        flush_left(options.text)
        legs = Legs(lines, size, options.leading)
        boxes = story_boxes(options.report)
        body = [line for line in lines if legs.holds(line) and in_story(line, boxes)]
        report.expect(bool(legs.legs), "b", None, lambda: "no leg of body type was found")
        check_marks(report, body)
        check_flush(report, legs)
        check_grid(report, body, options.leading)
        check_box(report, chars, sizes)
        check_overlap(report, chars, size)
        whole = folded("".join(char.text for char in chars))
        only_body = folded("".join(c.text for line in lines for c in line.chars))
        for path in options.text:
            check_copy(report, path, [whole, only_body])
        print(f"{len(sizes)} pages, {len(chars)} glyphs, body {size} pt, "
              f"{len(body)} body lines in {len(legs.legs)} legs, {len(legs.full)} of them full")
    if options.report:
        check_report(report, options.report, sizes)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
