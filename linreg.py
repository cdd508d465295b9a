# SPDX-License-Identifier: 0BSD (copying this file is free, with no conditions and no warranty)
"""Linear regression by gradient descent: the article's ten lines, in plain Python.

`linear_regression` fits the line y = m x + b to points by walking downhill on the mean squared
error. Everything below it prepares its input, widens it or shows its result, and needs nothing but
Python itself:

>>> m, b, cost = linear_regression([1, 2, 3, 4], [5, 7, 9, 11], learning_rate=0.1)
>>> print(f"y = {m:.4f} x + {b:.4f}")
y = 2.0000 x + 3.0000

Run `python3 linreg.py` to see it descend, and `python3 linreg.py --help` to fit your own file.

The loop is from Joseph J. Bautista, "Linear Regression Using Gradient Descent in 10 Lines of Code"
(2017), the data and what to try next from Eden Au, "Linear Regression in 3 Steps" (2019).
"""
import math
import random

__version__ = "1.0.0"


def linear_regression(X, y, m_current=0, b_current=0, epochs=1000, learning_rate=0.0001):
    """Return the slope m, the intercept b and the last cost of a line fitted by gradient descent.

    The model is y = m x + b, its residuals are y - (m x + b), its cost their mean square. Each
    epoch steps against the two partial derivatives of the cost:

        m_gradient = -2/N sum(x residual)        m = m - learning_rate m_gradient
        b_gradient = -2/N sum(residual)          b = b - learning_rate b_gradient

    X and y are sequences of N numbers of any one kind. m has the unit of y over that of x, b that
    of y, the cost that of y squared. `m_current` and `b_current` are the line to start from: give a
    returned line to descend further. The cost is that of the line which the last epoch started
    from, as in the article; `mean_squared_error` gives that of the line returned.

    Raises TypeError for what is not a number or not a sequence, and ValueError for what cannot give
    a right answer: no points, nan, numbers too large to square, a learning rate that is not below
    `max_learning_rate(X)`. Source: Bautista (2017).

    >>> m, b, cost = linear_regression([0, 1, 2], [1, 3, 5], learning_rate=0.3)
    >>> round(m, 9), round(b, 9), round(cost, 9)
    (2.0, 1.0, 0.0)
    """
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
    """Return the cost of the line y = m x + b: the mean of its squared residuals.

        cost = 1/N sum((y - (m x + b))^2)

    X and y are sequences of N numbers; the cost is in the unit of y, squared. Raises TypeError and
    ValueError as `linear_regression` does. Source: Bautista (2017).

    >>> mean_squared_error([1, 2, 3], [2, 4, 9], m=3, b=-1)
    0.6666666666666666
    """
    X, y, N = _points(X, y, m=m, b=b)
    residuals = [y_i - (m * x_i + b) for x_i, y_i in zip(X, y)]
    try:
        cost = sum([residual * residual for residual in residuals]) / N
    except OverflowError:  # of whole numbers; that of floats is inf
        cost = math.inf
    return _finite("the mean squared error", cost)


def max_learning_rate(X):
    """Return the limit that a learning rate must stay below for descent on X to converge.

    With q = mean of x^2 and mu = mean of x, the second derivatives of the cost are the matrix
    [[2 q, 2 mu], [2 mu, 2]]. Where the cost curves most, an epoch multiplies the distance to the
    best line by 1 - learning_rate curvature, which shrinks it only below 2 / curvature:

        curvature = q + 1 + sqrt((q - 1)^2 + 4 mu^2)        its larger eigenvalue

    X is a sequence of numbers. Raises TypeError and ValueError as `linear_regression` does.
    Source: gradient descent on a quadratic function, in any text on optimisation.

    >>> max_learning_rate([-1, 1])
    1.0
    >>> max_learning_rate([-1000, 1000])
    1e-06
    """
    X = [float(x_i) for x_i in _numbers("X", X)]
    q, mu = sum([x_i * x_i for x_i in X]) / len(X), sum(X) / len(X)
    curvature = q + 1 + math.sqrt((q - 1) * (q - 1) + 4 * mu * mu)
    return 2 / _finite("the curvature of the cost on X", curvature)


