# SPDX-License-Identifier: 0BSD (copying this file is free, with no conditions and no warranty)
"""Linear regression by gradient descent: an article's ten lines, in plain Python.

`linear_regression` finds the line y = m * x + b that lies closest to points, by walking downhill on
the mean squared error. It needs nothing but Python itself:

>>> m, b, cost = linear_regression([1, 2, 3, 4], [5, 7, 9, 11], learning_rate=0.1)
>>> print(f"y = {m:.4f} x + {b:.4f}")
y = 2.0000 x + 3.0000

Run `python3 linreg.py` to see it descend, and `python3 linreg.py data.csv` to fit your own file.
This file has seven parts, from the article outwards, and you may stop reading after any of them:

    The ten lines                       linear_regression, mean_squared_error
    Points to try it on, and a picture  gaussian, make_data, train_test_split, plot
    The learning rate                   max_learning_rate, standardize
    Several features, other errors      squared, absolute, huber, gradient_descent
    Any number of points                averages, three_points, condense
    What is refused                     short functions that check numbers and lists
    The command line                    main

All functions take lists of ints and floats of at most 1e70 in size, or of Fractions throughout
(also tuples, arrays and columns of tables), and change none of them. Numbers that cannot give a
right answer raise a ValueError that names the argument and its place, and says what to do. What is
of the wrong type altogether, such as text for a learning rate, is left to Python's TypeError.

The loop is from Joseph J. Bautista, "Linear Regression Using Gradient Descent in 10 Lines of Code"
(2017), the data and what to try next from Eden Au, "Linear Regression in 3 Steps" (2019).
"""
import math
import random
import sys

__version__ = "2.0.0"
__all__ = [
    "linear_regression", "mean_squared_error", "gaussian", "make_data", "train_test_split", "plot",
    "max_learning_rate", "standardize", "squared", "absolute", "huber", "gradient_descent",
    "averages", "three_points", "condense", "main",
]


# The ten lines.


def linear_regression(X, y, m_current=0, b_current=0, epochs=1000, learning_rate=0.0001):
    """Return the slope m, the intercept b and the last cost of a line fitted by gradient descent.

    The residuals of the line y = m * x + b are y - (m * x + b), its cost is the mean of their
    squares. Each epoch takes one step, against the two derivatives of the cost:

        m_gradient = -2/N * sum(x * residual)        m = m - learning_rate * m_gradient
        b_gradient = -2/N * sum(residual)            b = b - learning_rate * b_gradient

    Why: raise m by a tiny d, and every residual falls by x * d, so its square changes by about
    -2 * x * residual * d (what is left out has d^2 in it). Averaged over the points, the cost then
    changes by -2/N * sum(x * residual) times d. For b put 1 in the place of x. The cost is a bowl
    with one bottom, so small enough steps downhill lead there from any start.

    X and y are lists of N numbers. m has the unit of y over that of x, b that of y, the cost that
    of y squared. `m_current` and `b_current` are the line to start from: give a returned line to
    descend further. The cost is that of the line which the last epoch started from, as in the
    article; `mean_squared_error` gives that of the line returned.

    The article's 1000 epochs at 0.0001 often end before the best line is reached. A good rate is
    half of `max_learning_rate(X)`, and the line has arrived when more epochs no longer change it.
    Only where x is large, tiny or far from 0 it may seem so when it creeps: `standardize` x first.

    Raises ValueError for empty lists, lengths that differ, what is not a number, fewer epochs than
    1 and a learning rate that is not below `max_learning_rate(X)`. Source: Bautista (2017).

    >>> m, b, cost = linear_regression([0, 1, 2], [1, 3, 5], learning_rate=0.3)
    >>> round(m, 9), round(b, 9), round(cost, 9)
    (2.0, 1.0, 0.0)
    """
    # This line refuses what can give no right answer. For good lists, it does just N = len(y).
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
    """Return the cost of the line y = m * x + b: the mean of its squared residuals.

        cost = 1/N * sum((y - (m * x + b))^2)

    X and y are lists of N numbers; the cost is in the unit of y, squared. Raises ValueError for
    what is not a number, empty lists and lengths that differ. Source: Bautista (2017).

    >>> mean_squared_error([1, 2, 3], [2, 4, 9], m=3, b=-1)
    0.6666666666666666
    """
    X, y, N = _points(X, y, m=m, b=b)
    residuals = [y_i - (m * x_i + b) for x_i, y_i in zip(X, y)]
    return sum([residual * residual for residual in residuals]) / N


