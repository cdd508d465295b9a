# SPDX-License-Identifier: 0BSD (copying this file is free, with no conditions and no warranty)
"""Linear regression by gradient descent, in ten lines of plain Python.

`linear_regression` fits a line to points by walking downhill on its mean squared error:

>>> m, b, cost = linear_regression([1, 2, 3, 4], [5, 7, 9, 11], learning_rate=0.1)
>>> print(f"y = {m:.4f} x + {b:.4f}")
y = 2.0000 x + 3.0000

`python3 linreg.py` shows a descent, and `python3 linreg.py data.csv` fits a line to a table. The
parts of this file build on each other, so you can stop reading after any of them:

    The ten lines                       linear_regression, mean_squared_error
    Points to try it on                 gaussian, make_data, train_test_split
    The learning rate                   max_learning_rate, epochs_to_converge
    Any scale                           standardize, fit_line
    Several features, other losses      squared, absolute, huber, gradient_descent, fit
    Any number of points                averages, three_points, condense
    Pictures                            plot, plot_cost
    Checks                              what the functions above refuse
    The command line                    main

X and y are sequences of N numbers: lists, tuples, arrays or columns of a table. rows is a
sequence of N rows of k numbers, or a DataFrame. The numbers are ints, floats or Fractions from
-1e70 to 1e70. (Differences below 1e-150 may be lost.) m and weights are in units of y per unit of
x, b and bias in units of y. No function changes its arguments. A function raises a ValueError that
names the argument if a number is not of this kind, or if a list is empty or has the wrong length.
(noise, loss and seed are not checked, nor are the values that train_test_split deals out.)

Sources: Joseph J. Bautista, "Linear Regression Using Gradient Descent in 10 Lines of Code" (2017),
for the ten lines; Eden Au, "Linear Regression in 3 Steps" (2019), for the made-up points and for
what to try next.
"""

import argparse
import csv
import itertools
import math
import numbers
import random
import re
import sys
import time
from collections import Counter, namedtuple

__version__ = "5.0.0"


# The ten lines


def linear_regression(X, y, m_current=0, b_current=0, epochs=1000, learning_rate=0.0001):
    """Return the slope m, the intercept b and the last cost of a line fitted by descent.

    A residual, y - (m * x + b), is how far a point lies above the line. The cost is the mean of
    the squared residuals. Each epoch takes one step against the gradients, which are the
    derivatives of the cost:

        m_gradient = -2/N * sum(x * residual)      m = m - learning_rate * m_gradient
        b_gradient = -2/N * sum(residual)          b = b - learning_rate * b_gradient

    The descent starts from the line `m_current`, `b_current`. To continue a descent, pass the line
    that it returned. As in the article, the cost is that of the line before the last step.
    Half of `max_learning_rate(X)` is a good rate, and `epochs_to_converge(X, rate)` says how many
    epochs it takes.

    >>> linear_regression([-1, 1], [1, 5], epochs=1, learning_rate=0.5)
    (2.0, 3.0, 13.0)
    """
    # These two lines check the arguments. All others, from `def` on, are the ten lines.
    X, y = _as_points(X, y)
    m_current, b_current, learning_rate = _as_start(X, m_current, b_current, epochs, learning_rate)
    N = len(y)
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
    X, y = _as_points(X, y)
    m = _as_number("m", m)
    b = _as_number("b", b)
    return sum([(y_i - (m * x_i + b)) ** 2 for x_i, y_i in zip(X, y)]) / len(y)


# Points to try it on


def gaussian(rng):
    """Return a normally distributed number with mean 0 and standard deviation 3."""
    return rng.gauss(0, 3)


def make_data(n=10000, m=7.6, b=-3.3, noise=gaussian, seed=42):
    """Return X, y: n points around the line y = m * x + b, the same for the same seed.

        y = m * x + b + noise(rng)        x uniformly distributed from -10 to 10

    rng is a random.Random, and noise takes it and returns a number.

    >>> X, y = make_data(n=3, m=2, b=1, noise=lambda rng: 0)
    >>> y == [2 * x_i + 1 for x_i in X]
    True
    """
    _check_count("n", n)
    m = _as_number("m", m)
    b = _as_number("b", b)
    rng = random.Random(seed)
    X = [rng.uniform(-10, 10) for _ in range(n)]
    y = [m * x_i + b + noise(rng) for x_i in X]
    return X, y


def train_test_split(X, y, test_size=0.25, seed=None):
    """Return X_train, X_test, y_train, y_test: the points, split at random.

    test_size is a whole number of test points, or their share as a number below 1, which is rounded
    up to whole points. X may be rows. The order of what is returned is that of scikit-learn, where
    seed is called random_state.

    >>> train_test_split([0, 1, 2, 3], ["a", "b", "c", "d"], seed=1)
    ([2, 0, 3], [1], ['c', 'a', 'd'], ['b'])
    """
    X = _as_list("X", X)
    y = _as_list("y", y, len(X))
    n_test = _as_number("test_size", test_size)
    if not isinstance(n_test, int):
        n_test = math.ceil(n_test * len(X))
    if not 1 <= n_test < len(X):
        raise ValueError(f"test_size is {test_size!r}: of {len(X)} points, each part needs one")
    order = random.Random(seed).sample(range(len(X)), len(X))
    test = order[:n_test]
    train = order[n_test:]
    X_train = [X[i] for i in train]
    X_test = [X[i] for i in test]
    y_train = [y[i] for i in train]
    y_test = [y[i] for i in test]
    return X_train, X_test, y_train, y_test


# The learning rate


