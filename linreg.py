# SPDX-License-Identifier: 0BSD (copying this file is free, with no conditions and no warranty)
"""Linear regression by gradient descent, in ten lines of plain Python.

`linear_regression` fits a line to points by walking downhill on its mean squared error:

>>> m, b, cost = linear_regression([1, 2, 3, 4], [5, 7, 9, 11], learning_rate=0.1)
>>> print(f"y = {m:.4f} x + {b:.4f}")
y = 2.0000 x + 3.0000

`python3 linreg.py` shows a descent; `python3 linreg.py data.csv` fits a table. Stop after any part:

    The ten lines                       linear_regression, mean_squared_error
    Points to try it on                 gaussian, make_data, train_test_split
    The learning rate                   max_learning_rate, epochs_to_converge
    Any scale                           standardize, fit_line
    Several features, other losses      squared, absolute, huber, gradient_descent, fit
    Any number of points                averages, three_points, condense
    Pictures                            plot, plot_cost
    What is refused                     private functions that check the arguments
    The command line                    main

X and y are sequences of N numbers: lists, tuples, arrays or columns of a table. rows is a sequence
of N rows of k numbers, or a DataFrame. The numbers are ints, floats, Fractions or Decimals from
-1e70 to 1e70. Only ints and floats may be mixed; with Decimals, pass the learning rate as one, too.
m and weights are in units of y per unit of x, b and bias in units of y. No function changes its
arguments. A list that is empty, has the wrong length or holds anything but such numbers raises a
ValueError that names the argument and the index.

Sources: Joseph J. Bautista, "Linear Regression Using Gradient Descent in 10 Lines of Code" (2017),
for the ten lines; Eden Au, "Linear Regression in 3 Steps" (2019), for the data and what to try.
"""
import argparse
import csv
import math
import random
import sys
import time
from collections import Counter
from itertools import chain, product

__version__ = "4.0.0"
__all__ = ["linear_regression", "mean_squared_error", "gaussian", "make_data", "train_test_split",
           "max_learning_rate", "epochs_to_converge", "standardize", "fit_line", "squared",
           "absolute", "huber", "gradient_descent", "fit", "averages", "three_points", "condense",
           "plot", "plot_cost"]


# The ten lines.


def linear_regression(X, y, m_current=0, b_current=0, epochs=1000, learning_rate=0.0001):
    """Return the slope m, the intercept b and the last cost of a line fitted by gradient descent.

    A residual, y - (m * x + b), is how far a point lies above the line; the cost is the mean of the
    squared residuals. Each epoch takes one step against the gradients, the derivatives of the cost:

        m_gradient = -2/N * sum(x * residual)        m = m - learning_rate * m_gradient
        b_gradient = -2/N * sum(residual)            b = b - learning_rate * b_gradient

    The descent starts from the line `m_current`, `b_current`; pass a returned line to continue it.
    As in the article, the cost is that of the line before the last step. Half of
    `max_learning_rate(X)` is a good rate; `epochs_to_converge(X, rate)` says how long to run.

    >>> linear_regression([-1, 1], [1, 5], epochs=1, learning_rate=0.5)
    (2.0, 3.0, 13.0)
    """
    # Checks the arguments; for valid ones this is N = len(y).
    X, y, N = _checked(X, y, m_current, b_current, epochs, learning_rate)
    for _ in range(epochs):
        residuals = [y_i - (m_current * x_i + b_current) for x_i, y_i in zip(X, y)]
        cost = sum([residual * residual for residual in residuals]) / N
        m_gradient = -2 * sum([x_i * residual for x_i, residual in zip(X, residuals)]) / N
        b_gradient = -2 * sum(residuals) / N
        m_current = m_current - learning_rate * m_gradient
        b_current = b_current - learning_rate * b_gradient
    return m_current, b_current, cost


def mean_squared_error(X, y, m, b):
    """Return the cost of the line y = m * x + b: 1/N * sum((y - (m * x + b))^2).

    >>> mean_squared_error([1, 2, 3], [2, 4, 9], m=3, b=-1)
    0.6666666666666666
    """
    X, y, N = _points(X, y, m=m, b=b)
    return sum([(y_i - (m * x_i + b)) ** 2 for x_i, y_i in zip(X, y)]) / N


# Points to try it on.