def standardize(X):
    """Return Z, which is X rescaled to mean 0 and variance 1, and X's mean and standard deviation.

        z = (x - mean) / stdev        stdev = sqrt(1/N sum((x - mean)^2)), or 1 where that is 0

    X is a sequence of N numbers, Z a list of N floats without a unit. On Z the limit of the
    learning rate is 1 for any X, and at a rate of 0.5 one epoch reaches the best line. A line m, b
    on Z is m / stdev, b - m mean / stdev on X. Raises TypeError and ValueError as
    `linear_regression` does. Source: the standard score of statistics.

    >>> standardize([3000, 5000])
    ([-1.0, 1.0], 4000.0, 1000.0)
    """
    X = [float(x_i) for x_i in _numbers("X", X)]
    mean = _mean(X)
    variance = sum([(x_i - mean) * (x_i - mean) for x_i in X]) / len(X)
    stdev = math.sqrt(_finite("the variance of X", variance)) or 1.0
    return [(x_i - mean) / stdev for x_i in X], mean, stdev


def condense(X, y):
    """Return X3, y3: three points on which descent takes the same path as on all of X and y.

    The gradients and the cost depend on the points through five averages alone: two means, two
    variances and the covariance. `three_points` makes three points that share them. The averages
    are taken around the means, in two passes, so that data far from zero keep their precision.

    X and y are sequences of N numbers, X3 and y3 lists of three floats in the same units. Raises
    TypeError and ValueError as `linear_regression` does. Source: sufficient statistics.

    >>> X, y = make_data(n=10000)
    >>> m, b, cost = linear_regression(*condense(X, y), epochs=500, learning_rate=0.01)
    >>> print(f"{m:.3f} {b:.3f} {cost:.3f}")
    7.597 -3.287 8.967
    """
    X, y, N = _points(X, y)
    x_mean, y_mean = _mean(X), _mean(y)
    x_var = xy_cov = y_var = 0
    for x_i, y_i in zip(X, y):
        dx, dy = x_i - x_mean, y_i - y_mean
        x_var += dx * dx
        xy_cov += dx * dy
        y_var += dy * dy
    return three_points(x_mean, y_mean, x_var / N, xy_cov / N, y_var / N)


def three_points(x_mean, y_mean, x_var, xy_cov, y_var):
    """Return X3, y3: three points that have these means, variances and covariance.

    The triples u and v have mean 0, variance 1 and covariance 0, so the averages asked for are
    those of

        x = x_mean + sqrt(x_var) u
        y = y_mean + xy_cov / sqrt(x_var) u + sqrt(y_var - xy_cov^2 / x_var) v

    They are five numbers, the last three of them population averages: sums divided by N, `var_pop`
    and `covar_pop` in SQL. X3 and y3 are lists of three floats. Raises TypeError for what is not a
    number, and ValueError where no points have such averages. Source: sufficient statistics.

    >>> X3, y3 = three_points(x_mean=10, y_mean=5, x_var=2, xy_cov=4, y_var=14)
    >>> [round(x, 9) for x in X3], [round(y, 9) for y in y3]
    ([12.0, 9.0, 9.0], [9.0, 6.0, 0.0])
    """
    x_mean, y_mean = float(_finite("x_mean", x_mean)), float(_finite("y_mean", y_mean))
    x_var, y_var = float(_finite("x_var", x_var)), float(_finite("y_var", y_var))
    xy_cov = float(_finite("xy_cov", xy_cov))
    if x_var < 0 or y_var < 0:
        raise ValueError(f"x_var is {x_var!r}, y_var {y_var!r}: a variance cannot be negative")
    x_stdev, limit = math.sqrt(x_var), math.sqrt(x_var) * math.sqrt(y_var)
    if abs(xy_cov) > limit * (1 + 1e-6):  # the sums of a billion points round by up to 1e-7
        raise ValueError(f"xy_cov is {xy_cov!r}, beyond sqrt(x_var y_var) = {limit!r}: take all "
                         "averages over the same N points, of numbers large enough to be squared")
    along_u = xy_cov / x_stdev if x_stdev else 0.0
    along_v = math.sqrt(max(0.0, y_var - along_u * along_u))  # rounding can make it negative
    u = math.sqrt(2), -math.sqrt(0.5), -math.sqrt(0.5)
    v = 0, math.sqrt(1.5), -math.sqrt(1.5)
    X3 = [x_mean + x_stdev * u_i for u_i in u]
    y3 = [y_mean + along_u * u_i + along_v * v_i for u_i, v_i in zip(u, v)]
    return X3, y3