# Points to try it on, and a picture.


def gaussian(rng):
    """Return one error, normally distributed with mean 0 and standard deviation 3.

    `rng` is a random.Random; the error is in the unit of y. Source: Au (2019), step 2.

    >>> round(gaussian(random.Random(42)), 6)
    -0.432271
    """
    return rng.gauss(0, 3)


def make_data(n=10000, m=7.6, b=-3.3, noise=gaussian, seed=42):
    """Return X, y: n points scattered around the line y = m * x + b, the same for the same seed.

        y = m * x + b + noise(rng)        x at random, anywhere from -10 to 10 as likely

    `noise` is any function that takes the random generator, a random.Random, and returns one error
    in the unit of y. X and y are lists of n floats. Source: Au (2019), step 2.

    >>> X, y = make_data(n=3, m=2, b=1, noise=lambda rng: 0)
    >>> y == [2 * x_i + 1 for x_i in X]
    True
    """
    rng = random.Random(seed)
    X = [rng.uniform(-10, 10) for _ in range(n)]
    return X, [m * x_i + b + noise(rng) for x_i in X]


def train_test_split(X, y, test_size=0.25, seed=None):
    """Return X_train, X_test, y_train, y_test: the points dealt at random into two parts.

    test_size is the share of the points to keep for the test, rounded up to whole points; an int is
    their number. X is a list of N numbers or rows, y one of N numbers; the four results are lists,
    in the same random order for the same seed. Raises ValueError for empty lists, lengths that
    differ and a side without points. Source: Au (2019), by scikit-learn's function of this name.

    >>> X_train, X_test, y_train, y_test = train_test_split(range(8), range(8), seed=1)
    >>> len(X_train), len(X_test), sorted(X_train + X_test) == list(range(8)), X_test == y_test
    (6, 2, True, True)
    """
    X = _listed("X", X)
    y = _listed("y", y, len(X))
    tests = test_size if isinstance(test_size, int) else math.ceil(test_size * len(X))
    if not 1 <= tests < len(X):
        raise ValueError(f"test_size is {test_size!r}: leave some of {len(X)} points on both sides")
    order = random.Random(seed).sample(range(len(X)), len(X))
    train, test = order[tests:], order[:tests]
    return [X[i] for i in train], [X[i] for i in test], [y[i] for i in train], [y[i] for i in test]


def plot(X, y, m, b):
    """Return a picture of the points and of the line y = m * x + b, drawn in ASCII characters.

    The more points share a place, the darker its character; the line lies over them. At the edges
    stand the ranges of x and y, and the middle of y. X and y are lists of N numbers; the text has
    18 lines of at most 79 characters. Raises ValueError as `mean_squared_error` does. Source: the
    scatter plots with a line in both articles.

    >>> print(plot([1, 2, 3], [10, 20, 30], m=10, b=0).splitlines()[0])
              30 |                                                         ==+|
    """
    X, y, _ = _points(X, y, m=m, b=b)
    left, bottom = float(min(X)), float(min(y))
    width = (float(max(X)) - left) or 1  # 1 if all x are the same
    height = (float(max(y)) - bottom) or 1
    counts = [[0] * 60 for _ in range(15)]  # row 0 is the top of the picture
    for x_i, y_i in zip(X, y):
        row = round(14 * (1 - (y_i - bottom) / height))
        counts[row][round(59 * (x_i - left) / width)] += 1
    picture = [[" .::ooooOOOOOOOO@"[min(n, 16)] for n in row] for row in counts]
    for column in range(60):
        row = 14 * (1 - (m * (left + width * column / 59) + b - bottom) / height)
        if -0.5 <= row <= 14.5:  # which round to 0 and 14
            picture[round(row)][column] = "+" if counts[round(row)][column] else "="
    labels = {row: f"{bottom + height * (14 - row) / 14:.6g}" for row in (0, 7, 14)}
    lines = [f"{labels.get(row, ''):>12} |{''.join(marks)}|" for row, marks in enumerate(picture)]
    lines.append(" " * 13 + "+" + "-" * 60 + "+")
    lines.append(" " * 14 + f"{left:<30.6g}{left + width:>30.6g}")
    lines.append(" " * 14 + "points: . 1  : 2-3  o 4-7  O 8-15  @ more   line: =  on points: +")
    return "\n".join(lines)


