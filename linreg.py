# SPDX-License-Identifier: 0BSD (copying this file is free, with no conditions and no warranty)
"""Linear regression by gradient descent: an article's ten lines, in plain Python.

`linear_regression` fits a line to points, by walking downhill on its mean squared error:

>>> m, b, cost = linear_regression([1, 2, 3, 4], [5, 7, 9, 11], learning_rate=0.1)
>>> print(f"y = {m:.4f} x + {b:.4f}")
y = 2.0000 x + 3.0000

`python3 linreg.py` shows a descent, and `python3 linreg.py data.csv` fits a table. You may stop
reading after any of the parts:

    The ten lines                       linear_regression, mean_squared_error
    Points to try it on, and a picture  gaussian, make_data, train_test_split, plot
    The learning rate                   max_learning_rate, epochs_to_converge, standardize
    Several features, other losses      squared, absolute, huber, gradient_descent
    Any number of points                averages, three_points, condense
    What is refused                     private functions that check the arguments
    The command line                    main

X and y are sequences of N numbers: lists, tuples, arrays or columns of a table. rows is a sequence
of N rows of k numbers (of a DataFrame, pass df.to_numpy()). The numbers are ints, or ints
mixed with floats, with Fractions or with Decimals (the learning rate, too, is then a Decimal), and
at most 1e70 in size. m and weights have the unit of y over that of x, b and bias that of y. No
argument is changed. A list that is empty or of another length, a value in it that is not a number,
and a number out of range raise a ValueError that names the argument and the place.

Sources: Joseph J. Bautista, "Linear Regression Using Gradient Descent in 10 Lines of Code" (2017),
for the ten lines; Eden Au, "Linear Regression in 3 Steps" (2019), for the data and what to try.
"""
import math
import random
import sys
import time

__version__ = "3.0.0"
__all__ = ["linear_regression", "mean_squared_error", "gaussian", "make_data", "train_test_split",
           "plot", "max_learning_rate", "epochs_to_converge", "standardize", "squared", "absolute",
           "huber", "gradient_descent", "averages", "three_points", "condense", "main"]


# The ten lines.


def linear_regression(X, y, m_current=0, b_current=0, epochs=1000, learning_rate=0.0001):
    """Return the slope m, the intercept b and the last cost of a line fitted by gradient descent.

    A residual, y - (m * x + b), is how far a point lies above the line; the cost is the mean of the
    squared residuals. Each epoch takes one step against the gradients, the derivatives of the cost:

        m_gradient = -2/N * sum(x * residual)        m = m - learning_rate * m_gradient
        b_gradient = -2/N * sum(residual)            b = b - learning_rate * b_gradient

    The descent starts from the line `m_current`, `b_current`; pass a returned line to continue it.
    As in the article, the cost is that of the line before the last step. Half of
    `max_learning_rate(X)` is a good rate.

    >>> linear_regression([-1, 1], [1, 5], epochs=1, learning_rate=0.5)
    (2.0, 3.0, 13.0)
    """
    # Checks the arguments; with good lists, it comes down to N = len(y).
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


# Points to try it on, and a picture.


def gaussian(rng):
    """Return a normally distributed number with mean 0 and standard deviation 3."""
    return rng.gauss(0, 3)


def make_data(n=10000, m=7.6, b=-3.3, noise=gaussian, seed=42):
    """Return X, y: n points scattered around the line y = m * x + b, the same for the same seed.

        y = m * x + b + noise(rng)        x uniformly distributed from -10 to 10

    rng is a random.Random, and noise any function of it.

    >>> X, y = make_data(n=3, m=2, b=1, noise=lambda rng: 0)
    >>> y == [2 * x_i + 1 for x_i in X]
    True
    """
    rng = random.Random(seed)
    X = [rng.uniform(-10, 10) for _ in range(n)]
    return X, [m * x_i + b + noise(rng) for x_i in X]


