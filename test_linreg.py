"""Property testing, learnt on linreg.py; then the laws that all of linreg.py obeys.

An example-based test says that this input gives that output. A property-based test states a law
that holds for every input, and Hypothesis looks for an input that breaks it: a counter-example.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg import epochs_to_converge, linear_regression, max_learning_rate

places = st.lists(st.integers(-3, 3), min_size=2, max_size=5, unique=True)
numbers = st.integers(-9, 9)


def converge(X, y):
    rate = max_learning_rate(X) / 2
    epochs = epochs_to_converge(X, rate, share=1e-16)
    m, b, _ = linear_regression(X, y, epochs=epochs, learning_rate=rate)
    return m, b


@given(X=places, m=numbers, b=numbers)
def test_descent_ends_at_the_line_that_the_points_lie_on(X, m, b):
    y = [m * x + b for x in X]
    assert converge(X, y) == pytest.approx((m, b), rel=0, abs=1e-5)


@given(X=places, m=numbers, b=numbers, noise=st.lists(numbers, min_size=5, max_size=5))
def test_with_noise_descent_ends_at_the_best_line(X, m, b, noise):
    y = [m * x + b + noise_i for x, noise_i in zip(X, noise)]
    x_mean = Fraction(sum(X), len(X))
    y_mean = Fraction(sum(y), len(y))
    covariance = sum([(x - x_mean) * (y_i - y_mean) for x, y_i in zip(X, y)])
    slope = covariance / sum([(x - x_mean) ** 2 for x in X])
    best_line = float(slope), float(y_mean - slope * x_mean)
    assert converge(X, y) == pytest.approx(best_line, rel=0, abs=1e-5)


# 1. How a law fails.
#
# pytest calls a law without arguments. `@given` then calls it up to 100 times, with values that it
# draws from the strategies. To see a law fail, copy the folder and plant a bug in the copy. In its
# linreg.py, in linear_regression, replace the line of m_gradient by one that forgets x:
#
#         m_gradient = -2 * sum(residuals) / N
#
# Then run `.venv/bin/python -m pytest -k lie_on`. (Use the Python in which pytest and Hypothesis
# are installed. A plain `python` may be another one, without them.) Among other things, it says
#
#     E       assert (0.6666666666...6666666666666) == approx((0 ± 1... 1 ± 1.0e-05))
#     E       Failing test case: test_descent_ends_at_the_line_that_the_points_lie_on(
#     E           X=[0, 1],  # or any other generated value
#     E           m=0,
#     E           b=1,
#     E       )
#
# The points (0, 1) and (1, 1) lie on y = 0 x + 1, but the descent ended at y = 2/3 x + 2/3. With
# this bug, both gradients are the same, so m and b stay equal. Among such lines, y = 2/3 x + 2/3 is
# the one whose residuals add up to 0. (The comment behind X says that the law also failed with
# every other X that was tried in its place.)
#
# Hypothesis first met a larger input that failed. It then tried smaller ones, and took each that
# failed as its new starting point. This is called shrinking, and it is why you can read the
# counter-example. On the way, these failed, for example:
#
#     X=[-2, 1, -1], m=-9, b=-1
#     X=[-2, -3], m=0, b=-1
#     X=[0, 1], m=0, b=1
#
# To see all of them, add `--hypothesis-seed=1 --hypothesis-verbosity=verbose`. The output is long.
# Each input that is followed by a traceback failed. After the smallest one, Hypothesis still varies
# its parts, to find out which of them do not matter. Without a seed, Hypothesis also saves the
# inputs that failed in the folder .hypothesis, and the next run begins with them.
#
# Now undo the bug in the copy.

# Most of these imports are for part two.
import contextlib
import importlib.util
import inspect
import io
import itertools
import math
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal
from doctest import ELLIPSIS, OutputChecker
from numbers import Integral
from pathlib import Path

from hypothesis import assume, example, settings

import linreg
from linreg import absolute, averages, condense, fit, fit_line, gaussian, gradient_descent, huber
from linreg import make_data, mean_squared_error, plot, plot_cost, squared, standardize
from linreg import three_points, train_test_split

# `@given` uses the settings that are loaded when Python reaches it. So the two laws above keep the
# default of 100 inputs, and from here on, a law draws 50, to be quick. With `EXAMPLES=many` in
# front of the command, it draws 1000.
CI = "CI" in os.environ
settings.register_profile("few", max_examples=50, deadline=None, derandomize=CI)
settings.register_profile("many", max_examples=1000, deadline=None, derandomize=CI)
settings.load_profile(os.environ.get("EXAMPLES", "few"))

# 2. Strategies say what is drawn.
#
# `st.integers()`, `st.floats()`, `st.text()`, `st.just(value)` and `st.sampled_from(values)` are
# simple strategies. `st.lists(...)` and `st.tuples(...)` are made of others, and `a | b` draws from
# one of two. In a Python shell, `.example()` after a strategy shows a value that it may draw. There
# are three ways to draw something special:
#
#     strategy.map(f)         draws a value and returns f(value), so no input is dropped
#     strategy.filter(good)   draws until good(value) is true; after three failures, drops the input
#     assume(good)            in a law, drops the input at once if good is false
#
# Take `.map` where you can. Take `.filter` for a condition on one value that is nearly always true,
# and `assume` for a condition on several values, or on a result. `--hypothesis-show-statistics`
# prints how many inputs were dropped, and calls them invalid. (Hypothesis drops some by itself, for
# example for `unique=True`.) To learn how often a law draws, say, a negative slope, import `event`
# from hypothesis and write `if m < 0: event("negative slope")` in the law. The statistics then show
# the share.
#
# Begin by drawing everything that the function accepts, and narrow it only for a reason. Rounding
# is such a reason. With floats, two ways to a result differ in the last digits, and `==` fails
# although the code is right. Fractions are exact. We draw thirds, because no float equals 1/3: if
# the code turns a fraction into a float, `==` fails. And we draw small ones, so that a person can
# check a counter-example.

thirds = st.integers(-20, 20).map(lambda n: Fraction(n, 3))
points = st.lists(st.tuples(thirds, thirds), min_size=1, max_size=5)

# 3. Four kinds of law, on the ten lines of linear_regression:
#
#     oracle        another way to the result gives the same (test_with_noise_... above)
#     metamorphic   a known change of the input changes the result in a known way
#     invariant     whatever goes in, the result has a property, such as a cost that never grows
#     round trip    there and back again ends where it began (test_descent_ends_... above)


def columns(pairs):
    return [x for x, y in pairs], [y for x, y in pairs]


def cost_of(pairs, m, b):
    return statistics.mean([(y - m * x - b) ** 2 for x, y in pairs])


def small_rate(pairs):
    # Any rate below 1 / (1 + the largest x^2) is small enough to converge.
    return 1 / (2 + max([x * x for x, y in pairs]))


def descend(pairs, m, b, epochs=1):
    X, y = columns(pairs)
    return linear_regression(X, y, m, b, epochs, small_rate(pairs))


@given(points, thirds, thirds)
def test_the_cost_is_the_mean_of_the_squared_residuals(drawn, m, b):  # oracle
    _, _, cost = descend(drawn, m, b)
    assert cost == cost_of(drawn, m, b)


@given(points, thirds, thirds)
def test_a_step_goes_down_the_slope_of_the_cost(drawn, m, b):  # oracle
    # For a parabola f(m) = u m^2 + v m + w, (f(m + 1) - f(m - 1)) / 2 = 2 u m + v is its slope.
    m_slope = (cost_of(drawn, m + 1, b) - cost_of(drawn, m - 1, b)) / 2
    b_slope = (cost_of(drawn, m, b + 1) - cost_of(drawn, m, b - 1)) / 2
    rate = small_rate(drawn)
    m_end, b_end, _ = descend(drawn, m, b)
    assert (m_end, b_end) == (m - rate * m_slope, b - rate * b_slope)


@given(points, thirds, thirds, st.integers(1, 3), st.integers(1, 3))
def test_two_descents_in_a_row_equal_one_long_descent(drawn, m, b, first, second):  # metamorphic
    m_between, b_between, _ = descend(drawn, m, b, first)
    assert descend(drawn, m_between, b_between, second) == descend(drawn, m, b, first + second)


@given(points, thirds, thirds)
def test_reordering_and_doubling_the_points_changes_nothing(drawn, m, b):  # metamorphic
    assert descend(drawn[::-1] + drawn, m, b, 2) == descend(drawn, m, b, 2)


@given(points, thirds, thirds, thirds, thirds, thirds)
def test_stretching_tilting_and_lifting_y_does_the_same_to_the_line(
    drawn, m, b, stretch, tilt, lift
):  # metamorphic
    m_end, b_end, cost = descend(drawn, m, b, 2)
    changed = [(x, stretch * y + tilt * x + lift) for x, y in drawn]
    line = stretch * m_end + tilt, stretch * b_end + lift
    assert descend(changed, stretch * m + tilt, stretch * b + lift, 2) == (*line, stretch**2 * cost)


@given(points, thirds, thirds)
def test_a_step_never_raises_the_cost(drawn, m, b):  # invariant
    m_next, b_next, _ = descend(drawn, m, b)
    assert cost_of(drawn, m_next, b_next) <= cost_of(drawn, m, b)


# The first two laws fix the cost and a single step, from lines like those that are drawn. The third
# says that a longer descent is made of such steps. A bug that shows only from other lines, at other
# rates or with more points goes unseen. The other three laws need no second way to the result. Use
# such laws where nobody knows one.

# 4. Exact or rounded.
#
# How far off may a float be? Each operation rounds its result by at most 1.2e-16 of its size. As
# long as no step magnifies an earlier error, allow for the number of roundings, times 1.2e-16,
# times the largest number on the way. (A tolerance that was raised until the law passed proves
# nothing.)


def near(number, roundings, largest):
    return pytest.approx(float(number), rel=0, abs=1.2e-16 * roundings * float(largest))


tenths = st.integers(-999, 999).map(lambda n: n / 10)


@given(st.lists(tenths, min_size=1, max_size=9))
@example([0.1, 0.1, 0.1])  # the standard deviation is 0
def test_standardized_x_can_be_scaled_back(X):  # round trip
    Z, mean, stdev = standardize(X)
    # To count the roundings, follow one x. On the way there, it takes three: x - first, - shift and
    # / stdev. The mean takes one: first + shift. The way back takes two: * stdev and + mean. These
    # numbers are at most 200. (z may be as large as 200 / stdev, but its error is multiplied by
    # stdev on the way back.) An error of shift lowers x - first - shift by as much as it raises the
    # mean, and one of stdev is first divided by and then multiplied by.
    assert [z * stdev + mean for z in Z] == [near(x, 6, 200) for x in X]


# (Dividing by a small stdev does magnify errors, but here the way back undoes it.)
#
# The two laws at the top of this file allow 1e-5. This is not for rounding, but because the descent
# ends early, which matters far more. `epochs_to_converge` promises how much. No |y| is larger than
# 9 * 3 + 9 + 9 = 45. So the excess cost is at most 45^2 at the start, and e = 1e-16 * 45^2 at the
# end. The excess is the mean of the squared distances between the line and the best line at the
# points. These are at most five, so each squared distance is at most 5 * e, and each distance at
# most d = sqrt(5 * e), which is 1.01e-6. Two x are at least 1 apart, and between them the distance
# changes by at most 2 d, so the slope is off by at most 2 d. At a point with |x| <= 3, the
# intercept is then off by at most d + 3 * 2 d = 7 d, which is less than 1e-5.

# 5. Boundaries and replay.
#
# Hypothesis often tries the ends of its strategies, and the constants that it finds in the source
# of your modules (not in test files). Two such values meet in one input only by chance, so add the
# important cases with `@example`, which is always tried. Drawn inputs are new on each run, but
# inputs that failed are tried first, until they pass. Where the variable CI is set, the draws are
# the same on each run, and nothing is saved, so that no build fails by chance. (`derandomize` above
# says so. For the first two laws, Hypothesis does it by itself.) `--hypothesis-seed=1` fixes the
# draws by hand.
#
# A law also fails if an input takes much more than 200 ms. This limit is the deadline. It is off
# from section 2 on, because machines differ. And a law fails if its filters find next to nothing,
# which Hypothesis calls a failed health check.
#
# `parametrize` and fixtures work beside `@given`. Strategies without names fill the last arguments,
# and pytest fills the others. Strategies with names, as in the laws at the top, do not depend on
# the order. But a fixture is set up once for all draws. So Hypothesis refuses fixtures that are
# meant to be new for each test, such as tmp_path. For a draw that depends on an earlier draw, use
# `@st.composite`, as `texts` does below. For an object with a state, use a `RuleBasedStateMachine`.
# It draws operations and runs them one after the other, on the object and on a simple model of
# yours, and after each of them the two must agree.

# 6. A law may look right and be wrong.
#
# If all points move to the right, so does the best line, and its slope stays the same. Is that true
# of a single step? (This law has no `test_` in front of its name, so pytest does not run it.)


@given(points, thirds)
def moving_the_points_right_leaves_the_slope(drawn, shift):
    X, y = columns(drawn)
    slope, _, _ = linear_regression(X, y, 0, 0, 1, Fraction(1, 999))
    moved, _, _ = linear_regression([x + shift for x in X], y, 0, 0, 1, Fraction(1, 999))
    assert moved == slope


def test_a_law_that_looks_right_and_is_wrong():
    # Without `pytest.raises`, you would see this:
    #
    #     Failing test case: moving_the_points_right_leaves_the_slope(
    #         drawn=[(
    #              Fraction(0, 3),  # or any other generated value
    #              Fraction(1, 3),
    #          )],
    #         shift=Fraction(1, 3),
    #     )
    #
    # When a law fails, the code is wrong or the law is, and what the function promises decides
    # which. Here it is the law: a step depends on how far the points are from x = 0. Only the best
    # line moves along with the points.
    with pytest.raises(AssertionError):
        moving_the_points_right_leaves_the_slope()


# 7. Can these laws fail?
#
# Each of these bugs is put into the ten lines, and the laws named beside it must notice it. A bug
# is a replacement: below `def`, the first text becomes the second one wherever it stands.

LAWS = {
    "line": test_descent_ends_at_the_line_that_the_points_lie_on,
    "noise": test_with_noise_descent_ends_at_the_best_line,
    "cost": test_the_cost_is_the_mean_of_the_squared_residuals,
    "slope": test_a_step_goes_down_the_slope_of_the_cost,
    "row": test_two_descents_in_a_row_equal_one_long_descent,
    "double": test_reordering_and_doubling_the_points_changes_nothing,
    "y": test_stretching_tilting_and_lifting_y_does_the_same_to_the_line,
    "raises": test_a_step_never_raises_the_cost,
}
BUGS = {  # bug: (a piece, what it becomes, the laws that must notice it)
    "the cost is divided by N + 1": ("residuals]) / N", "residuals]) / (N + 1)", "cost double"),
    "the residuals are not squared": ("residual * residual for", "abs(residual) for", "cost y"),
    "the cost is too new": (", cost", ", mean_squared_error(X, y, m_current, b_current)", "cost"),
    "b is subtracted": ("+ b_current)", "- b_current)", "line noise cost slope y raises"),
    "x is forgotten": ("x_i * residual for", "residual for", "line noise slope raises"),
    "a gradient's N is N + 1": ("(residuals) / N", "(residuals) / (N + 1)", "slope double"),
    "the steps go uphill": ("- learning_rate", "+ learning_rate", "line noise slope raises"),
    "no step is taken": ("- learning_rate", "- 0", "line noise slope"),
    "one epoch too many is run": ("range(epochs)", "range(epochs + 1)", "cost slope row"),
    "the rate shrinks": ("b_gradient\n", "b_gradient\n        learning_rate /= 2\n", "line row"),
}


@pytest.mark.parametrize("bug", BUGS)
def test_each_planted_bug_is_noticed_by_the_laws_named(bug, monkeypatch):
    # You need not read this. It puts the bug into the source, and feeds each law the same 30 lists
    # of random bytes, from which Hypothesis makes its draws. (What fails is saved in .hypothesis,
    # too.)
    right, wrong, named = BUGS[bug]
    signature, _, lines = inspect.getsource(linear_regression).split('"""')
    assert right in lines
    broken = dict(vars(linreg))
    exec(signature + lines.replace(right, wrong), broken)
    monkeypatch.setitem(globals(), "linear_regression", broken["linear_regression"])

    def notices(law):
        rng = random.Random(0)
        try:
            for _ in range(30):
                law.hypothesis.fuzz_one_input(bytes(rng.choices(range(256), k=200)))
        except (AssertionError, ArithmeticError):  # a bug may also divide by 0
            return True
        return False

    noticed = [name for name in LAWS if notices(LAWS[name])]
    assert set(named.split()) <= set(noticed), f"only these laws notice it: {noticed}"