# The learning rate.


def max_learning_rate(X):
    """Return the limit that a learning rate must stay below for descent on X to converge.

    The more sharply the cost bends, the sooner a step goes too far. A cost of c/2 * m^2 with the
    curvature c has the derivative c * m, so a step makes (1 - learning_rate * c) * m of m. At a
    rate of 2 / c it lands as far away on the other side, above that further and further, and below
    it ever closer. So what counts is where the cost of m and b bends most sharply. With
    q = mean of x^2 and mu = mean of x,

        limit = 2 / curvature        curvature = q + 1 + sqrt((q - 1)^2 + 4 * mu^2)

    You need not follow this formula to use it: half of the limit is a good rate. (For those who
    know it, the curvature is the larger eigenvalue of the matrix of the cost's second derivatives,
    [[2 * q, 2 * mu], [2 * mu, 2]].)

    X is a list of numbers. Raises ValueError for an empty list and for what is not a number.
    Source: Boyd and Vandenberghe, "Convex Optimization" (2004), section 9.3.

    >>> max_learning_rate([-1, 1])
    1.0
    >>> max_learning_rate([-1000, 1000])
    1e-06
    """
    X = [float(x_i) for x_i in _numbers("X", X)]
    q, mu = sum([x_i * x_i for x_i in X]) / len(X), sum(X) / len(X)
    return 2 / (q + 1 + math.sqrt((q - 1) * (q - 1) + 4 * mu * mu))


def standardize(X):
    """Return Z, which is X rescaled to mean 0 and variance 1, and X's mean and standard deviation.

        z = (x - mean) / stdev        stdev = sqrt(1/N * sum((x - mean)^2)), or 1 where that is 0

    X is a list of N numbers, Z a list of N floats without a unit. On Z the limit of the learning
    rate is 1 for any X, and at a rate of 0.5 one epoch reaches the best line. Put z into
    y = m * z + b, and you have the line on X: its slope is m / stdev, its intercept
    b - m * mean / stdev. Raises ValueError for an empty list and for what is not a number. Source:
    the standard score of statistics.

    >>> standardize([3000, 5000])
    ([-1.0, 1.0], 4000.0, 1000.0)
    """
    X = _numbers("X", X)
    first, shift = _mean(X)
    offsets = [x_i - first - shift for x_i in X]
    stdev = math.sqrt(sum([offset * offset for offset in offsets]) / len(X)) or 1.0
    return [offset / stdev for offset in offsets], first + shift, stdev


def _mean(values):
    """Return the first value and the shift from it to the mean, as their sum would lose digits."""
    first, total = values[0], 0
    for value in values:
        total += value - first
    return first, total / len(values)


# Several features, other errors.


def squared(residual):
    """Return the squared error of a residual, and its derivative.

        error = residual^2        derivative = 2 * residual

    The units are that of y squared, and that of y. The error of a point grows with the square of
    its distance, so a point far off pulls hard. Source: Bautista (2017).

    >>> squared(-3)
    (9, -6)
    """
    return residual * residual, 2 * residual


def absolute(residual):
    """Return the absolute error of a residual, and its derivative.

        error = |residual|        derivative = 1 above 0, -1 below 0, 0 at 0

    The error is in the unit of y. Every point pulls equally hard, however far off it is, so a few
    wrong ones hardly move the line. For the same reason the steps do not shrink near the best line:
    after enough epochs the descent goes to and fro within about a step of it. Source: Au (2019).

    >>> absolute(-3)
    (3, -1)
    """
    sign = 1 if residual > 0 else -1 if residual < 0 else 0
    return abs(residual), sign


def huber(delta):
    """Return a loss that is `squared` up to a distance of delta, and goes on straight from there.

        where |residual| <= delta    error = residual^2      derivative = 2 * residual
        beyond    error = delta * (2 * |residual| - delta)    derivative = 2 * delta, or -2 * delta

    delta is a number above 0 in the unit of y: what lies further off is an outlier, and pulls no
    harder than a point at delta. Raises ValueError for any other delta. Source: Peter J. Huber,
    "Robust Estimation of a Location Parameter" (1964), whose own error is half of this.

    >>> loss = huber(1)
    >>> loss(0.5), loss(-3)
    ((0.25, 1.0), (5, -2))
    """
    if not _number("delta", delta) > 0:
        raise ValueError(f"delta is {delta!r}: it must be above 0")

    def loss(residual):
        distance, sign = absolute(residual)
        if distance <= delta:
            return squared(residual)
        return delta * (2 * distance - delta), 2 * delta * sign

    return loss


