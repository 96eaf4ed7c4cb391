"""What is left out flows through a text, decides nothing, and is missed where it is needed."""

from __future__ import annotations

import numpy as np
import pytest

import graphs
from graphs import GraphError

HARMLESS = {
    "a number kept": "n = os.cpu_count()",
    "arithmetic on it": "n = 2 * os.cpu_count() - 1\nm = -n",
    "an item and an attribute set": "os.environ['A'] = 'b'\nos.path.sep = '/'",
    "an item read": "home = os.environ['HOME']",
    "a comparison kept": "same = os.sep == '/'\nother = not same",
    "an assertion": "assert os.path.exists('weights.npy')",
    "in containers": "found = {'a': os.sep}\nnumber = len([os.sep, found])",
    "the kind of another": "known = isinstance(x, os.PathLike)",
    "a loop that does nothing": "for name in os.listdir():\n    pass",
    "an argument of a gate": "y = np.exp(os.x)",
    "its kind": "y = isinstance(os.sep, str)",
    "its length": "y = len(os.sep)",
    "unpacked": "a, (b, *c) = os.x, os.times()",
    "a loop over its pairs": "for i, (a, b) in enumerate(os.x):\n    c = i * 2\n    print(a, c)",
    "a condition of a plot": "if os.isatty(0):\n    os.write(x)\nelse:\n    y = os.x",
    "a choice of texts": "device = 'a' if os.x else 'b'",
    "given what is not read": "os.write(np.sort(x), nowhere, x.frobnicate(), g=1 / 0)",
    "given a loss of rank": "os.write(*x, **x)",
    "a text made with it": "path = 'data' + os.sep\nupper = path.upper()",
}
PRINTED = {
    "print(os.sep, x)": "<os.sep> 2.0",
    "print(f'{os.sep} and {os.sep:>10}')": "<os.sep> and <os.sep>",
    "print('%s, %5d, %.2f' % (os.sep, os.x, x))": "<os.sep>, <os.x>, 2.00",
    "print('{!r:>9}'.format(os.sep))": "<os.sep>",
    "print([os.sep, 'a'], str(os.sep) + 'b')": "[<os.sep>, 'a'] <os.sep>b",
}
NEEDED = {
    "if": "if os.path.exists('a'):\n    x = 3.0",
    "while": "while os.x:\n    break",
    "a conditional expression": "y = x if os.x else 2.0",
    "a condition of its comparison": "if os.x == 'posix':\n    x = 3.0",
    "a loop that changes a value": "for name in os.listdir():\n    x = x * 2",
    "a loop that fills a list": "xs = [x]\nfor name in os.listdir():\n    xs.append(x)",
    "a product": "y = x * os.x",
    "an argument of a gate beside a value": "y = np.maximum(x, os.x)",
    "compared with a value": "y = x > os.x",
    "the length of its text": "y = x * len(str(os.getcwd()))",
    "a letter of its text": "y = f'{os.sep}'[0]",
    "its text compared": "y = x * (str(os.sep) == '/')",
    "its text as a number": "y = float('3' + str(os.sep))",
    "a key": "names = {os.sep: 1}",
    "sorted": "names = sorted([os.sep, 'a'])",
    "found in a list": "y = x * (os.sep in ['a'])\nz = y * 2",
}


def text(lines: str) -> str:
    return f"import os\nx = 2.0\n{lines}\nf = x * 2"


@pytest.mark.parametrize("name", HARMLESS)
def test_what_nothing_drawn_needs_is_left_out_with_a_note(name: str) -> None:
    trace = graphs.trace(text(HARMLESS[name]))
    assert (trace.output, trace.value) == ("f", 4.0)
    assert [note.kind for note in trace.notes] == ["left out"]


@pytest.mark.parametrize("line", PRINTED)
def test_a_print_names_it(line: str) -> None:
    assert graphs.trace(text(line)).printed == {3: PRINTED[line]}


@pytest.mark.parametrize("name", NEEDED)
def test_where_it_is_needed_is_an_error_at_its_place(name: str) -> None:
    with pytest.raises(GraphError, match=r"^os[.\w]* is left out, and this needs it\.$") as caught:
        graphs.trace(text(NEEDED[name]))
    assert caught.value.line in (3, 4, 5)
    assert "Line 1 imports it" in (caught.value.hint or "")
    assert caught.value.left_out.startswith("os.")