# 8. Exercises, in a copy of the folder.
#
# (a) Think of a bug in the ten lines, and of a law of your own that notices it. Write the law above
# LAWS and plant the bug by hand. Run pytest with `-k` and the name of the law, and see it fail
# before you believe it. If it passes, the law may hold with the bug, too, or its strategy may not
# meet the bug. Then undo the bug. Add the law to LAWS, and the bug to BUGS with the laws that
# should notice it.
#
# (b) linreg.plot_cost draws a map of the cost around a list of lines. Write a strategy for lists of
# one to five points and of one to five lines, all in small whole numbers, and this law: if y and
# the lines are stretched by 2, the text between the two `|` of each row stays the same. (Why 2, and
# not 3? To multiply a float by a power of 2 rounds nothing.) With EXAMPLES=many, your law may fail.
# Is the code wrong then, or the law? Read the docstring of plot_cost before you decide. A solution
# is at the end of this file.

# Part two: the specification, in the order of linreg.py.

HERE = Path(__file__).parent
nan = math.nan
inf = math.inf
digits = st.integers(-5, 5)
seeds = st.integers(0, 10**6)
tenth_points = st.lists(st.tuples(tenths, tenths), min_size=1, max_size=9)


def exact_averages(X, y):
    """Return the means, variances and covariance of X and y, in exact arithmetic."""
    X = [Fraction(x) for x in X]
    y = [Fraction(y_i) for y_i in y]
    x_mean = statistics.mean(X)
    y_mean = statistics.mean(y)
    xy_cov = statistics.mean([x_i * y_i for x_i, y_i in zip(X, y)]) - x_mean * y_mean
    return x_mean, y_mean, statistics.pvariance(X), xy_cov, statistics.pvariance(y)


def exact_line(X, y):
    """Return the best line by its formula, in exact arithmetic (flat if all x are the same)."""
    x_mean, y_mean, x_var, xy_cov, _ = exact_averages(X, y)
    slope = Fraction(0)
    if x_var > 0:
        slope = xy_cov / x_var
    return slope, y_mean - slope * x_mean


# What all functions promise: they change no argument, they take any sequence of numbers, and they
# refuse anything else in a ValueError that names the argument and the index.

SOME_X = [2, 1, 4]
SOME_Y = [3, 7.5, 5]
ROWS = [[3, 5], [1, 2], [4, 4.5]]
CALLS = {  # for each function: the arguments whose numbers it checks, then the others
    linear_regression: (
        dict(X=SOME_X, y=SOME_Y, m_current=1, b_current=2, learning_rate=0.0625),
        dict(epochs=3),
    ),
    mean_squared_error: (dict(X=SOME_X, y=SOME_Y, m=1, b=2), {}),
    gaussian: ({}, dict(rng=random.Random(1))),
    make_data: (dict(m=2, b=0.5), dict(n=3)),
    train_test_split: (dict(test_size=2), dict(X=SOME_X, y=SOME_Y, seed=1)),
    max_learning_rate: (dict(X=SOME_X), {}),
    epochs_to_converge: (dict(X=SOME_X, learning_rate=0.0625, share=0.5), {}),
    standardize: (dict(X=SOME_X), {}),
    fit_line: (dict(X=SOME_X, y=SOME_Y), {}),
    squared: ({}, dict(residual=3)),
    absolute: ({}, dict(residual=3)),
    huber: (dict(delta=1), {}),
    gradient_descent: (
        dict(rows=ROWS, y=SOME_Y, weights=[1, 2], bias=3, learning_rate=0.015625),
        dict(epochs=3),
    ),
    fit: (dict(rows=ROWS, y=SOME_Y, learning_rate=0.25), dict(epochs=3)),
    averages: (dict(X=SOME_X, y=SOME_Y), {}),
    three_points: (dict(x_mean=10, y_mean=5), dict(x_var=2, xy_cov=4, y_var=14)),
    condense: (dict(X=SOME_X, y=SOME_Y), {}),
    plot: (dict(X=SOME_X, y=SOME_Y, m=1, b=2), {}),
    plot_cost: (dict(X=SOME_X, y=SOME_Y, lines=[[1, 2], [0, 0]]), {}),
}


def arguments_of(function):
    checked, others = CALLS[function]
    return {**checked, **others}


def call(function, **changed):
    return function(**{**arguments_of(function), **changed})


def refusal_of(function, *arguments, **changed):
    """Return the message of the ValueError with which a function refuses its arguments."""
    with pytest.raises(ValueError) as refusal:
        function(*arguments, **changed)
    return str(refusal.value)


def name_of(value):
    return getattr(value, "__name__", f"{value!r:.20}")


CHECKED = [(function, name) for function, (checked, _) in CALLS.items() for name in checked]
LISTS = [
    (function, name)
    for function in CALLS
    for name, value in arguments_of(function).items()
    if isinstance(value, list)
]
NUMBERS = [argument for argument in CHECKED if argument not in LISTS]
AS_LONG_AS_ANOTHER = [  # the arguments whose length another one sets
    (linear_regression, "y"),
    (mean_squared_error, "y"),
    (train_test_split, "y"),
    (fit_line, "y"),
    (gradient_descent, "rows"),
    (gradient_descent, "weights"),
    (fit, "rows"),
    (averages, "y"),
    (condense, "y"),
    (plot, "y"),
    (plot_cost, "y"),
]


def test_no_public_function_is_forgotten():
    functions = [value for value in vars(linreg).values() if inspect.isfunction(value)]
    public = [f for f in functions if f.__module__ == "linreg" and not f.__name__.startswith("_")]
    assert set(public) - {linreg.main} == set(CALLS)


@pytest.mark.parametrize("function", CALLS, ids=name_of)
def test_no_argument_is_changed(function):
    before = repr(arguments_of(function))
    call(function)
    assert repr(arguments_of(function)) == before


class Array(list):
    """Stands in for NumPy's array and pandas' column, which have no truth value."""

    def tolist(self):
        return list(self)

    def __bool__(self):
        raise ValueError("the truth value of an array is ambiguous")


class DataFrame:
    """Stands in for pandas' table: a loop over it gives the names of its columns."""

    columns = ["a", "b"]

    def __init__(self, rows):
        self.rows = rows

    def __iter__(self):
        return iter(self.columns)

    def to_numpy(self):
        return Array(self.rows)


class ArrayNumber:
    """Stands in for a number of NumPy, with which results would overflow or lose digits."""

    def __init__(self, value):
        self.value = value

    def tolist(self):
        return self.value


def in_array_numbers(value):
    if isinstance(value, list):
        return [in_array_numbers(item) for item in value]
    return ArrayNumber(value)


def in_generators(value):
    if isinstance(value, list):
        return (in_generators(item) for item in value)
    return value


@pytest.mark.parametrize("kind", [tuple, Array, DataFrame, in_generators])
@pytest.mark.parametrize("function, argument", LISTS, ids=name_of)
def test_any_sequence_array_or_table_is_taken(function, argument, kind):
    value = kind(arguments_of(function)[argument])
    assert call(function, **{argument: value}) == call(function)


CHECKED_LISTS = [argument for argument in LISTS if argument in CHECKED]


@pytest.mark.parametrize("function, argument", CHECKED_LISTS, ids=name_of)
def test_a_list_of_numbers_of_numpy_is_taken_as_one_of_pythons(function, argument):
    value = in_array_numbers(arguments_of(function)[argument])
    assert call(function, **{argument: value}) == call(function)


@pytest.mark.parametrize("function, argument", NUMBERS, ids=name_of)
def test_a_number_of_numpy_is_taken_as_one_of_pythons(function, argument):
    value = ArrayNumber(arguments_of(function)[argument])
    if function is huber:
        assert huber(value)(9) == call(huber)(9)
    else:
        assert call(function, **{argument: value}) == call(function)


def spoil(name, value, bad):
    """Yield each place of a number in an argument, and the argument with something bad there."""
    if not isinstance(value, list):
        yield name, bad
        return
    for i, item in enumerate(value):
        for place, spoilt in spoil(f"{name}[{i}]", item, bad):
            yield place, [*value[:i], spoilt, *value[i + 1 :]]


class Missing:
    """Stands in for pandas' missing value: sums take it, and it has no truth value."""

    def __abs__(self):
        return self

    def __add__(self, other):
        return self

    __radd__ = __le__ = __add__

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")


NO_NUMBERS = [nan, inf, -inf, "1", "", None, {}, b"1", 1j, Decimal(1), object(), Missing()]
TOO_LARGE = [10**400, 1.1e70, -1.1e70]


@pytest.mark.parametrize("bad", NO_NUMBERS + TOO_LARGE, ids=name_of)
@pytest.mark.parametrize("function, argument", CHECKED, ids=name_of)
def test_what_is_not_a_number_up_to_1e70_is_refused_by_its_place(function, argument, bad):
    for place, spoilt in spoil(argument, arguments_of(function)[argument], bad):
        message = f"{place} is {bad!r:.60}: give a number from -1e+70 to 1e+70"
        assert refusal_of(call, function, **{argument: spoilt}) == message


@pytest.mark.parametrize("bad", [[1], (), Array([1])], ids=name_of)
@pytest.mark.parametrize("function, argument", CHECKED, ids=name_of)
def test_a_list_in_place_of_a_number_is_refused_by_its_place(function, argument, bad):
    for place, spoilt in spoil(argument, arguments_of(function)[argument], bad):
        message = f"{place} is {bad!r}: give a number, not a list"
        assert refusal_of(call, function, **{argument: spoilt}) == message


@pytest.mark.parametrize("argument", ["x_var", "xy_cov", "y_var"])
@pytest.mark.parametrize("bad", [*NO_NUMBERS, 1.1e150], ids=name_of)
def test_a_variance_that_is_not_a_number_up_to_1e150_is_refused_by_its_name(argument, bad):
    message = f"{argument} is {bad!r:.60}: give a number from -1e+150 to 1e+150"
    assert refusal_of(call, three_points, **{argument: bad}) == message


@pytest.mark.parametrize("bad", [5, 0.5, None, 1j, ArrayNumber(5)], ids=name_of)
@pytest.mark.parametrize("function, argument", LISTS, ids=name_of)
def test_what_is_not_a_list_is_refused_by_its_name(function, argument, bad):
    if argument == "weights" and bad is None:
        pytest.skip("it means zeros")
    shown = getattr(bad, "value", bad)
    message = f"{argument} is {shown!r}: give a list"
    assert refusal_of(call, function, **{argument: bad}) == message


@pytest.mark.parametrize("function, argument", LISTS, ids=name_of)
def test_an_empty_list_is_refused_by_its_name(function, argument):
    message = refusal_of(call, function, **{argument: []})
    assert message == f"{argument} is empty: give at least one value"


@pytest.mark.parametrize("function, argument", AS_LONG_AS_ANOTHER, ids=name_of)
def test_a_wrong_length_is_refused_by_its_name(function, argument):
    right = arguments_of(function)[argument]
    for wrong in right[:-1], [*right, right[0]]:
        message = f"{argument} has length {len(wrong)}: it must be {len(right)}"
        assert refusal_of(call, function, **{argument: wrong}) == message


@pytest.mark.parametrize(
    "row, problem",
    [
        ([], "is empty: give at least one value"),
        ([1], "has length 1: it must be 2"),
        ([1, 2, 3], "has length 3: it must be 2"),
        (5, "is 5: give a list of features, such as [5]"),
        (0.5, "is 0.5: give a list of features, such as [0.5]"),
        (None, "is None: give a list"),
    ],
    ids=name_of,
)
@pytest.mark.parametrize("function", [gradient_descent, fit], ids=name_of)
def test_a_row_that_is_not_a_list_of_the_right_length_is_refused(function, row, problem):
    rows = [ROWS[0], row, ROWS[2]]
    assert refusal_of(call, function, rows=rows) == f"rows[1] {problem}"


def test_a_plain_list_in_place_of_rows_is_refused():
    assert refusal_of(fit, SOME_X, SOME_Y) == "rows[0] is 2: give a list of features, such as [2]"


@pytest.mark.parametrize(
    "line, problem",
    [
        ([], "is empty: give at least one value"),
        ([1], "has length 1: it must be 2"),
        (5, "is 5: give a list"),
        (None, "is None: give a list"),
    ],
    ids=name_of,
)
def test_a_line_without_m_and_b_is_refused(line, problem):
    assert refusal_of(plot_cost, SOME_X, SOME_Y, [(1, 2), line]) == f"lines[1] {problem}"


COUNTS = [
    (linear_regression, "epochs"),
    (gradient_descent, "epochs"),
    (fit, "epochs"),
    (make_data, "n"),
]


@pytest.mark.parametrize("count", [0, -1, 1.0, 2.5, "3", None, 1j, [1]])
@pytest.mark.parametrize("function, argument", COUNTS, ids=name_of)
def test_a_count_that_is_not_a_whole_number_of_at_least_1_is_refused(function, argument, count):
    message = f"{argument} is {count!r}: give a whole number of at least 1"
    assert refusal_of(call, function, **{argument: count}) == message


