"""The laws of linreg.py, and a lesson in property testing.

An example-based test says that this input gives that output. A property-based test says what holds
for any input: a law, such as "the order of the points does not matter". You write the law once, and
Hypothesis draws inputs and looks for one that breaks it, a counter-example. Two things to know:

    points = st.lists(st.tuples(exact, exact), min_size=1, max_size=5)

is a strategy. It says which values may be drawn, here lists of one to five pairs of numbers.

    @given(points, exact, exact)
    def test_the_cost_is_the_mean_of_the_squared_residuals(drawn, m, b):

is a law with three arguments. Hypothesis calls it many times, each time with a value drawn from
each strategy. If an `assert` fails, it looks for the simplest values that fail, too, and says

    E       assert Fraction(1, 18) == Fraction(1, 9)
    E       Failing test case: test_the_cost_is_the_mean_of_the_squared_residuals(
    E           drawn=[(Fraction(0, 3), Fraction(0, 3))],
    E           m=Fraction(0, 3),
    E           b=Fraction(1, 3),
    E       )

That is roughly what you see if line 5 of `linear_regression` divides by N + 1: one point at (0, 0)
and the line y = 1/3, simple enough to follow by hand. A law must not repeat the code that it tests.
It compares:

    oracle        the result with another way to it, such as the standard library
    metamorphic   two results, of inputs that differ in a known way
    invariant     what goes in with what comes out: something stays as it is, or never grows
    round trip    where you end with where you began
"""
import contextlib
import importlib.util
import inspect
import io
import itertools
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal
from doctest import ELLIPSIS, OutputChecker
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, assume, example, given, settings
from hypothesis import strategies as st

import linreg
from linreg import *  # all that __all__ names there

