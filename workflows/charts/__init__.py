"""Charts as geometry, pure: numbers in, shapes with their places out. Templates make SVG of them, without styles."""