def gaussian(rng):
    """Return a normally distributed number with mean 0 and standard deviation 3."""
    return rng.gauss(0, 3)


def make_data(n=10000, m=7.6, b=-3.3, noise=gaussian, seed=42):
    """Return X, y: n points scattered around the line y = m * x + b, the same for the same seed.

        y = m * x + b + noise(rng)        x uniformly distributed from -10 to 10

    rng is a random.Random; noise takes it and returns a number.

    >>> X, y = make_data(n=3, m=2, b=1, noise=lambda rng: 0)
    >>> y == [2 * x_i + 1 for x_i in X]
    True
    """
    rng = random.Random(seed)
    X = [rng.uniform(-10, 10) for _ in range(n)]
    return X, [m * x_i + b + noise(rng) for x_i in X]


def train_test_split(X, y, test_size=0.25, seed=None):
    """Return X_train, X_test, y_train, y_test: the points split at random, as in scikit-learn.

    test_size is the number of test points or, if a float, their share, rounded up. X may be rows.

    >>> train_test_split([0, 1, 2, 3], ["a", "b", "c", "d"], seed=1)
    [[2, 0, 3], [1], ['c', 'a', 'd'], ['b']]
    """
    X, y = _list("X", X), _list("y", y, len(X))
    n_test = math.ceil(test_size * len(X)) if isinstance(test_size, float) else test_size
    if not 1 <= n_test < len(X):
        raise ValueError(f"test_size is {test_size!r}: each part of {len(X)} points needs a point")
    order = random.Random(seed).sample(range(len(X)), len(X))
    return [[A[i] for i in part] for A in (X, y) for part in (order[n_test:], order[:n_test])]


# The learning rate.


def max_learning_rate(X):
    """Return the limit of the learning rate: below it, descent on X converges for any y.

    A step multiplies the distance from the best line by 1 - learning_rate * curvature, which must
    lie between -1 and 1 even where the cost bends most sharply. Its second derivatives are
    [[2 * q, 2 * mu], [2 * mu, 2]], with q = mean of x^2, mu = mean of x and the larger eigenvalue

        sharpest = q + 1 + sqrt((q - 1)^2 + 4 * mu^2)        limit = 2 / sharpest

    >>> max_learning_rate([-1, 1]), max_learning_rate([-1000, 1000])
    (1.0, 1e-06)
    """
    X = _numbers("X", X)
    q, mu = float(_dot(X, X) / len(X)), float(sum(X) / len(X))
    return 2 / (q + 1 + math.sqrt((q - 1) * (q - 1) + 4 * mu * mu))


def epochs_to_converge(X, learning_rate, share=1e-6):
    """Return how many epochs are enough to shrink the excess cost to this share.

    The excess is how much more a line costs than the best line. Rounding aside, the number holds
    for any y and any start: in every direction an epoch leaves at most 1 - covered of the distance
    to the best line, and the excess shrinks as the square of that distance.

        epochs = log(share) / log((1 - covered)^2), rounded up
        covered = min(learning_rate * flattest, 2 - learning_rate * sharpest)
        sharpest = 2 / max_learning_rate(X)        flattest = 4 * variance of x / sharpest

    >>> [epochs_to_converge([-1, 1], learning_rate) for learning_rate in (0.5, 0.1, 0.0001)]
    [1, 31, 34536]
    """
    limit = max_learning_rate(X)
    _check_rate(learning_rate, limit, "standardize X, as fit_line does, or ")
    if not 0 < share < 1:
        raise ValueError(f"share is {share!r}: it must be above 0 and below 1")
    rate, (_, _, variance) = float(learning_rate), _deviations(_numbers("X", X))
    # If all x are the same, only the sharpest counts. Rounded down, so that it is below 1.
    flattest = 2 * limit * float(variance) or 2 / limit
    covered = min(rate * flattest, 2 - 2 * rate / limit) * (1 - 1e-9)
    return math.ceil(math.log(share) / math.log1p(-covered) / 2)


# Any scale.


def standardize(X):
    """Return Z, which is X rescaled to mean 0 and variance 1, and X's mean and standard deviation.

        z = (x - mean) / stdev        stdev = sqrt(1/N * sum((x - mean)^2)), or 1 if that is 0

    On Z the limit of the learning rate is 1, and at 0.5 one epoch reaches the best line.

    >>> standardize([3000, 5000])
    ([-1.0, 1.0], 4000.0, 1000.0)
    """
    mean, deviations, variance = _deviations(_numbers("X", X))
    stdev = math.sqrt(variance) or 1.0
    return [float(deviation) / stdev for deviation in deviations], float(mean), stdev