PLOTS = {
    "a figure": "fig, ax = plt.subplots(figsize=(3, 2))\nax.plot([x, x], label='a')\nplt.show()",
    "axes": "fig, axes = plt.subplots(2)\nfor i, ax in enumerate(axes.flat):\n    ax.plot(x * i)",
    "axes and what they show": "_, ax = plt.subplots()\nfor a, w in zip(ax, [x, x]):\n"
    "    image = w * 255\n    a.imshow(image.reshape(1, 1))\n    a.set_title(f'{w:.2f}')",
    "a style": "with plt.style.context('dark'):\n    plt.plot(x)\n    y = x * 3",
    "a helper": "def show(w):\n    plt.imshow(w)\n    return 1\nfor a in plt.x:\n    show(a)",
}


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("head", ["import matplotlib.pyplot as plt\n", ""])
def test_plots_are_left_out_with_one_note(name: str, head: str) -> None:
    trace = graphs.trace(f"{head}x = 2.0\n{PLOTS[name]}\nf = x * 2")
    assert (trace.output, trace.value, list(trace.inputs)) == ("f", 4.0, ["x"])
    told = [note.message for note in trace.notes]
    assert told == ["matplotlib.pyplot is left out: nothing of it is drawn."]


def test_a_plot_draws_the_random_numbers_that_it_would_draw() -> None:
    text = "np.random.seed(0)\n{}x = np.random.randn(2)\nf = x.sum()"
    plain = graphs.trace(text.format("np.random.randn(3)\n"))
    assert graphs.trace(text.format("plt.hist(np.random.randn(3))\n")).value == plain.value


BARS = (
    "from tqdm import tqdm\nfor k in tqdm(range(3), desc='epochs'):\n    f = f * x",
    "from tqdm.auto import tqdm\nfor k, w in enumerate(tqdm([x, x, x])):\n    f = f * w",
    "import tqdm\nfor k in tqdm.tqdm(range(3)):\n    f = f * x\n    tqdm.tqdm.write('a')",
    "from tqdm import trange\nfor k in trange(3, leave=False):\n    f = f * x",
    "from tqdm.notebook import tqdm\nbar = tqdm(range(3))\nfor k in bar:\n    f = f * x\n"
    "    bar.set_description(f'{f}')\n    bar.set_postfix(loss=f)\nbar.close()\nn = len(bar)",
    "from tqdm import tqdm\nwith tqdm(total=3) as bar:\n    for k in range(3):\n"
    "        f = f * x\n        bar.update(1)",
    "for k in tqdm(range(3)):\n    f = f * x",
    "from rich.progress import track\nfor k in track(range(3)):\n    f = f * x",
)


@pytest.mark.parametrize("text", BARS)
def test_a_progress_bar_passes_on_what_it_goes_through(text: str) -> None:
    trace = graphs.trace(f"f = x\n{text}\nf = f * 1", {"x": 2.0})
    assert (trace.value, trace.grads["x"], trace.notes) == (16.0, 32.0, [])


CLOCKS = (
    "import time\nt0 = time.time()\nprint('took', time.time() - t0)\ntime.sleep(1)",
    "import time\nt = 0.0\nt0 = time.time()\nt += time.time() - t0\nprint(f'{t:.2f} s')",
    "from time import perf_counter as now\nt0 = now()\nprint(round(now() - t0), x / (now() - t0))",
    "t0 = time.time()\nminutes, seconds = divmod(time.time() - t0, 60)\nprint('%d' % minutes)",
    "from datetime import datetime\nt0 = datetime.now()\ntook = (datetime.now() - t0).seconds",
    "import time\nt0 = time.time()\nif time.time() - t0 > 60:\n    print('slow')",
    "import timeit\nt = 0.0\nfor k in range(2):\n    t0 = timeit.default_timer()\n"
    "    t = t + timeit.default_timer() - t0\nrate = x / t",
)


@pytest.mark.parametrize("text", CLOCKS)
def test_clocks_are_left_out_and_so_is_what_they_are_added_to(text: str) -> None:
    trace = graphs.trace(f"x = 2.0\n{text}\nf = x * 2")
    assert (trace.output, trace.value, list(trace.inputs)) == ("f", 4.0, ["x"])
    assert [note.kind for note in trace.notes] == ["left out"]


