#!/bin/sh
# Makes NotoSansSC-{Regular,Bold}.subset.ttf again.
#
# Needs, fetched beforehand through their ordinary clients:
#   npm     @expo-google-fonts/noto-sans-sc 0.4.3   (npm pack; static TTF files, OFL-1.1)
#   npm     @expo-google-fonts/source-sans-3 0.4.1  (the same; its Latin is that of Noto Sans SC, smaller)
#   Debian  unicode-data 15.0.0-1                   (apt-get download; Unihan, properties kTGH and kTraditionalVariant)
#   PyPI    fonttools 4.68.0                        (pip install; pyftsubset)
#
# Usage: make.sh expo-google-fonts-noto-sans-sc-0.4.3.tgz expo-google-fonts-source-sans-3-0.4.1.tgz unicode-data_15.0.0-1_all.deb
set -eu
package=$(realpath "$1")
latin=$(realpath "$2")
unihan=$(realpath "$3")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/latin"
tar -xzf "$package" -C "$work"
tar -xzf "$latin" -C "$work/latin"
dpkg-deb -x "$unihan" "$work/unicode-data"

# Which characters: GB 2312 from Python's codec, the 8,105 characters of the General Standard Chinese
# Characters table (通用规范汉字表; people's and firms' names need it) from Unihan, the traditional forms of
# all these and the 5,401 characters in common use of Big5 (names of firms from Taiwan and Hong Kong need
# them), and the blocks that numbers, units and English need.
bzcat "$work/unicode-data/usr/share/unicode/"Unihan_*.txt.bz2 > "$work/unihan.txt"
python3 - "$work/unihan.txt" > "$work/characters.txt" <<'PYTHON'
import sys

chars = set()
for high in range(0xA1, 0xF8):
    for low in range(0xA1, 0xFF):
        try:
            chars.add(ord(bytes([high, low]).decode("gb2312")))
        except UnicodeDecodeError:
            pass
traditional = []
for line in open(sys.argv[1], encoding="utf-8"):
    if "\tkTGH\t" in line:
        chars.add(int(line.split("\t")[0][2:], 16))
    elif "\tkTraditionalVariant\t" in line:
        simplified, _, forms = line.rstrip().split("\t")
        traditional.append((int(simplified[2:], 16), [int(form[2:], 16) for form in forms.split()]))
for simplified, forms in traditional:
    if simplified in chars:
        chars.update(forms)
for high in range(0xA4, 0xC7):
    for low in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
        try:
            chars.add(ord(bytes([high, low]).decode("big5")))
        except UnicodeDecodeError:
            pass
for first, last in [
    (0x20, 0x7E), (0xA0, 0xFF), (0x100, 0x17F),   # ASCII, Latin-1, Latin Extended-A
    (0x370, 0x3FF),                               # Greek
    (0x2010, 0x2027), (0x2030, 0x203B),           # dashes, quotes, per mille, primes
    (0x2070, 0x209F), (0x20A0, 0x20BF),           # super- and subscripts, currencies
    (0x2100, 0x214F), (0x2150, 0x217F),           # letter-like signs, fractions, Roman numerals
    (0x2190, 0x21FF), (0x2200, 0x22FF),           # arrows, mathematics
    (0x2460, 0x24FF), (0x2500, 0x25FF),           # circled numbers, geometric shapes
    (0x3000, 0x303F), (0x3200, 0x33FF),           # CJK punctuation, enclosed and squared units
    (0xFE30, 0xFE4F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),  # compatibility and full-width forms
]:
    chars.update(range(first, last + 1))
print("\n".join(f"{c:04X}" for c in sorted(chars)))
PYTHON

for weight in Regular Bold; do
    case $weight in Regular) number=400 ;; Bold) number=700 ;; esac
    pyftsubset "$work/package/$number$weight/NotoSansSC_$number$weight.ttf" \
        --unicodes-file="$work/characters.txt" \
        --output-file="$here/NotoSansSC-$weight.subset.ttf" \
        --no-hinting --desubroutinize --layout-features= \
        --drop-tables+=vhea,vmtx,VORG,BASE,STAT,GSUB,GPOS,GDEF,DSIG \
        --notdef-outline --name-IDs=0,1,2,3,4,5,6,7,8,9,11,13,14
    # Noto Sans SC lacks most of Latin Extended-A. Its Latin letters are those of Source Sans at 733/656 of their size.
    python3 - "$here/NotoSansSC-$weight.subset.ttf" "$work/latin/package/$number$weight/SourceSans3_$number$weight.ttf" <<'PYTHON'
import sys
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SCALE = 733 / 656
font = TTFont(sys.argv[1], recalcTimestamp=False)
latin = TTFont(sys.argv[2])
glyphs, names = latin.getGlyphSet(), latin.getBestCmap()
for code in range(0x100, 0x180):
    if code in font.getBestCmap():
        continue
    outline = DecomposingRecordingPen(glyphs)
    glyphs[names[code]].draw(outline)
    pen = TTGlyphPen(None)
    outline.replay(TransformPen(pen, (SCALE, 0, 0, SCALE, 0, 0)))
    name = f"latin{code:04X}"
    font["glyf"][name] = glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (round(glyphs[names[code]].width * SCALE), getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name
font.save(sys.argv[1])
PYTHON
done
cp "$work/package/LICENSE_FONT" "$here/OFL.txt"