def gradient_descent(rows, y, weights=None, bias=0, epochs=1000, learning_rate=0.0001,
                     loss=squared):
    """Return the weights, the bias and the last cost of a model of several features.

    The model is y = sum(weight * feature) + bias, with a weight for each feature; its cost is the
    mean of the loss over the residuals. Each epoch takes one step against the cost's derivatives:

        weight = weight + learning_rate * sum(feature * derivative) / N        for each feature
        bias = bias + learning_rate * sum(derivative) / N

    The derivative is the loss's, at each residual. The 2 of the ten lines is in it, as that of
    residual^2 is 2 * residual. Their two minus signs, one in the gradient and one in the step, are
    a plus here.

    rows is a list of N rows, each a list of k features, y a list of N numbers. weights, k numbers
    or None for zeros, and bias are the model to start from; they have the unit of y over that of
    their feature, and that of y. `loss` takes one residual and returns its error and derivative:
    `squared`, `absolute`, `huber(delta)` or your own. With one feature and `squared` this is
    `linear_regression`, but for a stricter limit; its cost, too, is that before the last step.

    Raises ValueError as `linear_regression` does, and for a learning rate that is not below
    1 / (1 + sum of the features' mean squares): below it no cost of the three losses can grow
    without end.
    Where the derivative of your own loss rises by 2 * c for each unit of residual, with c above 1,
    divide the rate by c; a result that is not finite is refused, too. Source: Au (2019).

    >>> weights, bias, cost = gradient_descent(
    ...     [[0, 0], [0, 1], [1, 0], [1, 1]], [5, 8, 7, 10], learning_rate=0.4)
    >>> [round(weight, 6) for weight in weights], round(bias, 6)
    ([2.0, 3.0], 5.0)
    """
    rows, y, weights, N = _checked_rows(rows, y, weights, bias, epochs, learning_rate)
    columns = list(zip(*rows))
    for _ in range(epochs):
        predictions = [sum([w * x for w, x in zip(weights, row)]) + bias for row in rows]
        pairs = [loss(y_i - guess) for y_i, guess in zip(y, predictions)]
        errors, derivatives = zip(*pairs)  # from pairs to two lists
        cost = sum(errors) / N
        sums = [sum([x * d for x, d in zip(column, derivatives)]) for column in columns]
        weights = [weight + learning_rate * total / N for weight, total in zip(weights, sums)]
        bias = bias + learning_rate * sum(derivatives) / N
    if not all([math.isfinite(number) for number in weights + [bias, cost]]):
        raise ValueError("the loss led to an infinite number: take a smaller learning_rate")
    return weights, bias, cost


# Any number of points.


def averages(X, y):
    """Return the mean of X and of y, the variance of X, the covariance, and the variance of y.

        x_mean = 1/N * sum(x)        x_var = 1/N * sum((x - x_mean)^2)
        y_mean = 1/N * sum(y)        y_var = 1/N * sum((y - y_mean)^2)
        xy_cov = 1/N * sum((x - x_mean) * (y - y_mean))

    These five are all that descent sees of the points. Multiply out, and a gradient holds no single
    point any longer: sum(x * residual) / N = mean(x * y) - m * mean(x^2) - b * mean(x), where
    mean(x^2) = x_var + x_mean^2 and mean(x * y) = xy_cov + x_mean * y_mean.

    X and y are lists of N numbers; a variance has the square of their unit. Raises ValueError as
    `mean_squared_error` does. Source: sufficient statistics, from Fisher, "On the Mathematical
    Foundations of Theoretical Statistics" (1922).

    >>> averages([8, 10, 12], [3, 3, 9])
    (10.0, 5.0, 2.6666666666666665, 4.0, 8.0)
    """
    X, y, N = _points(X, y)
    (x_first, x_shift), (y_first, y_shift) = _mean(X), _mean(y)
    xx_sum = xy_sum = yy_sum = 0
    for x_i, y_i in zip(X, y):
        dx, dy = x_i - x_first - x_shift, y_i - y_first - y_shift
        xx_sum += dx * dx
        xy_sum += dx * dy
        yy_sum += dy * dy
    return x_first + x_shift, y_first + y_shift, xx_sum / N, xy_sum / N, yy_sum / N


