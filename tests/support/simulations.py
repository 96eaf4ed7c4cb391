"""Simulations, filters and iterations that are built like training: what is carried on is changed
by what is computed from it, and something is noted or gathered beside it. Each leaves ``f``."""

SIMULATIONS = {
    "euler energy after": (
        "x, dt = 1.0, 0.1\nfor k in range(10):\n    x = x + dt * (-x)\n    E = 0.5 * x ** 2\n"
        "f = E"),
    "oscillator energy after": (
        "x, v, dt = 1.0, 0.0, 0.1\nfor k in range(10):\n    a = -x\n    v = v + dt * a\n"
        "    x = x + dt * v\n    E = 0.5 * x ** 2 + 0.5 * v ** 2\nf = E"),
    "gravity g": (
        "x, v, dt, GM = 1.0, 0.5, 0.1, 1.0\nfor k in range(10):\n    g = GM / x ** 2\n"
        "    v = v - dt * g\n    x = x + dt * v\nf = x"),
    "gravity g numbers": (
        "x, v = 1.0, 0.5\nfor k in range(10):\n    g = 1.0 / x ** 2\n    v = v - 0.01 * g\n"
        "    x = x + 0.01 * v\nf = x"),
    "fixed point error after": (
        "x = 1.0\nfor k in range(10):\n    x_new = np.cos(x)\n    diff = abs(x_new - x)\n"
        "    x = x_new\nf = x"),
    "relaxed fixed point": (
        "x = 1.0\nfor k in range(10):\n    x_new = np.cos(x)\n    res = x_new - x\n"
        "    x = x + 0.5 * res\nf = x"),
    "feedback": (
        "y = 0.0\ncost = 0.0\nfor t in range(10):\n    err = 1.0 - y\n    cost += err**2\n"
        "    y += err * 0.1\nf = cost"),
    "PID": (
        "y, integral, prev, cost = 0.0, 0.0, 0.0, 0.0\nKp, Ki, Kd, dt = 1.2, 0.5, 0.1, 0.1\n"
        "for t in range(10):\n    error = 1.0 - y\n    integral += error * dt\n"
        "    deriv = (error - prev) / dt\n    u = Kp * error + Ki * integral + Kd * deriv\n"
        "    cost += error ** 2 * dt\n    y += dt * (-y + u)\n    prev = error\nf = cost"),
    "a gain with a cost called J": (
        "y, dt, K, J = 0.0, 0.1, 2.0, 0.0\nfor t in range(10):\n    e = 1.0 - y\n"
        "    u = K * e\n    J += (e ** 2 + 0.1 * u ** 2) * dt\n    y = y + dt * (u - y)\nf = J"),
    "LQR": (
        "A, B = np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([[0.0], [1.0]])\n"
        "K = np.array([[1.0, 1.7]])\n"
        "x, cost, dt = np.array([[1.0], [0.0]]), 0.0, 0.1\nfor t in range(10):\n"
        "    u = -K @ x\n    cost += (x.T @ x + u.T @ u)[0, 0] * dt\n"
        "    x = x + dt * (A @ x + B @ u)\nf = cost"),
    "thermostat": (
        "T, energy = 15.0, 0.0\nfor t in range(10):\n    error = 20.0 - T\n"
        "    heat = 0.5 * error\n    energy += heat\n"
        "    T = T + 0.1 * heat - 0.05 * (T - 10.0)\nf = energy"),
    "episodes": (
        "f = 0.0\nfor episode in range(3):\n    y, cost = 0.1 * episode, 0.0\n"
        "    for t in range(5):\n        err = 1.0 - y\n        cost += err ** 2\n"
        "        y += 0.1 * err\n    f += cost"),
    "rollouts": (
        "def rollout(k):\n    y, cost = 0.0, 0.0\n    for t in range(5):\n"
        "        err = 1.0 - y\n        cost += err ** 2\n        y += k * err\n"
        "    return cost\nf = rollout(0.1) + rollout(0.2)"),
    "random walk": (
        "np.random.seed(0)\nx, s = 0.0, 0.0\nfor t in range(10):\n    x += np.random.randn()\n"
        "    s += x ** 2\nf = s"),
    "EMA with errors": (
        "m, sse = 0.0, 0.0\nfor x in [1.0, 2.0, 3.0]:\n    err = x - m\n    sse += err ** 2\n"
        "    m += 0.3 * err\nf = sse"),
    "Holt": (
        "l, b, sse = 1.0, 0.1, 0.0\nfor x in [1.0, 2.0, 3.0]:\n    pred = l + b\n"
        "    err = x - pred\n    sse += err ** 2\n    l = pred + 0.5 * err\n"
        "    b = b + 0.1 * err\nf = sse"),
    "Kalman likelihood": (
        "x, P, Q, R, nll = 0.0, 1.0, 0.01, 0.5, 0.0\nfor z in [1.0, 1.2, 0.9]:\n    P = P + Q\n"
        "    S = P + R\n    v = z - x\n    nll += 0.5 * (np.log(S) + v ** 2 / S)\n"
        "    K = P / S\n    x = x + K * v\n    P = (1 - K) * P\nf = nll"),
    "GARCH": (
        "s2, omega, a, b, nll = 1.0, 0.1, 0.1, 0.8, 0.0\nfor r in [0.5, -0.3, 1.0]:\n"
        "    nll += 0.5 * (np.log(s2) + r ** 2 / s2)\n    s2 = omega + a * r ** 2 + b * s2\n"
        "f = nll"),
    "an RNN with a running loss": (
        "Wx, Wh, Wy, h, loss = 0.5, 0.8, 0.3, 0.1, 0.0\n"
        "for x, y in [(1.0, 0.5), (0.5, 1.0), (0.2, 0.1)]:\n    h = np.tanh(Wx * x + Wh * h)\n"
        "    p = Wy * h\n    loss += (p - y) ** 2\nf = loss"),
    "leaky RNN with running loss": (
        "W, U, V, h, loss = 0.5, 0.8, 0.3, 0.0, 0.0\n"
        "for x, y in [(1.0, 0.5), (0.5, 1.0), (0.2, 0.1)]:\n"
        "    h = h + 0.1 * (-h + np.tanh(W * h + U * x))\n    p = V * h\n"
        "    loss += (p - y) ** 2\nf = loss"),
    "leaky RNN with loss": (
        "W, U, V, h, total = 0.5, 0.8, 0.3, 0.0, 0.0\n"
        "for x, y in [(1.0, 0.5), (0.5, 1.0), (0.2, 0.1)]:\n"
        "    h = h + 0.1 * (-h + np.tanh(W * h + U * x))\n    p = V * h\n"
        "    loss = (p - y) ** 2\n    total += loss\nf = total"),
    "lotka with after": (
        "x, y, dt = 1.0, 0.5, 0.05\nfor k in range(10):\n    dx = x - x * y\n"
        "    dy = x * y - y\n    x += dt * dx\n    y += dt * dy\n    total = x + y\nf = total"),
    "SIR": (
        "S, I, R, dt, beta, gamma = 0.99, 0.01, 0.0, 0.5, 0.9, 0.2\npeak = 0.0\n"
        "for k in range(10):\n    new = beta * S * I\n    rec = gamma * I\n"
        "    S = S - dt * new\n    I = I + dt * (new - rec)\n    R = R + dt * rec\n"
        "    N = S + I + R\nf = I"),
    "Newton residual before": (
        "x = 1.0\nfor k in range(5):\n    fx = x ** 2 - 2\n    error = abs(fx)\n"
        "    x = x - fx / (2 * x)\nf = x"),
    "cosine fixed with error list": (
        "x, errors = 1.0, []\nfor k in range(5):\n    x_old = x\n"
        "    x = x - 0.5 * (x - np.cos(x))\n    errors.append(abs(x - x_old))\nf = x"),
    "jacobi residual": (
        "A, b = np.array([[4.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0])\nx = np.zeros(2)\n"
        "for k in range(5):\n    r = b - A @ x\n"
        "    x = x + r / np.array([4.0, 3.0])\n"
        "    res = np.linalg.norm(r)\nf = x @ x"),
    "conjugate gradient with norm": (
        "A, b = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0])\nx = np.zeros(2)\n"
        "r = b - A @ x\np = r.copy()\nrs = r @ r\nfor k in range(2):\n    Ap = A @ p\n"
        "    alpha = rs / (p @ Ap)\n    x = x + alpha * p\n    r = r - alpha * Ap\n"
        "    rsnew = r @ r\n    p = r + rsnew / rs * p\n    rs = rsnew\nf = x @ x"),
    "power with residual": (
        "A = np.array([[2.0, 1.0], [1.0, 3.0]])\nv = np.array([1.0, 0.5])\nfor k in range(6):\n"
        "    u = A @ v\n    lam = v @ u\n    err = np.linalg.norm(u - lam * v)\n"
        "    v = u / np.linalg.norm(u)\nf = lam"),
    "bang-bang": (
        "T, switches = 18.0, 0.0\nfor k in range(8):\n    error = 20.0 - T\n"
        "    heat = 1.0 if error > 0 else 0.0\n    T = T + 0.5 * heat - 0.1 * (T - 10.0)\nf = T"),
    "bouncing ball": (
        "y, v, dt, g = 1.0, 0.0, 0.1, 9.81\nfor k in range(12):\n    v = v - g * dt\n"
        "    y = y + v * dt\n    if y < 0:\n        y = -y\n        v = -0.8 * v\nf = y"),
    "integrate and fire": (
        "v, spikes, dt, tau = 0.0, 0, 1.0, 10.0\n"
        "w, x = np.array([0.6, 0.9]), np.array([1.0, 2.0])\nfor t in range(9):\n"
        "    v = v + dt / tau * (-v + w @ x)\n    if v > 1.0:\n        v = 0.0\n"
        "        spikes += 1\nf = v"),
    "metropolis": (
        "np.random.seed(1)\nx, s = 0.0, 0.0\nfor t in range(8):\n"
        "    prop = x + np.random.randn()\n"
        "    if np.random.rand() < np.exp(0.5 * (x ** 2 - prop ** 2)):\n        x = prop\n"
        "    s += x\nf = s"),
    "bisection": (
        "a, b = 0.0, 2.0\nfor k in range(10):\n    m = (a + b) / 2\n    if m * m < 2:\n"
        "        a = m\n    else:\n        b = m\nf = m"),
    "running mean list": (
        "m, n = 0.0, 0\nfor x in [1.0, 2.0, 4.0]:\n    n += 1\n    delta = x - m\n"
        "    m = m + delta / n\nf = m"),
    "kmeans": (
        "x, c = np.array([0.0, 0.2, 1.0, 1.3]), np.array([0.1, 0.9])\nfor k in range(5):\n"
        "    d = np.abs(x[:, None] - c[None, :])\n    a = np.argmin(d, axis=1)\n"
        "    inertia = np.sum(np.min(d, axis=1) ** 2)\n"
        "    c = np.array([x[a == 0].mean(), x[a == 1].mean()])\nf = c.sum()"),
    "projectile drag": (
        "x, v, t, dt = 0.0, 10.0, 0.0, 0.1\nfor k in range(10):\n    drag = 0.1 * v * abs(v)\n"
        "    x += v * dt\n    v -= drag * dt\n    t += dt\nf = x"),
    "TD error squared": (
        "V = np.array([0.0, 0.5, 1.0])\nalpha, gamma, total = 0.1, 0.9, 0.0\n"
        "for s in [0, 1, 0, 1]:\n    delta = 1.0 + gamma * V[s + 1] - V[s]\n"
        "    total += delta ** 2\n    V[s] += alpha * delta\nf = total"),
    "discount account": (
        "a, r, paid = 100.0, 0.05, 0.0\nfor k in range(9):\n    interest = a * r\n"
        "    paid += interest\n    a = a + interest - 7.0\nf = paid"),
    "a reaction": (
        "A, B, k = 1.0, 0.0, 0.3\nfor i in range(10):\n    rate = k * A\n    A -= rate * 0.1\n"
        "    B += rate * 0.1\nf = B"),
    "pendulum": (
        "th, om, dt = 0.5, 0.0, 0.05\nE = []\nfor i in range(10):\n"
        "    om = om - 9.8 * np.sin(th) * dt\n    th = th + om * dt\n"
        "    E.append(0.5 * om ** 2 - 9.8 * np.cos(th))\nf = th"),
    "heat with max": (
        "u = np.array([0.0, 1.0, 0.0, 0.5])\nfor k in range(5):\n"
        "    lap = u[2:] - 2 * u[1:-1] + u[:-2]\n    u[1:-1] = u[1:-1] + 0.1 * lap\n"
        "    total = u.sum()\nf = total"),
    "a planet with its angular momentum": (
        "x, v = np.array([1.0, 0.0]), np.array([0.0, 1.0])\ndt = 0.05\nfor k in range(6):\n"
        "    r = np.linalg.norm(x)\n    a = -x / r ** 3\n    v = v + dt * a\n"
        "    x = x + dt * v\n    L = x[0] * v[1] - x[1] * v[0]\nf = L"),
    "a flux called J": (
        "u, D, dt = np.array([0.0, 1.0, 0.0, 0.5]), 0.2, 0.1\nfor k in range(5):\n"
        "    J = -D * (u[1:] - u[:-1])\n    u[1:-1] = u[1:-1] - dt * (J[1:] - J[:-1])\n"
        "f = u.sum()"),
    "logistic by r": (
        "x, err = 0.3, 0.0\nfor k in range(9):\n    new = 3.2 * x * (1 - x)\n"
        "    err = new - x\n    x = x + err\nf = x"),
    "observer": (
        "x, xh, L, dt, loss = 1.0, 0.0, 0.5, 0.1, 0.0\nfor k in range(9):\n    e = x - xh\n"
        "    loss += e ** 2\n    xh = xh + dt * (-xh + L * e)\n    x = x + dt * (-x)\nf = loss"),
    "inventory": (
        "stock, total = 10.0, 0.0\nfor demand in [2.0, 4.0, 3.0]:\n    cost = 0.5 * stock\n"
        "    total += cost\n    stock = stock + 3.0 - demand\nf = total"),
    "heat loss": (
        "T = 90.0\nfor k in range(6):\n    heat_loss = 0.1 * (T - 20.0)\n"
        "    T = T - heat_loss\nf = T"),
    "Luenberger": (
        "x, xh, L, C = 1.0, 0.0, 0.4, 2.0\nfor k in range(6):\n    error = C * x - C * xh\n"
        "    xh = 0.9 * xh + L * error\n    x = 0.9 * x\nf = xh"),
    "Kalman by H": (
        "x, P, H, R = 0.0, 1.0, 2.0, 0.5\nfor z in [1.0, 1.2, 0.9]:\n    error = z - H * x\n"
        "    K = P * H / (H * P * H + R)\n    x = x + K * error\n    P = (1 - K * H) * P\nf = x"),
    "SIR by RK2": (
        "S, I, beta, gamma = 0.9, 0.1, 0.8, 0.3\ndef rates(S, I):\n"
        "    return -beta * S * I, beta * S * I - gamma * I\nfor k in range(6):\n"
        "    a, b = rates(S, I)\n    c, d = rates(S + 0.05 * a, I + 0.05 * b)\n"
        "    S, I = S + 0.1 * c, I + 0.1 * d\nf = I"),
    "Lorenz by RK2": (
        "x, y, z, sigma, rho, beta = 1.0, 1.0, 1.0, 10.0, 28.0, 2.5\ndef slopes(x, y, z):\n"
        "    return sigma * (y - x), x * (rho - z) - y, x * y - beta * z\nfor k in range(5):\n"
        "    a, b, c = slopes(x, y, z)\n"
        "    d, e, g = slopes(x + 0.005 * a, y + 0.005 * b, z + 0.005 * c)\n"
        "    x, y, z = x + 0.01 * d, y + 0.01 * e, z + 0.01 * g\nf = x"),
    "Lorenz of an array": (
        "s, sigma, rho, beta = np.array([1.0, 1.0, 1.0]), 10.0, 28.0, 2.5\nfor k in range(5):\n"
        "    x, y, z = s\n"
        "    ds = np.array([sigma * (y - x), x * (rho - z) - y, x * y - beta * z])\n"
        "    s = s + 0.01 * ds\nf = s.sum()"),
    "Euler of lists": (
        "s = [1.0, 0.0]\nfor k in range(6):\n    d = [s[1], -s[0]]\n"
        "    s = [a + 0.1 * b for a, b in zip(s, d)]\nf = s[0]"),
    "Euler of a tuple": (
        "s = (1.0, 0.0)\nfor k in range(6):\n    x, v = s\n    s = (x + 0.1 * v, v - 0.1 * x)\n"
        "f = s[0]"),
    "Fibonacci": (
        "s = (1.0, 1.0)\nfor k in range(6):\n    s = (s[1], s[0] + s[1])\nf = s[0]"),
    "Hebb": (
        "w, X = np.array([0.1, 0.2]), np.array([[1.0, 0.5], [0.2, 1.0]])\nfor x in X:\n"
        "    y = w @ x\n    w = w + 0.1 * y * x\nf = w @ w"),
    "Oja": (
        "w, X = np.array([0.1, 0.2]), np.array([[1.0, 0.5], [0.2, 1.0]])\nfor x in X:\n"
        "    y = w @ x\n    w = w + 0.1 * y * (x - y * w)\nf = w @ w"),
    "derivative of an ODE": (
        "def derivative(y):\n    return -2 * y\ny = 1.0\nfor k in range(6):\n"
        "    y = y + 0.1 * derivative(y)\nf = y"),
    "a slope by name": (
        "y = 1.0\nfor k in range(6):\n    slope = -2 * y\n    y = y + 0.1 * slope\nf = y"),
    "cooling by a derivative": (
        "T, dt = 90.0, 0.1\nfor k in range(6):\n    derivative = 0.5 * (T - 20.0)\n"
        "    T = T - derivative * dt\nf = T"),
    "Newton by a derivative": (
        "x = 1.0\nfor k in range(5):\n    derivative = 2 * x\n"
        "    x = x - (x ** 2 - 2) / derivative\nf = x"),
    "budget": (
        "money = 100.0\nfor price in [3.0, 5.0, 2.0]:\n    cost = price * 2\n"
        "    money = money - cost\nf = money"),
    "amortization": (
        "balance, rate = 1000.0, 0.01\ntotal = 0.0\nfor k in range(6):\n"
        "    interest_cost = balance * rate\n    total += interest_cost\n"
        "    balance = balance + interest_cost - 50.0\nf = total"),
    "spring with its energy": (
        "x, v, k, L0, dt = 1.5, 0.0, 2.0, 1.0, 0.05\nfor i in range(6):\n    d = x - L0\n"
        "    E = 0.5 * k * d ** 2 + 0.5 * v ** 2\n    v = v - dt * k * d\n    x = x + dt * v\n"
        "f = E"),
    "leapfrog with its energy": (
        "x, v, h = 1.5, 0.0, 0.05\nfor i in range(6):\n    d = x - 1.0\n"
        "    E = 0.5 * d ** 2 + 0.5 * v ** 2\n    x, v = x + h * v, v - h * d\nf = E"),
}  # fmt: skip