def squared(residual):
    """Return the squared error of a residual, and its slope there.

    residual^2 and 2 residual, in the unit of y squared and of y. Least squares is its minimum, and
    the mean the constant that minimises it. Source: Bautista (2017).

    >>> squared(-3)
    (9, -6)
    """
    return residual * residual, 2 * residual


def absolute(residual):
    """Return the absolute error of a residual, and its slope there.

    |residual| and its sign, in the unit of y and without one. A point pulls at the line equally
    hard from any distance, and a median is the constant that minimises it. Its steps do not shrink
    near the best line, so descent ends within about a learning rate of it. Source: Au (2019).

    >>> absolute(-3)
    (3, -1)
    """
    return abs(residual), (residual > 0) - (residual < 0)


def huber(delta):
    """Return a loss that is `squared` for residuals up to delta and straight beyond.

        residual^2                      2 residual          where |residual| <= delta
        delta (2 |residual| - delta)    2 delta sign        beyond

    delta is a number above 0 in the unit of y: what lies further off than that is an outlier.
    Raises TypeError and ValueError for any other delta. Source: Peter J. Huber, "Robust Estimation
    of a Location Parameter" (1964), times 2.

    >>> loss = huber(1)
    >>> loss(0.5), loss(-3)
    ((0.25, 1.0), (5, -2))
    """
    if not _finite("delta", delta) > 0:
        raise ValueError(f"delta is {delta!r}: it must be above 0")

    def loss(residual):
        distance, sign = absolute(residual)
        if distance <= delta:
            return squared(residual)
        return delta * (2 * distance - delta), 2 * delta * sign

    return loss


def gradient_descent(
    rows, y, weights=None, bias=0, epochs=1000, learning_rate=0.0001, loss=squared
):
    """Return the weights, the bias and the last cost of a linear model, fitted by descent.

    The model is y = sum(weight feature) + bias, with a weight for each feature, and its cost the
    mean of `loss` over the residuals. Each epoch steps against the partial derivatives of the cost:

        weight = weight + learning_rate/N sum(feature slope)      for each feature
        bias = bias + learning_rate/N sum(slope)                  slope: the loss's at a residual

    rows is a sequence of N rows, each a sequence of k features, y one of N numbers. weights, k
    numbers or None for zeros, and bias are the model to start from. `loss` takes one residual and
    returns its value and its slope: `squared`, `absolute`, `huber(delta)` or your own. On one
    feature and `squared` this is `linear_regression`; its cost, too, is that before the last step.

    Raises TypeError and ValueError as `linear_regression` does, but the rate is judged by the run:
    one that ends with a higher cost and steeper slopes than it began is refused. For `squared` the
    rate 1 / (1 + sum of the features' mean squares) is always safe. Source: Au (2019).

    >>> weights, bias, cost = gradient_descent(
    ...     [[0, 0], [0, 1], [1, 0], [1, 1]], [5, 8, 7, 10], learning_rate=0.5)
    >>> [round(weight, 6) for weight in weights], round(bias, 6)
    ([2.0, 3.0], 5.0)
    """
    columns, y, weights, N = _checked_rows(rows, y, weights, bias, epochs, learning_rate, loss)
    start = _cost_and_slopes(columns, y, weights, bias, loss)
    for _ in range(epochs):
        cost, slopes = _cost_and_slopes(columns, y, weights, bias, loss)
        for j, column in enumerate(columns):
            gradient = -sum([x_i * slope for x_i, slope in zip(column, slopes)]) / N
            weights[j] = weights[j] - learning_rate * gradient
        bias_gradient = -sum(slopes) / N
        bias = bias - learning_rate * bias_gradient
    if _diverged(start, _cost_and_slopes(columns, y, weights, bias, loss), y):
        mean_squares = [float(sum([x_i * x_i for x_i in column]) / N) for column in columns]
        raise ValueError(f"learning_rate is {learning_rate!r}: the descent diverged; a rate of "
                         f"{1 / (1 + sum(mean_squares))!r} is safe for squared errors")
    return weights, bias, cost


