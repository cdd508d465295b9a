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

    X and y are sequences of N numbers: ints and floats, or Fractions or Decimals with a learning
    rate of the same kind. m has the unit of y over that of x, b that of y, the cost that of y
    squared. `m_current` and `b_current` are the line to start from: give a returned line to descend
    further. The cost is that of the line which the last epoch started from, as in the article;
    `mean_squared_error` gives that of the line returned.

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
    return _usable("the mean squared error", cost)


def max_learning_rate(X):
    """Return the limit that a learning rate must stay below for descent on X to converge.

    The more sharply the cost curves, the sooner a step overshoots. Where it curves most, an epoch
    multiplies the distance to the best line by 1 - learning_rate curvature, so distances shrink
    only below the limit 2 / curvature. With q = mean of x^2 and mu = mean of x,

        curvature = q + 1 + sqrt((q - 1)^2 + 4 mu^2)

    which is the larger eigenvalue of [[2 q, 2 mu], [2 mu, 2]], the cost's second derivatives.

    X is a sequence of numbers. Raises TypeError and ValueError as `linear_regression` does.
    Source: Boyd and Vandenberghe, "Convex Optimization" (2004), section 9.3.

    >>> max_learning_rate([-1, 1])
    1.0
    >>> max_learning_rate([-1000, 1000])
    1e-06
    """
    X = [float(x_i) for x_i in _numbers("X", X)]
    q, mu = sum([x_i * x_i for x_i in X]) / len(X), sum(X) / len(X)
    curvature = q + 1 + math.sqrt((q - 1) * (q - 1) + 4 * mu * mu)
    return 2 / _usable("the curvature of the cost on X", curvature)


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
    mean = X[0] + sum([x_i - X[0] for x_i in X]) / len(X)  # exact for a constant
    variance = sum([(x_i - mean) * (x_i - mean) for x_i in X]) / len(X)
    stdev = math.sqrt(_usable("the variance of X", variance)) or 1.0
    return [(x_i - mean) / stdev for x_i in X], mean, stdev


def condense(X, y):
    """Return X3, y3: three points on which descent takes the same path as on all of X and y.

    The gradients and the cost depend on the points through five averages alone: two means, two
    variances and the covariance. `three_points` makes three points that share them.

    X and y are sequences of N numbers, X3 and y3 lists of three floats in the same units. Raises
    TypeError and ValueError as `linear_regression` does. Source: sufficient statistics, from
    Fisher, "On the Mathematical Foundations of Theoretical Statistics" (1922).

    >>> X, y = make_data(n=10000)
    >>> m, b, cost = linear_regression(*condense(X, y), epochs=500, learning_rate=0.01)
    >>> print(f"{m:.3f} {b:.3f} {cost:.3f}")
    7.597 -3.287 8.967
    """
    return three_points(*_averages(X, y))


def three_points(x_mean, y_mean, x_var, xy_cov, y_var):
    """Return X3, y3: three points that have these means, variances and covariance.

    The triples u = sqrt(2), -sqrt(1/2), -sqrt(1/2) and v = 0, sqrt(3/2), -sqrt(3/2) have mean 0,
    variance 1 and covariance 0, so the averages asked for are those of

        x = x_mean + sqrt(x_var) u
        y = y_mean + xy_cov / sqrt(x_var) u + sqrt(y_var - xy_cov^2 / x_var) v

    The five arguments are numbers; variances and covariance are sums divided by N, `var_pop` and
    `covar_pop` in SQL. X3 and y3 are lists of three floats. Raises TypeError for what is not a
    number, and ValueError where no points have such averages. Source: as for `condense`.

    >>> X3, y3 = three_points(x_mean=10, y_mean=5, x_var=2, xy_cov=4, y_var=14)
    >>> [round(x, 9) for x in X3], [round(y, 9) for y in y3]
    ([12.0, 9.0, 9.0], [9.0, 6.0, 0.0])
    """
    x_mean, y_mean = float(_usable("x_mean", x_mean)), float(_usable("y_mean", y_mean))
    x_var, y_var = float(_usable("x_var", x_var)), float(_usable("y_var", y_var))
    xy_cov = float(_usable("xy_cov", xy_cov))
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


