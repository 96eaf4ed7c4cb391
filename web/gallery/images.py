"""Images: convolution and pooling, in plain NumPy."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "convolution",
        "Convolution by slices",
        "The same filter on four places: its gradient is the sum over all of them.",
        """
x = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 1.0], [0.5, -2.0, 1.0]])
w = np.array([[1.0, -1.0], [0.5, 2.0]])
b = 0.1

out = np.zeros((2, 2))
for i in range(2):
    for j in range(2):
        out[i, j] = np.sum(x[i:i+2, j:j+2] * w) + b
loss = np.sum(out**2)
""",
        words="conv layer, CNN, filter, kernel, sliding window, 卷积",
    ),
    example(
        "max-pool",
        "Max pooling by reshape",
        "Each 2 by 2 block hands its gradient to its largest pixel; the others get 0.",
        """
H, W = x.shape
blocks = x.reshape(H // 2, 2, W // 2, 2)
out = blocks.max(axis=(1, 3))
loss = np.sum(out**2)
""",
        {"x": [[1, 3, -2, 0], [2, 0.5, 4, 1], [-1, -3, 0.2, 2], [2.5, -2, 1, 1.5]]},
        words="max pooling, CNN, downsampling, 最大池化",
    ),
)
