"""Loops that train as books have them: row by row with a running error, one weight, new names."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

LOGISTIC_ROWS = """from math import exp
def predict(row, coefficients):
    yhat = coefficients[0]
    for i in range(len(row)-1):
        yhat += coefficients[i + 1] * row[i]
    return 1.0 / (1.0 + exp(-yhat))
def coefficients_sgd(train, l_rate, n_epoch):
    coef = [0.0 for i in range(len(train[0]))]
    for epoch in range(n_epoch):
        sum_error = 0
        for row in train:
            yhat = predict(row, coef)
            error = row[-1] - yhat
            sum_error += error**2
            coef[0] = coef[0] + l_rate * error * yhat * (1.0 - yhat)
            for i in range(len(row)-1):
                coef[i + 1] = coef[i + 1] + l_rate * error * yhat * (1.0 - yhat) * row[i]
        print('>epoch=%d, lrate=%.3f, error=%.3f' % (epoch, l_rate, sum_error))
    return coef
dataset = [[2.7810836,2.550537003,0],
    [1.465489372,2.362125076,0],
    [7.627531214,2.759262235,1],
    [5.332441248,2.088626775,1]]
l_rate = 0.3
n_epoch = 5
coef = coefficients_sgd(dataset, l_rate, n_epoch)
print(coef)
"""

NEW_NAMES = """import math
def sig(z): return 1 / (1 + math.exp(-z))
i1, i2, b1, b2 = 0.05, 0.10, 0.35, 0.60
w1, w2, w5, w6 = 0.15, 0.20, 0.40, 0.45
t = 0.01
eta = 0.5
for k in range(20):
    h1 = sig(w1 * i1 + w2 * i2 + b1)
    h2 = sig(w2 * i1 + w1 * i2 + b1)
    o1 = sig(w5 * h1 + w6 * h2 + b2)
    E_total = 0.5 * (t - o1) ** 2
    delta = -(t - o1) * o1 * (1 - o1)
    dE_dw5 = delta * h1
    dE_dw6 = delta * h2
    new_w5 = w5 - eta * dE_dw5
    new_w6 = w6 - eta * dE_dw6
    w5, w6 = new_w5, new_w6
"""

ONE_WEIGHT = """weight = 0.5
goal_pred = 0.8
input = 2.0
alpha = 0.1
for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    derivative = input * (pred - goal_pred)
    weight = weight - (alpha * derivative)
    print("Error:" + str(error) + " Prediction:" + str(pred))
"""

AN_AMOUNT = """weight = 0.5
goal_pred = 0.8
input = 0.5
for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    direction_and_amount = (pred - goal_pred) * input
    weight = weight - direction_and_amount
"""

WEIGHT_DELTAS = """def w_sum(a,b):
    assert(len(a) == len(b))
    output = 0
    for i in range(len(a)):
        output += (a[i] * b[i])
    return output
def ele_mul(number,vector):
    output = [0,0,0]
    for i in range(len(vector)):
        output[i] = number * vector[i]
    return output
def neural_network(input, weights):
    pred = w_sum(input,weights)
    return pred
toes = [8.5, 9.5, 9.9, 9.0]
wlrec = [0.65, 0.8, 0.8, 0.9]
nfans = [1.2, 1.3, 0.5, 1.0]
win_or_lose_binary = [1, 1, 0, 1]
true = win_or_lose_binary[0]
alpha = 0.01
weights = [0.1, 0.2, -.1]
input = [toes[0],wlrec[0],nfans[0]]
for iter in range(3):
    pred = neural_network(input,weights)
    error = (pred - true) ** 2
    delta = pred - true
    weight_deltas=ele_mul(delta,input)
    print("Iteration:" + str(iter+1))
    print("Pred:" + str(pred))
    for i in range(len(weights)):
        weights[i]-=alpha*weight_deltas[i]
