"""Linear classifiers and their losses."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "softmax-loss",
        "Softmax classifier",
        "Score by score, the gradient is p minus 1 at the right class and p elsewhere, over N.",
        """
X = np.array([[1.0, -2.0], [0.5, 1.5], [-1.0, 0.3]])
y = np.array([0, 2, 1])
W = np.array([[0.4, -0.1, 0.2], [-0.3, 0.6, 0.1]])
N = X.shape[0]

scores = X.dot(W)
shifted = scores - scores.max(axis=1, keepdims=True)
e = np.exp(shifted)
p = e / e.sum(axis=1, keepdims=True)
loss = -np.log(p[np.arange(N), y]).mean()
""",
        words="cross-entropy, linear classifier, logits, log loss, "
        "multinomial logistic regression, softmax 分类器 交叉熵",
    ),
    example(
        "hinge-loss",
        "SVM classifier (hinge loss)",
        "Margins below zero pass nothing back; the right class collects minus their count.",
        """
X = np.array([[1.0, -2.0], [0.5, 1.5], [-1.0, 0.3]])
y = np.array([0, 2, 1])
W = np.array([[0.4, -0.1, 0.5], [-0.3, 0.6, 0.1]])
N = X.shape[0]

scores = X.dot(W)
right = scores[np.arange(N), y]
margins = np.maximum(0, scores - right[:, np.newaxis] + 1)
margins[np.arange(N), y] = 0
loss = margins.sum() / N
""",
        words="support vector machine, multiclass SVM, margin, max-margin, 支持向量机",
    ),
    example(
        "one-hot",
        "One-hot labels",
        "Rows of the identity pick the right class; they are data and get no gradient.",
        """
y = np.array([2, 0, 2, 1])
Y = np.eye(3)[y]
logp = log_softmax(scores, axis=1)
loss = -np.sum(Y * logp) / len(y)
""",
        {"scores": [[0.5, -1, 2], [1, 0, -0.5], [0.2, 0.1, 0], [-1, 1.5, 0.3]]},
        words="labels, identity, cross-entropy, targets, 独热编码",
    ),
    example(
        "weight-decay",
        "L2 regularisation",
        "W is used twice: the data pulls it one way, reg * W pulls it towards zero.",
        """
reg = 0.1
X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, -2.0]])
t = np.array([1.0, 0.5, -1.0])
w = np.array([0.8, -0.4])

data_loss = np.mean((X @ w - t)**2)
penalty = 0.5 * reg * np.sum(w * w)
loss = data_loss + penalty
""",
        words="regularization, ridge, weight decay, penalty, 正则化 权重衰减",
    ),
)