def three_points(x_mean, y_mean, x_var, xy_cov, y_var):
    """Return X3, y3: three points that have these means, variances and covariance.

    Three points are enough to have any five averages. To see it, compare the averages of the
    points that come out; how they are made, you need not follow. One way is to take two triples,
    u = (sqrt(2), -sqrt(1/2), -sqrt(1/2)) and v = (0, sqrt(3/2), -sqrt(3/2)). Both have mean 0 and
    variance 1, and their covariance is 0. So u can carry the spread of x and the slope, and v the
    scatter of y around it:

        x = x_mean + sqrt(x_var) * u
        y = y_mean + xy_cov / sqrt(x_var) * u + sqrt(y_var - xy_cov^2 / x_var) * v

    The five arguments are numbers; variances and covariance are sums divided by N, `var_pop` and
    `covar_pop` in SQL. X3 and y3 are lists of three floats, in the units of x and y. Raises
    ValueError for averages that no points have. Source: as for `averages`.

    >>> X3, y3 = three_points(x_mean=10, y_mean=5, x_var=2, xy_cov=4, y_var=14)
    >>> [round(x, 9) for x in X3], [round(y, 9) for y in y3]
    ([12.0, 9.0, 9.0], [9.0, 6.0, 0.0])
    """
    x_mean, y_mean = float(_number("x_mean", x_mean)), float(_number("y_mean", y_mean))
    possible = 0 <= x_var < 1e300 and 0 <= y_var < 1e300  # the square roots are below 1e150
    # The sums of a billion points round by up to 1e-7.
    if not (possible and abs(xy_cov) <= math.sqrt(x_var) * math.sqrt(y_var) * (1 + 1e-6)):
        raise ValueError(f"no points have x_var {x_var!r}, xy_cov {xy_cov!r} and y_var {y_var!r}: "
                         "take all averages over the same points")
    x_stdev = math.sqrt(x_var)
    along_u = float(xy_cov) / x_stdev if x_stdev else 0.0
    along_v = math.sqrt(max(0.0, float(y_var) - along_u * along_u))  # rounding can lead below 0
    u = math.sqrt(2), -math.sqrt(0.5), -math.sqrt(0.5)
    v = 0, math.sqrt(1.5), -math.sqrt(1.5)
    X3 = [x_mean + x_stdev * u_i for u_i in u]
    y3 = [y_mean + along_u * u_i + along_v * v_i for u_i, v_i in zip(u, v)]
    return X3, y3


def condense(X, y):
    """Return X3, y3: three points on which descent takes the same path as on all of X and y.

    They are `three_points` with the five `averages` of the points, which are all that the gradients
    and the cost depend on. So, up to rounding, the path is the same, for the price of three points.

    X and y are lists of N numbers, X3 and y3 lists of three floats in the same units. Raises
    ValueError as `mean_squared_error` does. Source: as for `averages`.

    >>> X, y = make_data(n=10000)
    >>> X3, y3 = condense(X, y)
    >>> m, b, cost = linear_regression(X3, y3, epochs=500, learning_rate=0.01)
    >>> print(f"{m:.3f} {b:.3f} {cost:.3f}")
    7.597 -3.287 8.967
    """
    return three_points(*averages(X, y))


# What is refused.

_LARGEST = 1e70  # in size: such a number can be squared, and its square again


def _number(name, value):
    """Return a finite number of at most 1e70 in size; refuse anything else."""
    try:
        if abs(value) <= _LARGEST:  # nan, which is "not a number", never compares as true
            return value
    except TypeError:
        pass
    raise ValueError(f"{name} is {value!r:.60}: give a finite number of at most 1e70 in size")


def _listed(name, values, length=None):
    """Return an array, a column or another sequence as a list; refuse a wrong length."""
    if isinstance(values, (int, float)):
        raise ValueError(f"{name} is {values!r:.60}: give a list")
    values = values.tolist() if hasattr(values, "tolist") else list(values)
    if not values:
        raise ValueError(f"{name} is empty: give at least one number")
    if length is not None and length != len(values):
        raise ValueError(f"{name} has length {len(values)}: here it must have length {length}")
    if hasattr(values[0], "tolist"):  # NumPy's own numbers, which overflow, or rows of them
        values = [value.tolist() if hasattr(value, "tolist") else value for value in values]
    return values