# "few" draws the same 50 inputs on every run, so that a law fails always or never (and never for
# being slow: no deadline). For a thousand others on every run: LAWS=many python -m pytest.
settings.register_profile("few", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("many", deadline=None, max_examples=1000)
settings.register_profile("first", settings.get_profile("few"),  # does not look for simpler ones
                          phases=[Phase.explicit, Phase.generate], max_examples=25)
PROFILE = os.environ.get("LAWS", "few")
settings.load_profile(PROFILE)

HERE = Path(__file__).parent
SOURCE = (HERE / "linreg.py").read_text(encoding="utf-8")
README = (HERE / "README.md").read_text(encoding="utf-8")

# Part one: the lesson. What is drawn: points and lines. Floats round, so these are fractions, with
# which the ten lines are exact and `==` is honest; thirds, as a float on the way would betray
# itself. (`map` changes what is drawn, here n to n/3.)
exact = st.integers(-20, 20).map(lambda n: Fraction(n, 3))
points = st.lists(st.tuples(exact, exact), min_size=1, max_size=5)

def columns(pairs):
    """Return pairs of x and y as two lists."""
    return [x for x, y in pairs], [y for x, y in pairs]

def mean_square(numbers):
    return statistics.mean([number * number for number in numbers])

def cost_of(pairs, m, b):
    """Return the mean squared error in other words than linreg.py does."""
    return mean_square([y - m * x - b for x, y in pairs])

def safe_rate(pairs):
    """Return a learning rate that is small enough for these points."""
    return Fraction(1, 2) / (1 + mean_square([x for x, y in pairs]))

def descend(pairs, m, b, epochs=1):
    """Return the line after some epochs, and the last cost, as linear_regression does."""
    X, y = columns(pairs)
    return linear_regression(X, y, m, b, epochs, safe_rate(pairs))

@given(points, exact, exact)
def test_the_cost_is_the_mean_of_the_squared_residuals(drawn, m, b):  # oracle
    _, _, cost = descend(drawn, m, b)
    assert cost == cost_of(drawn, m, b)

# `exact.filter(bool)` leaves out 0.
@given(points, exact, exact, exact.filter(bool))
def test_a_step_goes_down_the_slope_of_the_cost(drawn, m, b, h):  # oracle
    # The cost is a parabola along m and along b, so that for any h this is its slope in the middle.
    m_slope = (cost_of(drawn, m + h, b) - cost_of(drawn, m - h, b)) / (2 * h)
    b_slope = (cost_of(drawn, m, b + h) - cost_of(drawn, m, b - h)) / (2 * h)
    rate = safe_rate(drawn)
    assert descend(drawn, m, b)[:2] == (m - rate * m_slope, b - rate * b_slope)

# These two say all about one epoch. The next one compares epochs with each other.

@given(points, exact, exact, st.integers(1, 3), st.integers(1, 3))
def test_some_epochs_and_then_more_give_the_same_as_all_at_once(drawn, m, b, some, more):
    m_some, b_some, _ = descend(drawn, m, b, some)  # metamorphic
    assert descend(drawn, m_some, b_some, more) == descend(drawn, m, b, some + more)

# What if you cannot say what a step must be? Say how it changes with the points.

@given(points, exact, exact)
def test_the_order_of_the_points_does_not_matter_nor_does_having_each_twice(drawn, m, b):
    assert descend(drawn[::-1] + drawn, m, b, 2) == descend(drawn, m, b, 2)  # metamorphic

@given(points, exact, exact, exact, exact, exact)
def test_what_is_done_to_y_is_done_to_the_line(drawn, m, b, stretch, tilt, lift):  # metamorphic
    m_end, b_end, cost = descend(drawn, m, b, 2)
    changed = [(x, stretch * y + tilt * x + lift) for x, y in drawn]
    assert descend(changed, stretch * m + tilt, stretch * b + lift, 2) == (
        stretch * m_end + tilt, stretch * b_end + lift, stretch * stretch * cost)

# Or say what must be true of any result.

@given(points, exact, exact)
def test_a_step_never_raises_the_cost(drawn, m, b):  # invariant
    m_next, b_next, _ = descend(drawn, m, b)
    assert cost_of(drawn, m_next, b_next) <= cost_of(drawn, m, b)

# And what it is all for, with floats now: from points on a line, descent finds that line.

tenths = st.integers(-999, 999).map(lambda n: n / 10)
distinct = st.lists(st.integers(-4, 4), min_size=2, max_size=5, unique=True)

@given(distinct, tenths, tenths)
def test_from_points_on_a_line_descent_finds_the_line(X, m, b):  # round trip
    y = [m * x + b for x in X]
    rate = max_learning_rate(X) / 2
    epochs = epochs_to_converge(X, rate, share=1e-6)
    m_found, b_found, _ = linear_regression(X, y, 0, 0, epochs, rate)
    # The share is promised; what the floats are rounded by is far less than a millionth.
    assert cost_of(zip(X, y), m_found, b_found) <= 1e-6 * cost_of(zip(X, y), 0, 0)

# How do you know that a law can fail? Plant a bug. Each of these is put into the ten lines, and all
# laws above are tried on it. Just those must fail that are named here, by a word of their names.

PLANTED_BUGS = {
    "the cost is divided by N + 1": ("mean order", "residuals]) / N", "residuals]) / (N + 1)"),
    "the residuals are not squared": ("mean done", "residual * residual for", "abs(residual) for"),
    "the cost is that of the line returned": (
        "mean", ", cost", ", mean_squared_error(X, y, m_current, b_current)"),
    "b is subtracted": ("mean slope done raises finds", "+ b_current)", "- b_current)"),
    "x is forgotten in a gradient": ("slope raises finds", "x_i * residual for", "residual for"),
    "the steps go uphill": ("slope raises finds", "- learning_rate", "+ learning_rate"),
    "no step is taken": ("slope finds", "- learning_rate", "- 0"),
    "the steps are half as long": ("slope finds", "-2 *", "-1 *"),
    "b steps after m": ("slope", "b_gradient\n", "-2 * sum([y_i - (m_current * x_i + b_current) "
                        "for x_i, y_i in zip(X, y)]) / N\n"),
    "one epoch too many is run": ("mean slope epochs", "range(epochs)", "range(epochs + 1)"),
    "the rate shrinks on the way": ("epochs finds", "b_gradient\n", (
        "b_gradient\n        learning_rate = learning_rate / 2\n")),
    "m is rounded": ("slope epochs done", "return m_current", "return round(m_current, 9)"),
}
LAWS = [law for law in list(globals()) if law.startswith("test_")]

@pytest.fixture(scope="module")
def lesson():
    """Return a second copy of this module, whose laws stop at the first counter-example."""
    settings.load_profile("first")
    spec = importlib.util.spec_from_file_location("lesson", __file__)
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    settings.load_profile(PROFILE)
    return copy

@pytest.mark.parametrize("bug", PLANTED_BUGS)
def test_a_planted_bug_breaks_just_the_laws_that_see_it(bug, lesson):
    words, right, wrong = PLANTED_BUGS[bug]
    source = inspect.getsource(linreg.linear_regression)
    assert right in source
    broken = dict(vars(linreg))
    exec(source.replace(right, wrong), broken)
    lesson.linear_regression = broken["linear_regression"]
    failed = []
    for law in LAWS:
        try:
            getattr(lesson, law)()
        except Exception:
            failed.append(law)
    assert failed == [law for law in LAWS if set(law.split("_")) & set(words.split())]

# So the second law sees eight bugs, all that change the first step, and needs the first and the
# third for the rest. The others see fewer, but can be had where nobody knows the right result.

def test_a_law_that_looks_right_and_is_not():
    """If the points move up, the lines move up. If the points move right, do the lines?"""
    @given(points, exact)
    def the_lines_move_right_with_the_points(drawn, shift):
        m, b, _ = linear_regression(*columns(drawn), 0, 0, 1, Fraction(1, 999))
        moved = [(x + shift, y) for x, y in drawn]
        assert linear_regression(*columns(moved), 0, 0, 1, Fraction(1, 999))[:2] == (
            m, b - m * shift)

    # No. The simplest counter-example is one point, drawn=[(0, 1/3)], moved by shift=1/3: a step
    # depends on how far the points are from x = 0. Only the best line moves right with them.
    with pytest.raises(AssertionError):
        the_lines_move_right_with_the_points()

# Now write a law of your own. Think of a bug first, then of a law that sees it. Put the law above
# PLANTED_BUGS and the bug into it, with a word that is only in that law's name, and see it fail
# before you believe it: `python -m pytest -k planted`; `-k your_law` runs it alone. Or plant the
# bug in linreg.py, in a copy of the whole folder (the tests read the README, too).
# `--hypothesis-show-statistics` shows how many inputs were drawn; `event(f"{len(drawn)} points")`
# from hypothesis, put into a law, shows what they were like. If a bug needs a special input, such
# as a boundary, do not leave it to luck: `@example(...)` above `def` is always tried, too.

# Part two: the specification, in the order of linreg.py.

rounded_points = st.lists(st.tuples(tenths, tenths), min_size=2, max_size=9)
varied_points = rounded_points.filter(lambda drawn: statistics.pstdev(columns(drawn)[0]) > 1)

def exact_averages(X, y):
    """Return the means, variances and covariance of X and y, in exact arithmetic."""
    X, y = list(map(Fraction, X)), list(map(Fraction, y))
    x_mean, y_mean = statistics.mean(X), statistics.mean(y)
    xy_cov = statistics.mean([(x_i - x_mean) * (y_i - y_mean) for x_i, y_i in zip(X, y)])
    return x_mean, y_mean, statistics.pvariance(X), xy_cov, statistics.pvariance(y)

def least_squares(X, y):
    """Return the best line in exact arithmetic, by the formula and without any descent."""
    x_mean, y_mean, x_var, xy_cov, _ = exact_averages(X, y)
    return xy_cov / x_var, y_mean - xy_cov / x_var * x_mean

def close(numbers, scale):
    """Return numbers to compare with: 1e-13 of the scale is for some hundred roundings."""
    return tuple(pytest.approx(float(number), rel=0, abs=1e-13 * scale) for number in numbers)

# The ten lines.

def test_the_defaults_are_those_of_the_article():
    X, rows, y = [1, 2, 3], [[1], [2], [3]], [4, 5, 7]
    assert linear_regression(X, y) == linear_regression(X, y, 0, 0, 1000, 0.0001)
    assert gradient_descent(rows, y) == gradient_descent(rows, y, [0], 0, 1000, 0.0001, squared)
    assert epochs_to_converge(X, 0.1) == epochs_to_converge(X, 0.1, 1e-6)

@given(points, st.sampled_from([squared, absolute, huber(1)]),
       st.sampled_from([Fraction, Decimal, float]))
def test_the_kind_of_number_that_goes_in_comes_out(drawn, loss, kind):  # invariant
    X, y = [kind(int(x)) for x, _ in drawn], [kind(int(y)) for _, y in drawn]
    rate = kind(1) / (2 + int(max([x * x for x in X])))
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, None, 0, 3, rate, loss)
    numbers = [weight, bias, cost, *linear_regression(X, y, 0, 0, 3, rate), *averages(X, y)]
    assert {type(number) for number in numbers} == {kind}
    # What needs a square root is a float.
    Z, *mean_and_stdev = standardize(X)
    assert {type(z) for z in [*Z, *mean_and_stdev, *condense(X, y)[1]]} == {float}
    assert epochs_to_converge(X, rate) == epochs_to_converge(list(map(float, X)), float(rate))
    assert len(plot(X, y, weight, bias).splitlines()) == 18

# Points to try it on, and a picture.

@given(st.integers(1, 50), tenths, tenths, st.integers())
def test_made_points_without_noise_lie_on_the_line_and_follow_the_seed(n, m, b, seed):  # oracle
    X, y = make_data(n, m, b, noise=lambda rng: 0, seed=seed)
    assert len(X) == n and all(-10 <= x <= 10 for x in X)
    assert y == [m * x_i + b for x_i in X]
    assert X == make_data(n, seed=seed)[0] != make_data(n, seed=seed + 1)[0]

def test_the_default_points_are_those_of_the_article():  # oracle
    X, y = make_data()
    errors = [y_i - (7.6 * x_i - 3.3) for x_i, y_i in zip(X, y)]
    for bound in (-6, -3, 0, 3, 6):
        normal, uniform = statistics.NormalDist(0, 3).cdf(bound), (bound + 10) / 20
        for values, share in (errors, normal), (X, uniform):
            found = sum([value < bound for value in values])  # give or take 5 standard deviations
            assert abs(found - 10000 * share) < 5 * math.sqrt(10000 * share * (1 - share))