def train_test_split(X, y, test_size=0.25, seed=None):
    """Return X_train, X_test, y_train, y_test: the points dealt at random into two parts.

    test_size is the part of the points to keep for the test, rounded up, or if it is an int their
    number. X is a sequence of N numbers or rows, y one of N values; all four results are lists, the
    points of each in the same random order, the same one for the same seed. Raises TypeError for
    what is not a sequence or a number, and ValueError where a side would be empty. Source: Au
    (2019), by scikit-learn's function of this name.

    >>> X_train, X_test, y_train, y_test = train_test_split(range(8), range(8), seed=1)
    >>> len(X_train), len(X_test), sorted(X_train + X_test) == list(range(8)), X_test == y_test
    (6, 2, True, True)
    """
    X, y = _sequence("X", X), _sequence("y", y)
    _same_length("X", X, y)
    share = _finite("test_size", test_size)
    tests = share if isinstance(share, int) else math.ceil(share * len(X))
    if not 1 <= tests < len(X):
        raise ValueError(f"test_size is {test_size!r}: it must leave some of the {len(X)} points "
                         "to test on and some to train on")
    order = list(range(len(X)))
    random.Random(seed).shuffle(order)
    train, test = order[tests:], order[:tests]
    return [X[i] for i in train], [X[i] for i in test], [y[i] for i in train], [y[i] for i in test]


def _mean(values):
    """Return the mean, summed from the first value on: exact for a constant, precise far from 0."""
    first, total = values[0], 0
    for value in values:
        total += value - first
    return first + total / len(values)


def _checked(X, y, m_current, b_current, epochs, learning_rate):
    """Return X, y and N if descent on them is sure to converge; refuse anything else."""
    X, y, N = _points(X, y, m_current=m_current, b_current=b_current, learning_rate=learning_rate)
    _whole("epochs", epochs)
    limit = max_learning_rate(X)
    if not 0 < learning_rate < limit:
        raise ValueError(f"learning_rate is {learning_rate!r}: on this X descent converges above 0 "
                         f"and below {limit!r}; take such a rate, or standardize(X) first")
    mean_squared_error(X, y, m_current, b_current)  # from here the cost only falls: no overflow
    return X, y, N


def _checked_rows(rows, y, weights, bias, epochs, learning_rate, loss):
    """Return the columns of rows, y, the weights and N; refuse what cannot be descended on."""
    rows = [_numbers(f"rows[{i}]", row) for i, row in enumerate(_sequence("rows", rows))]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(f"rows[{i}] has {len(row)} features and rows[0] has {len(rows[0])}: "
                             "each row needs as many")
    y = _numbers("y", y)
    _same_length("rows", rows, y)
    columns = list(zip(*rows))
    weights = [0] * len(columns) if weights is None else list(_numbers("weights", weights))
    if len(weights) != len(columns):
        raise ValueError(f"{len(weights)} weights for {len(columns)} features: give one for each")
    for weight, column in zip(weights, columns):
        _points(column, y, weight=weight, bias=bias, learning_rate=learning_rate)
    _whole("epochs", epochs)
    if not learning_rate > 0:
        raise ValueError(f"learning_rate is {learning_rate!r}: it must be above 0")
    try:
        value, slope = loss(y[0])
    except TypeError:
        raise TypeError("loss must take one residual and return its value and its slope, as "
                        "squared does; huber takes a delta first: huber(1.5)") from None
    return columns, y, weights, len(y)


def _cost_and_slopes(columns, y, weights, bias, loss):
    """Return the cost of a linear model and the slope of the loss at each residual."""
    predictions = [bias] * len(y)
    for weight, column in zip(weights, columns):
        predictions = [sum_i + weight * x_i for sum_i, x_i in zip(predictions, column)]
    try:
        losses = [loss(y_i - prediction) for y_i, prediction in zip(y, predictions)]
        return sum([value for value, slope in losses]) / len(y), [slope for value, slope in losses]
    except OverflowError:
        return math.inf, [math.inf] * len(y)


def _diverged(start, end, y):
    """Return whether a descent from start to end, each a cost and slopes, went uphill.

    Overshooting makes both grow. Near the minimum of `absolute` only the cost may, within a step.
    """
    (first_cost, first_slopes), (cost, slopes) = start, end
    if cost - cost != 0:  # nan or infinite
        return True
    rounding = max(map(abs, y)) / 10**9
    return cost > first_cost and max(map(abs, slopes)) > max(map(abs, first_slopes)) + rounding


def _points(X, y, **numbers):
    """Return X, y and N if they are N points, with finite numbers beside; refuse anything else."""
    X, y = _numbers("X", X), _numbers("y", y)
    _same_length("X", X, y)
    for name in numbers:
        _finite(name, numbers[name])
    try:
        sum(numbers.values(), X[0] + y[0])
    except TypeError:
        names = ", ".join(["X", "y"] + list(numbers))
        raise TypeError(f"{names} mix kinds of number, as Decimal and float: use one") from None
    return X, y, len(X)


