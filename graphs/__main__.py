"""``python -m graphs "f = (x + y) * z" x=-2 y=5 z=-4``."""

from graphs.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