class ArrayInteger:
    """Stands in for a whole number of NumPy, which is registered as one with Python."""

    def __index__(self):
        return 3

    def __lt__(self, other):
        return 3 < other


Integral.register(ArrayInteger)


@pytest.mark.parametrize("function, argument", COUNTS, ids=name_of)
def test_a_whole_number_of_numpy_is_taken_as_a_count(function, argument):
    assert call(function, **{argument: ArrayInteger()}) == call(function, **{argument: 3})


@pytest.mark.parametrize("function, argument", CHECKED_LISTS, ids=name_of)
@pytest.mark.parametrize("largest", [1e70, -1e70, 10**70])
def test_numbers_up_to_1e70_are_taken(function, argument, largest):
    changed = dict(learning_rate=1e-144) if "learning_rate" in arguments_of(function) else {}
    if function is fit:
        changed = {}
    for _, value in spoil(argument, arguments_of(function)[argument], largest):
        call(function, **{argument: value}, **changed)


def test_variances_up_to_1e150_are_taken():
    X3, y3 = three_points(0, 0, 1e150, 1e150, 1e150)
    assert X3 == y3


sizes = st.floats(1e-30, 1e30) | st.floats(1e-3, 1e3) | st.integers(0, 10**30)
ordinary = sizes | sizes.map(lambda size: -size)
ordinary_points = st.lists(st.tuples(ordinary, ordinary), min_size=1, max_size=5)


def numbers_from_points(X, y):
    """Yield the results of all functions that take X and y, or X alone."""
    Z, mean, stdev = standardize(X)
    yield from [*Z, mean, stdev]
    rate = max_learning_rate(X) / 2
    yield rate
    yield epochs_to_converge(X, rate)
    yield mean_squared_error(X, y, y[0], X[0])
    yield from linear_regression(X, y, y[0], X[0], 5, rate)
    yield from fit_line(X, y)
    weights, bias = fit([[x, abs(x)] for x in X], y, epochs=5)
    yield from [*weights, bias]
    weights, bias, cost = gradient_descent([[x] for x in X], y, [1], 2, 5, 1e-61)
    yield from [*weights, bias, cost]
    yield from averages(X, y)
    X3, y3 = condense(X, y)
    yield from X3 + y3


@given(ordinary_points)
def test_numbers_up_to_1e30_are_taken_and_give_finite_results(drawn):
    assert all(map(math.isfinite, numbers_from_points(*columns(drawn))))


@given(ordinary_points)
def test_pictures_of_numbers_up_to_1e30_have_18_lines_and_no_nan(drawn):
    X, y = columns(drawn)
    for picture in plot(X, y, y[0], X[0]), plot_cost(X, y, [(y[0], X[0]), (0, 0)]):
        assert len(picture.splitlines()) == 18
        assert "nan" not in picture and "inf" not in picture


@pytest.mark.parametrize("kind", [Fraction, float])
@given(drawn=st.lists(st.tuples(digits, digits), min_size=1, max_size=5))
def test_fractions_stay_fractions_and_floats_stay_floats(kind, drawn):
    X, y = [list(map(kind, column)) for column in columns(drawn)]
    rate = kind(1) / 64
    weights, bias, cost = gradient_descent([[x] for x in X], y, None, 0, 3, rate, huber(kind(1)))
    numbers = [*weights, bias, cost, *averages(X, y), *linear_regression(X, y, 0, 0, 3, rate)]
    assert {type(number) for number in numbers} == {kind}


@given(points, thirds, thirds)
def test_fractions_give_what_floats_give(drawn, m, b):
    X, y = columns(drawn)
    X_floats, y_floats = [list(map(float, column)) for column in columns(drawn)]
    assert plot(X, y, m, b) == plot(X_floats, y_floats, float(m), float(b))
    assert plot_cost(X, y, [(m, b)]).count("*") == 2  # the star and the one in the legend
    m_best, b_best = exact_line(X, y)
    # Standardized, they are rounded 20 times, and no number on the way is larger than 7^3.
    assert fit_line(X, y) == (near(m_best, 20, 343), near(b_best, 20, 343))


# Points to try it on: made-up points lie around the line asked for, and a split deals out points.


@given(tenth_points, tenths, tenths)
def test_the_mean_squared_error_is_the_cost(drawn, m, b):
    X, y = columns(drawn)
    exact = [(Fraction(x), Fraction(y_i)) for x, y_i in drawn]
    # A residual is at most 100 * 100 + 200. Its square takes 7 roundings, and the mean up to 10.
    expected = near(cost_of(exact, Fraction(m), Fraction(b)), 17, 10200**2)
    assert mean_squared_error(X, y, m, b) == expected


@given(st.integers(1, 20), thirds, thirds, seeds, st.integers(1, 9))
def test_made_up_points_are_the_line_plus_the_noise(n, m, b, seed, size):
    X, y = make_data(n, m, b, noise=lambda rng: size, seed=seed)
    assert len(X) == n
    assert y == [m * x_i + b + size for x_i in X]


def near_count(n, share):
    # A count among n draws varies by sqrt(n * share * (1 - share)). Four times that is rare.
    return pytest.approx(n * share, rel=0, abs=4 * math.sqrt(n * share * (1 - share)))


@pytest.mark.parametrize("seed", range(5))
def test_made_up_x_are_uniform_from_minus_10_to_10(seed):
    X, _ = make_data(seed=seed)
    assert -10 <= min(X) and max(X) <= 10
    for place in range(-9, 10):
        assert sum([x < place for x in X]) == near_count(10000, (place + 10) / 20)


@pytest.mark.parametrize("seed", range(5))
def test_the_noise_is_normal_with_standard_deviation_3(seed):
    X, y = make_data(seed=seed)
    noise = [y_i - (7.6 * x_i - 3.3) for x_i, y_i in zip(X, y)]
    for place in range(-6, 7):
        share = statistics.NormalDist(0, 3).cdf(place)
        assert sum([e < place for e in noise]) == near_count(10000, share)


@given(seeds)
def test_the_noise_is_drawn_from_the_generator_it_gets(seed):
    assert gaussian(random.Random(seed)) == gaussian(random.Random(seed))


@given(st.integers(1, 9), st.lists(seeds, min_size=2, max_size=2, unique=True))
def test_made_up_points_are_the_same_for_the_same_seed_only(n, two_seeds):
    seed, other = two_seeds
    assert make_data(n, seed=seed) == make_data(n, seed=seed)
    assert set(make_data(n, seed=seed)[0]).isdisjoint(make_data(n, seed=other)[0])


def test_made_up_points_are_new_without_a_seed():
    assert make_data(9, seed=None) != make_data(9, seed=None)


@given(st.integers(1, 9), st.integers(1, 9), seeds)
def test_a_split_keeps_each_x_beside_its_y_and_loses_no_point(n_train, n_test, seed):
    y = list(range(n_train + n_test))
    rows = [[i, -i] for i in y]
    X_train, X_test, y_train, y_test = train_test_split(rows, y, n_test, seed)
    assert X_train == [[y_i, -y_i] for y_i in y_train]
    assert X_test == [[y_i, -y_i] for y_i in y_test]
    assert sorted(y_train + y_test) == y


@given(st.integers(1, 20), st.integers(1, 20))
def test_a_split_has_the_size_asked_for(n_train, n_test):
    y = list(range(n_train + n_test))
    X_train, X_test, y_train, y_test = train_test_split(y, y, n_test)
    assert len(X_train) == len(y_train) == n_train
    assert len(X_test) == len(y_test) == n_test


@pytest.mark.parametrize("kind", [float, Fraction])
@given(n=st.integers(100, 200), percent=st.integers(1, 99))
def test_a_split_has_the_share_asked_for_rounded_up(kind, n, percent):
    share = kind(Fraction(percent, 100))
    _, X_test, _, y_test = train_test_split(range(n), range(n), share)
    assert 0 <= len(X_test) - n * share < 1
    assert len(y_test) == len(X_test)


def test_a_split_puts_each_point_into_each_part_and_each_place_equally_often():
    splits = [train_test_split([0, 1, 2, 3], "abcd", 2, seed) for seed in range(1000)]
    for point, place in itertools.product(range(4), range(4)):
        times = sum([(X_train + X_test)[place] == point for X_train, X_test, _, _ in splits])
        assert times == near_count(1000, 1 / 4)


def test_a_split_is_the_same_for_the_same_seed_and_new_without_one():
    y = list(range(20))
    assert train_test_split(y, y, seed=1) == train_test_split(y, y, seed=1)
    assert train_test_split(y, y) != train_test_split(y, y)  # but for one time in 10^18


def test_the_random_numbers_of_others_are_left_alone():
    before = random.getstate()
    make_data(9)
    make_data(9, seed=None)
    train_test_split([1, 2], [1, 2])
    train_test_split([1, 2], [1, 2], seed=3)
    assert random.getstate() == before


@pytest.mark.parametrize("size", [0, 4, 5, -1, 0.0, 0.8, 1.0, -0.5])
def test_a_split_without_a_point_in_each_part_is_refused(size):
    message = refusal_of(train_test_split, [1, 2, 3, 4], [1, 2, 3, 4], size)
    assert message == f"test_size is {size!r}: of 4 points, each part needs one"


# The learning rate: the limit is 2 / the sharpest curvature of the cost. The number of epochs is
# enough for any y to shrink the excess cost to the share, and (if the mean of x is 0) one epoch
# fewer is not enough for some y.


@given(st.lists(thirds, min_size=1, max_size=5))
def test_the_limit_is_2_over_the_sharpest_curvature(X):
    q = statistics.mean([x * x for x in X])
    mu = statistics.mean(X)
    # The curvatures s are the eigenvalues of [[2 q, 2 mu], [2 mu, 2]], which are the roots of
    # (s - 2 q) (s - 2) = (2 mu)^2. The larger root is not below their mean, q + 1.
    s = 2 / Fraction(max_learning_rate(X))
    assert s >= (q + 1) * (1 - Fraction(1, 10**15))
    # s takes 10 roundings, each of which moves the product by at most 2 s times as much.
    assert float((s - 2 * q) * (s - 2)) == near((2 * mu) ** 2, 10, 2 * s * s)


@given(
    st.lists(digits, min_size=2, max_size=5, unique=True),
    st.lists(digits, min_size=5, max_size=5),
    digits,
    digits,
    st.sampled_from([Fraction(1, 10), Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)]),
    st.sampled_from([Fraction(9, 10), Fraction(1, 2), Fraction(1, 100), Fraction(1, 10**6)]),
)
# Here an epoch leaves a tenth of the distance, a hundredth of the excess: three are just enough.
@example([-1, 1], [0, 0], 1, 1, Fraction(45, 100), Fraction(1, 10**6))
def test_that_many_epochs_leave_at_most_the_share_of_the_excess(X, y, m, b, part, share):
    # Nothing is rounded from here on. A short fraction for the rate keeps the others short, too.
    rate = part * Fraction(max_learning_rate(X)).limit_denominator(1000)
    assume(rate < max_learning_rate(X))
    epochs = epochs_to_converge(X, rate, share)
    assume(epochs <= 200)  # to be quick
    pairs = [(Fraction(x), Fraction(y_i)) for x, y_i in zip(X, y)]
    best = cost_of(pairs, *exact_line(*columns(pairs)))
    m_end, b_end, _ = linear_regression(*columns(pairs), m, b, epochs, rate)
    assert cost_of(pairs, m_end, b_end) - best <= share * (cost_of(pairs, m, b) - best)


@given(st.integers(1, 20), st.floats(0.01, 0.99), st.sampled_from([0.9, 0.5, 1e-2, 1e-6, 1e-9]))
def test_one_epoch_fewer_is_too_few_for_some_y(x, part, share):
    # On [-x, x], m and b do not disturb each other: (1, 0) and (0, 1) are the extreme starts.
    rate = part * max_learning_rate([-x, x])
    epochs = epochs_to_converge([-x, x], rate, share)
    assume(1 < epochs <= 2000)  # to be quick
    left = []
    for m, b in [(1, 0), (0, 1)]:
        m_end, b_end, _ = linear_regression([-x, x], [0, 0], m, b, epochs - 1, rate)
        left.append((x * x * m_end**2 + b_end**2) / (x * x * m**2 + b**2))
    assert max(left) > share


@given(st.lists(digits.map(Fraction), min_size=1, max_size=5), st.floats(0.01, 0.99))
def test_the_epochs_do_not_depend_on_the_order_or_the_sign_of_x(X, part):
    mirrored = [-x for x in reversed(X)]
    rate = part * max_learning_rate(X)
    assert epochs_to_converge(mirrored, rate) == epochs_to_converge(X, rate)


@pytest.mark.parametrize(
    "X, rate, share, epochs",
    [
        # The curvatures are 18 and 2, and 0.98^684 < 1e-6 < 0.98^682.
        ([-3, 3], 0.01, 1e-6, 342),
        # 1 - 0.11 * 18 is -0.98: the same, on the other side.
        ([-3, 3], 0.11, 1e-6, 342),
        # The only curvature is 10: each epoch leaves half of the distance.
        ([2, 2], 0.05, 1e-6, 10),
        ([-1, 1], 0.5, 1e-6, 1),
        # Here only a tiny part c of the distance is covered, and log(1 - c) is nearly -c.
        ([-1, 1], 1e-12, 1e-6, pytest.approx(math.log(1e6) / 4e-12, rel=1e-6)),
        ([-1, 1], 1 - 2**-52, 1e-6, pytest.approx(math.log(1e6) * 2**50, rel=1e-6)),
        # The variance is 0.01, so the flattest curvature is 4 * 0.01 / 2e12.
        ([1e6, 1e6 + 0.2], 0.5e-12, 0.5, pytest.approx(math.log(2) / 2e-26, rel=1e-6)),
    ],
)
def test_the_number_of_epochs_is_that_of_the_flattest_direction(X, rate, share, epochs):
    assert epochs_to_converge(X, rate, share) == epochs


@pytest.mark.parametrize("function", [linear_regression, epochs_to_converge], ids=name_of)
def test_a_rate_is_taken_just_below_the_limit(function):
    call(function, learning_rate=max_learning_rate(SOME_X) * (1 - 1e-15))


@pytest.mark.parametrize("function", [linear_regression, epochs_to_converge], ids=name_of)
@pytest.mark.parametrize("kind", [float, Fraction])
@pytest.mark.parametrize("times", [1, 2, 10**9])
def test_a_rate_from_the_limit_on_is_refused(function, times, kind):
    limit = max_learning_rate(SOME_X)
    rate = times * kind(limit)
    assert refusal_of(call, function, learning_rate=rate) == (
        f"learning_rate is {rate}: on this scale, it must be above 0 and below {limit} "
        "(fit_line and fit work on any scale)"
    )