"""

STREET_LIGHTS = """import numpy as np
np.random.seed(1)
def relu(x): return (x > 0) * x
def relu2deriv(output): return output > 0
streetlights = np.array([[1,0,1],[0,1,1],[0,0,1],[1,1,1]])
walk_vs_stop = np.array([[1,1,0,0]]).T
alpha = 0.2
hidden_size = 4
weights_0_1 = 2*np.random.random((3,hidden_size)) - 1
weights_1_2 = 2*np.random.random((hidden_size,1)) - 1
for iteration in range(6):
   layer_2_error = 0
   for i in range(len(streetlights)):
      layer_0 = streetlights[i:i+1]
      layer_1 = relu(np.dot(layer_0,weights_0_1))
      layer_2 = np.dot(layer_1,weights_1_2)
      layer_2_error += np.sum((layer_2 - walk_vs_stop[i:i+1]) ** 2)
      layer_2_delta = (walk_vs_stop[i:i+1] - layer_2)
      layer_1_delta=layer_2_delta.dot(weights_1_2.T)*relu2deriv(layer_1)
      weights_1_2 += alpha * layer_1.T.dot(layer_2_delta)
      weights_0_1 += alpha * layer_0.T.dot(layer_1_delta)
   if(iteration % 10 == 9):
      print("Error:" + str(layer_2_error))
"""

BY_PYTHONS_SUM = """import numpy as np
def gradient_descent(x,y):
    m_curr = b_curr = 0
    iterations = 100
    n = len(x)
    learning_rate = 0.08
    for i in range(iterations):
        y_predicted = m_curr * x + b_curr
        cost = (1/n) * sum([val**2 for val in (y-y_predicted)])
        md = -(2/n)*sum(x*(y-y_predicted))
        bd = -(2/n)*sum(y-y_predicted)
        m_curr = m_curr - learning_rate * md
        b_curr = b_curr - learning_rate * bd
        print ("m {}, b {}, cost {} iteration {}".format(m_curr,b_curr,cost, i))
x = np.array([1,2,3,4,5])
y = np.array([5,7,9,11,13])
gradient_descent(x,y)
"""

RIDGE = """import numpy as np
X = np.array([[1.0, 0.5], [2.0, -1.0], [3.0, 0.2]])
y = np.array([1.0, 0.0, 1.0])
beta = np.zeros(2)
lam, eta = 0.1, 0.05
for _ in range(40):
    r = y - X.dot(beta)
    obj = r.dot(r) + lam * beta.dot(beta)
    beta += eta * (2 * X.T.dot(r) - 2 * lam * beta)
"""

TEXTS = (
    training(
        "logistic regression row by row with a running error",
        LOGISTIC_ROWS,
        "sum_error += error**2",
        "error**2",
        iterations=20,
        parameters=("coef[0]", "coef[1]", "coef[2]"),
    ),
    training(
        "weights under new names",
        NEW_NAMES,
        "E_total = 0.5 * (t - o1) ** 2",
        "E_total",
        iterations=20,
        parameters=("w5", "w6"),
    ),
    training(
        "one weight and a derivative",
        ONE_WEIGHT,
        "error = (pred - goal_pred) ** 2",
        "error",
        iterations=20,
        parameters=("weight",),
    ),
    training(
        "one weight and an amount",
        AN_AMOUNT,
        "error = (pred - goal_pred) ** 2",
        "error",
        iterations=20,
        parameters=("weight",),
    ),
    training(
        "weights in a list and their deltas",
        WEIGHT_DELTAS,
        "error = (pred - true) ** 2",
        "error",
        iterations=3,
        parameters=("weights",),
    ),
    training(
        "examples in slices with a running error",
        STREET_LIGHTS,
        "layer_2_error += np.sum((layer_2 - walk_vs_stop[i:i+1]) ** 2)",
        "np.sum((layer_2 - walk_vs_stop[i:i+1]) ** 2)",
        iterations=24,
        parameters=("weights_0_1", "weights_1_2"),
    ),
    training(
        "a cost by Python's sum",
        BY_PYTHONS_SUM,
        "cost = (1/n) * sum([val**2 for val in (y-y_predicted)])",
        "cost",
        iterations=100,
        parameters=("b_curr", "m_curr"),
    ),
    training(
        "ridge regression with its objective",
        RIDGE,
        "obj = r.dot(r) + lam * beta.dot(beta)",
        "obj",
        iterations=40,
        parameters=("beta",),
    ),
)