def fit_line(X, y):
    """Return the slope and the intercept of the best line, whatever the scale of X and y.

    If all x are the same, it is the flat line at the mean of y.

    >>> fit_line([3000, 5000], [10, 50])
    (0.02, -50.0)
    """
    X, y, _ = _points(X, y)
    (Z, x_mean, x_stdev), (V, y_mean, y_stdev) = standardize(X), standardize(y)
    m, b, _ = linear_regression(Z, V, epochs=2, learning_rate=0.5)  # the 2nd removes rounding
    m = m * y_stdev / x_stdev
    return m, y_mean + b * y_stdev - m * x_mean


def _deviations(values):
    """Return the mean of the values, the deviation of each from the mean, and the variance."""
    first = values[0]  # subtracted before anything is rounded, as a large mean would cost digits
    shift = sum([value - first for value in values]) / len(values)
    deviations = [value - first - shift for value in values]
    return first + shift, deviations, sum([d * d for d in deviations]) / len(values)


def _dot(A, B):
    """Return the sum of the products a * b."""
    return sum([a * b for a, b in zip(A, B)])


# Several features, other losses.


def squared(residual):
    """Return the error residual^2 and its derivative, 2 * residual."""
    return residual * residual, 2 * residual


def absolute(residual):
    """Return the error |residual| and its derivative: 1 above 0, -1 below 0, 0 at 0.

    An outlier pulls no harder than any other point at the same x. The steps do not shrink below
    the pull of about one point, so in the end the line oscillates.
    """
    return abs(residual), 1 if residual > 0 else -1 if residual < 0 else 0


def huber(delta):
    """Return a loss that is `squared` for residuals up to delta and grows linearly beyond.

        error = clipped * (2 * residual - clipped)        derivative = 2 * clipped
        clipped = max(-delta, min(residual, delta))

    delta is above 0 and in the unit of y; an outlier pulls no harder than a point at that distance.
    Source: Huber, "Robust Estimation of a Location Parameter" (1964), whose error is half of this.

    >>> loss = huber(1)
    >>> loss(0.5), loss(-3)
    ((0.25, 1.0), (5, -2))
    """
    if not (_finite([delta]) and delta > 0):
        raise ValueError(f"delta is {delta!r:.60}: it must be a number above 0")

    def loss(residual):
        clipped = max(-delta, min(residual, delta))
        return clipped * (2 * residual - clipped), 2 * clipped
    return loss


def gradient_descent(rows, y, weights=None, bias=0, epochs=1000, learning_rate=0.0001,
                     loss=squared):
    """Return the weights, the bias and the last cost of y = sum(weight * feature) + bias.

    weights are k numbers to start from, or None for zeros. `loss` returns the error of a residual
    and its derivative; the cost is the mean error, and each epoch takes one step downhill:

        weight = weight + learning_rate * sum(feature * derivative) / N        for each feature
        bias = bias + learning_rate * sum(derivative) / N

    The 2 of the ten lines is in the derivative of `squared`. The learning rate must be below
    1 / min(A, B), where p and q are features, among them the 1 whose weight is the bias:

        A = sum over p of mean(p^2)        B = largest over p of: sum over q of |mean(p * q)|

    Below it, the descent converges, but correlated features take many epochs. For a loss whose
    derivative rises c times as fast as that of `squared`, divide the rate by c. For `absolute` and
    `huber`, standardize y, too, or call `fit`: they move the bias by about the rate in each epoch.

    >>> gradient_descent([[-1, 0], [1, 0]], [1, 5], epochs=1, learning_rate=0.5)
    ([2.0, 0.0], 3.0, 13.0)
    """
    rows, y, N, k = _rows(rows, y)
    weights = _numbers("weights", [0] * k if weights is None else weights, k)
    _check(bias=bias)
    features = [*zip(*rows), [1] * N]  # the bias is the weight of a feature that is always 1
    products = [[abs(float(_dot(p, q) / N)) for q in features] for p in features]
    bound = min(sum([products[i][i] for i in range(k + 1)]), max(map(sum, products)))
    _check_rate(learning_rate, 1 / bound, "standardize each feature, as fit does, or ", epochs)
    for _ in range(epochs):
        residuals = [y_i - (_dot(weights, row) + bias) for row, y_i in zip(rows, y)]
        errors, derivatives = zip(*map(loss, residuals))
        weights = [w + learning_rate * _dot(x, derivatives) / N for w, x in zip(weights, features)]
        bias = bias + learning_rate * sum(derivatives) / N
    return weights, bias, sum(errors) / N