@pytest.mark.parametrize("function", [linear_regression, epochs_to_converge], ids=name_of)
@pytest.mark.parametrize("rate", [0, -1, -1e-9, Fraction(-1, 3)])
def test_a_rate_of_0_or_below_is_refused_without_advice_on_the_scale(function, rate):
    assert refusal_of(call, function, learning_rate=rate) == (
        f"learning_rate is {rate}: on this scale, it must be above 0 and below "
        f"{max_learning_rate(SOME_X)}"
    )


@pytest.mark.parametrize("share", [0, 1, -1, 2])
def test_a_share_that_is_not_between_0_and_1_is_refused(share):
    message = refusal_of(epochs_to_converge, SOME_X, 0.0625, share)
    assert message == f"share is {float(share)}: it must be above 0 and below 1"


def test_a_number_of_epochs_beyond_1e300_is_refused():
    message = "it takes more than 1e300 epochs: x hardly varies, or the rate is tiny"
    assert refusal_of(epochs_to_converge, [5e-324, 1e-160], 0.5) == message
    assert refusal_of(epochs_to_converge, [-1, 1], 1e-310) == message


# Any scale: standardized x has mean 0 and variance 1, and the line found is the best one.


@given(st.lists(tenths, min_size=1, max_size=9), st.sampled_from([0, 1e6, -1e9, 1.7e18]))
def test_standardize_gives_the_mean_and_the_deviation(X, far):
    X = [x + far for x in X]
    x_mean, _, x_var, _, _ = exact_averages(X, X)
    _, mean, stdev = standardize(X)
    # The mean takes 11 roundings, of numbers up to the largest. A deviation of one of nine points
    # is at most sqrt(8) = 2.9 stdev, and x - first at most sqrt(18) = 4.3 stdev. So the deviations
    # are rounded by 2 * 4.3 + 2.9 times 1.2e-16 stdev, and their squares by twice that; and a few
    # more.
    assert mean == near(x_mean, 11, max(map(abs, X)))
    assert stdev**2 == near(x_var or 1, 32, x_var or 1)  # where it would be 0, it is 1


@given(st.lists(tenths, min_size=1, max_size=9), st.sampled_from([0, 1e6, -1e9, 1e12]))
def test_standardized_x_has_mean_0_and_variance_1_even_far_from_0(X, far):
    Z, _, _ = standardize([x + far for x in X])
    mean, _, variance, _, _ = exact_averages(Z, Z)
    assert float(mean) == near(0, 14, 4.3)  # x - first is at most sqrt(18) = 4.3 stdev
    assert float(variance) == near(1, 34, 1) or set(Z) == {0}


def assert_best_line(X, y, m, b):
    best_m, best_b = exact_line(X, y)
    _, _, x_var, _, y_var = exact_averages(X, y)
    # Standardized, x and y are rounded like their spread: 20 times. But the intercept is computed
    # from numbers of the size of y and of m * x, 4 times, however far they are from 0.
    spread = 20 * math.sqrt(y_var)
    size = 4 * (abs(m) * max(map(abs, X)) + max(map(abs, y)))
    assert abs(Fraction(m) - best_m) * Fraction(math.sqrt(x_var)) <= 1.2e-16 * spread
    for x in min(X), max(X):
        error = (Fraction(m) - best_m) * Fraction(x) + Fraction(b) - best_b
        assert abs(error) <= 1.2e-16 * (spread + size)


@given(
    tenth_points,
    st.sampled_from([1, 1e-9, 1e12]),
    st.sampled_from([0, 1e6, -1e9]),
    st.sampled_from([1, 1e-9, 1e12]),
    st.sampled_from([0, 1e6, -1e9]),
)
def test_fit_line_finds_the_best_line_on_any_scale(drawn, wide, right, high, up):
    X = [wide * (x + right) for x, _ in drawn]
    y = [high * (y_i + up) for _, y_i in drawn]
    assert_best_line(X, y, *fit_line(X, y))


@pytest.mark.parametrize("seed", range(3))
def test_fit_line_of_ten_thousand_points_is_no_less_exact(seed):
    X, y = make_data(seed=seed)
    assert_best_line(X, y, *fit_line(X, y))


# Several features, other losses: a loss is its formula, a step goes down the slope of the cost, and
# fit finds the best weights, in the units of the rows.


@given(thirds, st.integers(1, 40).map(lambda n: Fraction(n, 3)))
def test_each_loss_is_its_formula(r, delta):
    sign = (r > 0) - (r < 0)
    assert squared(r) == (r**2, 2 * r)
    assert absolute(r) == (max(r, -r), sign)
    if abs(r) <= delta:
        assert huber(delta)(r) == (r**2, 2 * r)
    else:  # the parabola goes on as its tangent, which passes 0 at delta / 2
        assert huber(delta)(r) == (2 * delta * (abs(r) - delta / 2), 2 * delta * sign)


@pytest.mark.parametrize("delta", [0, -1, 0.0])
def test_a_delta_that_is_not_above_0_is_refused(delta):
    assert refusal_of(huber, delta) == f"delta is {delta}: it must be above 0"


LOSSES = st.sampled_from([squared, absolute, huber(1), huber(Fraction(5, 2)), huber(50)])
four = st.tuples(thirds, thirds, thirds, thirds)
rows_of_four = st.lists(four, min_size=1, max_size=4)  # three features, and y


def small_rate_of_rows(drawn):
    return 1 / (2 + 2 * sum([x * x for row in drawn for x in row[:3]]))


def descend_rows(drawn, model, epochs, loss):
    """Return the model, which is three weights and the bias, after so many epochs; and the cost."""
    rows = [row[:3] for row in drawn]
    y = [row[3] for row in drawn]
    rate = small_rate_of_rows(drawn)
    weights, bias, cost = gradient_descent(rows, y, model[:3], model[3], epochs, rate, loss)
    return [*weights, bias], cost


def loss_at(drawn, model, loss):
    errors = []
    for *features, y in drawn:
        height = sum([weight * x for weight, x in zip(model, [*features, 1])])
        error, _ = loss(y - height)
        errors.append(error)
    return statistics.mean(errors)


@given(rows_of_four, four, LOSSES)
def test_the_cost_is_the_mean_error_before_the_last_step(drawn, start, loss):
    _, cost = descend_rows(drawn, start, 1, loss)
    assert cost == loss_at(drawn, start, loss)


@given(rows_of_four, four, LOSSES)
def test_a_step_goes_down_the_slope_for_three_features_and_any_loss(drawn, start, loss):
    end, cost = descend_rows(drawn, start, 1, loss)
    # The cost is convex, and so nowhere below its tangent at the start. A little to either side, it
    # is below any line that is steeper or flatter than the tangent by 1e-7.
    for i, nudge in itertools.product(range(4), [Fraction(1, 10**9), Fraction(-1, 10**9)]):
        slope = (start[i] - Fraction(end[i])) / small_rate_of_rows(drawn)
        nudged = [*start[:i], start[i] + nudge, *start[i + 1 :]]
        # `absolute` has whole numbers for derivatives, so the bias becomes a float. Its rounding is
        # below 1e-15, and the slope is computed from it by a rate above 1e-3: 1e-12 * nudge.
        assert loss_at(drawn, nudged, loss) >= cost + slope * nudge - Fraction(1, 10**21)


@given(rows_of_four, four, LOSSES)
def test_a_second_epoch_goes_on_where_the_first_ended(drawn, start, loss):
    between, _ = descend_rows(drawn, start, 1, loss)
    assert descend_rows(drawn, between, 1, loss) == descend_rows(drawn, start, 2, loss)


@given(rows_of_four, LOSSES)
def test_without_weights_a_descent_starts_from_zeros(drawn, loss):
    rows = [row[:3] * 2 for row in drawn]  # six features
    y = [row[3] for row in drawn]
    rate = small_rate_of_rows(drawn) / 2
    from_zeros = gradient_descent(rows, y, [0] * 6, 0, 2, rate, loss)
    assert gradient_descent(rows, y, epochs=2, learning_rate=rate, loss=loss) == from_zeros


@given(points, thirds, thirds)
def test_one_feature_and_the_squared_loss_are_the_ten_lines(drawn, m, b):
    X, y = columns(drawn)
    rate = small_rate(drawn) / 2
    [weight], bias, cost = gradient_descent([[x] for x in X], y, [m], b, 3, rate)
    assert (weight, bias, cost) == linear_regression(X, y, m, b, 3, rate)


def limit_named_for(rows):
    message = refusal_of(gradient_descent, rows, [0] * len(rows), learning_rate=10**6)
    start = "learning_rate is 1000000: on this scale, it must be above 0 and below "
    end = " (fit_line and fit work on any scale)"
    assert message.startswith(start) and message.endswith(end)
    return float(message[len(start) : -len(end)])


@pytest.mark.parametrize(
    "rows, steepest",
    [
        ([[2], [2]], 6),  # mean(x x) + mean(x 1) = 4 + 2, and 2 + 1
        ([[-2], [-2]], 6),
        ([[3], [-3]], 9),
        ([[1, 0], [0, 1], [0, 0]], 5 / 3),  # the constant's: 1/3 + 1/3 + 1
        ([[1, -1], [-1, 1]], 2),
        ([[0.1], [-0.1]], 1),
    ],
)
def test_the_limit_is_1_over_the_steepest(rows, steepest):
    assert limit_named_for(rows) == pytest.approx(1 / steepest, rel=1e-15, abs=0)


@given(rows_of_four, four, st.sampled_from([0, 1, -1]))
def test_below_the_limit_named_the_cost_never_rises(drawn, start, sign):
    # With sign, the second feature goes nearly like the first.
    rows = [(x, sign * x + y / 9, z) for x, y, z, _ in drawn]
    rate = Fraction(limit_named_for(rows)) * 99 / 100
    y = [row[3] for row in drawn]
    costs = [gradient_descent(rows, y, start[:3], start[3], n, rate)[2] for n in (1, 2, 3)]
    assert costs == sorted(costs, reverse=True)


@given(
    st.lists(st.tuples(numbers, st.integers(1, 9)), min_size=1, max_size=4),
    numbers,
    st.sampled_from([1, 1e-6, 1e6]),
)
def test_fit_finds_the_plane_of_one_to_four_features(drawn, bias, high):
    weights, sizes = columns(drawn)
    # A grid with two places for each feature, from 1 on. There, features are not correlated.
    rows = list(itertools.product(*[(size, 3 * size) for size in sizes]))
    y = [high * (sum([w * x for w, x in zip(weights, row)]) + bias) for row in rows]
    found, found_bias = fit(rows, y)
    # What is left is some 10 roundings of y, divided by the deviation of x, which is its size.
    top = max(map(abs, y))
    assert found == [near(high * w, 10, top / size) for w, size in drawn]
    # In the bias, each weight is multiplied by the mean of x, which is twice its size.
    assert found_bias == near(high * bias, 10 + 20 * len(drawn), top)


@given(tenth_points)
def test_fit_with_one_feature_is_fit_line(drawn):
    X, y = columns(drawn)
    [weight], bias = fit([[x] for x in X], y)
    assert_best_line(X, y, weight, bias)


def assert_best_weights(rows, y, weights, bias):
    """At the best weights, the residuals have mean 0, also if multiplied by any feature."""
    residuals = []
    for row, y_i in zip(rows, y):
        height = sum([Fraction(w) * Fraction(x) for w, x in zip(weights, row)]) + Fraction(bias)
        residuals.append(Fraction(y_i) - height)
    largest = [max(map(abs, feature)) for feature in zip(*rows)]
    size = sum([abs(w) * x for w, x in zip(weights, largest)]) + max(map(abs, y))
    # A height takes two roundings for each feature, and each weight and the bias some 10 more.
    assert float(statistics.mean(residuals)) == near(0, 18, size)
    for feature, x_largest in zip(zip(*rows), largest):
        products = [Fraction(x) * residual for x, residual in zip(feature, residuals)]
        assert float(statistics.mean(products)) == near(0, 18, size * x_largest)


@given(
    st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=9),
    st.sampled_from([0, 2000]),
    st.integers(1, 4),
)
@example([(x, x % 3, 0) for x in range(21)], 2000, 2)
def test_fit_finds_the_best_weights_of_powers(drawn, far, degree):
    # Each power says nearly what those below it say.
    rows = [[(x + far) ** p for p in range(1, degree + 1)] for x, _, _ in drawn]
    y = [y_i for _, y_i, _ in drawn]
    assert_best_weights(rows, y, *fit(rows, y))


@given(
    st.lists(st.tuples(tenths, tenths, tenths, tenths), min_size=1, max_size=9),
    st.sampled_from([0, 1e-8, 1e-6, 1e-3, 1]),
    st.sampled_from([1, -1, 1e6]),
)
def test_fit_finds_the_best_weights_of_features_that_are_alike(drawn, apart, times):
    rows = [[x, times * (x + apart * z), z, 3 * x] for x, z, _, _ in drawn]
    y = [y_i for _, _, y_i, _ in drawn]
    assert_best_weights(rows, y, *fit(rows, y))


@given(tenth_points, st.sampled_from([1, -3, 1000]))
def test_a_twin_of_a_feature_gets_the_weight_0(drawn, times):
    X, y = columns(drawn)
    [weight, twin], bias = fit([[x, times * x] for x in X], y)
    assert twin == 0
    assert_best_line(X, y, weight, bias)


@given(st.lists(numbers, min_size=1, max_size=4), st.integers(-1000, 1000))
def test_fit_with_the_absolute_loss_ends_at_the_median(y, outlier):
    y = y + y + [outlier]  # an odd number of y, so that there is one median
    # The mean, where it begins, is at most one deviation from the median. Each epoch moves it by
    # at least rate / N deviations, and at the end it oscillates by at most the last rate, which is
    # the first one halved nine times. If the mean is closer than N times that, it may stay there.
    _, _, stdev = standardize(y)
    rate = 0.5
    _, bias = fit([[0]] * len(y), y, epochs=20 * len(y), learning_rate=rate, loss=absolute)
    last_step = rate / 2**9 * stdev
    assert bias == pytest.approx(statistics.median(y), rel=0, abs=1.001 * len(y) * last_step)


def as_steep_as(factor):
    """Return a loss that is so many times as steep as `squared`."""

    def loss(residual):
        return factor * residual**2, 2 * factor * residual

    return loss


# With the last loss and a rate of 0.3, the first round diverges.
SMOOTH_LOSSES = st.sampled_from([squared, huber(1), huber(Fraction(5, 2)), as_steep_as(4)])


