"""Vectors and matrices: a gradient has the shape of its variable."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "squared-norm",
        "Squared length of W x",
        "The gradient of W is an outer product: 2q times x transposed, in the shape of W.",
        "q = W @ x\nf = sum(q**2)",
        {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]},
        words="vectorized, Jacobian, L2 norm, outer product, lecture 4 vector example, 向量 雅可比",
    ),
    example(
        "linear-layer",
        "A linear layer with its bias",
        "b is repeated for every row of the batch, so its gradient is the sum over the batch.",
        """
Y = X @ W + b
loss = np.sum((Y - T)**2) / 2
""",
        {
            "X": [[1, -2, 0.5], [0, 1, 2], [-1, 3, 1], [2, 0.5, -1]],
            "W": [[0.2, -0.4], [0.5, 0.1], [-0.3, 0.7]],
            "b": [0.1, -0.2],
            "T": [[0, 1], [1, 0], [1, 1], [0, -1]],
        },
        words="affine, fully connected, dense, bias, batch, assignment, 全连接层 偏置",
    ),
    example(
        "log-sum-exp",
        "Log-sum-exp, without overflow",
        "Its gradient is softmax(s); exp(1000) alone would be infinite.",
        """
top = np.max(s)
e = np.exp(s - top)
f = top + np.log(np.sum(e))
""",
        {"s": [1001, 1000, 998]},
        words="numerical stability, overflow, softmax trick, 数值稳定",
    ),
    example(
        "cosine",
        "Cosine similarity",
        "Only the angle counts: the gradient of u stands at a right angle to u.",
        "f = u.dot(v) / (np.linalg.norm(u) * np.linalg.norm(v))",
        {"u": [3, 4], "v": [2, -1]},
        words="cosine similarity, dot product, angle, embedding, 余弦相似度",
    ),
    example(
        "bilinear",
        "A bilinear form",
        "x is used twice: its gradient is A x from one side plus A.T x from the other.",
        "f = x.T @ A @ x",
        {"A": [[2, 1], [-3, 0.5]], "x": [1.5, -1]},
        words="quadratic form, x.T A x, transpose, matrix calculus, 二次型",
    ),
    example(
        "distances",
        "Distances by broadcasting",
        "Every a against every b: both are repeated, so both gradients are sums over an axis.",
        """
gap = a[:, None, :] - b[None, :, :]
squared = np.sum(gap**2, axis=2)
loss = np.sqrt(squared).mean()
""",
        {"a": [[0, 1], [2, -1], [1, 1]], "b": [[1, 3], [-2, 0]]},
        words="pairwise distances, k nearest neighbours, kNN, Euclidean, broadcast, 广播 距离",
    ),
)