def train_test_split(X, y, test_size=0.25, seed=None):
    """Return X_train, X_test, y_train, y_test: the points split at random, as in scikit-learn.

    test_size is the number of points in the test part or, if it is a float, their share, rounded up
    to whole points. X may also be rows.

    >>> train_test_split([0, 1, 2, 3], ["a", "b", "c", "d"], seed=1)
    [[2, 0, 3], [1], ['c', 'a', 'd'], ['b']]
    """
    X = _list("X", X)
    y = _list("y", y, len(X))
    n_test = math.ceil(test_size * len(X)) if isinstance(test_size, float) else test_size
    if not 1 <= n_test < len(X):
        raise ValueError(f"test_size is {test_size!r}: each part of {len(X)} points needs a point")
    order = random.Random(seed).sample(range(len(X)), len(X))
    return [[A[i] for i in part] for A in (X, y) for part in (order[n_test:], order[:n_test])]


def plot(X, y, m, b):
    """Return a picture of the points and of the line y = m * x + b, drawn in ASCII characters.

    >>> print(plot([1, 2, 3], [10, 20, 30], m=10, b=0).splitlines()[0])
              30 |                                                         ==+|
    """
    X, y, _ = _points(X, y, m=m, b=b)
    X, y, m, b = list(map(float, X)), list(map(float, y)), float(m), float(b)
    left, bottom = min(X), min(y)
    width, height = max(X) - left or 1, max(y) - bottom or 1  # 1 if all are the same
    counts = [[0] * 60 for _ in range(15)]  # row 0 is the top of the picture
    for x_i, y_i in zip(X, y):
        counts[round(14 * (1 - (y_i - bottom) / height))][round(59 * (x_i - left) / width)] += 1
    picture = [[" .::ooooOOOOOOOO@"[min(n, 16)] for n in row] for row in counts]
    for column in range(60):
        row = 14 * (1 - (m * (left + width * column / 59) + b - bottom) / height)
        if -0.5 <= row <= 14.5:  # which round to 0 and 14
            picture[round(row)][column] = "+" if counts[round(row)][column] else "="
    labels = {i: f"{bottom + height * (14 - i) / 14:.6g}" for i in (0, 7, 14)}
    lines = [f"{labels.get(i, ''):>12} |{''.join(row)}|" for i, row in enumerate(picture)]
    ends = f"{left:<30.10g}{left + width:>30.10g}"  # 10 digits tell seconds since 1970 apart
    return "\n".join(lines + [" " * 13 + "+" + "-" * 60 + "+", " " * 14 + ends, " " * 14
                     + "points: . 1  : 2-3  o 4-7  O 8-15  @ more   line: =  on points: +"])


# The learning rate.


def max_learning_rate(X):
    """Return the limit of the learning rate: below it, descent on X converges for any y.

    A step multiplies the distance from the best line by 1 - learning_rate * curvature, which must
    lie between -1 and 1 even in the direction (of m and b) in which the cost bends most sharply.
    With q = mean of x^2 and mu = mean of x,

        limit = 2 / sharpest        sharpest = q + 1 + sqrt((q - 1)^2 + 4 * mu^2)

    which is the larger eigenvalue of the cost's second derivatives, [[2 * q, 2 * mu], [2 * mu, 2]].

    >>> max_learning_rate([-1, 1]), max_learning_rate([-1000, 1000])
    (1.0, 1e-06)
    """
    X = _numbers("X", X)
    q, mu = float(_dot(X, X) / len(X)), float(sum(X) / len(X))
    return 2 / (q + 1 + math.sqrt((q - 1) * (q - 1) + 4 * mu * mu))