def fit(rows, y, epochs=1000, learning_rate=None, loss=squared):
    """Return the weights and the bias in the units of rows and y: standardize, descend, scale back.

    learning_rate is 0.9 / (k + 1) if none is given. The loss sees y standardized, so huber's delta
    is in standard deviations of y. If twice the epochs change a digit that you need, take more.

    >>> weights, bias = fit([[0, 0], [0, 1000], [10, 0], [10, 1000]], [5, 8, 7, 10])
    >>> [round(weight, 6) for weight in weights], round(bias, 6)
    ([0.2, 0.003], 5.0)
    """
    rows, y, _, k = _rows(rows, y)
    columns, means, stdevs = zip(*[standardize(column) for column in zip(*rows)])
    V, y_mean, y_stdev = standardize(y)
    rate = 0.9 / (k + 1) if learning_rate is None else float(learning_rate)
    weights, bias, _ = gradient_descent(list(zip(*columns)), V, None, 0, epochs, rate, loss)
    weights = [w * y_stdev / stdev for w, stdev in zip(weights, stdevs)]
    return weights, y_mean + bias * y_stdev - _dot(weights, means)


# Any number of points.


def averages(X, y):
    """Return the means of X and y, the variance of X, the covariance, and the variance of y.

        x_mean = 1/N * sum(x)        x_var = 1/N * sum((x - x_mean)^2)
        y_mean = 1/N * sum(y)        y_var = 1/N * sum((y - y_mean)^2)
        xy_cov = 1/N * sum((x - x_mean) * (y - y_mean))

    The cost and its gradients depend on nothing else: mean(x^2), for one, is x_var + x_mean^2.

    >>> averages([8, 10, 12], [3, 3, 9])
    (10.0, 5.0, 2.6666666666666665, 4.0, 8.0)
    """
    X, y, N = _points(X, y)
    (x_mean, dx, x_var), (y_mean, dy, y_var) = _deviations(X), _deviations(y)
    return x_mean, y_mean, x_var, _dot(dx, dy) / N, y_var


def three_points(x_mean, y_mean, x_var, xy_cov, y_var):
    """Return X3, y3: three points that have these means, variances and covariance.

    One point lies on the best line, twice the width to the right of x_mean, the others one width to
    the left, as far above the line as below it. With slope = xy_cov / x_var,

        width = sqrt(x_var / 2)        apart = sqrt(3/2 * (y_var - slope * xy_cov))

    >>> three_points(x_mean=10, y_mean=5, x_var=2, xy_cov=4, y_var=14)
    ([12.0, 9.0, 9.0], [9.0, 6.0, 0.0])
    """
    _check(x_mean=x_mean, y_mean=y_mean)
    x_mean, y_mean, x_var, xy_cov, y_var = map(float, (x_mean, y_mean, x_var, xy_cov, y_var))
    # Sums over a billion points can be off by 1e-7 of their size.
    if not (min(x_var, y_var) >= 0 and xy_cov * xy_cov <= x_var * y_var * (1 + 2e-6) < math.inf):
        raise ValueError(f"no points have x_var {x_var}, xy_cov {xy_cov} and y_var {y_var}")
    slope = xy_cov / x_var if x_var else 0.0
    width, apart = math.sqrt(x_var / 2), math.sqrt(1.5 * max(0.0, y_var - slope * xy_cov))
    left, y_left, y_right = x_mean - width, y_mean - slope * width, y_mean + 2 * slope * width
    return [x_mean + 2 * width, left, left], [y_right, y_left + apart, y_left - apart]


def condense(X, y):
    """Return X3, y3: three points with the same `averages`, on which descent takes the same path.

    >>> condense([-2, -1, 0, 1, 2], [-4, -2, 0, 2, 4])
    ([2.0, -1.0, -1.0], [4.0, -2.0, -2.0])
    """
    return three_points(*averages(X, y))