def max_learning_rate(X):
    """Return the limit of the learning rate: below it, descent on X converges for any y.

    A step multiplies the distance from the best line by 1 - learning_rate * curvature. That must
    lie between -1 and 1 even in the direction in which the cost bends most sharply. The second
    derivatives of the cost are [[2 * q, 2 * mu], [2 * mu, 2]], with q = mean of x^2 and mu = mean
    of x. Their larger eigenvalue is the sharpest curvature:

        sharpest = q + 1 + sqrt((q - 1)^2 + 4 * mu^2)        limit = 2 / sharpest

    >>> max_learning_rate([-1, 1]), max_learning_rate([-1000, 1000])
    (1.0, 1e-06)
    """
    X = _as_numbers("X", X)
    q = float(_dot(X, X) / len(X))
    mu = float(sum(X) / len(X))
    sharpest = q + 1 + math.sqrt((q - 1) ** 2 + 4 * mu**2)
    return 2 / sharpest


def epochs_to_converge(X, learning_rate, share=1e-6):
    """Return how many epochs are enough to shrink the excess cost to this share of itself.

    The excess is how much more a line costs than the best line. Rounding aside, the number holds
    for any y and any start: in every direction, an epoch leaves at most 1 - covered of the distance
    to the best line, and the excess shrinks as the square of that distance.

        epochs = log(share) / log((1 - covered)^2), rounded up
        covered = min(learning_rate * flattest, 2 - learning_rate * sharpest)
        sharpest = 2 / max_learning_rate(X)        flattest = 4 * variance of x / sharpest

    >>> [epochs_to_converge([-1, 1], learning_rate) for learning_rate in (0.5, 0.1, 0.0001)]
    [1, 31, 34536]
    """
    X = _as_numbers("X", X)
    limit = max_learning_rate(X)
    rate = float(_as_rate(learning_rate, limit))
    share = float(_as_number("share", share))
    if not 0 < share < 1:
        raise ValueError(f"share is {share}: it must be above 0 and below 1")
    _, _, variance = _mean_and_variance(X)
    sharpest = 2 / limit
    flattest = 4 * float(variance) / sharpest
    if flattest == 0:  # all x are the same: the cost bends in one direction only
        flattest = sharpest
    covered = min(rate * flattest, 2 - rate * sharpest)
    if covered < 1e-300:
        raise ValueError("it takes more than 1e300 epochs: x hardly varies, or the rate is tiny")
    covered = covered * (1 - 1e-9)  # at 1, there is no log(1 - covered)
    return math.ceil(math.log(share) / (2 * math.log1p(-covered)))


def _mean_and_variance(values):
    """Return the mean of the values, the deviation of each from it, and the variance."""
    first = values[0]  # subtracted before anything is rounded: a large mean costs digits
    shift = sum([value - first for value in values]) / len(values)
    deviations = [value - first - shift for value in values]
    return first + shift, deviations, _dot(deviations, deviations) / len(values)


def _dot(A, B):
    """Return the sum of the products a * b."""
    return sum([a * b for a, b in zip(A, B)])


# Any scale


def standardize(X):
    """Return Z, which is X rescaled to mean 0 and variance 1, and the mean and stdev of X.

        z = (x - mean) / stdev
        stdev = sqrt(1/N * sum((x - mean)^2)), or 1 if that is 0

    On Z the limit of the learning rate is 1. At a rate of 0.5, one epoch reaches the best line.

    >>> standardize([3000, 5000])
    ([-1.0, 1.0], 4000.0, 1000.0)
    """
    X = _as_numbers("X", X)
    mean, deviations, variance = _mean_and_variance(X)
    stdev = math.sqrt(variance)
    if stdev == 0:
        stdev = 1.0
    Z = [float(deviation) / stdev for deviation in deviations]
    return Z, float(mean), stdev


def fit_line(X, y):
    """Return the slope and the intercept of the best line, whatever the scale of X and y.

    It standardizes X and y, descends, and scales back. If all x are the same, the result is the
    flat line at the mean of y.

    >>> fit_line([3000, 5000], [10, 50])
    (0.02, -50.0)
    """
    X, y = _as_points(X, y)
    Z, x_mean, x_stdev = standardize(X)
    V, y_mean, y_stdev = standardize(y)
    # One epoch would do. The second one removes rounding errors.
    m, b, _ = linear_regression(Z, V, epochs=2, learning_rate=0.5)
    slope = m * y_stdev / x_stdev
    intercept = y_mean + b * y_stdev - slope * x_mean
    return slope, intercept


# Several features, other losses


def squared(residual):
    """Return the error residual^2 and its derivative, 2 * residual."""
    return residual * residual, 2 * residual


def absolute(residual):
    """Return the error |residual| and its derivative: 1 above 0, -1 below 0, 0 at 0.

    An outlier pulls no harder than any other point at the same x. The pull does not weaken near the
    line, so at a fixed rate the line oscillates in the end.
    """
    if residual > 0:
        return residual, 1
    if residual < 0:
        return -residual, -1
    return residual, 0


def huber(delta):
    """Return a loss that is `squared` for residuals up to delta and grows linearly beyond.

        error = clipped * (2 * residual - clipped)        derivative = 2 * clipped
        clipped = max(-delta, min(residual, delta))

    delta is above 0, in the unit of y. An outlier pulls no harder than a point at that distance.
    Source: Huber, "Robust Estimation of a Location Parameter" (1964), whose error is half of this.

    >>> loss = huber(1)
    >>> loss(0.5), loss(-3)
    ((0.25, 1.0), (5, -2))
    """
    delta = _as_number("delta", delta)
    if delta <= 0:
        raise ValueError(f"delta is {delta}: it must be above 0")

    def loss(residual):
        clipped = max(-delta, min(residual, delta))
        return clipped * (2 * residual - clipped), 2 * clipped

    return loss