def epochs_to_converge(X, learning_rate, share=1e-6):
    """Return a number of epochs that leaves at most this share of the excess cost.

    The excess is how much more a line costs than the best line. The number holds for any y and any
    start: in every direction an epoch covers at least the fraction `covered` of the distance to the
    best line, and the excess shrinks as the square of that distance.

        epochs = log(share) / log((1 - covered)^2), rounded up
        covered = min(learning_rate * flattest, 2 - learning_rate * sharpest)
        sharpest = 2 / max_learning_rate(X)        flattest = 4 * variance of x / sharpest

    >>> [epochs_to_converge([-1, 1], learning_rate) for learning_rate in (0.5, 0.1, 0.0001)]
    [1, 31, 34536]
    """
    limit = max_learning_rate(X)
    _check_rate(learning_rate, limit, ", or standardize X")
    if not 0 < share < 1:
        raise ValueError(f"share is {share!r}: it must be above 0 and below 1")
    rate, variance = float(learning_rate), float(_deviations(_numbers("X", X))[2])
    flattest = 2 * limit * variance or 2 / limit  # if all x are the same, only the sharpest counts
    covered = min(rate * flattest, 2 - 2 * rate / limit) * (1 - 1e-9)  # rounded down, and below 1
    # log(1 - covered) is -2 * atanh(covered / (2 - covered)), which keeps a tiny covered exact.
    return math.ceil(math.log(share) / math.atanh(covered / (2 - covered)) / -4)


def standardize(X):
    """Return Z, which is X rescaled to mean 0 and variance 1, and X's mean and standard deviation.

        z = (x - mean) / stdev        stdev = sqrt(1/N * sum((x - mean)^2)), or 1 if that is 0

    On Z the limit of the learning rate is 1, and at 0.5 one epoch reaches the best line, which on X
    has the slope m / stdev and the intercept b - m * mean / stdev.

    >>> standardize([3000, 5000])
    ([-1.0, 1.0], 4000.0, 1000.0)
    """
    mean, deviations, variance = _deviations(_numbers("X", X))
    stdev = math.sqrt(variance) or 1.0
    return [float(deviation) / stdev for deviation in deviations], float(mean), stdev


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

    An outlier pulls no harder than any other point. The steps do not shrink near the best line: in
    the end the line oscillates by about one step.
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
        raise ValueError(f"delta is {delta!r}: it must be a number above 0")

    def loss(residual):
        clipped = max(-delta, min(residual, delta))
        return clipped * (2 * residual - clipped), 2 * clipped

    return loss


def gradient_descent(rows, y, weights=None, bias=0, epochs=1000, learning_rate=0.0001,
                     loss=squared):
    """Return the weights, the bias and the last cost of y = sum(weight * feature) + bias.

    weights are k numbers to start from, or None for zeros. `loss` returns the error of a residual
    and its derivative; the cost is the mean error, and each epoch takes one step against it:

        weight = weight + learning_rate * sum(feature * derivative) / N        for each feature
        bias = bias + learning_rate * sum(derivative) / N

    The 2 of the ten lines is in the derivative of `squared`; their two minus signs make a plus. The
    rate must be below 1 / (1 + sum of the features' mean squares). Then no curvature is too sharp;
    for a loss whose derivative rises c times as fast as 2 * residual, divide the rate by c.

    With `absolute` and `huber`, standardize y, too: a step moves the bias by at most the rate times
    1 or 2 * delta. Then multiply weights and bias by y's stdev, and add y's mean to the bias.

    >>> weights, bias, cost = gradient_descent(
    ...     [[0, 0], [0, 1], [1, 0], [1, 1]], [5, 8, 7, 10], learning_rate=0.4)
    >>> [round(weight, 6) for weight in weights], round(bias, 6)
    ([2.0, 3.0], 5.0)
    """
    y = _numbers("y", y)
    rows, N = _list("rows", rows, len(y)), len(y)
    k = len(_list("rows[0]", rows[0]))
    rows = [_numbers(f"rows[{i}]", row, k) for i, row in enumerate(rows)]
    weights = _numbers("weights", [0] * k if weights is None else weights, k)
    _check(bias=bias)
    columns = list(zip(*rows))
    limit = 1 / (1 + sum([_dot(column, column) / N for column in columns]))
    _check_rate(learning_rate, limit, ", or standardize each feature", epochs)
    for _ in range(epochs):
        pairs = [loss(y_i - (_dot(weights, row) + bias)) for row, y_i in zip(rows, y)]
        errors, derivatives = zip(*pairs)
        weights = [w + learning_rate * _dot(x, derivatives) / N for w, x in zip(weights, columns)]
        bias = bias + learning_rate * sum(derivatives) / N
    return weights, bias, sum(errors) / N


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

    The best line goes through the means with the slope xy_cov / x_var. One point lies on it, twice
    the width to the right of x_mean. The others lie one width to the left, as far above the line as
    below it:

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
    y_left = y_mean - slope * width
    return [x_mean + 2 * width, x_mean - width, x_mean - width], [
        y_mean + 2 * slope * width, y_left + apart, y_left - apart]