# Pictures.


def plot(X, y, m, b):
    """Return a picture of the points and of the line y = m * x + b, drawn in ASCII characters.

    >>> print(plot([1, 2, 3], [10, 20, 30], m=10, b=0).splitlines()[0])
              30 |                                                         ==+|
    """
    X, y = [list(map(float, values)) for values in _points(X, y, m=m, b=b)[:2]]
    frame = min(X), max(X) - min(X) or 1, min(y), max(y) - min(y) or 1  # 1 if all are the same
    counts = Counter([_cell(x_i, y_i, *frame) for x_i, y_i in zip(X, y)])
    marks = {cell: ".::ooooOOOOOOOO@"[min(n, 16) - 1] for cell, n in counts.items()}
    for x in [frame[0] + frame[1] * column / 59 for column in range(60)]:
        cell = _cell(x, float(m) * x + float(b), *frame)
        marks[cell] = "+" if cell in counts else "="
    legend = "points: . 1  : 2-3  o 4-7  O 8-15  @ more   line: =  on points: +"
    return f"{_draw(marks, *frame)}\n{'':14}{legend}"


def plot_cost(X, y, lines):
    """Return a map of the cost, where m grows to the right and b towards the top, both to scale.

    The lines (m, b) are marked by the last digit of their index, and the best line, in the middle,
    by *. More ink is higher ground: from the best line to the costliest one, . : + # begin at 1/4,
    2/4, 3/4 and 4/4 of the distance, the square root of the excess cost; the legend has the costs.

    >>> print(plot_cost([1, 2, 3, 4], [5, 7, 9, 11], [(0, 0)]).splitlines()[7])
               3 |##################+++:::...   *  ...:::+++##################|
    """
    lines = [fit_line(X, y)] + [tuple(map(float, _numbers(f"lines[{i}]", line, 2)))
                                for i, line in enumerate(_list("lines", lines))]
    (m, b), (X, y) = lines[0], condense(X, y)  # on the three points, every line costs the same
    # A character is twice as high as it is wide, so 14 rows are as high as 28 columns are wide.
    side = 1.2 * max([max(abs(m_i - m) * 28 / 59, abs(b_i - b)) for m_i, b_i in lines])
    far = side > 1e-12 * (abs(m) + max(map(abs, y)))  # or all are the best line, but for rounding
    costs = [mean_squared_error(X, y, *line) for line in lines]
    levels = [costs[0] + (far and max(costs) - costs[0] or 1) * k * k / 16 for k in (1, 2, 3, 4)]
    side = side if far else 1
    frame = left, width, bottom, height = m - side * 59 / 28, side * 59 / 14, b - side, 2 * side
    marks = {_cell(*line, *frame): str(i)[-1] for i, line in enumerate(lines[1:])}
    marks[_cell(m, b, *frame)] = "*"
    for column, row in product(range(60), range(15)):
        cost = mean_squared_error(X, y, left + width * column / 59, bottom + height * row / 14)
        marks.setdefault((column, row), " .:+#"[sum([cost >= level for level in levels])])
    legend = "  ".join([f"{mark} {level:.4g}" for mark, level in zip(".:+#", levels)])
    return f"{_draw(marks, *frame)}\ncost from  {legend}  best line *"


def _cell(x, y, left, width, bottom, height):
    """Return the column (0 to 59) and the row (0 to 14) of a point, or a row beyond these."""
    return round(59 * (x - left) / width), round(max(-1, min(15, 14 * (y - bottom) / height)))


def _draw(marks, left, width, bottom, height):
    """Return a framed picture of the marks, {(column, row): character}, with its ranges."""
    labels = dict(zip((0, 7, 14), _labels(bottom, bottom + height / 2, bottom + height)))
    margin = max(12, *map(len, labels.values()))
    rows = ["".join([marks.get((column, row), " ") for column in range(60)]) for row in range(15)]
    lines = [f"{labels.get(i, ''):>{margin}} |{row}|" for i, row in enumerate(rows)][::-1]
    ends = "{:<30}{:>30}".format(*_labels(left, left + width))
    return "\n".join(lines + [f"{'':{margin}} +{'-' * 60}+", f"{'':{margin}}  {ends}"])