@given(tenth_points, SMOOTH_LOSSES, st.integers(1, 5), st.sampled_from([0.01, 0.3]))
@example([(0.0, 0.0), (1.0, 2.0), (2.0, 1.0)], as_steep_as(4), 2, 0.3)
def test_fit_of_one_feature_descends_in_ten_rounds_on_standardized_x_and_y(
    drawn, loss, epochs, rate
):
    X, y = columns(drawn)
    Z, x_mean, x_stdev = standardize(X)
    V, y_mean, y_stdev = standardize(y)
    rows = [[z] for z in Z]
    model = [0], 0
    start_cost = sum([loss(v)[0] for v in V]) / len(V)
    for n in range(10):
        weights, bias, cost = gradient_descent(rows, V, *model, epochs, rate / 2**n, loss)
        if cost <= start_cost:
            model = weights, bias
    [z_weight], z_bias = model
    [weight], bias = fit([[x] for x in X], y, epochs, rate, loss)
    # Ten rounds of up to five epochs, with some 20 roundings in each. A round of the steepest loss
    # multiplies the distance, and so its rounding, by up to 1.4^5 = 5.4. On the way back, there are
    # numbers of the size of y and of weight * x, which is at most 100 stdevs of y.
    largest = 100 * y_stdev + abs(weight * x_mean) + abs(y_mean)
    assert weight * x_stdev == near(z_weight * y_stdev, 5.4 * 1000, 3 * y_stdev)
    assert bias + weight * x_mean == near(y_mean + z_bias * y_stdev, 5.4 * 1000, largest)


@pytest.mark.parametrize("epochs", [50, 500])
@given(drawn=tenth_points, steep=st.sampled_from([1, 5, 20, 100]))
@settings(max_examples=20)
def test_fit_ends_at_the_best_line_however_steep_the_loss_is(epochs, drawn, steep):
    # In the first rounds, the rate is too large for the loss. They diverge, and are undone; with
    # 500 epochs, they even overflow.
    X, y = columns(drawn)
    [weight], bias = fit([[x] for x in X], y, epochs, loss=as_steep_as(steep))
    best_m, best_b = exact_line(X, y)
    # The first round that does not diverge multiplies the distance by at most 9/16 in each epoch.
    # That leaves less than 1e-12 of it after 50 epochs, and y is at most 100.
    for x in X:
        best = float(best_m) * x + float(best_b)
        assert weight * x + bias == pytest.approx(best, rel=0, abs=1e-9)


@pytest.mark.parametrize("epochs", [50, 500])
@pytest.mark.parametrize("loss", [as_steep_as(5000), as_steep_as(1e6)])
def test_fit_refuses_a_rate_with_which_even_the_last_round_diverges(loss, epochs):
    message = refusal_of(fit, [[1], [2], [3]], [1, 2, 9], epochs, 0.5, loss)
    assert message == "learning_rate is 0.5: it is too large for this loss"
    [weight], bias = fit([[1], [2], [3]], [1, 2, 9], 500, 1e-7, loss=loss)
    assert weight > 0  # with a smaller rate, it descends


@pytest.mark.parametrize("shift", [0, -10])
def test_fit_takes_a_loss_for_which_the_start_is_the_best_line(shift):
    def shifted(residual):
        error, derivative = absolute(residual)
        return error + shift, derivative

    [weight], bias = fit([[0], [0], [0]], [-1, 0, 1], loss=shifted)
    assert (weight, bias) == (0, pytest.approx(0, abs=0.01))


def test_the_defaults_are_those_of_the_articles():
    rows = [[i] for i in range(8)]
    y = list(range(8))
    assert linear_regression(y, y) == linear_regression(y, y, 0, 0, 1000, 0.0001)
    assert gradient_descent(rows, y) == gradient_descent(rows, y, [0], 0, 1000, 0.0001, squared)
    assert make_data() == make_data(10000, 7.6, -3.3, gaussian, 42)
    assert train_test_split(y, y, seed=1) == train_test_split(y, y, 2, 1)
    assert epochs_to_converge(y, 0.01) == epochs_to_converge(y, 0.01, 1e-6)


def test_the_defaults_of_fit_are_50_epochs_and_a_rate_of_one_half():
    rows = [[i, i * i] for i in range(8)]
    y = [1, 1, 2, 3, 5, 8, 13, 21]
    assert fit(rows, y) == fit(rows, y, 50, 0.5, squared)
    assert fit(rows, y, 1) == fit(rows, y, 1, 0.5)
    assert fit(rows, y, learning_rate=0.01) == fit(rows, y, 50, 0.01)
    assert fit(rows, y, learning_rate=0.01) != fit(rows, y, 51, 0.01)


@pytest.mark.parametrize("rate", [0, 0.0, -0.1, 1, 1.0, 9])
def test_fit_refuses_a_rate_that_is_not_between_0_and_1(rate):
    message = refusal_of(fit, [[1], [2]], [1, 3], 9, rate)
    assert message == f"learning_rate is {rate}: it must be above 0 and below 1"


# Any number of points: the averages are exact, and three points have the same ones, and so the
# same descent.


@given(points)
@example([(Fraction(7, 3), Fraction(1, 3))])
def test_averages_are_means_variances_and_covariance(drawn):
    X, y = columns(drawn)
    assert averages(X, y) == exact_averages(X, y)


@given(tenth_points, st.sampled_from([0, 1e9]))
def test_averages_lose_no_digits_far_from_0(drawn, far):
    X = [x + far for x, _ in drawn]
    y = [y_i - far for _, y_i in drawn]
    exact = exact_averages(X, y)
    # Of numbers up to far + 100, and of products of differences up to 200.
    sizes = [far + 100, far + 100, 200**2, 200**2, 200**2]
    assert averages(X, y) == tuple([near(e, 22, size) for e, size in zip(exact, sizes)])


@given(tenth_points, st.sampled_from([1, 2.0**-40, 2.0**40]))
@example([(5.0, 7.0)], 1)
@example([(0.0, 9.0), (4.0, -7.0)], 1)  # two points, and a negative slope
@example([(0.0, 9.0), (4.0, -7.0)], 2.0**-40)
@example([(3.0, 9.0), (3.0, -7.0)], 1)  # all x are the same
def test_three_points_have_the_same_averages(drawn, scale):
    X, y = columns(drawn)
    X = [scale * x for x in X]  # exact, as the scale is a power of 2
    exact = exact_averages(X, y)
    X3, y3 = condense(X, y)
    assert len(X3) == len(y3) == 3
    found = exact_averages(X3, y3)
    # The mean takes some 13 roundings. The others take some 30, of products of two deviations, or
    # of a deviation and the rounding of a mean, each of up to 200.
    sizes = [scale * 100, 100, (scale * 200) ** 2, scale * 200**2, 200**2]
    for number, expected, roundings, size in zip(found, exact, [13, 13, 30, 30, 30], sizes):
        assert float(number) == near(expected, roundings, size)


@given(tenth_points, tenths, tenths)
def test_a_descent_on_three_points_is_the_descent_on_all(drawn, m, b):
    X, y = columns(drawn)
    X3, y3 = condense(X, y)
    rate = small_rate(drawn)
    line = linear_regression(X, y, m, b, 9, rate)
    line_of_three = linear_regression(X3, y3, m, b, 9, rate)
    # Some 30 roundings of the three points and 10 of a step, in each of nine epochs. No epoch
    # magnifies what was rounded before, and a step is at most 100. A residual is at most 100 * 100
    # + 200, and the cost is its square.
    assert line_of_three[0] == near(line[0], 9 * 40, 100)
    assert line_of_three[1] == near(line[1], 9 * 40, 100)
    assert line_of_three[2] == near(line[2], 40, 10200**2)


def test_three_points_lie_where_the_docstring_says():
    X3, y3 = three_points(1, 2, 8, -4, 8)
    # width = 2, slope = -1/2, apart = sqrt(3/2 * 6) = 3
    assert (X3, y3) == ([5.0, -1.0, -1.0], [0.0, 6.0, 0.0])


@pytest.mark.parametrize(
    "x_var, xy_cov, y_var",
    [
        (-1.0, 0.0, 1.0),
        (1.0, 0.0, -1.0),
        (0.0, 0.0, -1.0),
        (-1.0, 1.0, -1.0),
        (-1.0, 0.0, 0.0),
        (0.0, 1.0, 1.0),
        (2.0, 3 * (1 + 1.1e-6), 4.5),
        (2.0, -3 * (1 + 1.1e-6), 4.5),
    ],
)
def test_averages_that_no_points_have_are_refused(x_var, xy_cov, y_var):
    message = refusal_of(three_points, 0, 0, x_var, xy_cov, y_var)
    assert message == f"no points have x_var {x_var}, xy_cov {xy_cov} and y_var {y_var}"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_covariance_that_is_too_large_by_a_millionth_is_rounding(sign):
    X3, y3 = three_points(0, 0, 2, sign * 3 * (1 + 0.9e-6), 4.5)
    assert X3 == [2, -1, -1]
    assert y3 == [near(sign * y, 4, 3 * 1.000001) for y in (3.0000027, -1.50000135, -1.50000135)]


# Pictures: what lies nearest to a cell stands there, and the ranges stand at the edges.


def inside_the_frame(picture):
    """Return the 15 rows of 60 characters between the bars, the lowest row first."""
    return [line.split("|")[1] for line in picture.splitlines()[14::-1]]


def ranges_of(picture):
    """Return the numbers at the edges: left, right, bottom, middle, top."""
    lines = picture.splitlines()
    left, right = lines[16].split()
    bottom, middle, top = [lines[i].split("|")[0] for i in (14, 7, 0)]
    return float(left), float(right), float(bottom), float(middle), float(top)


@given(
    st.lists(st.tuples(st.integers(1, 58), st.integers(1, 13))),
    st.integers(-2, 2),
    st.integers(-60, 60),
    st.sampled_from([-0.4, 0, 0.4]),
    st.sampled_from([0.25, 1, 1024]),
)
@example([], 1, 0, 0.4, 1)  # the line leaves the picture above the middle of its highest cell
@example([], 1, 0, -0.4, 1)  # and enters it below the middle of its lowest
def test_points_and_line_are_drawn_in_the_nearest_cells(drawn, m, b, nudge, scale):
    corners = [(0, 0), (59, 14)]  # so that a cell is 1 wide and 1 high, times the scale
    X, y = columns(corners + [(column + nudge, row - nudge) for column, row in drawn])
    picture = plot([scale * x - 7 for x in X], y, m / scale, b + nudge + 7 * m / scale)
    for row, characters in enumerate(inside_the_frame(picture)):
        for column, character in enumerate(characters):
            has_point = (column, row) in corners + drawn
            on_line = m * column + b == row
            if on_line:
                assert character == ("+" if has_point else "=")
            else:
                assert character in (".:oO@" if has_point else " ")


@pytest.mark.parametrize("rounding", [0, 1e-11, -1e-11])
def test_a_point_half_way_between_two_cells_goes_up_and_to_the_right(rounding):
    picture = plot([0, 59, 10.5 + rounding], [0, 14, 3.5 + rounding], 0, -99)
    assert inside_the_frame(picture)[4][11] == "."


@pytest.mark.parametrize("n", range(1, 40))
def test_the_mark_of_a_cell_counts_its_points(n):
    picture = plot([0, 1] + [0.5] * n, [0, 1] + [0.5] * n, 0, 9)
    [mark] = inside_the_frame(picture)[7].strip()
    assert mark == ".:oO@"[min(4, int(math.log2(n)))]


@given(tenth_points, tenths, tenths)
def test_the_picture_has_the_ranges_of_the_points(drawn, m, b):
    X, y = columns(drawn)
    left, right, bottom, middle, top = ranges_of(plot(X, y, m, b))
    assert (left, bottom) == (min(X), min(y))
    # If all values are the same, the range is 1.
    if max(X) > min(X):
        assert right == max(X)
    else:
        assert right == pytest.approx(min(X) + 1, rel=1e-5)
    if max(y) > min(y):
        assert top == max(y)
    else:
        assert top == pytest.approx(min(y) + 1, rel=1e-5)
    assert middle == pytest.approx((min(y) + top) / 2, rel=1e-5, abs=1e-9)  # six digits are shown


@pytest.mark.parametrize(
    "low, high, labels",
    [
        (0, 1e9, "0 5e+08 1e+09"),
        (1e9, 1e9 + 9, "1000000000 1000000004 1000000009"),
        (-600001.123, -600000.123, "-600001.12 -600000.62 -600000.12"),
        (-2, 6, "-2 2 6"),
        (0, 1 / 3, "0 0.166667 0.333333"),
        (-1.2345678901e-100, -1.2345678e-100, "-1.23456789e-100 -1.234567845e-100 -1.2345678e-100"),
    ],
)
def test_labels_have_enough_digits_to_tell_them_apart(low, high, labels):
    lines = plot([low, high], [low, high], 0, 0).splitlines()
    assert [lines[i].split("|")[0].strip() for i in (14, 7, 0)] == labels.split()
    assert lines[16].split() == labels.split()[::2]


@pytest.mark.parametrize(
    "y, margin", [([1, 2], 12), ([-1.2345678901e-100, -1.2345678e-100], len("-1.234567845e-100"))]
)
def test_the_frame_is_straight_however_long_the_labels_are(y, margin):
    lines = plot([0, 1], y, 0, 0).splitlines()
    assert [line.index("|") for line in lines[:15]] == [margin + 1] * 15
    assert [len(line) for line in lines[:15]] == [margin + 63] * 15
    assert lines[15] == " " * (margin + 1) + "+" + "-" * 60 + "+"
    assert lines[16] == " " * (margin + 2) + "0" + " " * 58 + "1"
    assert lines[17] == (
        "              points: . 1  : 2-3  o 4-7  O 8-15  @ more   line: =  on points: +"
    )


whole_points = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=5)
whole_lines = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=12)


def float_cost(drawn, m, b):
    return sum([(y - m * x - b) ** 2 for x, y in drawn]) / len(drawn)


def shades_of(excess, highest):
    """Return the characters that the map may have where a line has this excess cost."""
    shades = set()
    for rounding in 0.999, 1.001:  # the labels, from which the place is computed, have six digits
        part = excess * rounding / highest
        shades.add(" .:+#"[sum([part >= k * k / 16 for k in (1, 2, 3, 4)])])
    return shades


@given(whole_points, whole_lines)
@example([(2, 1), (2, 3)], [(0, 0)])  # all x are the same: the bowl is a trough
@example([(-3, 3), (3, -3), (-3, -1), (3, -7)], [(-1, -3)])
def test_the_map_shows_the_cost_of_each_place(drawn, lines):
    best_m, best_b = exact_line(*columns(drawn))
    lowest = float_cost(drawn, float(best_m), float(best_b))
    highest = max([float_cost(drawn, m, b) for m, b in lines]) - lowest
    assume(highest > 1e-9)  # not only the best line
    picture = plot_cost(*columns(drawn), lines)
    left, right, bottom, _, top = ranges_of(picture)
    # The rounding of the labels moves a place by far less than 0.001 of the frame.
    nudge = (right - left) / 1000
    for row, characters in enumerate(inside_the_frame(picture)):
        for column, character in enumerate(characters):
            if character in " .:+#":
                m = left + (right - left) * column / 59
                b = bottom + (top - bottom) * row / 14
                excess = [float_cost(drawn, m + d, b) - lowest for d in (-nudge, 0, nudge)]
                assert character in shades_of(min(excess), highest) | shades_of(
                    max(excess), highest
                )


