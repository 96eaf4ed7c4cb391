"""Words and time: embeddings, recurrent steps and attention."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "embedding",
        "Embedding lookup",
        "Word 2 occurs twice: its row collects two gradients; rows that are not used get 0.",
        """
words = np.array([2, 0, 2])
rows = E[words]
s = rows.sum(axis=0)
loss = np.sum((s - target)**2)
""",
        {"E": [[0.1, 0.2], [0.5, -0.5], [-0.3, 0.4], [1, 1]], "target": [1, 0]},
        words="word vectors, word2vec, lookup table, indexing, makemore, 词嵌入",
    ),
    example(
        "rnn-step",
        "One step of an RNN",
        "One sum mixes input and state: the same gradient goes back to both products.",
        """
np.random.seed(4)
x, h0 = np.random.randn(2, 3), np.random.randn(2, 4)
Wx, Wh = np.random.randn(3, 4), np.random.randn(4, 4)
b = np.zeros(4)

h = np.tanh(x @ Wx + h0 @ Wh + b)
loss = np.sum(h**2)
""",
        words="recurrent neural network, hidden state, 循环神经网络",
    ),
    example(
        "rnn",
        "An RNN over three steps",
        "Wh is used at every step, so its gradient is a sum that grows backwards through time.",
        """
np.random.seed(5)
T, D, H = 3, 2, 3
x = np.random.randn(T, D)
Wx, Wh, b = np.random.randn(D, H), np.random.randn(H, H), np.zeros(H)

h = np.zeros(H)
for t in range(T):
    h = np.tanh(x[t] @ Wx + h @ Wh + b)
loss = np.sum(h**2)
""",
        words="recurrent neural network, backpropagation through time, BPTT, vanilla RNN, "
        "循环神经网络",
    ),
    example(
        "lstm-step",
        "One step of an LSTM",
        "The cell's path has no weights: c0 gets its gradient through the forget gate alone.",
        """
np.random.seed(6)
N, D, H = 2, 3, 2
x, h0, c0 = np.random.randn(N, D), np.random.randn(N, H), np.random.randn(N, H)
Wx, Wh = 0.5 * np.random.randn(D, 4*H), 0.5 * np.random.randn(H, 4*H)
b = np.zeros(4*H)

a = x @ Wx + h0 @ Wh + b
ai, af, ao, ag = np.split(a, 4, axis=1)
i, f, o, g = sigmoid(ai), sigmoid(af), sigmoid(ao), np.tanh(ag)
c = f * c0 + i * g
h = o * np.tanh(c)
loss = np.sum(h**2)
""",
        words="long short-term memory, forget gate, cell state, gates, RNN, 长短期记忆",
    ),
    example(
        "attention",
        "Scaled dot-product attention",
        "Each query mixes the values by how well it meets the keys; every row of A adds up to 1.",
        """
np.random.seed(7)
T, D = 3, 4
x = np.random.randn(T, D)
Wq, Wk, Wv = np.random.randn(D, D), np.random.randn(D, D), np.random.randn(D, D)

Q, K, V = x @ Wq, x @ Wk, x @ Wv
scores = Q @ K.T / np.sqrt(K.shape[1])
A = softmax(scores, axis=-1)
out = A @ V
loss = np.sum(out**2)
""",
        words="self-attention, transformer, query key value, QKV, 注意力机制",
    ),
    example(
        "causal-attention",
        "Causal attention",
        "Later words are masked out: their scores get weight 0 and gradient 0.",
        """
np.random.seed(8)
T, D = 4, 3
Q, K, V = np.random.randn(T, D), np.random.randn(T, D), np.random.randn(T, D)
later = np.triu(np.ones((T, T)), k=1)

scores = Q @ K.T / np.sqrt(K.shape[1])
scores = np.where(later == 1, -1e9, scores)
e = np.exp(scores - scores.max(axis=1, keepdims=True))
A = e / e.sum(axis=1, keepdims=True)
loss = np.sum((A @ V)**2)
""",
        words="masked self-attention, GPT, transformer, decoder, 因果注意力 掩码",
    ),
)