def _numbers(name, values, length=None):
    """Return a list of finite numbers; refuse anything else by its place."""
    values = _listed(name, values, length)
    try:
        if sum(map(abs, values)) <= _LARGEST:  # then each is: the fast way for all at once
            return values
    except (TypeError, OverflowError):
        pass
    return [_number(f"{name}[{i}]", value) for i, value in enumerate(values)]


def _points(X, y, **line):
    """Return X, y and N if they are N points, and the line's numbers finite."""
    X = _numbers("X", X)
    for name in line:
        _number(name, line[name])
    return X, _numbers("y", y, len(X)), len(X)


def _check_steps(epochs, rate, limit, tip):
    """Refuse to take no step, and steps that could lead away from the best line."""
    if epochs < 1:
        raise ValueError(f"epochs is {epochs!r}: it must be at least 1")
    if not 0 < rate < limit:
        raise ValueError(f"learning_rate is {rate}: take one above 0 and below {float(limit)}{tip}")


def _checked(X, y, m_current, b_current, epochs, learning_rate):
    """Return X, y and N = len(y) if descent on them is sure to converge; refuse anything else."""
    X, y, N = _points(X, y, m_current=m_current, b_current=b_current)
    _check_steps(epochs, learning_rate, max_learning_rate(X), ", or standardize X")
    return X, y, N


def _checked_rows(rows, y, weights, bias, epochs, learning_rate):
    """Return rows, y, weights and N = len(y) if the cost is sure to fall; refuse anything else."""
    rows = _listed("rows", rows)
    k = len(_listed("rows[0]", rows[0]))
    rows = [_numbers(f"rows[{i}]", row, k) for i, row in enumerate(rows)]
    weights = [0] * k if weights is None else _numbers("weights", weights, k)
    _number("bias", bias)
    squares = sum([x * x for row in rows for x in row]) / len(rows)
    _check_steps(epochs, learning_rate, 1 / (1 + squares), ", or standardize each feature")
    return rows, _numbers("y", y, len(rows)), weights, len(rows)


# The command line.


def main(argv=None):
    """Fit a line to two columns of a table, or to generated points, and print its descent.

    `argv` is a list of arguments, by default the command line's; `--help` explains them. What
    cannot be fitted ends with one line on standard error and exit status 2. Source: both articles.

    >>> main(["--quiet"])  # doctest: +ELLIPSIS
    7.59... -3.28... 8.96...
    """
    import argparse

    parser = argparse.ArgumentParser("linreg.py", description="Fit a line by gradient descent.",
                                     epilog="Example: linreg.py data.csv --x hours --y score")
    option = parser.add_argument
    option("file", nargs="?", metavar="FILE", help="a table of numbers; - is standard input")
    option("--x", metavar="COLUMN", help="name or number of the column x (1)")
    option("--y", metavar="COLUMN", help="name or number of the column y (2)")
    option("--skip", action="store_true", help="leave out lines whose x or y is not a number")
    option("--epochs", type=int, default=1000, metavar="N", help="number of steps (1000)")
    option("--learning-rate", type=float, metavar="R", help="step size (0.1; with --raw 0.0001)")
    option("--raw", action="store_true", help="descend on x as it is, not standardized")
    option("--quiet", action="store_true", help="print one line, m b cost, with every digit")
    option("--watch", action="store_true", help="show the line moving as it descends")
    option("--version", action="version", version=f"linreg.py {__version__}")
    parser.error = lambda message: parser.exit(  # in one line, without the usage
        2, f"linreg.py: {' '.join(message.split())} (see linreg.py --help)\n")
    args = parser.parse_args(argv)
    if args.learning_rate is None:
        args.learning_rate = 0.0001 if args.raw else 0.1
    try:
        if args.file is not None:
            X, y, heading = _read_table(args.file, args.x or "1", args.y or "2", args.skip)
        elif args.x or args.y or args.skip:
            parser.error("--x, --y and --skip need a FILE, or - for standard input")
        else:
            X, y = make_data()
            heading = "No FILE given: points of y = 7.6 x - 3.3 plus noise of standard deviation 3"
        _report(X, y, heading, args)
        print(end="", flush=True)  # now, so that what goes wrong with it is seen here
    except OSError as error:
        sys.stdout = None  # or Python would try to print the rest again at its end
        if isinstance(error, BrokenPipeError):  # as from "| head"
            parser.exit(1)
        parser.error(f"standard output: {error.strerror}")
    except (ValueError, OverflowError) as error:
        parser.error(f"{args.file or 'generated points'}: {error}")