def condense(X, y):
    """Return X3, y3: three points with the same `averages`, on which descent takes the same path.

    >>> condense([-2, -1, 0, 1, 2], [-4, -2, 0, 2, 4])
    ([2.0, -1.0, -1.0], [4.0, -2.0, -2.0])
    """
    return three_points(*averages(X, y))


# What is refused.

def _finite(values):
    """Return whether all values are numbers, and their sizes add up to at most 1e70."""
    try:
        return sum(map(abs, values)) <= 1e70  # False with nan; (1e70^2)^2 is still finite
    except (TypeError, ArithmeticError):  # text, None; an int too large for a float
        return False


def _check(**numbers):
    """Refuse what is not a number of at most 1e70 in size, by its name."""
    for name, value in numbers.items():
        if not _finite([value]):
            raise ValueError(f"{name} is {value!r:.60}: give a number of at most 1e70 in size")


def _list(name, values, length=None):
    """Return a sequence or an array as a list; refuse it if it is empty or of another length."""
    if isinstance(values, (int, float)):
        raise ValueError(f"{name} is {values!r:.60}: give a list")
    values = values.tolist() if hasattr(values, "tolist") else list(values)
    if not set(map(type, values)) <= {int, float}:  # NumPy's numbers overflow: make them Python's
        values = [value.tolist() if hasattr(value, "tolist") else value for value in values]
    if not 0 < len(values) == (length or len(values)):
        raise ValueError(f"{name} has length {len(values)}: it must be {length or 'at least 1'}")
    return values


def _numbers(name, values, length=None):
    """Return a list of numbers; refuse anything else by its place."""
    values = _list(name, values, length)
    if not _finite(values):  # all at once is fast; one by one names the place
        _check(**{f"{name}[{i}]": value for i, value in enumerate(values)})
    return values


def _points(X, y, **line):
    """Return X and y as lists, and their length N; check the numbers of a line, too."""
    X = _numbers("X", X)
    _check(**line)
    return X, _numbers("y", y, len(X)), len(X)


def _check_rate(rate, limit, tip, epochs=1):
    """Refuse a learning rate that is not above 0 and below the limit, and fewer epochs than 1."""
    if epochs < 1:
        raise ValueError(f"epochs is {epochs!r}: it must be at least 1")
    if not (0 < rate < limit and float(rate) < limit):
        raise ValueError(f"learning_rate is {rate}: take one above 0 and below {float(limit)}{tip}")


def _checked(X, y, m_current, b_current, epochs, learning_rate):
    """Return X, y and N = len(y), on which the descent converges."""
    X, y, N = _points(X, y, m_current=m_current, b_current=b_current)
    _check_rate(learning_rate, max_learning_rate(X), ", or standardize X", epochs)
    return X, y, N


# The command line.