def gradient_descent(
    rows, y, weights=None, bias=0, epochs=1000, learning_rate=0.0001, loss=squared
):
    """Return the weights, the bias and the last cost of y = sum(weight * feature) + bias.

    weights are k numbers to start from, or None for zeros. loss takes a residual and returns its
    error and the derivative of the error. The cost is the mean error. Each epoch takes one step:

        gradient = -1/N * sum(feature * derivative)
        weight = weight - learning_rate * gradient
        bias_gradient = -1/N * sum(derivative)
        bias = bias - learning_rate * bias_gradient

    (The 2 of the ten lines is part of the derivative of `squared`.) The learning rate must be below

        limit = 1 / max over p of sum over q of |mean(p * q)|

    where p and q run over the features and the constant 1, whose weight is the bias. Below the
    limit the descent converges, but features that rise and fall together take many epochs. (In
    `fit` they do not.) If the derivative of a loss rises c times as fast as that of `squared`,
    divide the learning rate by c. If the derivative jumps, as that of `absolute` does, the steps
    never become smaller.

    >>> gradient_descent([[-1, 0], [1, 0]], [1, 5], epochs=1, learning_rate=0.5)
    ([2.0, 0.0], 3.0, 13.0)
    """
    rows, y = _as_rows(rows, y)
    N = len(rows)
    k = len(rows[0])
    if weights is None:
        weights = [0] * k
    weights = _as_numbers("weights", weights, k)
    bias = _as_number("bias", bias)
    features = list(zip(*rows))
    limit = _limit_for(features + [[1] * N])
    learning_rate = _as_rate(learning_rate, limit)
    _check_count("epochs", epochs)
    for _ in range(epochs):
        residuals = [y_i - (_dot(weights, row) + bias) for row, y_i in zip(rows, y)]
        errors, derivatives = zip(*[loss(residual) for residual in residuals])
        gradients = [-_dot(feature, derivatives) / N for feature in features]
        bias_gradient = -sum(derivatives) / N
        weights = [w - learning_rate * gradient for w, gradient in zip(weights, gradients)]
        bias = bias - learning_rate * bias_gradient
    return weights, bias, sum(errors) / N


def _limit_for(features):
    """Return 1 / max over p of sum over q of |mean(p * q)|, where p and q are features."""
    sums = []
    for p in features:
        sizes = [abs(float(_dot(p, q) / len(p))) for q in features]
        sums.append(sum(sizes))
    return 1 / max(sums)


def fit(rows, y, epochs=50, learning_rate=0.5, loss=squared):
    """Return the weights and the bias in the units of rows and y, whatever their scale.

    It standardizes y and every feature, makes the features uncorrelated, descends, and converts the
    weights back. With `squared`, one epoch at 0.5 reaches the best weights, however alike the
    features are. A feature that says nothing new gets the weight 0.

    The descent has ten rounds of epochs. The first one is at learning_rate, which is between 0 and
    1, and each other one at half the rate of the round before. So it settles for other losses, too.
    A round that ends at a higher cost than that of the start is undone. If even the last round
    diverges, learning_rate is refused. The loss sees standardized y, so the delta of huber is in
    standard deviations of y.

    >>> weights, bias = fit([[0, 0], [0, 1000], [10, 0], [10, 1000]], [5, 8, 7, 10])
    >>> [round(weight, 6) for weight in weights], round(bias, 6)
    ([0.2, 0.003], 5.0)
    """
    rows, y = _as_rows(rows, y)
    learning_rate = _as_number("learning_rate", learning_rate)
    if not 0 < learning_rate < 1:
        raise ValueError(f"learning_rate is {learning_rate}: it must be above 0 and below 1")
    standardized = [standardize(feature) for feature in zip(*rows)]
    columns, means, stdevs = zip(*standardized)
    V, y_mean, y_stdev = standardize(y)
    features, recipes = _uncorrelated(columns)
    new_rows = list(zip(*features))
    new_weights, new_bias = _descend_in_rounds(new_rows, V, epochs, learning_rate, loss)
    weights = []
    for j, stdev in enumerate(stdevs):
        parts = [recipe[j] for recipe in recipes]
        weights.append(_dot(new_weights, parts) * y_stdev / stdev)
    bias = y_mean + new_bias * y_stdev - _dot(weights, means)
    return weights, bias


def _descend_in_rounds(rows, y, epochs, learning_rate, loss):
    """Return the weights and the bias after ten rounds, each at half the rate of the one before."""
    errors = [loss(y_i)[0] for y_i in y]
    start_cost = sum(errors) / len(y)
    weights = [0.0] * len(rows[0])
    best = weights, 0.0
    rate = float(learning_rate)
    for _ in range(10):
        try:
            weights, bias, cost = gradient_descent(rows, y, *best, epochs, rate, loss)
        except OverflowError:
            cost = math.inf
        if cost <= start_cost:  # otherwise the rate is too large for the loss
            best = weights, bias
        rate = rate / 2
    if not cost <= start_cost + abs(start_cost):  # even the last round diverged
        raise ValueError(f"learning_rate is {learning_rate}: it is too large for this loss")
    return best