def _report(X, y, heading, args):
    """Fit the line as the arguments say, and print its descent and what it came to."""
    x_mean, y_mean, x_var, xy_cov, y_var = averages(X, y)
    mean, stdev, scale, tip = x_mean, math.sqrt(x_var) or 1, "standardized x", ""
    if args.raw:
        mean, stdev, scale, tip = 0, 1, "x as it is", ", or leave out --raw"
    # Three points stand for all, as in condense. So that no digits are lost, y_mean is left out of
    # their y; so the line to start from, m = 0 and b = 0, has b = -y_mean here.
    z_mean, z_var, zy_cov = x_mean - mean, x_var / stdev / stdev, xy_cov / stdev
    Z, y3 = three_points(z_mean, 0, z_var, zy_cov, y_var)
    limit, rate = max_learning_rate(Z), args.learning_rate
    _check_steps(args.epochs, rate, limit, tip)
    m, b, history = 0, -y_mean, [(0, 0, 0)]
    # About ten epochs to show, each about as many times the one before:
    for epoch in sorted({round(args.epochs ** (i / 9)) for i in range(9)} | {args.epochs}):
        m, b, _ = linear_regression(Z, y3, m, b, epoch - history[-1][0], rate)
        history.append((epoch, m / stdev, b + y_mean - m / stdev * mean))
    # The best line there has the slope zy_cov / z_var and goes through the means. Any other costs
    # more, by the excess: the mean square of its distance from the best one.
    m_off, mean_off = m - zy_cov / (z_var or 1), m * z_mean + b
    excess = m_off * m_off * z_var + mean_off * mean_off
    _, m, b = history[-1]
    cost = mean_squared_error(X, y, m, b)
    if args.quiet:
        print(m, b, cost)
    else:
        if args.watch and sys.stdout.isatty():
            _watch(X, y, history)
        print(f"{heading}\n{len(X)} points, learning rate {rate:g} on {scale}\n")
        print(f"{'epoch':>7} {'m':>14} {'b':>14} {'cost':>14}")
        for epoch, m, b in history:
            print(f"{epoch:>7} {m:>14.6g} {b:>14.6g} {mean_squared_error(X, y, m, b):>14.6g}")
        best_m = xy_cov / (x_var or 1)
        best_cost = min(cost, mean_squared_error(X, y, best_m, y_mean - best_m * x_mean))
        r_squared = f"{1 - cost / y_var:.6g}" if y_var else "undefined, as y is constant"
        print(f"\n{plot(X, y, m, b)}\ny = {m} x {'-' if b < 0 else '+'} {abs(b)}")
        print(f"mean squared error {cost:.6g}, of the best line {best_cost:.6g}; R^2 {r_squared}")
    warnings = sys.stderr if args.quiet else None
    if not x_var:
        print("All x are the same: any slope fits as well.", file=warnings)
    # By a millionth of the cost, and by more than the rounding of the line and of y itself:
    if excess > 1e-6 * cost + 1e-12 * y_var + 1e-32 * y_mean * y_mean:
        print("The descent has not arrived: take more --epochs or --learning-rate "
              f"{limit / 2:.2g}{tip}", file=warnings)


def _watch(X, y, history):
    """Show the line on its way, one picture after the other, on a screen that leaves no trace."""
    import time

    shown = None
    try:
        for epoch, m, b in history:
            cost = mean_squared_error(X, y, m, b)
            frame = f"{plot(X, y, m, b)}\nm {m:.6g}, b {b:.6g}, mean squared error {cost:.6g}"
            if frame != shown:
                # These codes turn to a terminal's second screen, clear it and go to its top.
                print(f"\x1b[?1049h\x1b[2J\x1b[H{frame}, epoch {epoch}", end="", flush=True)
                time.sleep(0.4)
                shown = frame
    finally:  # back to the first screen
        print("\x1b[2J\x1b[H\x1b[?1049l", end="", flush=True)