@given(st.integers(2, 40), st.floats(0.01, 0.99), st.integers())
def test_a_split_loses_no_point_and_doubles_none(n, test_size, seed):  # invariant
    tests = math.ceil(test_size * n)
    assume(tests < n)
    X, y = [[i, -i] for i in range(n)], range(n)
    split = X_train, X_test, y_train, y_test = train_test_split(X, y, test_size, seed)
    assert len(X_test) == len(y_test) == tests and sorted(y_train + y_test) == list(y)
    assert X_train + X_test == [X[i] for i in y_train + y_test]
    assert split == train_test_split(X, y, test_size, seed) == train_test_split(X, y, tests, seed)
    assert len(train_test_split(X, y)[3]) == math.ceil(n / 4)

def test_every_point_is_as_often_in_the_test_part_as_any_other():  # oracle
    tested = [i for seed in range(4000) for i in train_test_split(range(5), range(5), 2, seed)[3]]
    for i in range(5):  # each in 4000 * 2/5 tests, give or take 5 standard deviations
        assert abs(tested.count(i) - 1600) < 5 * math.sqrt(4000 * 2/5 * 3/5)
    assert len({tuple(train_test_split(range(9), range(9))[2]) for _ in range(9)}) > 1  # no seed

def cells(picture):
    """Return the 15 rows of 60 characters inside the frame."""
    return [line[14:74] for line in picture.splitlines()[:15]]

@given(varied_points, st.integers(-2, 2), tenths)
def test_points_and_line_stand_where_their_numbers_say(drawn, m, b):  # oracle
    X, y = columns(drawn)
    assume(len(set(y)) > 1)
    picture = cells(plot(X, y, m, b))
    x_step, y_step = (max(X) - min(X)) / 59, (max(y) - min(y)) / 14  # from character to character
    near = 0.5 + 1e-10  # from the middle of a character to its edge, and some rounding
    for x_i, y_i in drawn:
        column, row = (x_i - min(X)) / x_step, (max(y) - y_i) / y_step
        assert any(picture[r][c] not in " =" for r in range(15) for c in range(60)
                   if abs(r - row) < near and abs(c - column) < near)
    for c in range(60):
        row = (max(y) - (m * (min(X) + c * x_step) + b)) / y_step
        line = [r for r in range(15) if picture[r][c] in "=+"]
        assert all(abs(r - row) < near for r in line) and (line or not -0.5 < row < 14.5)

@pytest.mark.parametrize("n, mark", [(1, "."), (2, ":"), (3, ":"), (4, "o"), (7, "o"), (8, "O"),
                                     (15, "O"), (16, "@"), (40, "@")])
def test_the_more_points_share_a_place_the_darker_it_is(n, mark):
    lines = cells(plot([0, 1] + [0.5] * n, [0, 1] + [0.5] * n, 0, 0.1))
    assert lines[7].strip() == mark and lines[0].strip() == lines[14].strip() == "."

def test_the_picture_fits_a_terminal_and_has_its_ranges_at_the_edges():
    lines = plot([-2, 6], [100, 700], 0, 300).splitlines()
    labels = [line[:12].strip() for line in lines[:15]]
    assert "|".join(labels) == "700|||||||400|||||||100"
    assert lines[9][14:74] == "=" * 60  # 300 is a third of the way up
    assert lines[15] == " " * 13 + "+" + "-" * 60 + "+" and lines[17].find("points") == 14
    assert lines[16] == " " * 14 + "-2" + " " * 57 + "6"
    lines = plot([3], [5], 0, 5).splitlines()  # one point: its ranges begin there
    assert lines[16].split() == ["3", "4"] and "5 |+====" in lines[14] and "6 |" in lines[0]
    seconds = plot([1.7e9, 1.7e9 + 5], [1, 2], 0, 0).splitlines()[16]  # since 1970
    assert seconds.split() == ["1700000000", "1700000005"]
    for far in 1e70, -1e-70, -123456.789, 1e17:
        lines = plot([far], [far], 0, 0).splitlines()
        assert len(lines) == 18 and all(len(line) <= 79 and line.isascii() for line in lines)

# The learning rate.

@given(rounded_points)
def test_the_limit_is_two_over_the_sharpest_curvature(drawn):  # oracle
    X = [Fraction(x) for x, _ in drawn]
    half_sum, product = mean_square(X) + 1, 4 * statistics.pvariance(X)  # of the two curvatures
    curvature = half_sum + math.sqrt(half_sum * half_sum - product)
    # The sums and roots of floats are rounded by some units of 1e-16.
    assert max_learning_rate(X) == pytest.approx(2 / curvature, rel=1e-13, abs=0)

small = st.integers(-3, 3)
rates = st.sampled_from([Fraction(1, 10), Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)])

@given(st.lists(st.tuples(small, small), min_size=2, max_size=4), small, small, rates,
       st.sampled_from([Fraction(1, 2), Fraction(1, 100), 1e-6]))
@example([(-1, 0), (1, 0)], 1, 1, Fraction(45, 100), Fraction(1, 10**6))  # leaves a tenth
def test_so_many_epochs_leave_no_more_than_the_share(drawn, m, b, part, share):  # oracle
    X, y = columns([(Fraction(x), y_i) for x, y_i in drawn])
    assume(len(set(X)) > 1)  # drops what is drawn if this is false
    # Nothing is rounded from here on; a short fraction for the rate keeps the others short, too.
    rate = part * Fraction(max_learning_rate(X)).limit_denominator(100)
    assume(rate < max_learning_rate(X))
    epochs = epochs_to_converge(X, rate, share)
    assume(epochs <= 50)  # to be quick
    m_end, b_end, _ = linear_regression(X, y, m, b, epochs, rate)
    best_cost = cost_of(drawn, *least_squares(X, y))
    assert cost_of(drawn, m_end, b_end) - best_cost <= share * (cost_of(drawn, m, b) - best_cost)

@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.99])
@pytest.mark.parametrize("x", [0.5, 1, 3])
def test_one_epoch_fewer_is_not_enough_for_some_start(x, part):
    X, rate = [-x, x], part * max_learning_rate([-x, x])
    epochs = epochs_to_converge(X, rate, 1e-9)
    left = []
    for m, b in (1, 0), (0, 1):  # on such X these two do not mix, and the best line is y = 0
        m, b, _ = linear_regression(X, [0, 0], m, b, epochs - 1, rate)
        left.append(m * m + b * b)
    assert max(left) > 1e-9

def test_constant_x_far_x_and_a_rate_close_to_the_limit_need_as_many_epochs_as_they_should():
    assert standardize([7, 7]) == ([0.0, 0.0], 7.0, 1.0)
    assert epochs_to_converge([2, 2], 0.1) == 1  # as its one curvature is 10, 2 * (x^2 + 1)
    assert epochs_to_converge([2, 2], 0.05) == 10  # and 0.5^20 is below 1e-6, 0.5^18 is not
    # The flattest curvature is 4 * variance / sharpest, and log(1 - c) is nearly -c for a tiny c.
    covered = 1e-7 * 4 * 0.25 * max_learning_rate([2020, 2021]) / 2
    assert epochs_to_converge([2020, 2021], 1e-7) == pytest.approx(math.log(1e6) / 2 / covered)
    limit = max_learning_rate([3, 7])
    assert epochs_to_converge([3, 7], limit * (1 - 2**-52)) > 1e15