def main(argv=None):
    """Fit a line to two columns of a table, or to made-up points, and print its descent.

    `argv` is a list of arguments, by default the command line's; `--help` explains them.

    >>> main(["--quiet"])  # doctest: +ELLIPSIS
    7.59... -3.28... 8.96...
    """
    import argparse  # here, as MicroPython has neither
    import csv

    parser = argparse.ArgumentParser("linreg.py", description="Fit a line by gradient descent.",
                                     epilog="Example: linreg.py data.csv --x hours --y score")
    option = parser.add_argument
    option("file", nargs="?", metavar="FILE", help="a table of numbers; - is standard input")
    option("--x", default="1", metavar="COLUMN", help="name or number (1); 0 numbers the rows")
    option("--y", default="2", metavar="COLUMN", help="name or number (2)")
    option("--skip", action="store_true", help="leave out lines whose x or y is not a number")
    option("--epochs", type=int, default=1000, metavar="N", help="number of steps (1000)")
    option("--learning-rate", type=float, metavar="R", help="step size (0.1; with --raw 0.0001)")
    option("--raw", action="store_true", help="descend on x as it is, not standardized")
    option("--quiet", action="store_true", help="print m, b and cost; the rest to standard error")
    option("--watch", action="store_true", help="show the line moving as it descends")
    option("--version", action="version", version=f"linreg.py {__version__}")
    args = parser.parse_args(argv)
    try:
        X, y, source = (
            make_data() + ("made up around y = 7.6 x - 3.3, as no FILE is given",)
            if args.file is None else _read_table(args.file, args.x, args.y, args.skip))
        _report(X, y, source, args)
    except (OSError, ValueError, ArithmeticError, csv.Error) as error:
        if isinstance(error, OSError) and error.filename is None:  # printing failed, and would so
            sys.stdout = None  # again when Python flushes it at exit
        if not isinstance(error, BrokenPipeError):  # as from "| head"
            parser.exit(2, f"linreg.py: {error}\n")


def _report(X, y, source, args):
    """Descend as the arguments say, and print each row of the way, the line and a verdict."""
    x_mean, y_mean, x_var, xy_cov, y_var = averages(X, y)
    if not x_var:
        raise ValueError("all x are the same, so no slope is better than another")
    mean, stdev, rate = (0, 1, 0.0001) if args.raw else (x_mean, math.sqrt(x_var), 0.1)
    rate = rate if args.learning_rate is None else args.learning_rate
    # The descent is on z = (x - mean) / stdev and on y - y_mean, and three points stand for all.
    z_mean, z_var, zy_cov = (x_mean - mean) / stdev, x_var / stdev / stdev, xy_cov / stdev
    Z, y3 = three_points(z_mean, 0, z_var, zy_cov, y_var)
    limit, tip = max_learning_rate(Z), ", or 0.5 without --raw" if args.raw else ""
    _check_rate(rate, limit, tip, args.epochs)
    m, b, epoch = 0, -y_mean, 0  # the line y = 0
    while True:
        slope, intercept = m / stdev, b + y_mean - m / stdev * mean
        cost = mean_squared_error(Z, y3, m, b)
        if not args.quiet:
            picture = f"\x1b[2J\x1b[H{plot(X, y, slope, intercept)}\n" if args.watch else ""
            print(f"{picture}epoch {epoch:<6} cost {cost:<12.6g} "  # the codes clear the screen
                  f"y = {slope:.6g} x {intercept:+.6g}", flush=True)
            time.sleep(0.5 if args.watch else 0)
        if epoch == args.epochs:
            break
        epochs = min(2 * epoch or 1, args.epochs - epoch)  # to show the epochs 1, 3, 9, 27, ...
        m, b, _ = linear_regression(Z, y3, m, b, epochs, rate)
        epoch += epochs
    best = mean_squared_error(Z, y3, zy_cov / z_var, -zy_cov / z_var * z_mean)
    tolerance = 1e-6 * best + 1e-12 * y_var + 1e-30 * y_mean * y_mean  # the last two: rounding
    verdict = "The descent has converged: no line costs less."
    if cost - best > tolerance:
        half = f"{limit / 2:.2g}"
        epochs = epochs_to_converge(Z, float(half), tolerance / (y_var + y_mean * y_mean))
        verdict = (f"The descent has not converged: the best line costs {best:.6g}. Take\n"
                   f"--learning-rate {half} --epochs {epochs}{tip}.")
    cost = mean_squared_error(X, y, slope, intercept)
    if args.quiet:
        print(slope, intercept, cost)
    else:
        print(plot(X, y, slope, intercept))
        size = abs(slope * x_mean) + abs(y_mean) + math.sqrt(y_var) or 1
        intercept = round(intercept, 12 - int(math.log10(size)))  # 0 rather than 4.4e-16
        print(f"y = {slope:.12g} x {'-' if intercept < 0 else '+'} {abs(intercept):.12g}")
        # If all y are the same, R^2 is 0 / 0: nan.
        print(f"mean squared error {cost:.6g}, R^2 {1 - cost / (y_var or math.nan):.6g}")
    print(f"{len(X)} points, {source}\n{verdict}", flush=True,
          file=sys.stderr if args.quiet else None)