def _uncorrelated(columns):
    """Return uncorrelated features of mean 0 and variance 1, and their recipes.

    The columns are standardized. Each feature is the column that says most beyond the features
    before it, less what these say already. Its recipe lists how much of each column is in it: the
    feature is the sum of recipe[i] * columns[i]. (This is the method of Gram and Schmidt.)
    """
    N = len(columns[0])
    candidates = []
    for i, column in enumerate(columns):
        recipe = [0.0] * len(columns)
        recipe[i] = 1.0
        candidates.append((column, recipe))
    found = []
    while candidates:
        # Rounded, so that the first of two twins is taken.
        variances = [round(_dot(column, column) / N, 9) for column, _ in candidates]
        most = variances.index(max(variances))
        column, recipe = candidates.pop(most)
        stdev = math.sqrt(_dot(column, column) / N)
        factor = 0.0
        if stdev > 1e-10:  # less is only rounding
            factor = 1 / stdev
        feature = [factor * x for x in column], [factor * part for part in recipe]
        found.append(feature)
        candidates = [_without(candidate, feature) for candidate in candidates]
    features, recipes = zip(*found)
    return features, recipes


def _without(candidate, feature):
    """Return a candidate, which is a column and its recipe, without what a feature says."""
    column, recipe = candidate
    z, z_recipe = feature
    slope = _dot(column, z) / len(z)
    column = [x - slope * z_i for x, z_i in zip(column, z)]
    recipe = [part - slope * z_part for part, z_part in zip(recipe, z_recipe)]
    return column, recipe


# Any number of points


def averages(X, y):
    """Return the means of X and y, the variance of X, the covariance, and the variance of y.

        x_mean = 1/N * sum(x)        x_var = 1/N * sum((x - x_mean)^2)
        y_mean = 1/N * sum(y)        y_var = 1/N * sum((y - y_mean)^2)
        xy_cov = 1/N * sum((x - x_mean) * (y - y_mean))

    For a given line, the cost and its gradients depend on these five numbers alone. For example,
    mean(x^2) is x_var + x_mean^2.

    >>> averages([8, 10, 12], [3, 3, 9])
    (10.0, 5.0, 2.6666666666666665, 4.0, 8.0)
    """
    X, y = _as_points(X, y)
    x_mean, x_deviations, x_var = _mean_and_variance(X)
    y_mean, y_deviations, y_var = _mean_and_variance(y)
    xy_cov = _dot(x_deviations, y_deviations) / len(y)
    return x_mean, y_mean, x_var, xy_cov, y_var


def three_points(x_mean, y_mean, x_var, xy_cov, y_var):
    """Return X3, y3: three points that have these means, variances and covariance.

    One point lies on the best line, twice the width to the right of x_mean. The others lie one
    width to the left, one above the line and one equally far below it. With slope = xy_cov / x_var,

        width = sqrt(x_var / 2)        apart = sqrt(3/2 * (y_var - slope * xy_cov))

    x_var, xy_cov and y_var are on the scale of squares, so they may be as large as 1e150.

    >>> three_points(x_mean=10, y_mean=5, x_var=2, xy_cov=4, y_var=14)
    ([12.0, 9.0, 9.0], [9.0, 6.0, 0.0])
    """
    x_mean = float(_as_number("x_mean", x_mean))
    y_mean = float(_as_number("y_mean", y_mean))
    x_var = float(_as_number("x_var", x_var, largest=1e150))
    xy_cov = float(_as_number("xy_cov", xy_cov, largest=1e150))
    y_var = float(_as_number("y_var", y_var, largest=1e150))
    most = x_var * y_var * (1 + 2e-6)  # sums over a billion points can be off by a millionth
    if x_var < 0 or y_var < 0 or xy_cov * xy_cov > most:
        raise ValueError(f"no points have x_var {x_var}, xy_cov {xy_cov} and y_var {y_var}")
    slope = 0.0
    if x_var > 0:
        slope = xy_cov / x_var
    width = math.sqrt(x_var / 2)
    apart = math.sqrt(1.5 * max(0.0, y_var - slope * xy_cov))
    left = x_mean - width
    right = x_mean + 2 * width
    y_left = y_mean - slope * width
    y_right = y_mean + 2 * slope * width
    return [right, left, left], [y_right, y_left + apart, y_left - apart]


def condense(X, y):
    """Return X3, y3: three points with the same `averages`, and so with the same descent.

    >>> condense([-2, -1, 0, 1, 2], [-4, -2, 0, 2, 4])
    ([2.0, -1.0, -1.0], [4.0, -2.0, -2.0])
    """
    return three_points(*averages(X, y))


# Pictures


def plot(X, y, m, b):
    """Return a picture, in ASCII characters, of the points and of the line y = m * x + b.

    >>> print(plot([1, 2, 3], [10, 20, 30], m=10, b=0).splitlines()[0])
              30 |                                                         ==+|
    """
    X, y = _as_points(X, y)
    m = _as_number("m", m)
    b = _as_number("b", b)
    left, right = _range(X)
    bottom, top = _range(y)
    frame = left, right, bottom, top
    counts = Counter([_cell(x_i, y_i, frame) for x_i, y_i in zip(X, y)])
    marks = {}
    for cell, count in counts.items():
        marks[cell] = _shade(count, (1, 2, 4, 8, 16), ".:oO@")
    for column in range(60):
        x = left + (right - left) * column / 59
        cell = _cell(x, m * x + b, frame)
        if cell in counts:
            marks[cell] = "+"
        else:
            marks[cell] = "="
    legend = "points: . 1  : 2-3  o 4-7  O 8-15  @ more   line: =  on points: +"
    return f"{_draw(marks, frame)}\n{'':14}{legend}"