@given(varied_points, tenths, tenths)
def test_on_standardized_x_one_epoch_at_a_half_lands_on_least_squares(drawn, m, b):  # oracle
    X, y = columns(drawn)
    Z, mean, stdev = standardize(X)
    assert epochs_to_converge(Z, 0.5) == 1
    m, b, _ = linear_regression(Z, y, m, b, epochs=1, learning_rate=0.5)
    slope, intercept = map(float, least_squares(X, y))
    # Numbers of up to 1e3 round by 1e-16 of that, 9 of them in a sum; X may be 100 stdevs from 0.
    assert m / stdev == pytest.approx(slope, abs=1e-10)
    assert b - m * mean / stdev == pytest.approx(intercept, abs=1e-8)

@given(varied_points, st.sampled_from([0, 1e9]))
def test_standardized_x_has_mean_0_and_variance_1_and_can_be_undone(drawn, shift):  # round trip
    X = [x + shift for x, _ in drawn]
    Z, mean, stdev = standardize(X)
    # 9 values of up to about 100 round by 1e-16 of that, and near 1e9 by 1e-7; X varies by over 1.
    error = 1e-6 if shift else 1e-13
    assert [statistics.fmean(Z), statistics.pstdev(Z)] == pytest.approx([0, 1], abs=error)
    assert [z * stdev + mean for z in Z] == pytest.approx(X, rel=1e-15, abs=error)

# Several features, other losses.

losses = st.sampled_from([squared, absolute, huber(1), huber(Fraction(5, 2))])
rows_of_four = st.lists(st.tuples(exact, exact, exact, exact), min_size=1, max_size=4)

def features(drawn, k=3):
    """Return rows of the first k of four numbers, the fourth as y, and the limit of the rate."""
    rows = [list(row[:k]) for row in drawn]
    limit = 1 / (1 + sum([mean_square([row[j] for row in rows]) for j in range(k)]))
    return rows, [row[3] for row in drawn], limit

@pytest.mark.parametrize("loss, residual, error, derivative", [
    (squared, 3, 9, 6), (absolute, 3, 3, 1), (absolute, 0, 0, 0), (huber(2), 0.5, 0.25, 1),
    (huber(2), 2, 4, 4), (huber(2), 2.125, 4.5, 4), (huber(2), 4, 12, 4), (huber(2), 9, 32, 4)])
def test_the_losses_at_their_boundaries(loss, residual, error, derivative):
    assert loss(residual) == (error, derivative) and loss(-residual) == (error, -derivative)

@given(points, exact, exact, st.integers(1, 4))
def test_with_one_feature_and_squared_errors_it_is_the_ten_lines(drawn, m, b, epochs):  # oracle
    X, y = columns(drawn)
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, [m], b, epochs, safe_rate(drawn))
    assert (weight, bias, cost) == descend(drawn, m, b, epochs)

@given(rows_of_four, st.lists(exact, min_size=4, max_size=4), losses,
       st.sampled_from([1, -1, Fraction(1, 10**6), Fraction(-1, 10**6)]))
def test_the_cost_is_nowhere_below_the_tangent_that_a_step_goes_along(drawn, start, loss, part):
    rows, y, limit = features(drawn)  # oracle

    def cost_at(model):
        return statistics.mean([loss(y_i - sum([w * x for w, x in zip(model, [*row, 1])]))[0]
                                for row, y_i in zip(rows, y)])

    weights, bias, cost = gradient_descent(rows, y, start[:3], start[3], 1, limit / 2, loss)
    assert cost == cost_at(start)
    gradient = [(begin - end) / (limit / 2) for begin, end in zip(start, [*weights, bias])]
    # A convex cost is nowhere below its tangents, and close to where they touch it even a slightly
    # wrong gradient shows. So look a little ahead along each feature and along the step.
    for direction in gradient, [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]:
        other = [begin + part * d for begin, d in zip(start, direction)]
        slope = sum([g * d for g, d in zip(gradient, direction)])
        assert cost_at(other) >= cost + part * slope

@given(rows_of_four, losses)
def test_turned_features_give_turned_weights(drawn, loss):  # metamorphic
    def turned(row):  # by the angle of the triangle with the sides 3, 4 and 5
        return [(3 * row[0] - 4 * row[1]) / Fraction(5), (4 * row[0] + 3 * row[1]) / Fraction(5)]

    rows, y, limit = features(drawn, k=2)
    weights, bias, cost = gradient_descent(rows, y, [1, 2], 3, 3, limit / 2, loss)
    assert gradient_descent([turned(row) for row in rows], y, turned([1, 2]), 3, 3, limit / 2,
                            loss) == (turned(weights), bias, cost)

@given(varied_points, st.sampled_from([absolute, huber(0.25)]), st.sampled_from([1, 1000]))
def test_with_standardized_y_a_robust_loss_comes_near_its_best_line(drawn, loss, size):  # oracle
    X, y = [x for x, _ in drawn], [size * y for _, y in drawn]
    assume(statistics.pstdev(y) > size)
    (Z, x_mean, x_stdev), (Zy, y_mean, y_stdev) = standardize(X), standardize(y)
    weights, bias, lowest = [0], 0, math.inf
    for _ in range(300):
        weights, bias, cost = gradient_descent([[z] for z in Z], Zy, weights, bias, 1, 0.03, loss)
        lowest = min(lowest, cost)
    # A best line of `absolute` goes through two points; so it is as good as the best one of these.
    for (z_1, y_1), (z_2, y_2) in itertools.combinations(set(zip(Z, Zy)), 2):
        m = (y_2 - y_1) / (z_2 - z_1) if z_1 != z_2 else 0
        cost = statistics.fmean([loss(y_i - m * (z - z_1) - y_1)[0] for z, y_i in zip(Z, Zy)])
        # From a distance D, the lowest of the costs of T steps against gradients of at most G^2 is
        # at most D^2 / (2 * rate * T) + rate * G^2 / 2 above any line's. Here G^2 <= 1 + 1.
        distance = m * m + (y_1 - m * z_1) ** 2
        assert lowest <= cost + distance / (2 * 0.03 * 300) + 0.03
    # And the way back: on x and y that line has the same residuals, in the unit of y.
    m, b = weights[0] * y_stdev / x_stdev, bias * y_stdev + y_mean
    assert [(y_i - m * (x - x_mean) - b) / y_stdev for x, y_i in zip(X, y)] == pytest.approx(
        [y_i - weights[0] * z - bias for z, y_i in zip(Z, Zy)], abs=1e-10)  # as 9 floats round

# Any number of points.

@given(rounded_points, st.integers(0, 9), st.sampled_from([1, 1e6, -1e9, 1e12]),
       st.sampled_from([0, 1e6, -1e9]))