def _same_length(name, values, y):
    """Refuse values and y of different lengths."""
    if len(values) != len(y):
        raise ValueError(f"{name} has length {len(values)} and y has length {len(y)}: "
                         "each point needs one of both")


def _numbers(name, values):
    """Return a sequence of finite numbers, an array as a list; refuse anything else."""
    values = _sequence(name, values)
    try:
        if math.isfinite(sum(values) ** 2):
            return values
    except (TypeError, ValueError, ArithmeticError):
        pass
    for i, value in enumerate(values):
        _finite(f"{name}[{i}]", value)
    raise ValueError(f"{name} holds numbers too large to add up, or of kinds that do not mix")


def _sequence(name, values):
    """Return a sequence that is not empty, an array as a list; refuse anything else."""
    if hasattr(values, "tolist"):
        values = values.tolist()  # an array's own integers would overflow in silence
    try:
        values[-1]
    except IndexError:
        raise ValueError(f"{name} is empty: it needs at least one point") from None
    except (TypeError, KeyError):
        raise TypeError(f"{name} is of type {type(values).__name__}: make it a list") from None
    return values


def _finite(name, value):
    """Return a number that is finite and has a finite square; refuse anything else."""
    try:
        if math.isfinite(value * value):
            return value
    except TypeError:
        raise TypeError(f"{name} is {value!r:.60}: it must be a number") from None
    except (ValueError, ArithmeticError):
        pass
    raise ValueError(f"{name} is {value!r:.60}: take finite numbers, small enough to be squared")


def _whole(name, value):
    """Refuse anything but a whole number from 1."""
    try:
        if range(value):
            return
    except TypeError:
        raise TypeError(f"{name} is {value!r:.60}: it must be an int") from None
    raise ValueError(f"{name} is {value!r}: it must be at least 1")


def gaussian(rng):
    """Return one error, normally distributed with mean 0 and standard deviation 3.

    `rng` is a random.Random; the error is in the unit of y. Source: Au (2019), step 2.

    >>> round(gaussian(random.Random(42)), 6)
    -0.432271
    """
    return rng.gauss(0, 3)


def make_data(n=10000, m=7.6, b=-3.3, noise=gaussian, seed=42):
    """Return X, y: n points scattered around the line y = m x + b, the same for the same seed.

        y = m x + b + noise(rng)        x uniform on [-10, 10]

    `noise` is any function that takes the random generator, a random.Random, and returns one error
    in the unit of y. X and y are lists of n floats. Raises TypeError and ValueError for an n that
    is not a whole number from 1. Source: Au (2019), step 2.

    >>> X, y = make_data(n=3, m=2, b=1, noise=lambda rng: 0)
    >>> y == [2 * x_i + 1 for x_i in X]
    True
    """
    _whole("n", n)
    rng = random.Random(seed)
    X = [rng.uniform(-10, 10) for _ in range(n)]
    return X, [m * x_i + b + noise(rng) for x_i in X]


def plot(X, y, m, b):
    """Return a picture of the points and of the line y = m x + b, drawn in ASCII characters.

    The more points share a place, the darker its character; the line lies over them. At the edges
    stand the ranges of x and y. X and y are sequences of N numbers; the text has 23 lines of at
    most 79 characters. Raises TypeError and ValueError as `linear_regression` does. Source: the
    scatter plots with a line in both articles.

    >>> print(plot([1, 2, 3], [10, 20, 30], m=10, b=0).splitlines()[0])
            30 |                                                          =+|
    """
    X, y, N = _points(X, y, m=m, b=b)
    left, right = _range(X)
    bottom, top = _range(y)

    def place(x_i, y_i):
        height = (y_i - bottom) / (top - bottom)
        row = round(19 * (1 - min(max(height, -1), 2)))  # a line far outside the picture stays so
        return row, round(59 * (x_i - left) / (right - left))

    counts = {}
    for x_i, y_i in zip(X, y):
        cell = place(float(x_i), float(y_i))
        counts[cell] = counts.get(cell, 0) + 1
    line_X = [left + (right - left) * column / 59 for column in range(60)]
    line = {place(x_i, float(m) * x_i + float(b)) for x_i in line_X}

    def character(cell):
        if cell in line:
            return "+" if cell in counts else "="
        return " .:oO@"[sum([counts.get(cell, 0) >= least for least in (1, 2, 4, 8, 16)])]

    labels = {0: f"{top:.4g}", 19: f"{bottom:.4g}"}
    rows = ["".join([character((row, column)) for column in range(60)]) for row in range(20)]
    return "\n".join(
        [f"{labels.get(row, ''):>10} |{text}|" for row, text in enumerate(rows)]
        + [" " * 11 + "+" + "-" * 60 + "+", " " * 12 + f"{left:<30.4g}{right:>30.4g}"]
        + [" " * 12 + "points: . 1  : 2-3  o 4-7  O 8-15  @ more    line: =  on points: +"]
    )