def plot_cost(X, y, lines):
    """Return a map of the cost: m grows to the right and b upwards, both to scale.

    lines is a list of pairs m, b (more numbers in a line are ignored). A line is marked by the last
    digit of its index, and the best line, in the middle, by *. Darker is costlier: . : + # begin at
    1/16, 4/16, 9/16 and all of the excess cost of the costliest line, and the legend says at which
    cost. If all lines are the best one, the scale is fixed.

    >>> print(plot_cost([1, 2, 3, 4], [5, 7, 9, 11], [(0, 0)]).splitlines()[7])
               3 |##################+++:::...   *  ...:::+++##################|
    """
    X, y = _as_points(X, y)
    lines = _as_lines(lines)
    best_m, best_b = fit_line(X, y)
    x_mean, _, x_var, _, _ = averages(X, y)

    def excess(m, b):
        tilt = m - best_m
        lift = tilt * x_mean + b - best_b  # at the mean of x
        return lift * lift + tilt * tilt * x_var

    highest = max([excess(m, b) for m, b in lines])
    # A character is twice as high as it is wide, so 14 rows are as high as 28 columns are wide.
    distances = [max(abs(m - best_m) * 28 / 59, abs(b - best_b)) for m, b in lines]
    height = 1.2 * max(distances)
    size = abs(best_m) + abs(best_b) + max([abs(y_i) for y_i in y])
    if height <= 1e-12 * size:  # every line is the best one but for rounding
        height = max(1, 1e-9 * size)
        highest = height**2
    width = height * 59 / 28
    frame = best_m - width, best_m + width, best_b - height, best_b + height

    levels = [highest * part / 16 for part in (1, 4, 9, 16)]
    marks = {}
    for column in range(60):
        m = best_m + width * (column / 29.5 - 1)
        for row in range(15):
            b = best_b + height * (row / 7 - 1)
            marks[column, row] = _shade(excess(m, b), levels, ".:+#")
    for i, (m, b) in enumerate(lines):
        marks[_cell(m, b, frame)] = str(i % 10)
    marks[_cell(best_m, best_b, frame)] = "*"
    lowest = mean_squared_error(X, y, best_m, best_b)
    legend = "  ".join([f"{mark} {lowest + level:.4g}" for mark, level in zip(".:+#", levels)])
    return f"{_draw(marks, frame)}\ncost from  {legend}  best line *"


def _as_lines(lines):
    """Return the first two numbers, m and b, of each line as floats."""
    checked = []
    for i, line in enumerate(_as_list("lines", lines)):
        name = f"lines[{i}]"
        line = _as_list(name, line)
        m, b = _as_numbers(name, line[:2], 2)
        checked.append((float(m), float(b)))
    return checked


def _range(values):
    """Return the smallest and the largest value, set apart if they are the same."""
    low = float(min(values))
    high = float(max(values))
    if low == high:
        high = low + max(1, 1e-9 * abs(low))
    return low, high


def _shade(value, levels, characters):
    """Return the character of the highest level that the value reaches, or a blank."""
    shade = " "
    for level, character in zip(levels, characters):
        if value >= level:
            shade = character
    return shade


def _cell(x, y, frame):
    """Return the column and the row of a point, which are 0 to 59 and 0 to 14 in the picture."""
    left, right, bottom, top = frame
    column = 59 * (x - left) / (right - left)
    row = 14 * (y - bottom) / (top - bottom)
    half = 0.5 + 1e-9  # a half goes up, even if rounding has made it a little less
    return math.floor(column + half), math.floor(row + half)


def _draw(marks, frame):
    """Return the marks, {(column, row): character}, in a frame with its ranges."""
    left, right, bottom, top = frame
    low, middle, high = _labels(bottom, (bottom + top) / 2, top)
    labels = {14: high, 7: middle, 0: low}
    margin = max(12, len(low), len(middle), len(high))
    lines = []
    for row in range(14, -1, -1):
        label = labels.get(row, "")
        characters = "".join([marks.get((column, row), " ") for column in range(60)])
        lines.append(f"{label:>{margin}} |{characters}|")
    lines.append(f"{'':{margin}} +{'-' * 60}+")
    left_label, right_label = _labels(left, right)
    lines.append(f"{'':{margin}}  {left_label:<30}{right_label:>30}")
    return "\n".join(lines)


def _labels(*values):
    """Return rising numbers as text, with so many digits (6 to 10) that close ones differ."""
    largest = max([abs(value) for value in values])
    spread = values[-1] - values[0]
    digits = 3 + int(math.log10(largest / spread))
    digits = max(6, min(10, digits))
    return [f"{value:.{digits}g}" for value in values]


# Checks


def _as_number(name, value, largest=1e70):
    """Return the value as one of Python's numbers; refuse anything else."""
    if hasattr(value, "tolist"):  # a number of NumPy, which may overflow
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        raise ValueError(f"{name} is {value!r:.60}: give a number, not a list")
    if not isinstance(value, numbers.Real) or not -largest <= value <= largest:
        raise ValueError(f"{name} is {value!r:.60}: give a number from -{largest:g} to {largest:g}")
    return value


def _as_list(name, values, length=None):
    """Return a sequence, array, column or table as a list; refuse a wrong length."""
    if hasattr(values, "columns"):  # a DataFrame: its rows
        values = values.to_numpy()
    if hasattr(values, "tolist"):
        values = values.tolist()
    if not hasattr(values, "__iter__"):
        raise ValueError(f"{name} is {values!r:.60}: give a list")
    values = list(values)
    if len(values) == 0:
        raise ValueError(f"{name} is empty: give at least one value")
    if length is not None and len(values) != length:
        raise ValueError(f"{name} has length {len(values)}: it must be {length}")
    return values


