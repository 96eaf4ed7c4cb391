"""One gate or a few: what each does to a gradient."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "add-multiply",
        "Add, then multiply",
        "The smallest circuit with a chain: z reaches x and y through the product.",
        "q = x + y\nf = q * z",
        {"x": -2, "y": 5, "z": -4},
        words="computational graph, chain rule, backpropagation, circuit, first example, "
        "micrograd, 计算图 链式法则 反向传播",
    ),
    example(
        "multiply",
        "One multiply gate",
        "Each input's gradient is the other input.",
        "f = x * y",
        {"x": 4, "y": -3},
        words="product, swap, switcher, local gradient, 乘法门",
    ),
    example(
        "patterns",
        "Add, max, multiply",
        "Add hands the gradient on, max sends it one way, multiply swaps its inputs.",
        "f = 2 * (x*y + max(z, w))",
        {"x": 3, "y": -4, "z": 2, "w": -1},
        words="patterns in backward flow, distributor, router, switcher, gradient gates, "
        "反向传播 梯度流",
    ),
    example(
        "paths",
        "Two paths that meet",
        "b reaches e twice; its gradient is the sum over both paths.",
        "c = a + b\nd = b + 1\ne = c * d",
        {"a": 2, "b": 1},
        words="multivariable chain rule, sum over paths, colah, Olah, 多元链式法则",
    ),
    example(
        "square",
        "A fork: x times itself",
        "One value on two wires: their gradients add, and 2x comes out.",
        "f = x * x",
        {"x": 3},
        words="branch, shared variable, used twice, gradients add, accumulate, 分叉 梯度累加",
    ),
    example(
        "tie",
        "A tie at max",
        "Equal arguments: the first one takes the whole gradient.",
        "f = max(x, y) + x",
        {"x": 2, "y": 2},
        words="equal arguments, subgradient, maximum, 并列",
    ),
    example(
        "reassigned",
        "A name assigned twice",
        "Each assignment makes a new value; the name points to the latest.",
        "x = 2\ny = x * 3\nx = y + x\nf = x * y",
        words="variable, overwrite, shadowing, static single assignment, 重新赋值",
    ),
    example(
        "division",
        "Division and its two slopes",
        "x counts 1/y times; a larger y shrinks f, by x/y² for each unit.",
        "f = x / y",
        {"x": 6, "y": 2},
        words="quotient rule, fraction, reciprocal, 除法",
    ),
)