def _labels(*values):
    """Return numbers as text, with the digits (6 to 10) that it takes to tell them apart."""
    digits = 3 + int(math.log10(max(map(abs, values)) / (values[-1] - values[0] or 1)))
    return [f"{value:.{max(6, min(10, digits))}g}" for value in values]


# What is refused.


def _finite(values):
    """Return whether all values are numbers, and their absolute values add up to at most 1e70."""
    try:
        return bool(sum(map(abs, values)) <= 1e70)  # False with nan; (1e70^2)^2 is still finite
    except (TypeError, ArithmeticError):  # text, None, pd.NA; an int too large for a float
        return False


def _check(**numbers):
    """Refuse what is not a number of at most 1e70 in absolute value, by its name."""
    for name, value in numbers.items():
        if not _finite([value]):
            raise ValueError(f"{name} is {value!r:.60}: give a number from -1e70 to 1e70")


def _list(name, values, length=None):
    """Return a sequence, array or DataFrame as a list; refuse a wrong length."""
    if isinstance(values, (int, float)):
        raise ValueError(f"{name} is {values!r:.60}: give a list")
    values = values.to_numpy() if hasattr(values, "columns") else values  # a DataFrame
    values = values.tolist() if hasattr(values, "tolist") else list(values)
    if not set(map(type, values)) <= {int, float}:  # NumPy's numbers overflow: make them Python's
        values = [value.tolist() if hasattr(value, "tolist") else value for value in values]
    if not 0 < len(values) == (length or len(values)):
        raise ValueError(f"{name} has length {len(values)}: it must be {length or 'at least 1'}")
    return values


def _numbers(name, values, length=None):
    """Return a list of numbers; refuse anything else by its index."""
    values = _list(name, values, length)
    if not _finite(values):  # all at once is fast; one by one names the index
        _check(**{f"{name}[{i}]": value for i, value in enumerate(values)})
    return values


def _points(X, y, **line):
    """Return X and y as lists, and their length N; check the numbers of a line, too."""
    X = _numbers("X", X)
    _check(**line)
    return X, _numbers("y", y, len(X)), len(X)


def _rows(rows, y):
    """Return rows and y as lists, their length N and the length k of every row."""
    y = _numbers("y", y)
    rows = _list("rows", rows, len(y))
    k = len(_list("rows[0]", rows[0]))
    return [_numbers(f"rows[{i}]", row, k) for i, row in enumerate(rows)], y, len(y), k


def _check_rate(rate, limit, advice, epochs=1):
    """Refuse a learning rate that is not above 0 and below the limit, and fewer epochs than 1."""
    if epochs < 1:
        raise ValueError(f"epochs is {epochs!r}: it must be at least 1")
    if not (0 < rate < limit and float(rate) < limit):
        raise ValueError(f"learning_rate is {rate}: {advice}take one above 0 and below {limit}")


def _checked(X, y, m_current, b_current, epochs, learning_rate):
    """Return X, y and N = len(y), on which the descent converges."""
    _check_rate(learning_rate, max_learning_rate(X), "standardize X, as fit_line does, or ", epochs)
    return _points(X, y, m_current=m_current, b_current=b_current)


# The command line.


def main(argv=None):
    """Fit a line to two columns of a table, or to made-up points, and print its descent."""
    parser = argparse.ArgumentParser("linreg.py", description="Fit a line by gradient descent.")
    option = parser.add_argument
    option("file", nargs="?", metavar="FILE", help="a table; - is standard input (made-up points)")
    option("-x", "--x", metavar="COLUMN", help="name or number (1); 0 numbers the rows")
    option("-y", "--y", metavar="COLUMN", help="name or number (2)")
    option("--skip", action="store_true", help="leave out lines whose x or y is not a number")
    option("--epochs", type=int, default=math.inf, metavar="N", help="number of steps (as needed)")
    option("--learning-rate", type=float, metavar="R", help="step (0.1, with --raw half the limit)")
    option("--raw", action="store_true", help="descend on x as it is, not standardized")
    option("--version", action="version", version=f"linreg.py {__version__}")
    option = parser.add_mutually_exclusive_group().add_argument
    option("--quiet", action="store_true", help="print m, b and cost; the rest to standard error")
    option("--watch", action="store_true", help="show the descent on a map of the cost")
    args = parser.parse_args(argv)
    if args.file is None and (args.x, args.y, args.skip) != (None, None, False):
        parser.error("--x, --y and --skip need a FILE (- is standard input)")
    try:
        if args.file is None:
            _report(args, *make_data(), "points made up around y = 7.6 x - 3.3 (no FILE was given)")
        else:
            _report(args, *_read_table(args.file, args.x or "1", args.y or "2", args.skip))
    except (OSError, ValueError, ArithmeticError, csv.Error) as error:
        if isinstance(error, OSError) and error.filename is None:  # printing failed, and would so
            sys.stdout = None  # again when Python flushes it at exit
        if not isinstance(error, BrokenPipeError):  # as from "| head"
            parser.exit(2, f"linreg.py: {error}\n")
    except KeyboardInterrupt:
        parser.exit(130)


