"""One gate or a few: what each does to a gradient."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "add-multiply",
        "Add, then multiply",
        "The smallest circuit with a chain: z reaches x and y through the product.",
        "q = x + y\nf = q * z",
        {"x": -2, "y": 5, "z": -4},
    ),
    example(
        "multiply",
        "One multiply gate",
        "Each input's gradient is the other input.",
        "f = x * y",
        {"x": 4, "y": -3},
    ),
    example(
        "patterns",
        "Three patterns: add, max, multiply",
        "Add hands the gradient on, max sends it one way, multiply swaps its inputs.",
        "f = 2 * (x*y + max(z, w))",
        {"x": 3, "y": -4, "z": 2, "w": -1},
    ),
    example(
        "paths",
        "Two paths that meet",
        "b reaches e twice; its gradient is the sum over both paths.",
        "c = a + b\nd = b + 1\ne = c * d",
        {"a": 2, "b": 1},
    ),
    example(
        "square",
        "A fork: x times itself",
        "One value on two wires: their gradients add, and 2x comes out.",
        "f = x * x",
        {"x": 3},
    ),
    example(
        "tie",
        "A tie at max",
        "Equal arguments: the first one takes the whole gradient.",
        "f = max(x, y) + x",
        {"x": 2, "y": 2},
    ),
)