def _as_numbers(name, values, length=None):
    """Return a list of Python's numbers; refuse anything else, and name its index."""
    values = _as_list(name, values, length)
    types = set(map(type, values))
    if types <= {int, float}:  # the usual case, checked all at once because that is fast
        if all([-1e70 <= value <= 1e70 for value in values]):
            return values
    return [_as_number(f"{name}[{i}]", value) for i, value in enumerate(values)]


def _as_points(X, y):
    """Return X and y as lists of equally many numbers."""
    X = _as_numbers("X", X)
    y = _as_numbers("y", y, len(X))
    return X, y


def _as_rows(rows, y):
    """Return rows as lists of equally many numbers, and y as a list of one number a row."""
    y = _as_numbers("y", y)
    k = None
    checked = []
    for i, row in enumerate(_as_list("rows", rows, len(y))):
        if isinstance(row, (int, float)):
            raise ValueError(f"rows[{i}] is {row}: give a list of features, such as [{row}]")
        row = _as_numbers(f"rows[{i}]", row, k)
        k = len(row)
        checked.append(row)
    return checked, y


def _as_start(X, m_current, b_current, epochs, learning_rate):
    """Return the line and the rate with which a descent on X starts; refuse wrong epochs."""
    m_current = _as_number("m_current", m_current)
    b_current = _as_number("b_current", b_current)
    learning_rate = _as_rate(learning_rate, max_learning_rate(X))
    _check_count("epochs", epochs)
    return m_current, b_current, learning_rate


def _as_rate(learning_rate, limit):
    """Return the learning rate; refuse one with which the descent would not converge."""
    learning_rate = _as_number("learning_rate", learning_rate)
    problem = (
        f"learning_rate is {learning_rate}: on this scale, it must be above 0 and below {limit}"
    )
    if learning_rate <= 0:
        raise ValueError(problem)
    if float(learning_rate) >= limit:
        raise ValueError(f"{problem} (fit_line and fit work on any scale)")
    return learning_rate


def _check_count(name, count):
    """Refuse what is not a whole number of at least 1."""
    if not isinstance(count, numbers.Integral) or count < 1:
        raise ValueError(f"{name} is {count!r}: give a whole number of at least 1")


# The command line


def main(argv=None):
    """Fit a line to two columns of a table, or to made-up points, and show the descent."""
    parser = _parser()
    args = parser.parse_args(argv)
    for_a_table = args.x != "1" or args.y != "2" or args.skip
    if args.file is None and for_a_table:
        parser.error("-x, -y and --skip need a file (- for standard input)")
    if not 0 < args.learning_rate < 1:
        parser.error("--learning-rate must be above 0 and below 1")
    if args.epochs is not None and args.epochs < 1:
        parser.error("--epochs must be at least 1")
    try:
        if args.file is None:
            X, y = make_data()
            source = "points made up around y = 7.6 x - 3.3 (no file was given)"
        else:
            X, y, source = _read_table(args.file, args.x, args.y, args.skip)
        _report(X, y, source, args)
    except KeyboardInterrupt:
        parser.exit(130)
    except BrokenPipeError:  # nobody reads on, as in "| head"
        sys.stdout = None  # or Python would print the rest when it ends
    except OSError as error:
        if error.filename is None:  # printing failed
            sys.stdout = None
        parser.exit(2, f"linreg.py: {error}\n")
    except (ValueError, csv.Error) as error:
        parser.exit(2, f"linreg.py: {error}\n")


def _parser():
    """Return a parser of the command line."""
    parser = argparse.ArgumentParser("linreg.py", description="Fit a line by gradient descent.")
    add = parser.add_argument
    add("file", nargs="?", help="a table, or - for standard input (default: made-up points)")
    add("-x", "--x", default="1", help="name or number of a column; 0: row number (default: 1)")
    add("-y", "--y", default="2", help="name or number of a column (default: 2)")
    add("--skip", action="store_true", help="leave out lines where x or y is not a number")
    add("--epochs", type=int, help="stop after so many epochs (default: when converged)")
    add("--learning-rate", type=float, default=0.1, help="between 0 and 1 (default: 0.1)")
    add("--version", action="version", version=f"linreg.py {__version__}")
    add = parser.add_mutually_exclusive_group().add_argument
    add("--watch", action="store_true", help="show the descent on a map of the cost")
    add("--quiet", action="store_true", help="print only m, b and cost; the rest on stderr")
    return parser


# What turns standardized numbers back into those of the table.
_Scale = namedtuple("_Scale", ["x_mean", "x_stdev", "y_mean", "y_stdev"])