@given(whole_points, whole_lines)
def test_each_line_is_marked_by_its_digit_and_where_two_meet_the_later_one_stands(drawn, lines):
    picture = plot_cost(*columns(drawn), lines)
    rows = inside_the_frame(picture)
    left, right, bottom, _, top = ranges_of(picture)
    digits_at = {}
    for i, (m, b) in enumerate(lines):
        column = 59 * (m - left) / (right - left)
        row = 14 * (b - bottom) / (top - bottom)
        # Half-way, the rounding of the labels decides.
        assume(abs(column % 1 - 0.5) > 0.01 and abs(row % 1 - 0.5) > 0.01)
        digits_at[round(column), round(row)] = str(i)[-1]
    for (column, row), digit in digits_at.items():
        assert rows[row][column] in (digit, "*")
    assert len(re.findall("[0-9]", "".join(rows))) <= len(digits_at)


@given(whole_points, whole_lines)
def test_the_map_has_the_best_line_in_the_middle_and_every_line_inside(drawn, lines):
    picture = plot_cost(*columns(drawn), lines)
    best_m, best_b = exact_line(*columns(drawn))
    left, right, bottom, middle, top = ranges_of(picture)
    assert middle == pytest.approx(float(best_b), rel=1e-5, abs=1e-5 * (top - bottom))
    assert (left + right) / 2 == pytest.approx(float(best_m), rel=1e-5, abs=1e-5 * (right - left))
    rows = inside_the_frame(picture)
    assert "".join(rows).count("*") == 1
    assert "*" in rows[7][29:31]
    for m, b in lines:
        assert left < m < right
        assert bottom < b < top
    # A character is twice as high as it is wide.
    column = (right - left) / 59
    row = (top - bottom) / 14
    assert row == pytest.approx(2 * column, rel=1e-4)


def test_the_map_is_a_fifth_larger_than_the_farthest_line():
    # The best line is y = 1. From b = 0 to b = 1 it is 1, and the frame has 1.2 to either side.
    _, _, bottom, middle, top = ranges_of(plot_cost([-1, 1], [1, 1], [(0, 0)]))
    assert (bottom, middle, top) == (-0.2, 1, 2.2)
    # From m = -2 to m = 0 it is 2, and the frame has 2.4 to either side.
    left, right, _, _, _ = ranges_of(plot_cost([-1, 1], [1, 1], [(2, 1), (-2, 1), (1, 1)]))
    assert (left, right) == (-2.4, 2.4)


def test_the_legend_of_the_map_has_the_costs():
    # The best line costs 3 + 1, and y = 0 costs 4 more.
    lines = plot_cost([-1, 1, -1, 1], [2, 2, 2, 2], [(0, 0), (1, 2)]).splitlines()
    assert lines[17] == "cost from  . 0.25  : 1  + 2.25  # 4  best line *"
    lines = plot_cost([0, 0], [1, -1], [(0, 2)]).splitlines()
    assert lines[17] == "cost from  . 1.25  : 2  + 3.25  # 5  best line *"


@pytest.mark.parametrize("line", [(0, 1), (1e-14, 1), (0, 1 + 1e-14)])
def test_the_map_of_the_best_line_alone_has_a_fixed_scale(line):
    lines = plot_cost([-1, 1], [1, 1], [line]).splitlines()
    assert lines[17] == "cost from  . 0.0625  : 0.25  + 0.5625  # 1  best line *"


def test_the_map_of_the_best_line_alone_is_large_enough_to_show_far_from_0():
    picture = plot_cost([-1, 1], [1e12, 1e12], [(0, 1e12)])
    left, right, bottom, _, top = ranges_of(picture)
    # The size is |b| + the largest |y|, and the frame has a thousand-millionth of it to every side.
    assert (bottom, top) == (1e12 - 2000, 1e12 + 2000)
    assert picture.endswith("cost from  . 2.5e+05  : 1e+06  + 2.25e+06  # 4e+06  best line *")


def test_more_numbers_in_a_line_are_ignored():
    m, b, cost = linear_regression(SOME_X, SOME_Y, learning_rate=0.01)
    assert plot_cost(SOME_X, SOME_Y, [(m, b, cost)]) == plot_cost(SOME_X, SOME_Y, [(m, b)])


# The command line: it ends at the best line of the table, or says in one line why not.


class Terminal(io.StringIO):
    """Stands in for a terminal."""

    def isatty(self):
        return True


def run(*arguments, text=None, stdout=io.StringIO):
    """Return status, output and errors of the command line, with a file of the text if given."""
    out = stdout()
    err = io.StringIO()
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        if text is not None:
            file = Path(folder, "data.csv")
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
            arguments = [str(file), *arguments]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                linreg.main(list(arguments))
            except SystemExit as end:
                status = end.code
            assert sys.stdout is out  # a caller can go on printing
    return status, out.getvalue(), err.getvalue()


def fitted(text, *arguments):
    """Return m, b and cost as `--quiet` prints them, and its messages."""
    status, out, err = run("--quiet", *arguments, text=text)
    assert status == 0, err
    m, b, cost = out.split()
    return float(m), float(b), float(cost), err


def table(pairs):
    return "".join([f"{float(x)},{float(y)}\n" for x, y in pairs])


def is_scattered(drawn):
    """Return whether the standard deviation of x is above 1, so that slopes are below 100."""
    return statistics.pstdev([x for x, _ in drawn]) > 1


tenth_pairs = st.lists(st.tuples(tenths, tenths), min_size=2, max_size=9)
scattered = tenth_pairs.filter(is_scattered)


@given(scattered, st.sampled_from([0, 1e6, -1e9, 1.7e15]), st.sampled_from([0, 1e6, -1e9, 1.7e15]))
@example([(-1, 5), (1, 5)], 0, 0)  # a flat line
@example([(0, 0), (1, 1), (2, 2), (3, 5)], 1.7e15, 0)  # microseconds
def test_a_table_is_fitted_by_least_squares_even_far_from_0(drawn, right, up):
    X = [x + right for x, _ in drawn]
    y = [y_i + up for _, y_i in drawn]
    m, b, cost, _ = fitted(table(zip(X, y)))
    best_m, best_b = exact_line(X, y)
    _, _, x_var, _, y_var = exact_averages(X, y)
    # The slope is rounded to 1e-14 of the largest slope that is possible, the ratio of the standard
    # deviations: half of that, or less. The intercept is rounded likewise, beside its two terms.
    assert abs(Fraction(m) - best_m) <= 0.6e-14 * math.sqrt(y_var / x_var)
    x_mean = statistics.mean(map(Fraction, X))
    y_mean = statistics.mean(map(Fraction, y))
    error = (Fraction(m) - best_m) * x_mean + Fraction(b) - best_b
    rounding = 0.6e-14 * (abs(m * x_mean) + abs(y_mean))
    assert abs(error) <= rounding + 0.2e-14 * math.sqrt(y_var)
    # The cost is that of the best line, but for some 30 roundings of the spread of y. If all y are
    # the same, the descent leaves 1e-34 of the cost at the start.
    lowest = y_var - best_m**2 * x_var
    assert cost == near(lowest, 30, y_var + Fraction(max(map(abs, y))) ** 2 / 10**18)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("far", [0, 2**53, 17 * 10**17, 10**50])
def test_whole_numbers_of_any_length_are_read_exactly(sign, far):
    rows = [(sign * (far + x), y) for x, y in [(0, 1), (1, 3), (2, 6), (3, 8)]]
    m, _, cost, _ = fitted("".join([f"{x},{y}\n" for x, y in rows]))
    assert m == sign * 2.4
    assert cost == pytest.approx(0.05, rel=1e-12, abs=0)


RATES = st.sampled_from([0.1, 0.3, 0.5, 0.9, 0.99])


def rows_of(out):
    """Return the epochs, costs, slopes and intercepts in the rows of a descent, as texts."""
    rows = []
    for line in out.splitlines():
        if line.startswith("epoch"):
            _, epoch, word, cost, y, equals, slope, x, sign, intercept = line.split()
            assert (word, y, equals, x) == ("cost", "y", "=", "x")
            rows.append((int(epoch), float(cost), float(slope), float(sign + intercept)))
    return rows


@given(RATES, st.integers(1, 40))
def test_there_is_a_row_for_epochs_0_1_2_4_8_and_so_on_and_for_the_last_one(rate, epochs):
    _, out, _ = run(f"--learning-rate={rate}", f"--epochs={epochs}", text="1,2\n2,7\n3,5\n")
    shown = [epoch for epoch, _, _, _ in rows_of(out)]
    last = shown[-1]
    assert shown == [0] + [2**n for n in range(9) if 2**n < last] + [last]
    assert last == epochs or f"Converged after {last} epochs" in out


def six_digits(number, rounding):
    # Half a unit of the sixth digit is at most 0.5e-5 of the number.
    return pytest.approx(float(number), rel=0.51e-5, abs=float(rounding))


@given(scattered, st.sampled_from([0, 1e6, -1e9]), RATES, st.integers(1, 40))
@example([(0, 9), (4, 1)], 0, 0.1, 40)
def test_each_row_is_the_line_of_the_descent_on_all_points(drawn, up, rate, epochs):
    X = [x for x, _ in drawn]
    y = [y_i + up for _, y_i in drawn]
    _, out, _ = run(f"--learning-rate={rate}", f"--epochs={epochs}", text=table(zip(X, y)))
    x_mean, y_mean, x_var, xy_cov, y_var = exact_averages(X, y)
    best_m, _ = exact_line(X, y)
    x_stdev = math.sqrt(x_var)
    y_stdev = math.sqrt(y_var)
    for epoch, cost, slope, intercept in rows_of(out):
        # On standardized x, each epoch leaves 1 - 2 * rate of the distance to the best line, which
        # at the start is the mean of y and the best slope.
        left = (1 - 2 * Fraction(rate)) ** epoch
        exact_slope = (1 - left) * best_m
        exact_intercept = (1 - left) * y_mean - exact_slope * x_mean
        exact_cost = y_var - best_m * xy_cov + left**2 * (y_mean**2 + best_m * xy_cov)
        # The first steps work with numbers of the size of y, and round them by 1e-15 in all. What
        # is shown is rounded to 1e-14 of the spread.
        rounding = 1e-15 * float(abs(y_mean)) + 1e-14 * y_stdev
        assert cost == six_digits(exact_cost, rounding**2 + 1e-14 * y_var)
        assert slope == six_digits(exact_slope, rounding / x_stdev)
        assert intercept == six_digits(exact_intercept, rounding * (2 + abs(x_mean) / x_stdev))


def verdict_for(drawn, up, rate, epochs):
    """Return the messages for a table whose y are moved up, without what was read."""
    text = table([(x, y + up) for x, y in drawn])
    said = fitted(text, f"--learning-rate={rate}", f"--epochs={epochs}")[3]
    return said.splitlines()[1:]


FAR = st.sampled_from([0, 1e5, 1.7e15])


@given(scattered, FAR, RATES, st.integers(1, 300))
def test_unless_it_has_converged_the_verdict_names_the_best_line(drawn, up, rate, epochs):
    verdict, *best_line = verdict_for(drawn, up, rate, epochs)
    if verdict.startswith("Converged"):
        assert best_line == []
        return
    enough = int(verdict.split()[5])
    assert verdict == f"Not converged after {epochs} of {enough} epochs. The best line is"
    [best_line] = best_line
    y_word, equals, slope, x_word, sign, intercept = best_line.split()
    assert (y_word, equals, x_word) == ("y", "=", "x")
    best_m, best_b = exact_line([x for x, _ in drawn], [y + up for _, y in drawn])
    # Twelve digits are shown, half a unit of which is at most 0.5e-11.
    assert float(slope) == pytest.approx(float(best_m), rel=0.51e-11, abs=1e-12)
    assert float(sign + intercept) == pytest.approx(float(best_b), rel=0.51e-11, abs=1e-11)


@given(scattered, FAR, RATES, st.integers(1, 300))
def test_with_as_many_epochs_as_the_verdict_asks_for_it_converges(drawn, up, rate, epochs):
    words = verdict_for(drawn, up, rate, epochs)[0].split()
    if words[0] == "Converged":
        enough = int(words[2])
    else:
        enough = int(words[5])
    converged = [f"Converged after {enough} epochs: this is the best line."]
    assert verdict_for(drawn, up, rate, enough) == converged
    assert verdict_for(drawn, up, rate, enough + 1) == converged
    if enough > 1:
        assert verdict_for(drawn, up, rate, enough - 1)[0].startswith("Not converged")


@given(scattered, st.sampled_from([0.1, 0.3, 0.9, 0.99]))
def test_converged_comes_at_the_first_epoch_that_is_right_to_1e_14_of_the_spread(drawn, rate):
    said = fitted(table(drawn), f"--learning-rate={rate}")[3]
    epochs = int(said.split("Converged after ")[1].split()[0])
    y = [y_i for _, y_i in drawn]
    assume(max(y) > min(y))
    # Each epoch leaves 1 - 2 * rate of the distance, which begins at the root of the mean of y^2.
    start = math.sqrt(statistics.mean([y_i * y_i for y_i in y])) / statistics.pstdev(y)
    assert abs(1 - 2 * rate) ** epochs * start <= 1e-14 * (1 + 1e-6)
    assert abs(1 - 2 * rate) ** (epochs - 1) * start >= 1e-14 * (1 - 1e-6)


SEPARATORS = [("\t", "a; b, c"), (";", "a, b"), ("; ", "a, b"), (",", "a b"), (", ", "a b")]
SEPARATORS += [(" ", "a"), ("   ", "a")]


@pytest.mark.parametrize("between, note", SEPARATORS)
@given(
    drawn=scattered,
    header=st.sampled_from([[], [("x", "größe", "note")]]),
    quote=st.sampled_from(["", '"']),
    end=st.sampled_from(["\n", "\r\n", "\r", "\n\n \n"]),
    bom=st.sampled_from(["", "\ufeff"]),
    above=st.sampled_from(["", "\n  \n", '# a\n#, "1\n', "% a\n%; 1\n"]),
)
def test_separators_quotes_and_line_ends_do_not_matter(
    between, note, drawn, header, quote, end, bom, above
):
    if quote:
        note = "a\t;, b"
    lines = []
    for row in header + [(x, y, note) for x, y in drawn]:
        line = between.join([f"{quote}{cell}{quote}" for cell in row])
        lines.append(line + between)  # an empty cell at the end is left out
    lines[0] = lines[0][: -len(between)]
    text = bom + (above + "\n".join(lines)).replace("\n", end)
    if ";" in between:
        text = text.replace(".", ",")
    assert fitted(text)[:3] == fitted(table(drawn))[:3]