QUIET = (
    "import warnings\nwarnings.filterwarnings('ignore')",
    "import logging\nlogging.basicConfig(level=logging.INFO)\nlog = logging.getLogger('a')\n"
    "log.info('%f', x)",
    "import sys, os\nsys.path.append('..')\nsys.stdout.flush()\nos.environ['A'] = '1'",
    "np.set_printoptions(precision=3)\nnp.seterr(all='ignore')",
    "import gc\ngc.collect()",
    "import pandas as pd\npd.set_option('display.max_rows', 5)",
    "np.save('x.npy', x)\nnp.savetxt('x.csv', x)",
    "import pickle\nwith open('x.pkl', 'wb') as file:\n    pickle.dump(x, file)",
    "get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay(x)",
    "data = open('a.txt').read()\nn = len(data)\nlines = data.split()\nprint(n)",
    "X = np.loadtxt('a.csv')\nA, b = X[:, 1:], X[:, 0]\nprint(X.shape, A.mean())",
    "import torch\ndevice = 'cuda' if torch.cuda.is_available() else 'cpu'\n"
    "torch.manual_seed(0)\nwith torch.no_grad():\n    y = torch.zeros(3).to(device) + 1",
)


@pytest.mark.parametrize("text", QUIET)
def test_what_nothing_drawn_needs_stops_nothing(text: str) -> None:
    trace = graphs.trace(f"x = 2.0\n{text}\nf = x * 2")
    assert (trace.output, trace.value, list(trace.inputs)) == ("f", 4.0, ["x"])


# (text, line of the error, texts in its message or hint)
FROM_OUTSIDE = (
    (
        "X = np.loadtxt('a.csv')\nf = X @ w",
        2,
        ("np.loadtxt", "X = np.array([[…]])", "values for X"),
    ),
    ("D = np.genfromtxt('a', delimiter=',')\nX = D[:, 1:]\nf = w * X", 3, ("values for X",)),
    (
        "import pandas as pd\ndf = pd.read_csv('a.csv')\nf = w * df['x'].values",
        3,
        ("values for df['x']",),
    ),
    ("data = open('a.txt').read()\nfor c in data:\n    w = w * 2\nf = w", 2, ("data = '…'",)),
    (
        "from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\nf = w * X",
        3,
        ("values for X", "load_iris"),
    ),
    (
        "from keras.datasets import mnist\n(a, b), (c, d) = mnist.load_data()\nf = w + c",
        3,
        ("values for c",),
    ),
    (
        "import pickle\nwith open('a', 'rb') as file:\n    W = pickle.load(file)\nf = w * W",
        4,
        ("values for W",),
    ),
    ("import urllib.request as net\npage = net.urlopen('http://a')\nf = page", 2, ("for page",)),
    ("x = float(input('x? '))\nf = x * w", 2, ("x = 3",)),
    (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float)\n"
        "args = p.parse_args()\nf = w * args.lr",
        5,
        ("lr = 0.1", "given from outside"),
    ),
    ("import sys\nn = int(sys.argv[1])\nf = w * n", 3, ("given from outside",)),
)


@pytest.mark.parametrize(
    ("text", "line", "said"), FROM_OUTSIDE, ids=[one[0][:30] for one in FROM_OUTSIDE]
)
def test_values_from_outside_are_missed_by_name_where_they_are_needed(
    text: str, line: int, said: tuple[str, ...]
) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, {"w": 2.0})
    error = caught.value
    assert error.line == line
    for part in said:
        assert part in f"{error.message} {error.hint}"


LIBRARIES = (
    (
        "import torch\nx = torch.tensor(3.0, requires_grad=True)\ny = x**2\ny.backward()",
        2,
        "x = np.array",
    ),
    ("f = torch.relu(x)", 1, "np.maximum(x, 0)"),
    ("f = x * torch.ones_like(x)", 1, "np.ones_like"),
    ("import torch.nn.functional as F\nf = F.softmax(x)", 2, "np.exp(x)"),
    ("import jax.numpy as jnp\nfrom jax import grad\nf = jnp.sum(x)", 3, "np.sum"),
    ("import tensorflow as tf\nf = tf.reduce_mean(x)", 2, "np.mean"),
    ("f = jnp.tanh(x) + x", 1, "np.tanh"),
    (
        "from sklearn.linear_model import LinearRegression\nm = LinearRegression()\nf = m.fit(x)",
        2,
        "NumPy",
    ),
    ("model = keras.Sequential()\nf = model(x)", 1, "np.tanh(x @ W1 + b1)"),
    (
        "from torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n"
        "        super().__init__()\n        self.w = nn.Linear(2, 3)\n"
        "    def forward(self, x):\n        return self.w(x)\n"
        "net = Net()\nnet.train()\nloss = net(x).sum()\nloss.backward()",
        10,
        "a class of your own",
    ),
    ("import cupy as cp\nf = cp.exp(x)", 2, "np.exp"),
)