def _report(X, y, source, args):
    """Descend on X and y; print the progress, the last line, and whether it is the best one."""
    x_mean, x_deviations, x_var = _mean_and_variance(X)
    y_mean, y_deviations, y_var = _mean_and_variance(y)
    if x_var == 0:
        raise ValueError(f"all x are the same (points: {len(X)}): any slope fits equally well")
    scale = _Scale(x_mean, math.sqrt(x_var), y_mean, math.sqrt(y_var))
    xy_cov = _dot(x_deviations, y_deviations) / len(y)
    best_m = xy_cov / scale.x_stdev
    # Three points stand for all. The mean of their y is 0: next to a large one, digits are lost.
    Z3, y3 = three_points(0, 0, 1, best_m, y_var)
    enough = _enough_epochs(Z3, y3, scale, args.learning_rate)
    epochs = _choose_epochs(enough, args.epochs)
    m, b = _show_descent(Z3, y3, scale, epochs, args)
    if epochs == enough:
        # One more step, at the best rate, removes what rounding has left.
        m, b, _ = linear_regression(Z3, y3, m, b, epochs=1, learning_rate=0.5)
        verdict = f"Converged after {epochs} epochs: this is the best line."
    else:
        best_slope, best_intercept = _unscale(best_m, 0, scale)
        best_line = _equation(best_slope, best_intercept, 12)
        verdict = f"Not converged after {epochs} of {enough} epochs. The best line is\n{best_line}"

    slope, intercept = _unscale(m, b, scale)
    cost = mean_squared_error(x_deviations, y_deviations, slope, b)  # right far from 0, too
    what_was_read = f"{len(X)} {source}"
    if args.quiet:
        print(slope, intercept, cost, flush=True)
        print(what_was_read, verdict, sep="\n", file=sys.stderr)
    else:
        _show_line(X, y, slope, intercept, cost, y_var)
        print(what_was_read, verdict, sep="\n", flush=True)


def _enough_epochs(Z3, y3, scale, learning_rate):
    """Return after how many epochs from y = 0 the line is right to 1e-14 of the spread of y."""
    if scale.y_stdev == 0:  # to the last digit, as there is no spread
        share = 1e-34
    else:
        start = mean_squared_error(Z3, y3, 0, -scale.y_mean)
        share = 1e-28 * (scale.y_stdev**2 / start)
    return epochs_to_converge(Z3, learning_rate, share)


def _choose_epochs(enough, wanted):
    """Return the number of epochs to run; refuse to run very many that nobody asked for."""
    if wanted is not None:
        return min(wanted, enough)
    if enough > 10000000:
        raise ValueError(
            "it takes over 10,000,000 epochs: choose a learning rate nearer to 0.5, or --epochs"
        )
    return enough


def _show_descent(Z3, y3, scale, epochs, args):
    """Print some of the lines that a descent passes through, and return the last one."""
    y_on_map = [scale.y_mean + y_i for y_i in y3]
    lines = []
    for epoch, m, b in _descend(Z3, y3, -scale.y_mean, epochs, args.learning_rate):
        if args.watch:
            lines.append((m, scale.y_mean + b))
            _show_map(Z3, y_on_map, lines)
        if not args.quiet:
            cost = mean_squared_error(Z3, y3, m, b)
            slope, intercept = _unscale(m, b, scale)
            equation = _equation(slope, intercept, 6)
            print(f"epoch {epoch:<6} cost {cost:<12.6g} {equation}", flush=True)
        if args.watch:
            time.sleep(0.5)
    return m, b


def _descend(X, y, b, epochs, learning_rate):
    """Yield epoch, m and b of a descent from m = 0 after 0, 1, 2, 4, 8, ... and all epochs."""
    m = 0
    epoch = 0
    yield epoch, m, b
    while epoch < epochs:
        steps = min(max(1, epoch), epochs - epoch)
        m, b, _ = linear_regression(X, y, m, b, steps, learning_rate)
        epoch = epoch + steps
        yield epoch, m, b


def _unscale(m, b, scale):
    """Return the slope and the intercept, on the scale of the data, of a line of the descent."""
    slope = _rounded(m / scale.x_stdev, scale.y_stdev / scale.x_stdev)
    intercept = scale.y_mean + b - slope * scale.x_mean
    intercept = _rounded(intercept, abs(scale.y_mean) + abs(slope * scale.x_mean))
    return slope, intercept


def _rounded(number, size):
    """Return a number rounded to what is reliable if it was computed from numbers of this size."""
    if size == 0:
        return 0.0
    rounded = round(number, 14 - math.floor(math.log10(size)))
    return rounded + 0.0  # 0.0 instead of -0.0


def _show_map(X, y, lines):
    """Print a map of the cost with the lines so far; clear a terminal first."""
    if sys.stdout.isatty():
        print("\x1b[2J\x1b[H", end="")
    print(plot_cost(X, y, lines))
    print("The digits count the rows from 0. To the right, m grows (per standard deviation")
    print("of x). Upwards, b grows (the height of the line at the mean of x).")


def _equation(m, b, digits):
    """Return y = m x + b as text."""
    sign = "+"
    if b < 0:
        sign = "-"
    return f"y = {m:.{digits}g} x {sign} {abs(b):.{digits}g}"


def _show_line(X, y, m, b, cost, y_var):
    """Print a picture of a line, its equation, and how well it fits."""
    print(plot(X, y, m, b))
    print(_equation(m, b, 12))
    if y_var == 0:
        print(f"mean squared error {cost:.6g}, no R^2, as all y are the same")
    else:
        r_squared = _rounded(1 - cost / y_var, 1)
        print(f"mean squared error {cost:.6g}, R^2 {r_squared:.6g}")


def _read_table(path, x_choice, y_choice, skip):
    """Return X and y, two columns of a table, and a text that says what was read."""
    if path == "-":
        path = 0  # the number of standard input
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        if b"\0" in file.buffer.peek():
            raise ValueError("this is not text: save the table as CSV in UTF-8")
        names = {choice for choice in (x_choice, y_choice) if not _is_number(choice, ",")}
        lines, delimiter = _find_table(file, names)
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        try:
            return _read_columns(reader, x_choice, y_choice, skip)
        except csv.Error as error:
            raise ValueError(
                f"a quotation mark at or above line {reader.line_num} is not closed or misplaced "
                f"({error}); a header must be on one line"
            )