def test_the_averages_of_floats_are_good_to_12_digits(drawn, at, outlier, shift):  # oracle
    pairs = drawn[:at] + [(outlier, -3 * outlier)] + drawn[at:]  # at any place
    X, y = columns([(x + shift, y - shift) for x, y in pairs])
    x_mean, y_mean, x_var, xy_cov, y_var = map(float, exact_averages(X, y))
    x_stdev, y_stdev = math.sqrt(x_var), math.sqrt(y_var)
    # 10 numbers, each rounded by 1e-16 of the largest, which is at most 3 deviations from the mean.
    sizes = (x_stdev + abs(x_mean) / 1e3, y_stdev + abs(y_mean) / 1e3, x_var, x_stdev * y_stdev,
             y_var)
    for found, right, size in zip(averages(X, y), (x_mean, y_mean, x_var, xy_cov, y_var), sizes):
        assert found == pytest.approx(right, rel=0, abs=1e-12 * size)

def test_a_covariance_a_little_too_large_passes_as_after_long_sums():
    assert three_points(0, 0, 4, 6 * (1 + 0.9e-6), 9)[0][0] > 0

def test_nanoseconds_since_1970_keep_their_digits():
    X = [17 * 10**17 + i for i in range(10)]  # which floats cannot tell apart
    assert averages(X, X)[2:] == (8.25, 8.25, 8.25) and standardize(X)[2] ** 2 == 8.25

@given(st.tuples(exact, exact, exact.map(abs), exact, exact.map(abs)))
def test_three_points_are_made_or_refused_as_the_covariance_allows(drawn):  # round trip
    _, _, x_var, xy_cov, y_var = drawn
    if xy_cov * xy_cov > x_var * y_var:
        with pytest.raises(ValueError, match="no points have x_var"):
            three_points(*drawn)
    else:
        assert exact_averages(*three_points(*drawn)) == close(drawn, scale=1e2)

@given(rounded_points, tenths, tenths, st.integers(1, 5), st.sampled_from([0.01, 0.5, 0.99]))
def test_on_condensed_points_the_path_is_the_same(drawn, m, b, epochs, share):  # metamorphic
    X, y = columns(drawn)
    rate = share * max_learning_rate(X)
    *line, cost = linear_regression(X, y, m, b, epochs, rate)
    # Residuals are about 1e4 at most, their squares 1e8; a line rounds as its residuals do.
    assert linear_regression(*condense(X, y), m, b, epochs, rate) == (
        close(line, scale=1e4) + close([cost], scale=1e8))

# What is refused.

any_number = st.floats() | st.integers(-(10**400), 10**400) | st.floats(-1e9, 1e9) | exact
any_points = st.lists(st.tuples(any_number, any_number), min_size=1, max_size=5) | rounded_points

@pytest.mark.parametrize("call", [
    lambda X, y: linear_regression(X, y, epochs=5, learning_rate=max_learning_rate(X) / 2),
    lambda X, y: linear_regression(standardize(X)[0], y, epochs=5, learning_rate=0.4),
    lambda X, y: gradient_descent([[x] for x in X], y, [y[0]], X[0], 5, 1e-6, huber(1)),
    lambda X, y: [mean_squared_error(X, y, y[0], 1), *averages(X, y), *standardize(X)],
    lambda X, y: epochs_to_converge(X, max_learning_rate(X) / 2),
    condense,
    lambda X, y: plot(X, y, y[0], X[0]),
])
@given(any_points)
@example([(1, 1), (1e200, 2)])
@example([(10**400, 10**400), (-(10**400), 0.5)])
@example([(1e70, 1e70), (-1e70, -1e70), (0, 0)])
@example([(5e-324, 1e-200), (1e-160, 2e-200)])
def test_any_numbers_give_finite_results_or_are_refused_if_they_are_extreme(call, drawn):
    X, y = columns(drawn)
    before = repr((X, y))
    try:
        assert not re.search("inf|nan", repr(call(X, y)))
    except (ValueError, OverflowError):
        assert not all([number == 0 or 0.01 <= abs(number) <= 60 for number in X + y])
    assert repr((X, y)) == before  # and nothing is changed

@given(rounded_points, st.sampled_from(["1", "", None, [1], (), {}, b"1", object(), math.nan,
       math.inf, -math.inf, 10**400, 1e71, -1e71]), st.sampled_from("Xy"), st.integers(0, 8))
@example([(1, 1), (2, 2)], 1.1e70, "X", 0)
def test_what_is_not_a_number_or_too_large_is_refused_by_its_place(drawn, thing, name, i):
    X, y = columns(drawn)
    i = i % len(X)
    (X if name == "X" else y)[i] = thing
    for function, column in [(linear_regression, "X[{}]"), (condense, "X[{}]"),
                             (lambda X, y: gradient_descent([[x] for x in X], y), "rows[{}][0]")]:
        place = (column if name == "X" else "y[{}]").format(i)
        with pytest.raises(ValueError, match="^" + re.escape(f"{place} is {thing!r:.60}: ")):
            function(X, y)

@given(rows_of_four, losses, st.sampled_from([1, 1 + 1e-15, 2, 1e9, math.inf, math.nan, 0, -1]))
def test_a_rate_at_or_above_the_limit_or_not_above_0_is_refused(drawn, loss, factor):
    rows, y, limit = features(drawn)
    below = f"above 0 and below {float(limit)}, or standardize each feature"
    with pytest.raises(ValueError, match=re.escape(below)):
        gradient_descent(rows, y, None, 0, 1, factor * limit, loss)