def _read_table(path, x, y, skip):
    """Return X and y from two columns of a table, and a text that says which these are."""
    import csv
    from itertools import chain

    X, Y, skipped = [], [], 0
    with open(0 if path == "-" else path, encoding="utf-8-sig", closefd=path != "-") as file:
        # The table begins after empty lines and comments.
        above, top = next(((i, line) for i, line in enumerate(file)
                           if line.strip() and line[0] != "#"), (0, ""))
        # Between quotes lies every second piece.
        delimiter = next((d for d in "\t;," if d in "".join(top.split('"')[::2])), " ")
        number = (lambda field: float(field.replace(",", "."))) if delimiter == ";" else float
        reader = csv.reader(chain([top.strip(" \n") + "\n"], file), delimiter=delimiter,
                            skipinitialspace=True, strict=True)
        rows = filter(any, reader)  # empty rows are passed over
        first = next(rows, ["", ""])  # for an empty file
        names = ["number of the row"] + [" ".join(field.split()) for field in first]
        x_at, y_at = _column(names, x), _column(names, y)
        if x_at == y_at:
            raise ValueError(f"x and y are both column {x_at}: choose two with --x and --y")
        has_header = (x, y) != (str(x_at), str(y_at))  # a column is chosen by its name
        for row in rows if has_header else chain([first], rows):
            try:
                x_i = number(row[x_at - 1]) if x_at else len(X) + skipped + 1
                y_i = number(row[y_at - 1]) if y_at else len(X) + skipped + 1
            except (ValueError, IndexError):
                x_i = y_i = math.nan
            unclear = any(row[len(first):]) or delimiter == " " and len(row) < len(first)
            if abs(x_i) + abs(y_i) < math.inf and not unclear:
                X.append(x_i)
                Y.append(y_i)
            elif row is first:
                has_header = True
            elif skip:
                skipped += 1
            else:
                raise ValueError(
                    f"line {above + reader.line_num} is {row!r:.80}: it should have {len(first)} "
                    f"fields, with numbers in columns {x_at} and {y_at}; choose columns with --x "
                    "and --y, or leave such lines out with --skip")
    if not X:
        raise ValueError(f"no row has numbers in columns {x_at} and {y_at}")
    header = f"{names[x_at]!r}, {names[y_at]!r}" if has_header else "no header"
    return X, Y, f"x and y from columns {x_at} and {y_at} ({header}), lines skipped: {skipped}"


def _column(names, column):
    """Return the place of a column among the names, by its number or its name."""
    if column in map(str, range(len(names))):
        return int(column)
    if names.count(column) != 1:
        raise ValueError(f"the table has {names.count(column) or 'no'} columns called {column!r}: "
                         f"choose with --x and --y from {dict(enumerate(names))!r:.200}")
    return names.index(column)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130)