def _find_table(file, names):
    """Return the lines of a table, from the first one that has the names, and its delimiter."""
    first = None
    for above, line in enumerate(file):
        if line.isspace() or line.startswith(("#", "%")):  # empty, or a comment
            continue
        if first is None:
            first = line.strip()
        delimiter = _delimiter(line)
        [cells] = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
        if names <= {cell.strip() for cell in cells}:
            top = line.rstrip(" \n") + "\n"  # blanks at the end are not a column
            placeholders = ["\n"] * above  # so that the numbers of the lines are right
            return itertools.chain(placeholders, [top], file), delimiter
    if first is None:
        raise ValueError("there is no table in it: all lines are empty or comments")
    wanted = " and ".join([repr(name) for name in sorted(names)])
    if len(names) == 2:
        wanted = f"both {wanted}"
    raise ValueError(f"no line has {wanted}; the first is {first!r:.200}")


def _delimiter(line):
    """Return the first of tab, semicolon and comma that a line has outside quotes, or a blank."""
    line = re.sub('"[^"]*"', "", line)
    for delimiter in "\t;,":
        if delimiter in line:
            return delimiter
    return " "


def _read_columns(reader, x_choice, y_choice, skip):
    """Return what `_read_table` does, from a csv.reader whose first row may be a header."""
    delimiter = reader.dialect.delimiter
    rows = filter(any, reader)  # without the empty ones
    first = next(rows, None)
    if first is None:
        raise ValueError("there is no table in it: all cells are empty")
    names = ["row number"] + [name.strip() for name in first]
    i = _find_column(x_choice, names)
    j = _find_column(y_choice, names)
    if i == j:
        raise ValueError(f"x and y are both column {i} ({names[i]!r}): {_choices(names)}")
    x_label = f"{i} ({names[i]!r})"
    y_label = f"{j} ({names[j]!r})"
    note = ""
    by_number = x_choice == str(i) and y_choice == str(j)
    has_number = _is_number(names[i], delimiter) or _is_number(names[j], delimiter)
    if by_number and has_number:  # so this is no header
        x_label = str(i)
        y_label = str(j)
        note = ", no header"
        rows = itertools.chain([first], rows)
    columns = [(i, x_label), (j, y_label)]
    X, y, skipped = _read_numbers(rows, columns, len(first), reader, skip)
    if not X:
        raise ValueError(
            f"no line has numbers in columns {x_label} and {y_label}: {_choices(names)}"
        )
    return X, y, f"points from columns {x_label} and {y_label}{note}, lines skipped: {skipped}"


def _read_numbers(rows, columns, width, reader, skip):
    """Return X, y and the number of lines skipped, from rows of this width."""
    delimiter = reader.dialect.delimiter
    X = []
    y = []
    skipped = 0
    for count, row in enumerate(rows, 1):
        try:
            cells = [str(count)] + _complete(row, width, delimiter)
            x_i, y_i = [_number(cells[n], label, delimiter) for n, label in columns]
        except ValueError as error:
            if not skip:
                raise ValueError(f"line {reader.line_num}: {error}")
            skipped += 1
        else:
            X.append(x_i)
            y.append(y_i)
    return X, y, skipped


def _find_column(choice, names):
    """Return the number of the column with this number or this name."""
    if choice in [str(n) for n in range(len(names))]:
        return int(choice)
    if names.count(choice) == 1:
        return names.index(choice)
    if choice in names:
        problem = "several columns are called"
    else:
        problem = "there is no column"
    raise ValueError(f"{problem} {choice!r}: {_choices(names)}")


def _choices(names):
    """Return the columns that can be chosen, as text."""
    described = [f"{n} {name!r}" for n, name in enumerate(names)]
    columns = ", ".join(described[1:])
    if len(columns) > 200:
        columns = columns[:200] + "..."
    return f"choose with -x and -y from 0 (the row number), {columns} (below a title, by name)"


def _complete(row, width, delimiter):
    """Return a row with as many cells as the first one; add or drop only empty ones."""
    while len(row) > width and row[-1] == "":
        row.pop()
    if delimiter != " ":  # between blanks, any cell may be the missing one
        while len(row) < width:
            row.append("")
    if len(row) != width:
        raise ValueError(
            f"the number of cells is {len(row)} here and {width} in the first line of the table "
            "(below a title, choose columns by name; --skip leaves such lines out)"
        )
    return row


def _number(cell, label, delimiter):
    """Return the number in a cell; refuse anything else."""
    number = _parse(cell, delimiter)
    if abs(number) <= 1e15:  # the usual case
        return number
    if math.isnan(number):
        raise ValueError(
            f"{cell!a:.60} in column {label} is not a number such as -1234.5 "
            "(choose columns with -x and -y, or leave such lines out with --skip)"
        )
    if abs(number) > 1e60:
        raise ValueError(f"{number:g} in column {label} is too large: the limit is 1e60")
    if re.fullmatch("[+-]?[0-9]+", cell.strip()):
        return int(cell)  # a float might be rounded
    return number


def _is_number(cell, delimiter):
    """Return whether a cell holds a number."""
    return not math.isnan(_parse(cell, delimiter))


def _parse(cell, delimiter):
    """Return the number in a cell, or nan."""
    if delimiter == ";":
        cell = cell.replace(",", ".")  # 1,5 is one and a half there
    if "_" in cell:  # 1_000 is a number in Python only
        return math.nan
    try:
        return float(cell)
    except ValueError:
        return math.nan


if __name__ == "__main__":
    if sys.stdout:
        sys.stdout.reconfigure(errors="backslashreplace")  # escape what it cannot show
    main()
