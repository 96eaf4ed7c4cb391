"""Lists of lists of numbers: their rows are lists, whatever else they are used as."""

from __future__ import annotations

PROGRAMS: dict[str, str] = {
    "rows joined and sliced": """
rows = [[2.7, 2.5, 0.5], [1.4, 2.3, 0.25], [7.6, 2.7, 1.5]]
X = [[1.0] + r[:-1] for r in rows]
print(X[0], len(X[1]), rows[0] + rows[1])
loss = sum(x[0] * x[1] ** 2 + x[2] for x in X)
""",
    "rows made longer": """
m = [[1.0, 2.0], [3.0, 4.0]]
first = m[0]
first += [9.0]
m.append([5.0, 6.0])
print(m, first is m[0], [len(r) for r in m])
loss = sum(sum(r) ** 2 for r in m)
""",
    "rows compared, found and sorted": """
m = [[3, 1], [1, 2], [2, 5]]
print(m[0] == [3, 1], [1, 2] in m, m.index([2, 5]), sorted(m), max(m) + [4], m[0] < m[1])
print(m[1].count(2), sum(m, []), m[::-1], [*zip(*m)], isinstance(m[0], list))
w = 0.5
loss = w * m[2][1] + w ** 2
""",
    "rows written and exchanged": """
m = [[1.5, 2.5], [3.5, 4.5]]
m[0][1] = 7.5
m[0], m[1] = m[1], m[0]
m[1] = [8.5, m[1][1], 0.5]
print(m)
loss = m[0][0] * m[1][1] + m[1][0] ** 2
""",
    "determinant by minors": """
def det(m):
    if len(m) == 1:
        return m[0][0]
    total = 0
    for j in range(len(m)):
        minor = [r[:j] + r[j + 1:] for r in m[1:]]
        total += (-1) ** j * m[0][j] * det(minor)
    return total

A = [[2.0, 1.0, 0.5], [3.0, 4.0, 1.5], [1.0, 2.0, 5.0]]
loss = det(A)
print(f"{loss:.3f}")
""",
    "a layer over rows": """
weights = [[0.5, -0.2], [0.1, 0.3]]
x = [1.5, 2.5]
h = [sum(w * v for w, v in zip(row, x)) for row in weights]
y = np.array(weights) @ np.array(x)
print([round(v, 3) for v in h])
loss = h[0] * h[1] + np.sum(y)
""",
    "copies of lists of lists": """
import copy
m = [[1.0, 2.0], [3.0, 4.0]]
deep, shallow = copy.deepcopy(m), m[:]
deep[0][0] = 9.5
shallow[1][1] = 8.5
shallow[0] = [0.5]
print(m, deep, shallow)
loss = m[1][1] * m[0][0] + deep[0][0]
""",
    "three levels": """
m = [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]
m[0][1].append(9.0)
print(m, len(m[0][1]), m[1][0][::-1])
loss = m[0][1][2] * m[1][1][0] + m[0][0][0] ** 2
""",
    "a list matched": """
point = [0.5, 1.5]
match point:
    case 0:
        y = 0.0
    case [a, b]:
        y = a * b
print(y)
loss = y ** 2
""",
}