def _read_table(path, x, y, skip):
    """Return X and y from two columns of a table, and a line that says which they are."""
    import csv
    from itertools import chain

    X, Y, skipped = [], [], 0
    try:
        source = 0 if path == "-" else path  # 0 is standard input
        with open(source, encoding="utf-8-sig", closefd=source != 0) as file:
            if file.isatty():
                print("Type the table, and end it with Ctrl-D.", file=sys.stderr, flush=True)
            lines = ("\n" if line[0] == "#" else line for line in file)
            head, sep = _head(lines)
            rows = csv.reader(chain(head, lines), delimiter=sep, strict=True, skipinitialspace=True)
            first = next(filter(any, rows))
            names, width = [" ".join(field.split()) for field in first], len(first)
            comma = "," if sep == ";" else "."  # how the decimal point is written
            x_at, y_at, is_header = _pick(names, x, y, comma)
            for row in chain([] if is_header else [first], rows):
                fields = row
                if len(row) != width:
                    if any(row[width:]):
                        raise ValueError(
                            f"line {rows.line_num}: {len(row)} fields where the first line has "
                            f"{width}: name every column, and put text with {sep!r} in quotes")
                    unclear = sep == " " and len(row) < width  # which field is missing?
                    fields = ([] if unclear else row) + [""] * width
                x_field = fields[x_at].replace(comma, ".")
                y_field = fields[y_at].replace(comma, ".")
                try:
                    x_i, y_i = float(x_field), float(y_field)
                except ValueError:
                    x_i = y_i = math.nan
                # Python reads 1_0 as 10; who wrote the table did not mean that.
                if abs(x_i) + abs(y_i) <= _LARGEST and "_" not in x_field and "_" not in y_field:
                    X.append(x_i)
                    Y.append(y_i)
                elif any(row):
                    if not skip:
                        raise ValueError(
                            f"line {rows.line_num}: x is {ascii(fields[x_at]):.60}, y is "
                            f"{ascii(fields[y_at]):.60}: mend what is not a number, choose columns "
                            "with --x and --y, or leave such lines out with --skip")
                    skipped += 1
    except OSError as error:
        raise ValueError(f"{error.strerror}: give the path of a table of numbers") from None
    except UnicodeDecodeError:
        raise ValueError("not text in UTF-8: save the table as CSV in UTF-8") from None
    except csv.Error as error:
        raise ValueError(f"line {rows.line_num}: {error}: is a quote not closed?") from None
    except StopIteration:
        pass
    if not X:
        raise ValueError(f"no row with numbers in two columns; lines skipped: {skipped}")
    x_name, y_name = [f" {ascii(names[at])}" if is_header else "" for at in (x_at, y_at)]
    header = "" if is_header else " without a header"
    return X, Y, (f"x is column {x_at + 1}{x_name}, y is column {y_at + 1}{y_name}, "
                  f"of {width}{header}; lines skipped: {skipped}")


def _head(lines):
    """Return the lines up to the end of the first row, and what separates the columns there."""
    head, quotes = [], 0
    for line in lines:
        head.append(line.rstrip(" \n") + "\n")
        quotes += line.count('"')
        if quotes % 2 == 0 and line.strip(' \t\n,;|"'):
            break
    unquoted = "".join("".join(head).split('"')[::2])  # every second piece
    return head, next((sep for sep in ";\t|," if sep in unquoted), " ")  # the first that occurs


def _pick(names, x, y, comma):
    """Return the places of columns x and y in the first row, and whether that is a header."""
    numbers = {str(at + 1): at for at in range(len(names))}
    places = {name: at for at, name in enumerate(names)}
    places.update(numbers)  # so that 1 is always the first column, whatever its name
    for column in x, y:
        if column not in places:
            raise ValueError(f"no column {column!r} among {len(names)}, {ascii(names):.200}: they "
                             "are split at commas, semicolons, tabs, | or blanks")
    if places[x] == places[y]:
        raise ValueError(f"x and y are both column {places[x] + 1}: choose two with --x and --y")
    fields = [names[places[column]].replace(comma, ".") for column in (x, y)]
    is_header = x not in numbers or y not in numbers or not any(map(_is_number, fields))
    return places[x], places[y], is_header


def _is_number(field):
    """Return whether a field reads as a number."""
    try:
        float(field)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130)
