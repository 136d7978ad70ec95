"""Draws one drawing: a program of its own, started by drawing.py, which may fail in any way and hurt nobody.

Standard input is the drawing, standard output the PNG. It opens nothing but the typefaces, and has no surroundings.
"""

import resource
import sys

# Seconds of computing, bytes of memory, bytes written. A drawing of some thousand parts takes a quarter of it.
MOST_TIME, MOST_MEMORY, MOST_WRITTEN = 2, 1024 * 1024 * 1024, 10 * 1024 * 1024

PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.drawing), format: "svg", width: float(sys.inputs.width) * 1pt,
    height: float(sys.inputs.height) * 1pt)
"""


def main() -> None:
    limits = {
        resource.RLIMIT_CPU: MOST_TIME,
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_FSIZE: MOST_WRITTEN,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    # Only now, so that it is limited too.
    import typst  # noqa: PLC0415

    fonts, width, height = sys.argv[1:4]
    drawing = sys.stdin.buffer.read().decode()
    inputs: dict[str, str] = {"drawing": drawing, "width": width, "height": height}
    typefaces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    # 72 dots an inch: a point is a pixel.
    made = typst.compile(PAGE, format="png", ppi=72.0, font_paths=typefaces, sys_inputs=inputs)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