def _report(args, X, y, source):
    """Descend as the arguments say, and print each row of the way, the line and a verdict."""
    x_mean, y_mean, x_var, xy_cov, y_var = averages(X, y)
    if x_var < 1e-140 or 0 < y_var < 1e-140 or y_var > 1e100 * x_var:
        raise ValueError("x or y is too small or too large: give it in another unit" if x_var else
                         f"all x are the same (number of points: {len(X)}): any slope fits as well")
    # The descent is on z = (x - mean) / stdev and on y - y_mean, and three points stand for all.
    mean, stdev = (0, 1) if args.raw else (x_mean, math.sqrt(x_var))
    Z, y3 = three_points((x_mean - mean) / stdev, 0, x_var / stdev / stdev, xy_cov / stdev, y_var)
    limit, rate = max_learning_rate(Z), args.learning_rate
    rate = (limit / 2 if args.raw else 0.1) if rate is None else rate
    _check_rate(rate, limit, "leave out --raw, or " * args.raw, args.epochs)
    start = y_var + y_mean * y_mean  # what the line y = 0 costs
    # An excess of 1e-28 * y_var leaves 14 digits of the slope right.
    enough = epochs_to_converge(Z, rate, 1e-28 * y_var / (start or 1) or 1e-34)
    epochs = enough if args.epochs == math.inf else args.epochs
    if enough > 1e7 and args.epochs == math.inf:
        raise ValueError(f"it takes {enough:,} epochs: leave out --raw, or take a larger rate")
    m, b, epoch, lines = 0, -y_mean, 0, []
    while True:
        slope, intercept = m / stdev, b + y_mean - m / stdev * mean
        if args.watch:
            lines.append((m, b + y_mean))
            picture = plot_cost(Z, [y_i + y_mean for y_i in y3], lines)
            print("\x1b[2J\x1b[H" * sys.stdout.isatty() + picture)  # the codes clear the screen
            print("across: m; up: b" if args.raw else "across: m, per stdev of x; up: b, at mean x")
        if not args.quiet:
            print(f"epoch {epoch:<8} cost {mean_squared_error(Z, y3, m, b):<12.6g} "
                  f"y = {slope:.6g} x {intercept:+.6g}", flush=True)
        time.sleep(0.5 * args.watch)
        if epoch == epochs:
            break
        # Rows for epochs 0, 1, 3, 9, ... (or 0 to 8, 16, 32, ...); a million steps take seconds.
        steps = min(max(1, epoch // 8 * 8 if args.watch else 2 * epoch), epochs - epoch, 1000000)
        m, b, _ = linear_regression(Z, y3, m, b, steps, rate)
        epoch += steps
    best_m, best_b = fit_line(Z, y3)
    excess = mean_squared_error(Z, [0, 0, 0], m - best_m, b - best_b)
    verdict = f"Converged after {epochs} epochs: this is the best line."
    if epochs < enough and excess > 1e-28 * y_var + 1e-30 * y_mean * y_mean:  # more than rounding
        way = f"--epochs to get there ({enough})" if enough <= 1e7 else "--raw or --learning-rate"
        verdict = (f"Not converged after {epochs} epochs: leave out {way}.\n"
                   f"The cost is {excess:.4g} above that of the best line.")
    cost = mean_squared_error(X, y, slope, intercept)
    if args.quiet:
        print(slope, intercept, cost, flush=True)
    else:
        print(plot(X, y, slope, intercept))
        intercept = round(intercept, 12 - int(math.log10(start or 1) / 2))  # 0, not 4.4e-16
        print(f"y = {slope:.12g} x {'-' if intercept < 0 else '+'} {abs(intercept):.12g}")
        # If all y are the same, R^2 is 0 / 0: nan.
        print(f"mean squared error {cost:.6g}, R^2 {1 - cost / (y_var or math.nan):.6g}")
    print(f"{len(X)} {source}\n{verdict}", file=sys.stderr if args.quiet else None, flush=True)


def _read_table(path, x, y, skip):
    """Return X and y from two columns of a table, and a text that says which these are."""
    names = {name for name in (x, y) if not name.isdigit()}
    with open(0 if path == "-" else path, encoding="utf-8-sig", errors="replace") as file:
        if b"\0" in file.buffer.peek():
            raise ValueError("this is not text: save the table as CSV in UTF-8")
        # The table begins with the first line that has the names, after empty lines and comments.
        tops = ((n, top) for n, top in enumerate(file) if top[0] != "#" and top.strip(' \t;,"\n'))
        first = next(tops, (0, ""))
        found = (t for t in chain([first], tops) if names <= {*map(str.strip, *_split(t[1]))})
        n, top = next(found, first)
        # Empty lines in place of those above keep the numbers of the lines.
        reader = _split(top, chain(["\n"] * n, [top.strip(" \n") + "\n"], file))
        try:
            return _two_columns(reader, x, y, skip)
        except csv.Error as error:
            raise ValueError(f"line {reader.line_num}, or a quote that opens above it: {error}")


def _split(top, lines=None):
    """Return a csv.reader of lines, or of their top alone, whose delimiter is found in the top."""
    # Every other piece lies outside quotes. The top alone may be a title, with any quotes in it.
    sep = next((d for d in "\t;," if d in "".join(top.split('"')[::2])), " ")
    return csv.reader(lines or [top], delimiter=sep, skipinitialspace=True, strict=bool(lines))


def _two_columns(reader, x, y, skip):
    """Return what `_read_table` does, from a csv.reader whose first row may be a header."""
    X, Y, first, sep = [], [], next(filter(any, reader), ["", ""]), reader.dialect.delimiter
    names, width = ["number of the row", *map(str.strip, first)], len(first)
    numbers = {str(n): n for n in range(len(names))}
    i, j = [numbers.get(c, names.index(c) if names.count(c) == 1 else None) for c in (x, y)]
    if None in (i, j) or i == j:
        raise ValueError(f"no two columns {x!a}, {y!a}: pick from {dict(enumerate(names))!a:.200}")
    # The first row is a header if a column was found by its name in it, or if no cell is a number.
    header = (x, y) != (str(i), str(j)) or all(math.isnan(_number(names[n], sep)) for n in (i, j))
    labels = [f"{n} ({names[n]!a})" if header else n for n in range(width + 1)]
    rows = filter(any, reader if header else chain([first], reader))  # without the empty ones
    for count, row in enumerate(rows, 1):
        cells = [f"{count}", *row, *[""] * width]  # a cell that is missing is empty
        x_i, y_i = _number(cells[i], sep), _number(cells[j], sep)
        # The last cells may be left out or empty; between blanks, it may be any that is left out.
        fits = len(row) == width or not any(row[width:]) and (len(row) > width or sep != " ")
        if fits and math.isfinite(x_i + y_i):
            X.append(x_i)
            Y.append(y_i)
        elif not skip:
            n = j if math.isfinite(x_i) else i
            wrong = f"{cells[n]!a:.60} in column {labels[n]} is not a number"
            wrong = wrong if fits else f"expected {width} fields, found {len(row)}"
            raise ValueError(f"line {reader.line_num}: {wrong}; choose columns with --x and --y, "
                             "or leave such lines out with --skip")
    if not X:
        raise ValueError(f"no row has {width} fields and numbers in columns {i} and {j}")
    return X, Y, f"points from columns {labels[i]} and {labels[j]}, lines skipped: {count - len(X)}"


def _number(text, sep):
    """Return the number in a cell, or nan."""
    try:  # 1_000 is a number in Python only
        return float((text.replace(",", ".") if sep == ";" else text).replace("_", "?"))
    except ValueError:
        return math.nan


if __name__ == "__main__":
    main()