@pytest.mark.parametrize("call, message", [
    ("linear_regression([], [])", "X has length 0: it must be at least 1"),
    ("linear_regression([1, 2], [1])", "y has length 1: it must be 2"),
    ("linear_regression([1], [1], epochs=0)", "epochs is 0: it must be at least 1"),
    ("linear_regression([1], [1], '2')", "m_current is '2': give a number of at most 1e70 in size"),
    ("linear_regression([1], [1], 2, None)", "b_current is None"),
    ("linear_regression([-1, 1], [1, 5], learning_rate=1.0)",
     "learning_rate is 1.0: take one above 0 and below 1.0, or standardize X"),
    ("linear_regression([2], [1], learning_rate=Fraction(1, 5))", "learning_rate is 1/5"),
    ("mean_squared_error([1], [1], '1', 1)", "m is '1'"),
    ("mean_squared_error([1], [1], 1, math.inf)", "b is inf"),
    ("max_learning_rate([])", "X has length 0"),
    ("plot([1], [1], math.nan, 0)", "m is nan"),
    ("plot([1], [1], 0, math.nan)", "b is nan"),
    ("train_test_split([1, 2], [1])", "y has length 1: it must be 2"),
    ("train_test_split([1, 2], [1, 2], 1.0)", "test_size is 1.0: each part of 2 points needs a"),
    ("train_test_split([1, 2], [1, 2], 0)", "test_size is 0"),
    ("epochs_to_converge([-1, 1], 0)", "learning_rate is 0: take one above 0 and below 1.0, or st"),
    ("epochs_to_converge([1, 2], 0.1, 0)", "share is 0: it must be above 0 and below 1"),
    ("epochs_to_converge([1, 2], 0.1, 1)", "share is 1"),
    ("gradient_descent([[1]], [1, 2])", "rows has length 1: it must be 2"),
    ("gradient_descent([[]], [1])", "rows[0] has length 0"),
    ("gradient_descent([1], [1])", "rows[0] is 1: give a list"),
    ("gradient_descent([[1], [1, 2]], [1, 2])", "rows[1] has length 2: it must be 1"),
    ("gradient_descent([[1, 2]], [1], ['1', 2])", "weights[0] is '1'"),
    ("gradient_descent([[1, 2]], [1], [1])", "weights has length 1: it must be 2"),
    ("gradient_descent([[1]], [1], bias=math.inf)", "bias is inf"),
    ("gradient_descent([[1]], [1], epochs=0)", "epochs is 0"),
    ("huber(0)", "delta is 0: it must be a number above 0"),
    ("huber(math.nan)", "delta is nan"),
    ("huber('1')", "delta is '1'"),
    ("three_points(None, None, None, None, None)", "x_mean is None"),
    ("three_points(0, math.inf, 1, 0, 1)", "y_mean is inf"),
    ("three_points(0, 0, -1, 0, 1)", "no points have x_var -1"),
    ("three_points(0, 0, 0, 0, -1)", "no points have x_var 0.0, xy_cov 0.0 and y_var -1"),
    ("three_points(0, 0, 4, -6 * (1 + 1.1e-6), 9)", "no points have"),  # up to 1e-6 is rounding
])
def test_what_cannot_be_right_is_refused_by_its_name(call, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        eval(call)

class Array:
    """Like one of NumPy's, whose own numbers wrap around; pandas has the same tolist."""

    def __init__(self, values):
        self.tolist = lambda: values

@pytest.mark.parametrize("kind", [tuple, iter, Array, lambda values: list(map(Array, values)),
                                  lambda values: [values[0], *map(Array, values[1:])]])
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=5))
def test_any_sequence_and_any_array_is_accepted(kind, drawn):
    X, y = columns(drawn)
    for function in linear_regression, condense, lambda X, y: train_test_split(X, y, seed=1):
        assert function(kind(X), kind(y)) == function(X, y)
    assert gradient_descent(kind([X]), kind(y[:1]), kind([1] * len(X)), 2, 3) == (
        gradient_descent([X], y[:1], [1] * len(X), 2, 3))

# The command line.