@pytest.mark.parametrize(
    ("text", "line", "said"), LIBRARIES, ids=[one[0][:30] for one in LIBRARIES]
)
def test_other_libraries_are_one_error_that_says_what_to_write(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(GraphError, match="is not read yet") as caught:
        graphs.trace(text, {"x": 2.0})
    assert caught.value.line == line
    assert said in (caught.value.hint or "")
    assert "= 1" not in (caught.value.hint or "")


def test_an_input_may_be_called_like_a_module() -> None:
    assert graphs.trace("f = time * torch", {"time": 2.0, "torch": 3.0}).value == 6.0
    assert graphs.trace("f = F.sum() + nn.W", {"F": [1.0, 2.0], "nn.W": 4.0}).value == 7.0


# (text, inputs that are generated with their shapes, output)
GENERATED = (
    ("X = np.loadtxt('a.csv')\nf = np.sum(X @ w)", {"X": (3, 2)}, "f"),
    ("D = np.load('a.npy')\nX = D[:, 1:]\nf = np.sum(X @ w)", {"X": (3, 2)}, "f"),
    (
        "import pandas as pd\ndf = pd.read_csv('a.csv')\ndf.head()\nf = np.sum(df['x'].values @ w)",
        {"df['x']": (2,)},
        "f",
    ),
    (
        "from sklearn.datasets import load_iris\niris = load_iris()\nf = np.sum(iris.data @ w)",
        {"iris.data": (2,)},
        "f",
    ),
    ("X = np.loadtxt('a.csv')\nn = len(X)\nf = np.sum(X @ w) / n", {"X": (3, 2)}, "f"),
    (
        "X = np.loadtxt('a.csv')\nW = np.zeros(X.shape[1])\nf = np.sum(X @ w + W.sum())",
        {"X": (3, 2)},
        "f",
    ),
    ("X = np.loadtxt('a.csv')\nprint(X.mean())\nf = np.sum(X * 2)", {"X": (3,)}, "f"),
    (
        "f = 0.0\nX = np.loadtxt('a.csv')\nfor x in X:\n    f = f + np.sum(x * w)",
        {"X": (3, 2)},
        "f",
    ),
)


@pytest.mark.parametrize(("text", "shapes", "output"), GENERATED, ids=[it[0] for it in GENERATED])
def test_outside_data_may_be_generated(
    text: str, shapes: dict[str, tuple[int, ...]], output: str
) -> None:
    text = f"w = np.array([2.0, 3.0])\n{text}"
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, fill=True)
    (name,) = shapes
    assert caught.value.to_dict()["outside"] == name
    trace = graphs.trace(text, generate=True, seed=0)
    assert trace.output == output
    assert {name: np.shape(trace.inputs[name]) for name in shapes} == shapes
    (note,) = [note for note in trace.notes if note.kind == "filled"]
    assert note.names == (name,)
    assert f"{name} comes from" in note.message
    assert "which is not read here: drawn at random, change it here." in note.message
    # Values that are given stand for the data without the choice.
    given = graphs.trace(text, {name: trace.inputs[name]})
    assert given.value == trace.value
    assert [note for note in given.notes if note.kind == "filled"] == []


def test_a_file_has_a_text_where_that_is_chosen() -> None:
    text = "data = open('input.txt').read()\nn = len(set(data))\nf = np.sum(np.ones(n) * w)"
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, {"w": 2.0})
    assert "data = '…'" in (caught.value.hint or "")
    trace = graphs.trace(text, {"w": 2.0}, generate=True)
    assert trace.value == 2 * len(set("hello world\n"))
    assert any("hello world" in note.message for note in trace.notes)


def test_what_cannot_be_generated_is_not_offered() -> None:
    for text in ("f = w * np.loadtxt('a.csv')", "import os\nf = w * os.x", "f = w * torch.rand(2)"):
        with pytest.raises(GraphError) as caught:
            graphs.trace(text, {"w": 2.0})
        assert "outside" not in caught.value.to_dict()
        assert "generated values" not in (caught.value.hint or "")


def test_a_check_judges_a_pass_over_generated_data() -> None:
    text = (
        "X = np.loadtxt('a.csv')\nw = np.array([1.0, 2.0])\nout = X @ w\nloss = np.sum(out ** 2)\n"
        "dout = 2 * out\ndw = X.T @ dout"
    )
    with pytest.raises(GraphError):
        graphs.check(text)
    report = graphs.check(text, generate=True)
    assert {one["name"]: one["status"] for one in report["verdicts"]} == {
        "dout": "right",
        "dw": "right",
    }
    wrong = graphs.check(text.replace("2 * out", "out"), generate=True)
    assert wrong["first_wrong"]["name"] == "dout"