def _averages(X, y):
    """Return the means, variances and covariance, summed from the first point on.

    Far from zero the differences from that point keep the digits that squares of x would lose.
    """
    X, y, N = _points(X, y)
    x_0, y_0 = X[0], y[0]
    x_sum = y_sum = xx_sum = xy_sum = yy_sum = 0
    for x_i, y_i in zip(X, y):
        dx, dy = x_i - x_0, y_i - y_0
        x_sum += dx
        y_sum += dy
        xx_sum += dx * dx
        xy_sum += dx * dy
        yy_sum += dy * dy
    dx, dy = x_sum / N, y_sum / N
    x_var, xy_cov, y_var = xx_sum / N - dx * dx, xy_sum / N - dx * dy, yy_sum / N - dy * dy
    return x_0 + dx, y_0 + dy, x_var, xy_cov, y_var


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
    near the best line, so descent ends a step or so away from it. Source: Au (2019).

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
    if not _usable("delta", delta) > 0:
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

    Raises TypeError and ValueError as `linear_regression` does, but judges the learning rate by the
    run: one that leads uphill is refused. For `squared` any rate below
    1 / (1 + sum of the features' mean squares) is safe. Source: Au (2019).

    >>> weights, bias, cost = gradient_descent(
    ...     [[0, 0], [0, 1], [1, 0], [1, 1]], [5, 8, 7, 10], learning_rate=0.5)
    >>> [round(weight, 6) for weight in weights], round(bias, 6)
    ([2.0, 3.0], 5.0)
    """
    columns, y, weights, N = _checked_rows(rows, y, weights, bias, epochs, learning_rate, loss)
    start_cost, _ = _cost_and_slopes(columns, y, weights, bias, loss)
    flat_cost, _ = _cost_and_slopes([], y, [], 0, loss)  # of y = 0
    _usable("the cost at the start", max(start_cost, flat_cost))
    for _ in range(epochs):
        cost, slopes = _cost_and_slopes(columns, y, weights, bias, loss)
        for j, column in enumerate(columns):
            gradient = -sum([x_i * slope for x_i, slope in zip(column, slopes)]) / N
            weights[j] = weights[j] - learning_rate * gradient
        bias_gradient = -sum(slopes) / N
        bias = bias - learning_rate * bias_gradient
    end_cost, _ = _cost_and_slopes(columns, y, weights, bias, loss)
    # Squared errors only fall if a rate converges, others may rise by a step near their minimum.
    most = start_cost + flat_cost / 10**9 if loss is squared else 2 * max(start_cost, flat_cost)
    if not (cost <= most and end_cost <= most):
        squares = [float(sum([x_i * x_i for x_i in column]) / N) for column in columns]
        limit = 1 / (1 + _usable("the sum of the features' mean squares", sum(squares)))
        raise ValueError(f"learning_rate is {learning_rate!r}: the descent diverged; take a "
                         f"smaller one: for squared errors any below {limit!r} is safe")
    return weights, bias, cost


def _cost_and_slopes(columns, y, weights, bias, loss):
    """Return the cost of a linear model and the slope of the loss at each residual."""
    predictions = [bias] * len(y)
    for weight, column in zip(weights, columns):
        predictions = [so_far + weight * x_i for so_far, x_i in zip(predictions, column)]
    try:
        losses = [loss(y_i - prediction) for y_i, prediction in zip(y, predictions)]
        return sum([value for value, slope in losses]) / len(y), [slope for value, slope in losses]
    except ArithmeticError:  # too large a number
        return math.inf, [math.inf] * len(y)


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
    share = _usable("test_size", test_size)
    tests = share if hasattr(share, "__index__") else math.ceil(share * len(X))
    if not 1 <= tests < len(X):
        raise ValueError(f"test_size is {test_size!r}: take a share below 1, or an int, that "
                         f"leaves some of the {len(X)} points on both sides")
    order = list(range(len(X)))
    random.Random(seed).shuffle(order)
    train, test = order[tests:], order[:tests]
    return [X[i] for i in train], [X[i] for i in test], [y[i] for i in train], [y[i] for i in test]


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
    m, b = _usable("m", m), _usable("b", b)
    return X, [m * x_i + b + _usable("the noise", noise(rng)) for x_i in X]


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
    left, right = _range("X", X)
    bottom, top = _range("y", y)
    last_row, last_column = 19, 59

    def place(x_i, y_i):
        height = (y_i - bottom) / (top - bottom)
        height = min(max(height, -1), 2)  # a line far outside the picture stays outside
        return round(last_row * (1 - height)), round(last_column * (x_i - left) / (right - left))

    counts = {}
    for x_i, y_i in zip(X, y):
        cell = place(float(x_i), float(y_i))
        counts[cell] = counts.get(cell, 0) + 1
    columns = range(last_column + 1)
    line_X = [left + (right - left) * column / last_column for column in columns]
    line = {place(x_i, float(m) * x_i + float(b)) for x_i in line_X}

    def character(cell):
        if cell in line:
            return "+" if cell in counts else "="
        return " .:oO@"[sum([counts.get(cell, 0) >= least for least in (1, 2, 4, 8, 16)])]

    labels = {0: f"{top:.4g}", last_row: f"{bottom:.4g}"}
    rows = range(last_row + 1)
    drawn = ["".join([character((row, column)) for column in columns]) for row in rows]
    return "\n".join(
        [f"{labels.get(row, ''):>11} |{text}|" for row, text in enumerate(drawn)]
        + [" " * 12 + "+" + "-" * len(columns) + "+", " " * 13 + f"{left:<30.4g}{right:>30.4g}"]
        + [" " * 13 + "points: . 1  : 2-3  o 4-7  O 8-15  @ more    line: =  on points: +"]
    )


def _range(name, values):
    """Return the smallest and the largest of the values, set apart if they are the same."""
    low, high = float(min(values)), float(max(values))
    _usable(f"the range of {name}", high - low)
    margin = 0 if low < high else abs(low) or 1
    return low - margin, high + margin


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
    weights = [0] * len(rows[0]) if weights is None else list(_numbers("weights", weights))
    if len(weights) != len(rows[0]):
        raise ValueError(f"{len(weights)} weights for {len(rows[0])} features: give one for each")
    _usable("bias", bias)
    if not _usable("learning_rate", learning_rate) > 0:
        raise ValueError(f"learning_rate is {learning_rate!r}: it must be above 0")
    _whole("epochs", epochs)
    names = "rows, y, weights, bias and learning_rate"
    _same_kind(names, *rows[0], y[0], *weights, bias, learning_rate)
    pair = loss(y[0])
    try:
        value, slope = pair
    except (TypeError, ValueError):
        raise TypeError("loss must take one residual and return its value and its slope, as "
                        "squared does; huber takes a delta first: huber(1.5)") from None
    _usable("the loss's value", value)
    _usable("the loss's slope", slope)
    return list(zip(*rows)), y, weights, len(y)


def _points(X, y, **numbers):
    """Return X, y and N if they are N points, with finite numbers beside; refuse anything else."""
    X, y = _numbers("X", X), _numbers("y", y)
    _same_length("X", X, y)
    for name in numbers:
        _usable(name, numbers[name])
    _same_kind(", ".join(["X", "y"] + list(numbers)), X[0], y[0], *numbers.values())
    return X, y, len(X)


def _same_kind(names, *numbers):
    """Refuse numbers that Python cannot add."""
    try:
        sum(numbers)
    except TypeError:
        raise TypeError(f"{names} mix kinds of number, as Decimal and float: use one") from None


def _same_length(name, values, y):
    """Refuse values and y of different lengths."""
    if len(values) != len(y):
        raise ValueError(f"{name} has length {len(values)} and y has length {len(y)}: "
                         "each point needs one of both")


def _numbers(name, values):
    """Return a sequence of finite numbers, an array as a list; refuse anything else."""
    values = _sequence(name, values)
    try:  # fast: what is not a number, or nan, or too large shows in the sum
        total = sum(values)  # though whole numbers can cancel out, of any size
        if math.isfinite(total * total) and (
            isinstance(total, float) or math.isfinite(max(map(abs, values)) ** 2)
        ):
            return values
    except (TypeError, ValueError, ArithmeticError):
        pass
    for i, value in enumerate(values):
        _usable(f"{name}[{i}]", value)
    raise ValueError(f"{name} holds numbers too large to add up, or of kinds that do not mix")


def _sequence(name, values):
    """Return a sequence that is not empty, an array as a list; refuse anything else."""
    if hasattr(values, "tolist"):
        values = values.tolist()  # an array's own integers would overflow in silence
    try:
        if hasattr(values, "keys"):
            raise TypeError  # a mapping: its keys would pass for numbers
        if hasattr(values[-1], "tolist"):
            values = [value.tolist() if hasattr(value, "tolist") else value for value in values]
    except IndexError:
        raise ValueError(f"{name} is empty: it needs at least one point") from None
    except TypeError:
        raise TypeError(f"{name} is of type {type(values).__name__}: make it a list") from None
    return values


def _usable(name, value):
    """Return a number if it is finite and not too large to be squared; refuse anything else."""
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
        if range(value):  # which takes whole numbers only, and is empty below 1
            return
    except TypeError:
        raise TypeError(f"{name} is {value!r:.60}: it must be an int") from None
    raise ValueError(f"{name} is {value!r}: it must be at least 1")


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

    x_mean, y_mean, x_var, xy_cov, y_var = _averages(X, y)
    mean, stdev = (0, 1) if args.raw else (x_mean, math.sqrt(x_var) or 1)
    # The line shifts with x and y, so both are centred: near zero they keep their digits.
    Z, y3 = three_points(x_mean - mean, 0, x_var / stdev / stdev, xy_cov / stdev, y_var)
    rate, limit = args.learning_rate, max_learning_rate(Z)
    if rate is None:
        rate = 0.0001 if args.raw else 0.1
    if not 0 < rate < limit:
        mend = f"take one above 0 and below {limit:.6g}" + ", or leave out --raw" * args.raw
        raise ValueError(f"a learning rate of {rate:g} does not converge: {mend}")
    history = [
        (epoch, _usable("m", m / stdev), _usable("b", b + y_mean - m * mean / stdev), cost)
        for epoch, m, b, cost in _history(Z, y3, -y_mean, args.epochs, rate)
    ]
    if args.quiet:
        print(*history[-1][1:])
        return
    if args.file is None:
        print("No FILE given: points of y = 7.6 x - 3.3 plus normal noise of standard deviation 3")
    scale = "x as it is" if args.raw else "standardised x"
    print(f"{len(X)} points, learning rate {rate} on {scale}")
    print(f"\n{'epoch':>7} {'m':>14} {'b':>14} {'cost':>14}")
    for epoch, m, b, cost in history:
        print(f"{epoch:>7} {m:>14.6g} {b:>14.6g} {cost:>14.6g}")
        if args.watch and sys.stdout and sys.stdout.isatty():
            picture = plot(X, y, m, b)
            print(picture, flush=True)
            time.sleep(0.4)
            print(f"\x1b[{len(picture.splitlines())}A\x1b[J", end="")  # up again, and erase it
    r_squared = f"{1 - cost / y_var:.6g}" if y_var else "undefined, as y is constant"
    print(f"\ny = {m:.6g} x {'-' if b < 0 else '+'} {abs(b):.6g}")
    print(f"mean squared error {cost:.6g}, R^2 {r_squared}\n")
    print(plot(X, y, m, b))


def _history(X, y, b, epochs, learning_rate):
    """Yield epoch, m, b and the cost of that line at about ten epochs, close together at first."""
    m = done = 0
    for epoch in sorted({0, epochs} | {round(epochs ** (i / 9)) for i in range(9)}):
        if epoch:
            m, b, _ = linear_regression(X, y, m, b, epoch - done, learning_rate)
        done = epoch
        yield epoch, m, b, mean_squared_error(X, y, m, b)


def _read_table(file, x, y):
    """Return the columns x and y of an open table, each a name in its header or a number from 1."""
    import csv

    X, Y, picked, lines_read = [], [], None, 0
    for text in iter(lambda: file.read(1 << 16) + file.readline(), ""):  # pieces of whole lines
        columns = _plain_columns(text, delimiter, width, picked) if picked else None
        if columns:
            X += columns[0]
            Y += columns[1]
            lines_read += text.count("\n")
            continue
        for line_number, line in enumerate(text.split("\n"), lines_read + 1):
            if not line.strip(' \t,;"') or line.lstrip().startswith("#"):
                continue
            try:
                if not picked:
                    unquoted = "".join(line.split('"')[::2])
                    delimiter = next((mark for mark in ";\t," if mark in unquoted), " ")
                row = _fields(line, delimiter)
                if not picked:
                    picked, is_header = _pick(row, x, y)
                    width = len(row)
                    if is_header:
                        continue
                x_i, y_i = [_number(row, index) for index in picked]
            except (ValueError, csv.Error) as error:
                raise ValueError(f"line {line_number}: {error}") from None
            X.append(x_i)
            Y.append(y_i)
        lines_read += text.count("\n")
    if not X:
        raise ValueError("no rows of numbers: give at least one")
    return X, Y


def _plain_columns(text, delimiter, width, picked):
    """Return the picked columns of lines of `width` plain fields, or None if any needs care."""
    fields = text.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    line_ends = ["\n"] * text.count("\n")
    if fields[width::width + 1] != line_ends or fields[-1] or any(mark in text for mark in '"#_'):
        return None
    try:
        columns = [list(map(float, fields[index:-1:width + 1])) for index in picked]
    except ValueError:
        return None
    return columns if math.isfinite(sum(map(sum, columns))) else None


def _fields(line, delimiter):
    """Return the fields of a line, without the quotes around them."""
    import csv

    if delimiter == " ":
        line = " ".join(line.split())
    reader = csv.reader([line, ""], delimiter=delimiter, skipinitialspace=delimiter != " ")
    row = next(reader)
    if reader.line_num > 1:
        raise ValueError("a quote is not closed: close it on its line")
    return row


def _pick(row, x, y):
    """Return the indices of the columns x and y, and whether the row is a header."""
    names, picked, is_header = [field.strip() for field in row], [], False
    for column in x, y:
        if column.isdecimal() and 1 <= int(column) <= len(row):
            picked.append(int(column) - 1)
        elif column in names:
            picked.append(names.index(column))
            is_header = True
        else:
            raise ValueError(f"no column {column!r}: take 1 to {len(row)}, or one of "
                             f"{', '.join(names)!r:.200}")
    return picked, is_header or all(_float(row[index]) is None for index in picked)


def _float(field):
    """Return the number in a field, a comment behind it aside, or None."""
    number = field.partition("#")[0]
    try:
        return None if "_" in number else float(number)
    except ValueError:
        return None


def _number(row, index):
    """Return the finite number in a column of a row."""
    field = row[index] if index < len(row) else "missing"
    number = _float(field)
    if number is None or not math.isfinite(number):
        raise ValueError(f"column {index + 1} is {field!r:.60}, not a finite number: "
                         "mend it or put # before the line")
    return number


if __name__ == "__main__":
    import signal

    for name in "SIGINT", "SIGPIPE":  # Ctrl-C and a closed pipe end it quietly
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    main()