def _range(values):
    """Return the smallest and the largest of the values, set apart if they are the same."""
    low, high = float(min(values)), float(max(values))
    margin = 0 if low < high else abs(low) or 1
    return low - margin, high + margin


def main(argv=None):
    """Fit a line to two columns of a table, or to generated points, and print its descent.

    `argv` is a list of arguments, by default the command line's; `--help` explains them. What
    cannot be fitted ends with one line on standard error and exit status 2. Source: both articles.

    >>> main(["--quiet"])  # doctest: +ELLIPSIS
    7.59... -3.28... 8.96...
    """
    import argparse

    parser = argparse.ArgumentParser("linreg.py", description="Fit a line by gradient descent.")
    parser.error = lambda message: parser.exit(2, f"linreg.py: {' '.join(message.split())}\n")
    option = parser.add_argument
    option("file", nargs="?", metavar="FILE", help="a table of numbers; - is standard input")
    option("--x", default="1", metavar="COLUMN", help="name or number of the column x (1)")
    option("--y", default="2", metavar="COLUMN", help="name or number of the column y (2)")
    option("--epochs", type=int, default=1000, metavar="N", help="number of steps (1000)")
    option("--learning-rate", type=float, metavar="R", help="below 1 (0.1; with --raw 0.0001)")
    option("--raw", action="store_true", help="descend on x as it is, not standardised")
    option("--quiet", action="store_true", help="print one line, m b cost, with every digit")
    option("--watch", action="store_true", help="redraw the plot as the line descends")
    args = parser.parse_args(argv)
    if args.epochs < 1:
        parser.error(f"--epochs is {args.epochs}: it must be at least 1")
    source = {None: "generated points", "-": "standard input"}.get(args.file, args.file)
    try:
        if args.file is None:
            X, y = make_data()
        else:
            with open(0 if args.file == "-" else args.file, encoding="utf-8-sig") as file:
                X, y = _read_table(file, args.x, args.y)
        _descend(X, y, args)
    except OSError as error:
        parser.error(f"{source}: {error.strerror}: give the path of a table of numbers")
    except UnicodeDecodeError:
        parser.error(f"{source}: not text in UTF-8: save the table as CSV in UTF-8")
    except (ValueError, OverflowError) as error:
        parser.error(f"{source}: {error}")


def _descend(X, y, args):
    """Fit the line as the command line's arguments say, and print what they ask for."""
    import sys
    import time

    X3, y3 = condense(X, y)
    Z, mean, stdev = (X3, 0, 1) if args.raw else standardize(X3)
    rate, limit = args.learning_rate, max_learning_rate(Z)
    if rate is None:
        rate = 0.0001 if args.raw else 0.1
    if not 0 < rate < limit:
        mend = f"take one above 0 and below {limit:.6g}" + ", or leave out --raw" * args.raw
        raise ValueError(f"a learning rate of {rate:g} does not converge: {mend}")
    history = _history(Z, y3, mean, stdev, args.epochs, rate)
    if args.quiet:
        *_, (epoch, m, b, cost) = history
        print(m, b, cost)
        return
    if args.file is None:
        print("No FILE given: points of y = 7.6 x - 3.3 plus normal noise of standard deviation 3")
    scale = "x as it is" if args.raw else "standardised x"
    print(f"{len(X)} points, learning rate {rate:g} on {scale}")
    print(f"\n{'epoch':>7} {'m':>14} {'b':>14} {'cost':>14}")
    for epoch, m, b, cost in history:
        print(f"{epoch:>7} {m:>14.6g} {b:>14.6g} {cost:>14.6g}")
        if args.watch and sys.stdout.isatty():
            picture = plot(X, y, m, b)
            print(picture, flush=True)
            time.sleep(0.4)
            print(f"\x1b[{len(picture.splitlines())}A\x1b[J", end="")  # up again, and erase it
    variance = mean_squared_error(X, y, 0, _mean(y))
    r_squared = f"{1 - cost / variance:.6g}" if variance else "undefined, as y is constant"
    print(f"\ny = {m:.6g} x {'-' if b < 0 else '+'} {abs(b):.6g}")
    print(f"mean squared error {cost:.6g}, R^2 {r_squared}\n")
    print(plot(X, y, m, b))


