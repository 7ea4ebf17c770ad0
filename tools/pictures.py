"""Takes the pictures that the handbook and the README show from a folder: cut to a screenful, few colours.

python tools/pictures.py FOLDER
"""

import re
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs/handbook").glob("*.md"))]
PICTURES = ROOT / "docs/handbook/pictures"
# Height for each unit of width: a tall telephone, a desk's screen.
TALLEST = {True: 2.2, False: 0.75}
WIDEST = 960
COLOURS = 96


def shown() -> set[str]:
    """The names of the pictures that the pages show."""
    return {name for page in PAGES for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))}


def smaller(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    cut = picture.convert("RGB").crop((0, 0, width, min(height, int(width * TALLEST[width < 600]))))
    cut.thumbnail((WIDEST, 10_000), Image.Resampling.LANCZOS)
    return cut.quantize(COLOURS, dither=Image.Dither.NONE)


def main(taken: Path) -> int:
    names = shown()
    if missing := sorted(name for name in names if not (taken / name).exists()):
        print(f"No test takes these pictures: {', '.join(missing)}", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for name in names:
        smaller(Image.open(taken / name)).save(PICTURES / name, optimize=True)
    print(f"{len(names)} pictures, {sum(file.stat().st_size for file in PICTURES.glob('*.png')) // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
