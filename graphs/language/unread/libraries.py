"""What is known of modules that are not read: names people give them, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

# A text may use one without its import.
ALIASES: Mapping[str, str] = {
    "plt": "matplotlib.pyplot",
    "matplotlib": "matplotlib",
    "pylab": "pylab",
    "sns": "seaborn",
    "pd": "pandas",
    "torch": "torch",
    "torchvision": "torchvision",
    "tf": "tensorflow",
    "tensorflow": "tensorflow",
    "keras": "keras",
    "jax": "jax",
    "jnp": "jax.numpy",
    "lax": "jax.lax",
    "sklearn": "sklearn",
    "cupy": "cupy",
    "theano": "theano",
    "scipy": "scipy",
    "argparse": "argparse",
    "pickle": "pickle",
    "os": "os",
    "sys": "sys",
    "warnings": "warnings",
    "logging": "logging",
}
# Names that may be an input's, too: modules only where an attribute is called, as in time.time().
CALLED_ALIASES: Mapping[str, str] = {
    **ALIASES,
    "time": "time",
    "datetime": "datetime",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
    "optax": "optax",
    "cp": "cupy",
    "K": "keras.backend",
    "json": "json",
    "gc": "gc",
    "glob": "glob",
    "requests": "requests",
    "autograd": "autograd",
}
TENSORS = re.compile(
    r"(?:torch|jax|flax|optax|tensorflow|keras|theano|cupy|mxnet|autograd|chainer|paddle|tinygrad|"
    r"micrograd|sklearn|pandas|scipy|statsmodels|xgboost|lightgbm|transformers|mlx|sympy|polars)\b"
)


class Kind(NamedTuple):
    """What is left out: ``names`` of such things, what to say where it is needed, and what to write
    instead. ``{name}`` is the thing, ``{variable}`` the name of the text that holds it, ``{last}``
    the last part of its name, ``{line}`` where it came from."""

    names: re.Pattern[str]
    message: str
    hint: str
    flows: bool = False  # also out of an operation with a value of the graph: it is never drawn
    is_outside: bool = False  # data: a value may stand for it
    is_text: bool = False


_PASTE = "Paste the values{place}: {variable} = np.array([[…]]){after}."
CHOOSE = "Or choose generated values for {path}."
_DEFAULT = "{name} is left out, and this needs it."
KINDS = (
    Kind(
        re.compile(r"open\b.*\.(?:read|readlines?|readline|split|splitlines)\b|open$"),
        "{name} reads a file, and nothing is read from outside.",
        "Paste the text: {variable} = '…', or the values: {variable} = np.array([[…]]).",
        is_outside=True,
        is_text=True,
    ),
    Kind(
        re.compile(r"sklearn\.datasets\.make_\w+"),
        "{name} draws data by rules of its own, which are not read.",
        _PASTE,
        is_outside=True,
    ),
    Kind(
        re.compile(
            r"(?:np|numpy)\.(?:load|loadtxt|genfromtxt|fromfile|fromregex|memmap|DataSource)\b"
            r"|open\b|pandas\.read_\w+|pickle\b|json\.load|csv\b|h5py|netCDF4|scipy\.(?:io|datasets)"
            r"|urllib|requests|http|wget|gdown|kagglehub|sklearn\.datasets|torchvision|torchtext"
            r"|(?:\w+\.)*datasets?\b|tensorflow_datasets|PIL|cv2\.\w*read|imageio|skimage\.io|gzip"
            r"|zipfile|seaborn\.load_dataset|joblib\.load|torch\.load|torch\.utils\.data|gym|nltk"
            r"|(?:\w+\.)*(?:load|read|get)_\w*(?:data|mnist|cifar|csv|images?)\w*"
            r"|yfinance|fetch_\w+|glob|librosa|soundfile|matplotlib\.(?:pyplot|image)\.imread"
        ),
        "{name} reads from a file or the net, and nothing is read from outside.",
        _PASTE,
        is_outside=True,
    ),
    Kind(
        re.compile(r"(?:raw_)?input\b"),
        "{name} asks for a value while a program runs, and nothing is asked here.",
        "Write the value: {variable} = 3.",
    ),
    Kind(
        re.compile(
            r"argparse|optparse|getopt|click|fire|absl|hydra|omegaconf|configparser|yaml"
            r"|sys\.argv|os\.(?:environ|getenv)"
        ),
        "{name} is given from outside when a program starts, and this needs it.",
        "Write the value: {last} = 0.1.",
    ),
    Kind(
        re.compile(r"time\b|datetime\b|timeit\b|resource\b|psutil\b|os\.times"),
        "{name} is the clock, which decides nothing here.",
        "Write a number: {variable} = 1.0.",
        flows=True,
    ),
    Kind(
        TENSORS,
        "{name}: {root} is not read yet, and this needs it. NumPy and plain Python are read.",
        "{instead}",
    ),
    Kind(
        re.compile(""),
        _DEFAULT,
        "Line {line} imports it: write its value here, or what you use of it with NumPy.",
    ),
)


# What only makes data ready: what comes of data from outside is that data.
PREPARES = re.compile(
    r"sklearn\.(?:model_selection|preprocessing|utils|impute|feature_extraction)\b|pandas\b"
    r"|(?:tensorflow\.|tf_)?keras\.utils\b"
)


def kind_of(name: str) -> Kind:
    """The row of a thing that is left out, by its full name."""
    return next(kind for kind in KINDS if kind.names.match(name))


# The last part of a name in another library → how NumPy writes it.
INSTEAD: Mapping[str, str] = {
    "tensor": "x = np.array(…), or x = 2.0 for a number",
    "Tensor": "x = np.array(…), or x = 2.0 for a number",
    "as_tensor": "x = np.array(…)",
    "from_numpy": "the array itself",
    "constant": "x = np.array(…)",
    "Variable": "x = np.array(…)",
    "Parameter": "W = np.array(…)",
    "relu": "np.maximum(x, 0)",
    "ReLU": "np.maximum(x, 0)",
    "sigmoid": "1 / (1 + np.exp(-x))",
    "Sigmoid": "1 / (1 + np.exp(-x))",
    "Tanh": "np.tanh(x)",
    "softmax": "e = np.exp(x); p = e / e.sum(axis=-1, keepdims=True)",
    "log_softmax": "np.log(p), with p from np.exp(x)",
    "cross_entropy": "-np.log(p[range(N), y]).mean()",
    "CrossEntropyLoss": "-np.log(p[range(N), y]).mean()",
    "mse_loss": "((pred - y)**2).mean()",
    "MSELoss": "((pred - y)**2).mean()",
    "Module": "a class of your own, with def __call__(self, x): …, or a function",
    "Linear": "x @ W + b",
    "linear": "x @ W + b",
    "Dense": "x @ W + b",
    "mm": "a @ b",
    "bmm": "a @ b",
    "cat": "np.concatenate([a, b])",
    "concat": "np.concatenate([a, b])",
    "reduce_sum": "np.sum(x)",
    "reduce_mean": "np.mean(x)",
    "randn": "np.random.randn(2, 3)",
    "rand": "np.random.rand(2, 3)",
    "manual_seed": "np.random.seed(0)",
    "clamp": "np.clip(x, low, high)",
    "pow": "x**2",
    "grad": "the value alone: its gradients are drawn by themselves",
    "value_and_grad": "the value alone: its gradients are drawn by themselves",
    "unsqueeze": "x[:, None]",
    "train_test_split": "X_train, X_test = X[:80], X[80:], and the same for y",
    "StandardScaler": "(X - X.mean(axis=0)) / X.std(axis=0)",
    "MinMaxScaler": "(X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))",
    "to_categorical": "np.eye(10)[y]",
    "OneHotEncoder": "np.eye(10)[y]",
    "get_dummies": "np.eye(10)[y]",
    "norm.cdf": "0.5 * (1 + erf(x / np.sqrt(2)))",
    "norm.pdf": "np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)",
    "norm.logpdf": "-(x**2) / 2 - np.log(2 * np.pi) / 2",
    "expit": "1 / (1 + np.exp(-x))",
    "jit": "the function itself",
    "Sequential": "the layers one after the other: h = np.tanh(x @ W1 + b1)",
}
ANYHOW = (
    "Write the forward pass with NumPy: arrays, @, np.exp, sum. The gradients come by themselves."
)