def run(*arguments, text=None):
    """Return status, output and errors of the command line, with a file of the text if given."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with tempfile.TemporaryDirectory() as folder:
        if text is not None:
            file = Path(folder, "data.csv")
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
            arguments = [str(file), *arguments]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(list(arguments))
            except SystemExit as exit:
                status = exit.code
            assert sys.stdout is out  # a caller can go on printing
    return status, out.getvalue(), err.getvalue()

def fitted(text, *arguments):
    """Return m, b and cost as `--quiet` prints them, and what it says of them."""
    status, out, err = run("--quiet", *arguments, text=text)
    assert status == 0, err
    return [*map(float, out.split()), err]

def table(pairs):
    """Return pairs of x and y as the text of a table."""
    return "".join([f"{x},{y}\n" for x, y in pairs])

@given(varied_points, st.sampled_from([0, 1e6, -1e9, 1e12]), st.sampled_from([0, 1e6, -1e9]))
def test_a_table_is_fitted_by_least_squares_even_far_from_0(drawn, right, up):  # oracle
    X, y = columns([(x + right, y + up) for x, y in drawn])
    best_m, best_b = least_squares(X, y)
    m, b, cost, said = fitted(table(zip(X, y)))
    assert cost == mean_squared_error(X, y, m, b) and "The descent has converged" in said
    # 1000 epochs at 0.1 leave 0.8^1000 = 1e-97; the rest is rounding, by 1e-16 of up to 1e3.
    assert m == pytest.approx(float(best_m), rel=1e-9, abs=1e-9)
    # At the data, m x + b is as near as numbers of that size are rounded, some ten times.
    error = (Fraction(m) - best_m) * statistics.mean(map(Fraction, X)) + Fraction(b) - best_b
    assert abs(error) <= 1e-14 * (abs(m * right) + abs(up)) + 1e-9

@given(varied_points, st.integers(1, 99), st.sampled_from([[], ["--raw"]]))
@example([(0, 52), (2, 58), (4, 70)], 40, ["--raw"])
@example([(2018.5, 1e6), (2019.5, 1e6 + 3), (2024, 1e6 + 1)], 9, [])
def test_the_verdict_is_true_and_its_advice_works_taken_literally(drawn, epochs, raw):  # oracle
    (X, y), text = columns(drawn), table(drawn)
    m, b, cost, said = fitted(text, "--epochs", str(epochs), "--learning-rate", "1e-6", *raw)
    if raw:  # then it is the ten lines on the table as it is
        assert [m, b] == pytest.approx(linear_regression(X, y, 0, 0, epochs, 1e-6)[:2], rel=1e-10)
    best = mean_squared_error(X, y, *map(float, least_squares(X, y)))
    # It is called converged up to a millionth of the cost, and rounding.
    tolerance = 1e-6 * best + 1e-12 * statistics.pvariance(y) + 1e-30 * statistics.fmean(y) ** 2
    assert ("has converged" in said) == (cost - best <= tolerance)
    if "has converged" not in said:
        shown, advice, tip = re.search(r"line costs (.*)\. Take\n(.*?\d)(,.*)?\.\n$", said).groups()
        assert float(shown) == pytest.approx(best, rel=1e-5, abs=1e-9)  # it shows 6 digits
        assert tip == (", or 0.5 without --raw" if raw else None)
        assert raw or advice.startswith("--learning-rate 0.5 ")
        if int(advice.split()[-1]) < 1e5:  # to be quick
            assert "has converged" in fitted(text, *advice.split(), *raw)[3]
        assert "has converged" in fitted(text, "--learning-rate", "0.5", "--epochs", "2")[3]

def test_raw_takes_the_defaults_of_the_article():
    raw = fitted("0,52\n2,58\n4,70\n", "--raw")[:2]
    assert raw == pytest.approx(linear_regression([0, 2, 4], [52, 58, 70])[:2], rel=1e-12)

bad_fields = st.sampled_from(["", "n/a", "nan", "inf", "\u22125", "1 2", "#N/A", "#12"])
bad_rows = bad_fields.map("{},7".format) | bad_fields.map("7,{}".format) | st.just("7")
names_and_quotes = st.sampled_from([([], ""), ([], '"'), (["hours", "score"], ""), (
    ["hours; in, all\t1", "größe"], '"')])

@pytest.mark.parametrize("between", [",", ";", "\t", " ", "   ", ", ", "; "])
@given(varied_points, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]),
       names_and_quotes, st.sampled_from(".,"), st.booleans(), st.integers(0, 9),
       st.sampled_from(["", "  ", "# note", '#, "1,2']))
def test_any_dialect_reads_the_same(between, drawn, end, bom, header, point, tail, at, no):
    names, quote = header
    point = point if ";" in between else "."
    rows = [[repr(x).replace(".", point), repr(y).replace(".", point)] for x, y in drawn]
    rows = [list(names)] + rows if names else rows
    for row in rows:  # a tab comes before ";", and that before ","; those behind it may be in text
        row.append("text" if row is rows[0] else "\t;,"["\t;,".find(between[0]) + 1:] or "text")
    lines = [between.join([quote + field + quote for field in row]) for row in rows]
    if tail:  # an empty field at the end, or in the first line a blank
        lines = [lines[0] + " "] + [line + between.strip(" ") + " " for line in lines[1:]]
    lines.insert(0, no)
    lines.insert(1 + at, "" if "#" in no else no)  # below the first line only what is empty
    text = bom + "\n".join(lines).replace("\n", end)
    assert fitted(text, "--epochs", "9")[:3] == fitted(table(drawn), "--epochs", "9")[:3]

@given(varied_points, st.permutations(["2018", "2019", "score", "text", "text"]))
def test_columns_are_found_by_name_and_by_number(drawn, names):  # metamorphic
    X, y = columns(drawn)
    named = {"2018": X, "2019": y, "score": y, "text": ["a"] * len(X)}
    rows = [names, *zip(*[named[name] for name in names])]
    text = "".join([";".join(map(str, row)) + "\n" for row in rows])
    x, y = str(names.index("2018") + 1), str(names.index("score") + 1)
    expected = fitted(table(drawn), "--epochs", "9")[:3]
    for x_at, y_at in ("2018", "2019"), ("2018", y), (x, "2019"), (x, "score"):
        assert fitted(text, "--x", x_at, "--y", y_at, "--epochs", "9")[:3] == expected
    assert f"columns {x} and {y} ('2018', 'score'), lin" in run("--x", x, "--y", y, text=text)[1]
    assert fitted(text, "--x", "0", "--y", y)[:3] == (
        fitted(table(enumerate(named["score"], 1)))[:3])

@given(varied_points, st.lists(st.tuples(st.integers(1, 9), bad_rows), max_size=3))
def test_skip_gives_the_line_of_the_rows_that_are_left(drawn, broken):  # metamorphic
    good = table(drawn).splitlines()
    lines = list(good)
    for at, row in broken:
        lines.insert(at, row)
    *line, said = fitted("\n".join(lines), "--skip")
    assert line == fitted(table(drawn))[:3]
    assert said.startswith(f"{len(drawn)} points, x and y from columns 1 and 2 (no header), "
                           f"lines skipped: {len(broken)}\n")
    if broken:
        number = min([number for number, line in enumerate(lines, 1) if line not in good])
        assert f"line {number} is [" in run(text="\n".join(lines))[2]

@given(varied_points, st.integers(1, 99))
def test_the_answer_and_the_way_to_it_are_as_they_are_printed(drawn, epochs):  # oracle
    X, y = columns(drawn)
    lines = run("--epochs", str(epochs), text=table(drawn))[1].splitlines()
    seen = [0, *[3**i for i in range(5) if 3**i < epochs], epochs]
    for epoch, row in zip(seen, lines):  # each is what a run of so many epochs ends at
        m, b, cost, said = fitted(table(drawn), "--epochs", str(epoch)) if epoch else (
            0, 0, mean_squared_error(X, y, 0, 0), "")
        shown = re.fullmatch(rf"epoch {epoch} +cost (\S+) +y = {m:.6g} x (\S+)", row)
        # A cost here is that of three points, and rounded by 1e-16 of y^2, which is at most 1e6.
        assert float(shown[1]) == pytest.approx(cost, rel=1e-5, abs=1e-9)
        assert float(shown[2]) == pytest.approx(b, rel=1e-5, abs=1e-9)
    answer = lines[len(seen):]
    assert "\n".join(answer[:18]) == plot(X, y, m, b)
    slope, intercept = re.fullmatch(r"y = (\S+) x (. \S+)", answer[18]).groups()
    assert slope == f"{m:.12g}"
    assert float(intercept.replace(" ", "")) == pytest.approx(b, rel=1e-11, abs=1e-9)
    r_squared = 1 - cost / (statistics.pvariance(y) or math.nan)
    assert answer[19] == f"mean squared error {cost:.6g}, R^2 {r_squared:.6g}"
    assert answer[20:] == said.splitlines() and len(answer) <= 23  # of 24 in a terminal

@given(varied_points)
def test_r_squared_is_the_slope_of_y_on_x_times_that_of_x_on_y(drawn):  # oracle
    assume(len({y for _, y in drawn}) > 1)
    (m, _), (back, _) = least_squares(*columns(drawn)), least_squares(*columns(drawn)[::-1])
    shown = re.search(r"R\^2 (\S+)", run(text=table(drawn))[1])[1]
    assert float(shown) == pytest.approx(float(m * back), abs=1e-5)  # it shows 6 digits

extreme_tables = st.lists(st.tuples(st.floats(), st.floats() | st.just("x"))).map(table)

@given(st.text() | st.binary() | st.text("012.,;e-#\"' \t\n\rxy") | extreme_tables,
       st.sampled_from([[], ["--raw"], ["--x", "0", "--y", "x"], ["--skip"]]))
@example("1,2\n" + '"' + "3" * 200000, [])
@example("1,1e-200\n2,3e-200", [])
@example("1e-155,1\n2e-155,3", ["--raw"])
@example("1,1\n1.0000000000000002,1e69", [])
def test_any_text_is_fitted_or_refused_in_one_line(text, arguments):
    status, out, err = run("--quiet", "--epochs", "9", *arguments, text=text)
    if status == 0:
        assert all(math.isfinite(float(number)) for number in out.split())
    else:
        assert status == 2 and re.fullmatch("linreg.py: .+\n", err)

@pytest.mark.parametrize("text, arguments, message", [
    ("x,y\n", "", "no row has numbers in columns 1 and 2 of 2"),
    ("", "", "the table has no columns called '1'"),
    ("1,2\n\n\n3,\u2212 5\n", "", "line 4 is ['3', '\u2212 5']: it should have 2 fields, with num"),
    ("# a\n\n1\t2\n1\t2,5\n", "", "line 4 is ['1', '2,5']"),
    ("x y z\n1 2 3\n4  5\n", "--x 3 --y 1", "line 3 is ['4', '5']: it should have 3 fields, wi"),
    ('"x" "y"\n"1" 1 2\n', "", "line 2 is ['1', '1', '2']"),
    ("x,y\n1,5,2,5\n", "--x 2 --y 1", "2 fields, with numbers in columns 2 and 1; choose columns"),
    ("1,2\n3,1e99\n", "", "y[1] is 1e+99"),
    ("1\n2\n", "", "no columns called '2': choose with --x and --y from {0: 'number of the row'"),
    ("a,b,b\n1,2,3\n", "--y b", "2 columns called 'b': choose with --x and --y from {0: "),
    ("a,b\n1,2\n", "--x b", "x and y are both column 2: choose two with --x and --y"),
    ("2,1\n2,3\n", "", "all x are the same"),
    ("1,2,ok\n3,4,\"a\n5,6,b\n", "", "unexpected end of data"),
    (b"\xff\xfe1", "", "'utf-8' codec can't decode"),
    ("3e3,2\n4e3,3\n", "--raw", "above 0 and below 7.99999937280005e-08, or 0.5 without --raw"),
    (None, "--learning-rate 1", "learning_rate is 1.0: take one above 0 and below 1.0\n"),
    (None, "--learning-rate 0", "learning_rate is 0.0"),
    (None, "nowhere.csv", "No such file or directory: 'nowhere.csv'"),
    (None, "--epochs 0", "epochs is 0: it must be at least 1"),
])
def test_what_cannot_be_fitted_is_refused_in_one_line_that_helps(text, arguments, message):
    status, out, err = run(*arguments.split(), text=text)
    assert (status, out) == (2, "") and message in err and err.count("\n") == 1

@pytest.mark.parametrize("text, arguments, expected", [
    ("2,1\n1,2\n", "", "2 points, x and y from columns 1 and 2 (no header), lines"),
    ("n/a,1\n1,2\n2,2\n", "", "2 points, x and y from columns 1 and 2 ('n/a', '1'), lines"),
    ("x y \n1 2\n 2 3 \n", "", "2 points, x and y from columns 1 and 2 ('x', 'y'), lines"),
    ("1,2,a\n2,4\n", "", "2 points, x and y from columns 1 and 2 (no header), lines"),
    ("5\nn/a\n9\n", "--x 0 --y 1 --skip", "y = 2 x + 3\n"),
    ("5\nn/a\n9\n", "--x 1 --y 0 --skip", "y = 0.5 x - 1.5\n"),
    ("1,2\n2,4\n3,6\n", "", "y = 2 x + 0\n"),  # as a float, the intercept is 4.4e-16
    ("1,2e6\n2,4e6\n3,6e6\n7,14e6\n", "", "y = 2000000 x + 0\n"),
    ("-1,0.1\n0,0.2\n1,-0.3\n", "", "y = -0.2 x + 0\n"),
    ("1,7\n2,7\n", "", "y = 0 x + 7\nmean squared error 0, R^2 nan\n"),
    (None, "", "10000 points, made up around y = 7.6 x - 3.3, as no FILE is given\nThe descent h"),
    (None, "--version", f"linreg.py {linreg.__version__}\n"),
    (None, "--help", "--learning-rate R  step size (0.1; with --raw 0.0001)\n"),
])
def test_it_says_what_it_does(text, arguments, expected):
    status, out, err = run(*arguments.split(), text=text)
    assert (status, err) == (0, "") and expected in out

def test_watch_clears_the_screen_for_each_row_and_draws_the_picture_above_it():
    how = ["--epochs", "1", "--learning-rate", "0.5"]
    before, start, end = run("--watch", *how)[1].split("\x1b[2J\x1b[H")
    first, *rest = run(*how)[1].splitlines(keepends=True)
    (X, y), (m, b, _, _) = make_data(), fitted(None, *how)
    assert before == "" and start == f"{plot(X, y, 0, 0)}\n{first}"
    assert end == f"{plot(X, y, m, b)}\n{''.join(rest)}"

@pytest.mark.skipif(os.name == "nt", reason="signals and pipes work differently there")
def test_a_closed_pipe_a_full_disk_and_an_interrupt_end_it_cleanly():
    def start(*arguments, stdout=subprocess.PIPE):  # python3 -I sees only the file
        return subprocess.Popen(
            [sys.executable, "-I", "linreg.py", *arguments], cwd=HERE, stdin=subprocess.PIPE,
            stdout=stdout, stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))

    assert b"2 points" in start("-", "--quiet").communicate(b"1,2\n2,4\n")[1]
    process = start()
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    if os.path.exists("/dev/full"):
        with open("/dev/full", "w") as full:
            process = start(stdout=full)
        assert b"No space left" in process.stderr.readline() and process.wait() == 2
    process = start("--watch")
    process.stdout.readline()  # so it has begun
    process.send_signal(signal.SIGINT)
    assert (process.communicate()[1], process.wait()) == (b"", 130)

@pytest.mark.parametrize("python", [f"python3.{minor}" for minor in range(8, 20)] + ["pypy3"])
def test_another_python_prints_the_same(python):
    def printed(*command):
        done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return done.returncode, done.stdout.decode()

    if not shutil.which(python) or printed(python, "-c", "print(1)") != (0, "1\n"):
        pytest.skip("not on this machine")
    assert printed(python, "linreg.py") == printed(sys.executable, "linreg.py")
    assert printed(python, "-m", "doctest", "-o", "ELLIPSIS", "README.md") == (0, "")

# The README.

def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)

def test_the_readme_shows_the_ten_lines_as_they_are():
    function = inspect.getsource(linear_regression)
    code = re.sub('    """.*?"""\n|    #[^\n]*\n', "", function, flags=re.DOTALL).strip()
    assert len(code.splitlines()) == 10
    assert re.sub(r"  # \d+\n", "\n", blocks("python")[0]).strip() == code

def test_the_readme_works_one_epoch_by_hand_as_the_code_does():
    lines = dict(re.findall(r"^(\w+) {4,}(.*)$", blocks("text")[0], re.MULTILINE))
    for sums in lines.values():
        for left, right in re.findall(r"(?:^|and )([^=]+) = (-?[\d.]+)", sums):
            assert eval(left) == pytest.approx(float(right))
    m, b, cost = linear_regression([1, 2], [5, 7], epochs=1, learning_rate=0.1)
    ends = [float(lines[name].split()[-1]) for name in ("m", "b", "cost")]
    assert ends == pytest.approx([m, b, cost])
    assert f"costs {mean_squared_error([1, 2], [5, 7], m, b):.3f}, a tenth" in README
    assert f"{mean_squared_error([1, 2], [5, 7], 0.001, 0):.3f}, which is 37 - 19 * 0.001" in README

def test_the_readme_shows_how_the_cost_goes_at_each_rate(monkeypatch):
    monkeypatch.setattr(linreg, "_checked", lambda X, y, *rest: (X, y, len(y)))
    for rate, costs in re.findall(r"^rate ([\d.]+) +([\d., ]+\d)", README, re.MULTILINE):
        found = [linear_regression([1, 2, 3, 4], [5, 7, 9, 11], 0, 0, epochs, float(rate))[2]
                 for epochs in range(1, 5)]
        assert costs == ", ".join([f"{cost:.1f}" for cost in found])

def test_the_readme_shows_what_its_commands_print(tmp_path):
    shutil.copy(HERE / "linreg.py", tmp_path)
    (tmp_path / "data.csv").write_text(blocks("csv")[0])
    for block in blocks("console"):
        _, _, *arguments = block.splitlines()[0].split()
        done = subprocess.run([sys.executable, *arguments], cwd=tmp_path, stdout=subprocess.PIPE)
        expected = block.split("\n", 1)[1]
        assert OutputChecker().check_output(expected, done.stdout.decode(), ELLIPSIS)

@pytest.mark.parametrize("script", blocks("python")[1:])
def test_the_readme_shows_programs_that_run(script, tmp_path):
    for module in re.findall(r"^(?:import|from) (\w+)", script, re.MULTILINE):
        pytest.importorskip(module)
    shutil.copy(HERE / "linreg.py", tmp_path)
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, stdout=subprocess.PIPE)