@given(scattered, st.sampled_from(["", "sep=,\n", 'Report of "today\n\n', "# score, text\n1; 2\n"]))
def test_columns_are_found_by_name_below_anything(drawn, above):
    text = above + "score , time 1\n" + "".join([f"{y},{x}\n" for x, y in drawn])
    assert fitted(text, "-x", "time 1", "-y", "score")[:3] == fitted(table(drawn))[:3]


@given(scattered, st.sampled_from(["", "score , time 1\n"]))
def test_columns_are_found_by_number(drawn, header):
    text = header + "".join([f"{y},{x}\n" for x, y in drawn])
    assert fitted(text, "--x", "2", "--y", "1")[:3] == fitted(table(drawn))[:3]


@given(scattered)
def test_column_0_is_the_number_of_the_row(drawn):
    y = [y_i for _, y_i in drawn]
    text = "y\n" + "".join([f"{y_i}\n" for y_i in y])
    assert fitted(text, "-x", "0", "-y", "1")[:3] == fitted(table(enumerate(y, 1)))[:3]


BAD_CELLS = [
    "",
    "n/a",
    "nan",
    "inf",
    "-inf",
    "\u22125",
    "1 2",
    "#N/A",
    "#12",
    "1_0",
    "1e999",
    "2e60",
]
bad_rows = (
    st.sampled_from(BAD_CELLS).map(lambda cell: f"{cell},7")
    | st.sampled_from(BAD_CELLS).map(lambda cell: f"7,{cell}")
    | st.sampled_from(["1,2,3", "1"])
)


@given(scattered, st.lists(st.tuples(st.integers(1, 9), bad_rows), max_size=3))
def test_skip_gives_the_line_of_the_rows_that_are_left(drawn, broken):
    lines = table(drawn).splitlines()
    for at, row in broken:
        lines.insert(at, row)
    *line, said = fitted("\n".join(lines), "--skip")
    assert line == list(fitted(table(drawn))[:3])
    read = f"{len(drawn)} points from columns 1 and 2, no header, lines skipped: {len(broken)}"
    assert said.splitlines()[0] == read


@given(scattered, bad_rows, st.integers(1, 9))
def test_without_skip_a_bad_row_is_refused_by_its_line(drawn, row, at):
    lines = table(drawn).splitlines()
    lines.insert(at, row)
    status, out, err = run("--quiet", text="\n".join(lines))
    assert (status, out) == (2, "")
    assert err.startswith(f"linreg.py: line {lines.index(row) + 1}: ")


@given(scattered, st.integers(1, 99))
def test_the_lines_below_the_picture_say_what_quiet_says(drawn, epochs):
    X, y = columns(drawn)
    m, b, cost, said = fitted(table(drawn), f"--epochs={epochs}")
    _, out, _ = run(f"--epochs={epochs}", text=table(drawn))
    _, below = out.split(plot(X, y, m, b) + "\n")
    equation, error, *messages = below.splitlines()
    sign = "-" if b < 0 else "+"
    assert equation == f"y = {m:.12g} x {sign} {abs(b):.12g}"
    assert messages == said.splitlines()
    shown, fit_of = error.split(", ", 1)
    assert shown == f"mean squared error {cost:.6g}"
    y_var = float(statistics.pvariance(list(map(Fraction, y))))
    if y_var == 0:
        assert fit_of == "no R^2, as all y are the same"
    else:
        r_squared = float(fit_of.replace("R^2 ", ""))
        assert r_squared == pytest.approx(1 - cost / y_var, rel=1e-5, abs=1e-12)
    assert len(below.splitlines()) <= 5  # with the picture, 23 of a terminal's 24 lines are used


cells = st.sampled_from(["x", "y", "1", "2.5", "-3", "1e9", "", "n/a", "1,5", '"', '"a"', "0", "#"])
cells = cells | st.floats(-1e9, 1e9).map(str) | st.floats().map(str) | st.text(max_size=3)
separators = st.sampled_from([",", ";", "\t", " "])


@st.composite
def texts(draw):
    separator = draw(separators)
    width = draw(st.integers(1, 4))
    row = st.lists(cells, min_size=width, max_size=width) | st.lists(cells, max_size=4)
    rows = draw(st.lists(row, max_size=6))
    return "\n".join([separator.join(row) for row in rows])


@given(
    texts() | st.text() | tenth_pairs.map(table) | tenth_pairs.map(table),
    st.sampled_from([[], ["-x", "0", "-y", "1"], ["--skip"], ["-y", "3", "--skip"], ["-x", "x"]]),
)
@example("3" * 200000, [])  # a cell that is too long for csv
@example("1,1\n1.0000000000000002,1e60", [])
@example("1e-200,1\n2e-200,3", [])
@example("1,2\n" + "9" * 5000 + ",3", [])
def test_any_text_is_fitted_or_refused_in_one_line(text, arguments):
    status, out, err = run("--quiet", "--epochs", "9", *arguments, text=text)
    if status == 0:
        assert all([math.isfinite(float(number)) for number in out.split()])
        assert len(out.split()) == 3
    else:
        assert status == 2
        assert err.startswith("linreg.py: ") and err.endswith("\n")
        assert len(err.splitlines()) == 1


HOURS = "name,hours,score\nAl,1,52\nBo,2,55\n"
COLUMNS = "choose with -x and -y from 0 (the row number), "
BELOW = " (below a title, by name)"
REFUSED = [
    # what is wrong, the table, the options, what the message says
    ("an empty file", "", "", "there is no table in it: all lines are empty or comments"),
    (
        "comments alone",
        "# a\n\n% b\n",
        "",
        "there is no table in it: all lines are empty or comments",
    ),
    ("empty cells alone", ",,\n,,\n", "", "there is no table in it: all cells are empty"),
    ("a header alone", "x,y\n", "", "no line has numbers in columns 1 ('x') and 2 ('y'): choose"),
    (
        "no line left",
        "x,y\na,1\n",
        "--skip",
        "no line has numbers in columns 1 ('x') and 2 ('y'): ",
    ),
    (
        "a name for x alone",
        HOURS,
        "-x hours",
        f"x and y are both column 2 ('hours'): {COLUMNS}1 'name', 2 'hours', 3 'score'{BELOW}",
    ),
    ("one number twice", HOURS, "-x 3 -y 3", "x and y are both column 3 ('score'): choose"),
    ("an unknown name", HOURS, "-x hrs", "no line has 'hrs'; the first is 'name,hours,score'"),
    ("two names", HOURS, "-x hrs -y a", "no line has both 'a' and 'hrs'; the first is 'name,hours"),
    ("an unknown number", HOURS, "-y 4", f"there is no column '4': {COLUMNS}1 'name', 2 'hours'"),
    ("a negative number", HOURS, "-x=-1", f"there is no column '-1': {COLUMNS}1 'name', 2 'hours'"),
    ("a missing column", "1\n2\n", "", f"there is no column '2': {COLUMNS}1 '1'{BELOW}"),
    ("one name twice", "x,y,y\n1,2,3\n", "-y y", f"several columns are called 'y': {COLUMNS}1 'x'"),
    (
        "text",
        "1,2\n3,a\n",
        "",
        "line 2: 'a' in column 2 is not a number such as -1234.5 (choose columns with -x and -y, or "
        "leave such lines out with --skip)",
    ),
    ("text below a header", "id,y\nb,1\n", "", "line 2: 'b' in column 1 ('id') is not a number"),
    ("text in line 1", "1O,3\n2,5\n", "", "line 1: '1O' in column 1 is not a number"),
    ("a gap", "1,2\n\n\n3,\n", "", "line 4: '' in column 2 is not a number"),
    (
        "a minus that is none",
        "1,\u22125\n2,3\n",
        "",
        r"line 1: '\u22125' in column 2 is not a number",
    ),
    ("an underscore", "id,y\n2019_11,1\n", "", "line 2: '2019_11' in column 1 ('id') is not a"),
    ("a decimal comma", "1\t2\n1\t2,5\n", "", "line 2: '2,5' in column 2 is not a number"),
    ("thousands", 'a,x\n1,"950"\n2,"1,400"\n', "", "line 3: '1,400' in column 2 ('x') is not a"),
    ("a comment above", "# a\n\n1\t2\n1\tb\n", "", "line 4: 'b' in column 2 is not a number"),
    ("infinity", "1,2\n3,inf\n", "", "line 2: inf in column 2 is too large: the limit is 1e60"),
    ("a large number", "1e308,1\n1,2\n", "", "line 1: 1e+308 in column 1 is too large: the limit"),
    ("a number beyond floats", "1,-1e999\n1,2\n", "", "line 1: -inf in column 2 is too large"),
    (
        "a row that is too short",
        "x y z\n1 2 3\n4  5\n",
        "-y 3",
        "line 3: the number of cells is 2 here and 3 in the first line of the table (below a title, ",
    ),
    ("a gap by commas", "x,y,z\n1,2,3\n4,5\n", "-y 3", "line 3: '' in column 3 ('z') is not a"),
    ("a row that is too wide", "1,2,3\n4,5,6,7\n", "-y 3", "line 2: the number of cells is 4 here"),
    ("row names", '"x" "y"\n"1" 1 2\n', "", "line 2: the number of cells is 3 here and 2 in the"),
    ("an open quotation mark", '1,2,ok\n3,4,"a\n5,6,b\n', "", "at or above line 3 is not closed"),
    ("a header in two lines", '"h\n(1)",s\n1,2\n', "", "; a header must be on one line"),
    ("UTF-16", "1,2\n".encode("utf-16"), "", "this is not text: save the table as CSV in UTF-8"),
    ("one point", "2,1\n", "", "all x are the same (points: 1): any slope fits equally well"),
    ("all x the same", "2,1\n2,3\n", "", "all x are the same (points: 2): any slope fits equally"),
    (
        "a tiny rate",
        "1,2\n2,4\n",
        "--learning-rate 1e-9",
        "it takes over 10,000,000 epochs: choose",
    ),
    ("nearly 1", "1,2\n2,4\n", "--learning-rate 0.9999999", "nearer to 0.5, or --epochs"),
    ("no file", None, "nowhere.csv", "No such file or directory: 'nowhere.csv'"),
]


@pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["", "quiet"])
@pytest.mark.parametrize(
    "text, options, message", [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_fitted_is_refused_in_one_line(text, options, message, quiet):
    status, out, err = run(*options.split(), *quiet, text=text)
    assert (status, out) == (2, "")
    assert err.startswith("linreg.py: ")
    assert len(err.splitlines()) == 1
    assert message in err


def test_many_columns_are_listed_in_part():
    text = ",".join([f"c{i}" for i in range(1, 101)]) + "\n"
    _, _, err = run("-x", "500", text=text)
    listed = err.split("(the row number), ")[1]
    assert listed.startswith("1 'c1', 2 'c2', ") and listed.endswith(f"...{BELOW}\n")
    assert len(listed) == 200 + len(f"...{BELOW}\n")


@pytest.mark.parametrize(
    "options, message",
    [
        ("--learning-rate 0", "--learning-rate must be above 0 and below 1"),
        ("--learning-rate 1", "--learning-rate must be above 0 and below 1"),
        ("--learning-rate=-0.1", "--learning-rate must be above 0 and below 1"),
        ("--learning-rate nan", "--learning-rate must be above 0 and below 1"),
        ("--epochs 0", "--epochs must be at least 1"),
        ("--epochs=-5", "--epochs must be at least 1"),
        ("-x hours", "-x, -y and --skip need a file (- for standard input)"),
        ("--y 3", "-x, -y and --skip need a file (- for standard input)"),
        ("--skip", "-x, -y and --skip need a file (- for standard input)"),
        ("--watch --quiet", "argument --quiet: not allowed with argument --watch"),
    ],
)
def test_wrong_options_are_refused(options, message):
    status, out, err = run(*options.split())
    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == f"linreg.py: error: {message}"


READ = [
    # what is shown, the table, the options, a line of the output
    (
        "both columns",
        "2,1\n1,2\n",
        "",
        "2 points from columns 1 and 2, no header, lines skipped: 0",
    ),
    ("names", "x,y\n1,2\n2,4\n", "", "2 points from columns 1 ('x') and 2 ('y'), lines skipped: 0"),
    (
        "years as names, chosen by number",
        "name,2020,2021\na,1,3\nb,2,5\nc,3,7\n",
        "-x 2 -y 3",
        "4 points from columns 2 and 3, no header, lines skipped: 0",
    ),
    (
        "years as names, chosen by name",
        "2020,2021\n1,2\n2,4\n",
        "-x 0 -y 2021",
        "2 points from columns 0 ('row number') and 2 ('2021'), lines skipped: 0",
    ),
    (
        "a year as a name, chosen by number beside a name",
        "x,2020\n1,2\n2,4\n",
        "-x x -y 2",
        "2 points from columns 1 ('x') and 2 ('2020'), lines skipped: 0",
    ),
    (
        "a quoted name after a blank",
        'x, "y"\n1, 2\n2, 4\n',
        "-x x -y y",
        "2 points from columns 1 ('x') and 2 ('y'), lines skipped: 0",
    ),
    (
        "a column without a name",
        ",y\n1,2\n2,4\n",
        "-x= -y y",
        "2 points from columns 1 ('') and 2 ('y'), lines skipped: 0",
    ),
    (
        "a line break in a name",
        'a b,"x\n[m]",c\n1,2,3\n2,4\n',
        "-x 1",
        r"2 points from columns 1 ('a b') and 2 ('x\n[m]'), lines skipped: 0",
    ),
    (
        "a name",
        "größe;y\n1;2\n2;4\n",
        "",
        "2 points from columns 1 ('größe') and 2 ('y'), lines skip",
    ),
    (
        "not UTF-8",
        "größe,y\n1,2\n2,4\n".encode("cp1252"),
        "",
        "2 points from columns 1 ('gr��e') and",
    ),
    ("made-up points", None, "", "10000 points made up around y = 7.6 x - 3.3 (no file was given)"),
    ("no intercept", "2\nn/a\n6\n", "-x 0 -y 1 --skip", "y = 2 x + 0"),
    ("an intercept that is only rounding", "3,3.3\n7,7.7\n9,9.9\n", "", "y = 1.1 x + 0\n"),
    ("no slope", "1,5\n2,6\n3,5\n", "", "y = 0 x + 5.33333333333"),
    ("a negative intercept", "7,4\n20,17\n1000,997\n", "", "y = 1 x - 3"),
    ("a negative slope", "1,4\n2,1\n", "", "y = -3 x + 7"),
    ("all y the same", "1,7\n2,7\n", "", "y = 0 x + 7"),
    ("no R^2", "1,7\n2,7\n", "", ", no R^2, as all y are the same"),
    ("no correlation", "0,0.8\n2,1.8\n6,1\n", "", "mean squared error 0.186667, R^2 0"),
    ("numbers of all sizes", "1,10000000\n0,6\n", "", "y = 9999994 x + 6"),
    ("a small rate", "1,1\n2,2\n3,3\n", "--learning-rate 0.0001", "y = 1 x + 0"),
    (
        "one epoch",
        None,
        "--epochs 1",
        "Not converged after 1 of 145 epochs. The best line is\ny = ",
    ),
    ("the best line", None, "--epochs 1", "is\ny = 7.59679971605 x - 3.28759257098\n"),
    (
        "more than enough",
        None,
        "--epochs 1000",
        "Converged after 145 epochs: this is the best line.",
    ),
    ("just enough", None, "--epochs 145", "Converged after 145 epochs: this is the best line."),
    ("a tiny rate", None, "--learning-rate 1e-9 --epochs 5", "Not converged after 5 of "),
    ("a start", None, "--epochs 1", "epoch 0      cost 1929.99      y = 0 x + 0"),
    ("a row", None, "--epochs 1", "epoch 1      cost 1238.42      y = 1.51936 x - 0.657519\n"),
    ("the version", None, "--version", f"linreg.py {linreg.__version__}"),
]


@pytest.mark.parametrize(
    "text, options, expected", [row[1:] for row in READ], ids=[row[0] for row in READ]
)
def test_the_output_names_the_columns_the_line_and_the_verdict(text, options, expected):
    status, out, err = run(*options.split(), text=text)
    assert (status, err) == (0, "")
    assert expected in out


def test_help_names_the_defaults():
    _, out, _ = run("--help")
    words = " ".join(out.split())
    assert "name or number of a column; 0: row number (default: 1)" in words
    assert "name or number of a column (default: 2)" in words
    assert "between 0 and 1 (default: 0.1)" in words


def test_only_watch_pauses(monkeypatch):
    pauses = []
    monkeypatch.setattr(linreg.time, "sleep", pauses.append)
    run("--epochs", "4", text="1,2\n2,4\n")
    run("--epochs", "4", "--quiet", text="1,2\n2,4\n")
    assert pauses == []
    run("--epochs", "4", "--watch", text="1,2\n2,4\n")
    assert pauses == [0.5] * 4


class SlowTerminal(Terminal):
    """Stands in for a terminal that shows only what was flushed."""

    shown = ""

    def flush(self):
        self.shown = self.getvalue()


@pytest.mark.parametrize("options", [[], ["--quiet"]], ids=["", "quiet"])
def test_all_is_flushed_before_the_end_so_that_a_closed_pipe_is_no_surprise(options):
    out = SlowTerminal()
    run(*options, text="1,2\n2,4\n3,7\n", stdout=lambda: out)
    assert out.shown == out.getvalue() != ""


@pytest.mark.parametrize("up", [0, 100, 1e6])
@pytest.mark.parametrize("epochs, rate", [(20, 0.1), (5000, 0.001)])
def test_watch_shows_each_row_below_a_map_with_the_lines_so_far(up, epochs, rate, monkeypatch):
    monkeypatch.setattr(linreg.time, "sleep", lambda seconds: None)
    X = [1, 2, 3, 5]
    y = [up, up + 4, up + 1, up + 9]
    text = table(zip(X, y))
    options = [f"--epochs={epochs}", f"--learning-rate={rate}"]
    _, watched, _ = run("--watch", *options, text=text, stdout=Terminal)
    _, plain, _ = run(*options, text=text)
    rows = [line for line in plain.splitlines() if line.startswith("epoch")]
    before, *screens = watched.split("\x1b[2J\x1b[H")
    assert before == ""
    assert len(screens) == len(rows) > 6
    Z, _, _ = standardize(X)
    best_m, best_b = fit_line(Z, y)
    lines = []
    for screen, row in zip(screens, rows):
        left = (1 - 2 * rate) ** int(row.split()[1])
        lines.append(((1 - left) * best_m, (1 - left) * best_b))
        shown = screen.splitlines()
        assert shown[:18] == plot_cost(Z, y, lines).splitlines()
        assert shown[18].startswith("The digits count the rows from 0. To the right, m grows")
        assert shown[20] == row
        if row != rows[-1]:
            assert len(shown) == 21
    assert max([len(line) for screen in screens for line in screen.splitlines()]) < 80
    assert watched.endswith(plain.split(rows[-1])[1])  # the result is the same


def test_watch_pauses_while_the_row_can_be_seen(monkeypatch):
    out = SlowTerminal()
    seen = []
    monkeypatch.setattr(linreg.time, "sleep", lambda seconds: seen.append(out.shown))
    run("--watch", "--epochs", "9", text="1,2\n2,4\n3,7\n", stdout=lambda: out)
    assert len(seen) == 6
    for at_pause, epoch in zip(seen, [0, 1, 2, 4, 8, 9]):
        assert at_pause.splitlines()[-1].startswith(f"epoch {epoch} ")


def test_without_a_terminal_watch_clears_no_screen(monkeypatch):
    monkeypatch.setattr(linreg.time, "sleep", lambda seconds: None)
    text = "1,2\n2,4\n3,7\n"
    _, on_terminal, _ = run("--watch", "--epochs", "9", text=text, stdout=Terminal)
    _, in_file, _ = run("--watch", "--epochs", "9", text=text)
    assert in_file == on_terminal.replace("\x1b[2J\x1b[H", "")


def start(*arguments, stdout=subprocess.PIPE):
    """Start the program by itself; with -I it sees no other file of the folder."""
    return subprocess.Popen(
        [sys.executable, "-I", "linreg.py", *arguments],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def test_the_program_reads_standard_input():
    out, err = start("-", "--quiet").communicate(b"1,2\n2,4\n")
    m, b, cost = map(float, out.split())
    assert (m, b) == (2, 0)
    assert err.startswith(b"2 points from columns 1 and 2, no header, lines skipped: 0")


def test_what_an_output_cannot_show_is_escaped():
    process = subprocess.run(
        [sys.executable, "linreg.py", "-", "-x", "1"],
        cwd=HERE,
        input="größe,y\n1,2\n2,4\n".encode(),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"},
    )
    assert process.returncode == 0
    assert rb"columns 1 ('gr\xf6\xdfe') and 2 ('y')" in process.stdout


@pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["", "quiet"])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="for Linux")
def test_a_full_disk_is_an_error_of_one_line(quiet):
    with open("/dev/full", "w") as full:
        process = start(*quiet, stdout=full)
    _, err = process.communicate()
    assert process.returncode == 2
    assert err.startswith(b"linreg.py: ") and b"No space left" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["", "quiet"])
@pytest.mark.skipif(os.name == "nt", reason="not for Windows")
def test_a_closed_pipe_ends_it_quietly(quiet):
    process = start(*quiet)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


@pytest.mark.skipif(os.name == "nt", reason="not for Windows")
def test_control_c_ends_it_quietly():
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # "ignored" would be passed on
    process = start("--watch")
    process.stdout.readline()  # so it has begun
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    signal.signal(signal.SIGINT, before)
    assert err == b""
    assert process.returncode == 130


# The README shows what the code gives. (Its examples at the prompt are run by pytest, too.)

README = (HERE / "README.md").read_text(encoding="utf-8")
PROSE = " ".join(README.split())


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def block_with(words):
    [block] = [block for block in blocks("text") if words in block]
    return block


def ten_lines():
    """Return the ten lines of linear_regression, without its docstring and its checks."""
    source = inspect.getsource(linear_regression)
    signature, _, lines = source.split('"""')
    return signature.rstrip() + lines[lines.index("\n    N = len(y)") :]


def test_the_readme_shows_the_ten_lines_as_they_are():
    assert len(ten_lines().splitlines()) == 10
    assert blocks("python")[0] == ten_lines()


def test_the_readme_shows_what_the_program_prints():
    _, out, _ = run()
    assert block_with("(no file was given)") == out


def test_the_readme_shows_what_its_commands_print(tmp_path):
    shutil.copy(HERE / "linreg.py", tmp_path)
    (tmp_path / "data.csv").write_text(blocks("csv")[0])
    for block in blocks("console"):
        command, expected = block.split("\n", 1)
        _, program, *arguments = command.split()
        assert program == "python3"
        process = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, stdout=subprocess.PIPE, check=True
        )
        assert OutputChecker().check_output(expected, process.stdout.decode(), ELLIPSIS)


def test_the_readme_shows_programs_that_print_what_stands_below_them(tmp_path):
    shutil.copy(HERE / "linreg.py", tmp_path)
    pattern = r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?"
    programs = re.findall(pattern, README, re.DOTALL | re.MULTILINE)
    assert len(programs) == len(blocks("python")) > 6
    for program, expected in programs[1:]:
        modules = [name for name in ("matplotlib", "numpy") if f"import {name}" in program]
        if all([importlib.util.find_spec(name) for name in modules]):
            program = program.replace("repeat=9", "repeat=1").replace("500", "5")  # to be quick
            process = subprocess.run(
                [sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE, check=True
            )
            if expected:
                assert process.stdout.decode() == expected


FOUR_X = [1, 2, 3, 4]
FOUR_Y = [5, 7, 9, 11]


def test_the_readme_computes_the_epoch_by_hand_as_the_code_does():
    by_hand = block_with("m_gradient")
    for line in by_hand.splitlines()[1:]:
        calculation, *results = line[10:].split("  =  ")
        for result in results:
            assert eval(result) == pytest.approx(eval(calculation.strip().lstrip("t ")))
    m, b, cost = linear_regression(FOUR_X, FOUR_Y, epochs=1, learning_rate=0.1)
    assert [line.split()[-1] for line in by_hand.splitlines()[1:]] == [
        "69",
        "-45",
        "-16",
        "4.5",
        "1.6",
    ]
    assert (m, b, cost) == pytest.approx((4.5, 1.6, 69))


def test_the_readme_shows_the_first_four_epochs():
    m = b = 0
    for row in block_with("cost before the step").splitlines()[1:]:
        m, b, cost = linear_regression(FOUR_X, FOUR_Y, m, b, epochs=1, learning_rate=0.1)
        assert row.split()[1:] == [f"{number:.4f}" for number in (cost, m, b)]


def test_the_readme_shows_the_way_through_the_valley():
    epochs = [0, 1, 3, 9, 27, 81, 243]
    path = [(0, 0)]
    for n in epochs[1:]:
        m, b, _ = linear_regression(FOUR_X, FOUR_Y, epochs=n, learning_rate=0.02)
        path.append((m, b))
    assert block_with("6   ...") == plot_cost(FOUR_X, FOUR_Y, path) + "\n"
    for row in block_with("digit   epochs").splitlines()[1:]:
        digit, n, *equation, cost = row.split()
        m, b = path[int(digit)]
        assert int(n) == epochs[int(digit)]
        assert " ".join(equation) == f"y = {m:.3f} x + {b:.3f}"
        assert cost == f"{mean_squared_error(FOUR_X, FOUR_Y, m, b):.3f}"


def test_the_readme_tells_the_truth_about_learning_rates():
    m, b, _ = linear_regression(FOUR_X, FOUR_Y)
    assert f"give `y = {m:.2f} x + {b:.2f}`" in PROSE
    c = 1 / max_learning_rate(FOUR_X)
    assert f"For the four points, c is {c:.2f} in this direction" in PROSE
    assert f"names the limit, which is about {1 / c:.4f} for these points" in PROSE
    for row in block_with("where the step ends").splitlines()[1:]:
        rate, times, _ = row.split(maxsplit=2)
        assert times == f"{2 * c * float(rate):.2f}"
    across = statistics.mean([(0.947 * x + 0.322) ** 2 for x in FOUR_X])
    assert f"the mean of all (0.947 * x + 0.322)^2, which is {across:.2f}." in PROSE
    assert across == pytest.approx(c, rel=1e-3)
    # The two curvatures, 2 * c each, have the product 4 * variance of x.
    assert f"c is only {statistics.pvariance(FOUR_X) / c:.2f}." in PROSE


def test_the_readme_tells_the_truth_about_rates_that_are_too_large():
    ten = {}
    exec(ten_lines(), ten)
    descend = ten["linear_regression"]
    costs = [
        descend(FOUR_X, FOUR_Y, epochs=n, learning_rate=0.13)[2] for n in (1, 2, 3, 4, 2200, 2300)
    ]
    first, second, third, fourth = [f"{cost:.1f}" for cost in costs[:4]]
    assert f"from {first} to {second}, to {third}, to {fourth}, and on and on" in PROSE
    assert "After some 2200 epochs" in PROSE
    assert costs[4] < costs[5] == inf
    assert "the line is `nan` after only 260 epochs" in PROSE
    assert not math.isnan(descend(FOUR_X, FOUR_Y, epochs=250, learning_rate=1)[0])
    assert math.isnan(descend(FOUR_X, FOUR_Y, epochs=260, learning_rate=1)[0])


def test_the_readme_tells_the_truth_about_a_cost_that_hardly_changes():
    m = b = 0
    fall = 1
    while fall >= 0.001:
        cost = mean_squared_error(FOUR_X, FOUR_Y, m, b)
        m, b, _ = linear_regression(FOUR_X, FOUR_Y, m, b, epochs=1, learning_rate=0.001)
        fall = cost - mean_squared_error(FOUR_X, FOUR_Y, m, b)
    assert f"the descent comes to the line `y = {m:.2f} x + {b:.2f}`" in PROSE


@pytest.mark.parametrize("rate, cost", [(0.05, "0.035"), (0.119, "5.38")])
def test_the_readme_answers_the_first_question_right(rate, cost):
    m, b, _ = linear_regression(FOUR_X, FOUR_Y, epochs=100, learning_rate=rate)
    assert f"line for {rate} costs {cost}" in PROSE
    assert f"{mean_squared_error(FOUR_X, FOUR_Y, m, b):.{len(cost) - 2}f}" == cost


def test_linreg_needs_only_the_standard_library():
    code = "import sys; sys.path.append('.'); import linreg"
    # With -I and -S, Python finds only its own modules.
    subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=HERE, check=True)


# A solution of exercise (b). (`whole_points` and the others are defined above.) If all lines are
# the best line, plot_cost draws it to a fixed scale, and its docstring says so. The frame then
# keeps its size while the best line doubles, so its places are rounded in other ways. The law is
# wrong there, and so it draws no such lines.


@given(whole_points, whole_lines)
def test_stretching_y_and_the_lines_by_2_leaves_the_map(drawn, lines):  # metamorphic
    X, y = columns(drawn)
    assume(max([cost_of(drawn, *line) for line in lines]) > cost_of(drawn, *exact_line(X, y)))
    stretched = plot_cost(X, [2 * y_i for y_i in y], [(2 * m, 2 * b) for m, b in lines])
    assert inside_the_frame(stretched) == inside_the_frame(plot_cost(X, y, lines))