def _history(Z, y, mean, stdev, epochs, rate):
    """Yield epoch, m, b and cost in the units of X at about ten epochs, close together at first."""
    m = b = done = 0
    for epoch in sorted({0, epochs} | {round(epochs ** (i / 9)) for i in range(9)}):
        if epoch:
            m, b, _ = linear_regression(Z, y, m, b, epoch - done, rate)
        done = epoch
        cost = mean_squared_error(Z, y, m, b)
        yield epoch, _finite("m", m / stdev), _finite("b", b - m * mean / stdev), cost


def _read_table(file, x, y):
    """Return the columns x and y of an open table, each a name in its header or a number from 1."""
    X, Y, lines_read, picked = [], [], 0, None
    for text in iter(lambda: file.read(1 << 16) + file.readline(), ""):  # in pieces of whole lines
        columns = _plain_columns(text, delimiter, width, picked) if picked else None
        if columns is None:
            lines = ["" if line.lstrip()[:1] == "#" else line for line in text.split("\n")]
            if not picked:
                unquoted = "".join(next(filter(str.strip, lines), "").split('"')[::2])
                delimiter = next((mark for mark in ";\t," if mark in unquoted), " ")
            columns = [], []
            for line_number, row in _rows(lines, delimiter, lines_read):
                if not picked:
                    picked, is_header = _pick(row, x, y, line_number)
                    width = len(row)
                    if is_header:
                        continue
                for column, index in zip(columns, picked):
                    column.append(_number(row, index, line_number))
        X += columns[0]
        Y += columns[1]
        lines_read += text.count("\n")
    if not X:
        raise ValueError("no rows of numbers: give at least one")
    return X, Y


def _plain_columns(text, delimiter, width, picked):
    """Return the picked columns if all lines have `width` plain fields, else None. It is fast."""
    fields = text.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    line_ends = ["\n"] * text.count("\n")
    if fields[width::width + 1] != line_ends or fields[-1] or any(mark in text for mark in '"#_'):
        return None
    try:
        columns = [list(map(float, fields[index:-1:width + 1])) for index in picked]
    except ValueError:
        return None
    return columns if math.isfinite(sum(map(sum, columns))) else None


def _rows(lines, delimiter, lines_read):
    """Yield the number and the fields of each line that is not blank."""
    import csv

    if delimiter == " ":
        lines = [" ".join(line.split()) for line in lines]
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != " ")
    try:
        for row in reader:
            if "".join(row).strip():
                yield lines_read + reader.line_num, row
    except csv.Error as error:
        raise ValueError(f"line {lines_read + reader.line_num}: {error}: mend its quotes") from None


def _pick(row, x, y, line_number):
    """Return the indices of the columns x and y in the first row, and whether it is a header."""
    names, picked, is_header = [field.strip() for field in row], [], False
    for column in x, y:
        if column.isdecimal() and 1 <= int(column) <= len(row):
            picked.append(int(column) - 1)
        elif column in names:
            picked.append(names.index(column))
            is_header = True
        else:
            raise ValueError(f"line {line_number}: no column {column!r}: take 1 to {len(row)}, or "
                             f"one of {', '.join(names)!r:.200}")
    return picked, is_header or all(_float(row[index]) is None for index in picked)


def _float(field):
    """Return the number in a field, a comment behind it aside, or None."""
    number = field.partition("#")[0]
    try:
        return None if "_" in number else float(number)
    except ValueError:
        return None


def _number(row, index, line_number):
    """Return the finite number in a column of a row."""
    field = row[index] if index < len(row) else "missing"
    number = _float(field)
    if number is None or not math.isfinite(number):
        raise ValueError(f"line {line_number}: column {index + 1} is {field!r:.60}, not a finite "
                         "number: mend it or put # before the line")
    return number


if __name__ == "__main__":
    import signal

    for name in "SIGINT", "SIGPIPE":  # Ctrl-C and a closed pipe end it quietly
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    main()
