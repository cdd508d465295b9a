"""The laws of linreg.py, and a lesson in property testing.

An example-based test says that this input gives that output. A property-based test says what holds
for any input: a law, such as "the order of the points does not matter". You write the law once, and
Hypothesis draws inputs and looks for one that breaks it, a counter-example. A strategy says what
may be drawn, here lists of one to five pairs of numbers:

    points = st.lists(st.tuples(thirds, thirds), min_size=1, max_size=5)

And this is how a law begins:

    @given(points, thirds, thirds)
    def test_the_cost_is_the_mean_of_the_squared_residuals(drawn, m, b):

pytest calls it without arguments; `@given` then calls it many times, with values drawn from the
strategies, in order. If an `assert` fails, Hypothesis looks for the simplest that also fail:

    E       assert Fraction(1, 18) == Fraction(1, 9)
    E       Failing test case: test_the_cost_is_the_mean_of_the_squared_residuals(
    E           drawn=[(Fraction(0, 3), Fraction(0, 3))],
    E           m=Fraction(0, 3),
    E           b=Fraction(1, 3),
    E       )

You see this if the cost is divided by N + 1: one point at (0, 0) and the line y = 1/3, simple
enough to follow by hand. A law does not repeat the code that it tests. It may be

    oracle        another way to the result, such as the standard library, gives the same
    metamorphic   a known change of the input changes the result in a known way
    invariant     whatever goes in, something stays as it is, or never grows
    round trip    there and back again ends where it began
"""
import contextlib
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
from types import SimpleNamespace

import pytest
from hypothesis import Phase, assume, example, find, given, settings
from hypothesis import strategies as st

import linreg
from linreg import *  # all that __all__ names there

# The same 50 inputs are drawn on every run of an unedited law, so that none fails by chance. For
# 1000 new ones on each run: EXAMPLES=many python -m pytest. (The rest lets a law fail quickly.)
settings.register_profile("many", max_examples=1000, deadline=None, database=None,
                          report_multiple_bugs=False, phases=set(Phase) - {Phase.explain})
settings.register_profile("few", settings.get_profile("many"), max_examples=50, derandomize=True)
settings.load_profile(os.environ.get("EXAMPLES", "few"))

HERE = Path(__file__).parent

# Part one: the lesson. First, what is drawn. Floats are rounded, and `==` between two ways to a
# result would fail on right code. Fractions are not, and with them the ten lines are exact. (They
# are thirds because 1/3 is no float: a float inside the calculation would break `==`, too.)

thirds = st.integers(-20, 20).map(lambda n: Fraction(n, 3))  # draws n, gives n/3
points = st.lists(st.tuples(thirds, thirds), min_size=1, max_size=5)

def columns(pairs):
    """Return pairs of x and y as two lists."""
    return [x for x, y in pairs], [y for x, y in pairs]

def cost_of(pairs, m, b):
    """Return the mean squared error in other words than linreg.py does."""
    residuals = [y - m * x - b for x, y in pairs]
    return statistics.mean([residual * residual for residual in residuals])

def safe_rate(pairs):
    """Return a third of a learning rate that is small enough for these x, whatever y is."""
    return 1 / (3 + 3 * max([x * x for x, y in pairs]))

def descend(pairs, m, b, epochs=1):
    """Return the line after some epochs, and the last cost, as linear_regression does."""
    X, y = columns(pairs)
    return linear_regression(X, y, m, b, epochs, safe_rate(pairs))

@given(points, thirds, thirds)
def test_the_cost_is_the_mean_of_the_squared_residuals(drawn, m, b):  # oracle
    _, _, cost = descend(drawn, m, b)
    assert cost == cost_of(drawn, m, b) == mean_squared_error(*columns(drawn), m, b)

@given(points, thirds, thirds)
def test_a_step_goes_down_the_slope_of_the_cost(drawn, m, b):  # oracle
    # The cost is a parabola in m and in b, so these central differences are exactly its slopes.
    m_slope = (cost_of(drawn, m + 1, b) - cost_of(drawn, m - 1, b)) / 2
    b_slope = (cost_of(drawn, m, b + 1) - cost_of(drawn, m, b - 1)) / 2
    rate = safe_rate(drawn)
    assert descend(drawn, m, b)[:2] == (m - rate * m_slope, b - rate * b_slope)

# These two laws determine one epoch, and the next one determines several.
@given(points, thirds, thirds, st.integers(1, 3), st.integers(1, 3))
def test_two_descents_in_a_row_equal_one_long_descent(drawn, m, b, first, second):  # metamorphic
    m_between, b_between, _ = descend(drawn, m, b, first)
    assert descend(drawn, m_between, b_between, second) == descend(drawn, m, b, first + second)

# So three laws are enough. But often nobody knows what the result must be. Then say how it changes
# when the input does ...
@given(points, thirds, thirds)
def test_reordering_and_doubling_the_points_changes_nothing(drawn, m, b):  # metamorphic
    assert descend(drawn[::-1] + drawn, m, b, 2) == descend(drawn, m, b, 2)

@given(points, thirds, thirds, thirds, thirds, thirds)
def test_stretching_tilting_and_lifting_y_does_the_same_to_the_line(  # metamorphic
        drawn, m, b, stretch, tilt, lift):
    m_end, b_end, cost = descend(drawn, m, b, 2)
    changed = [(x, stretch * y + tilt * x + lift) for x, y in drawn]
    assert descend(changed, stretch * m + tilt, stretch * b + lift, 2) == (
        stretch * m_end + tilt, stretch * b_end + lift, stretch * stretch * cost)

# ... or what is true of any result ...
@given(points, thirds, thirds)
def test_a_step_never_raises_the_cost(drawn, m, b):  # invariant
    m_next, b_next, _ = descend(drawn, m, b)
    assert cost_of(drawn, m_next, b_next) <= cost_of(drawn, m, b)

# ... or what it is all for: from points on a line, descent finds that line. This law uses floats.

tenths = st.integers(-999, 999).map(lambda n: n / 10)

@given(st.lists(st.integers(-4, 4), min_size=2, max_size=5, unique=True), tenths, tenths)
def test_descent_finds_the_line_that_the_points_lie_on(X, m, b):  # round trip
    y = [m * x + b for x in X]
    rate = max_learning_rate(X) / 2
    m_found, b_found, _ = linear_regression(X, y, 0, 0, epochs_to_converge(X, rate, 1e-6), rate)
    # The best line costs nothing, so at most a millionth of the cost at the start may remain.
    assert cost_of(zip(X, y), m_found, b_found) <= 1e-6 * cost_of(zip(X, y), 0, 0)

# How do you know that a law can fail? Plant a bug. Each of these is put into the ten lines, all
# laws above are run, and exactly those that are named here must fail.
LAWS = {
    "cost": test_the_cost_is_the_mean_of_the_squared_residuals,
    "slope": test_a_step_goes_down_the_slope_of_the_cost,
    "row": test_two_descents_in_a_row_equal_one_long_descent,
    "double": test_reordering_and_doubling_the_points_changes_nothing,
    "y": test_stretching_tilting_and_lifting_y_does_the_same_to_the_line,
    "raises": test_a_step_never_raises_the_cost,
    "finds": test_descent_finds_the_line_that_the_points_lie_on,
}
BUGS = {  # bug: (a piece of the ten lines, what it becomes, the laws that see it)
    "the cost is divided by N + 1": ("residuals]) / N", "residuals]) / (N + 1)", "cost double"),
    "the residuals are not squared": ("residual * residual for", "abs(residual) for", "cost y"),
    "the cost is too new": (", cost", ", mean_squared_error(X, y, m_current, b_current)", "cost"),
    "b is subtracted": ("+ b_current)", "- b_current)", "cost slope y raises finds"),
    "x is forgotten in a gradient": ("x_i * residual for", "residual for", "slope raises finds"),
    "a gradient's N is N + 1": ("(residuals) / N", "(residuals) / (N + 1)", "slope double finds"),
    "the steps go uphill": ("- learning_rate", "+ learning_rate", "slope raises finds"),
    "no step is taken": ("- learning_rate", "- 0", "slope finds"),
    "the steps are half as long": ("-2 *", "-1 *", "slope finds"),
    "b steps after m": (
        "(residuals)", "([y_i - (m_current - learning_rate * m_gradient) * x_i - b_current "
        "for x_i, y_i in zip(X, y)])", "slope"),
    "one epoch too many is run": ("range(epochs)", "range(epochs + 1)", "cost slope row"),
    "the rate shrinks": ("b_gradient\n", "b_gradient\n        learning_rate /= 2\n", "row finds"),
}

def fails(law):
    try:
        law()
    except Exception:  # not only a failed assertion: a bug may also divide by 0
        return True
    return False

@pytest.mark.parametrize("bug", BUGS)
def test_each_planted_bug_breaks_just_the_laws_named(bug, monkeypatch):
    right, wrong, named = BUGS[bug]
    signature, _, lines = inspect.getsource(linear_regression).split('"""')
    assert right in lines
    broken = dict(vars(linreg))  # a copy of the names in linreg, to define the function in
    exec(signature + lines.replace(right, wrong), broken)
    monkeypatch.setitem(globals(), "linear_regression", broken["linear_regression"])
    assert [name for name in LAWS if fails(LAWS[name])] == named.split()

# In this table "slope" sees most bugs, and "cost", "slope" and "row" together see all. But "y",
# "double" and "raises" need no other way to the result, and "finds" is what a user cares for.

def test_a_law_that_looks_right_and_is_not():
    """If the points move right, so does the line; its slope stays. Is that true of a step?"""
    def slope(pairs):  # at one rate for all points, before and after they are moved
        return linear_regression(*columns(pairs), 0, 0, 1, Fraction(1, 999))[0]

    def is_broken(drawn):
        pairs, shift = drawn
        return slope([(x + shift, y) for x, y in pairs]) != slope(pairs)

    # No. `find` returns the simplest counter-example: one point at (0, 1/3), moved by 1/3. A step
    # depends on how far the points are from x = 0. Only the best line moves right with them.
    assert find(st.tuples(points, thirds), is_broken) == ([(0, Fraction(1, 3))], Fraction(1, 3))

# Now write a law of your own, above LAWS. Think of a bug first. Plant it in linreg.py, in a copy of
# the whole folder (the tests read the README, too), run `python -m pytest -k` with the law's name,
# and see the law fail before you believe it. Then undo the bug. Add the law to LAWS and, if it is
# in the ten lines, the bug to BUGS, with "" for its laws: `-k planted -vv` prints their names, and
# which of the other bugs your law sees, too.
# `--hypothesis-show-statistics` shows how many inputs were drawn; `event(f"{len(drawn)} points")`
# from hypothesis, put into a law, shows what they were like. If a bug needs a special input, such
# as a boundary, do not leave it to luck: `@example(...)` above `def` is always tried, too.

# Part two: the specification, in the order of linreg.py.

few_tenths = st.lists(st.tuples(tenths, tenths), min_size=2, max_size=9)
# With a standard deviation of x above 1, the best slope is below 100, as y is.
scattered = few_tenths.filter(lambda drawn: statistics.pstdev(columns(drawn)[0]) > 1)
digits = st.integers(-3, 3)
digit_points = st.lists(st.tuples(digits, digits), min_size=2, max_size=5)

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
    """Return values that compare equal within 1e-13 of the scale, a thousand roundings."""
    return tuple(pytest.approx(float(number), rel=0, abs=1e-13 * scale) for number in numbers)

# The ten lines.

def test_the_defaults_are_those_of_the_article():
    X, rows, y = [1, 2, 3], [[1], [2], [3]], [4, 5, 7]
    assert linear_regression(X, y) == linear_regression(X, y, 0, 0, 1000, 0.0001)
    assert gradient_descent(rows, y) == gradient_descent(rows, y, [0], 0, 1000, 0.0001, squared)
    assert epochs_to_converge(X, 0.1) == epochs_to_converge(X, 0.1, 1e-6)
    assert make_data() == make_data(10000, 7.6, -3.3, gaussian, 42) != make_data(seed=0)

@given(digit_points, st.sampled_from([squared, absolute, huber(1)]),
       st.sampled_from([Fraction, Decimal, float]))
def test_the_type_of_number_that_goes_in_comes_out(drawn, loss, kind):  # invariant
    X, y, rate = [kind(x) for x, _ in drawn], [kind(y) for _, y in drawn], kind(1) / 16
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, None, 0, 3, rate, loss)
    numbers = [weight, bias, cost, *averages(X, y), *linear_regression(X, y, 0, 0, 3, rate)]
    assert {type(number) for number in numbers} == {kind}
    assert plot(X, y, weight, bias) == plot(*columns(drawn), float(weight), float(bias))
    Z, mean, stdev = standardize(X)  # takes a square root, so these are floats
    assert {type(number) for number in [*Z, mean, stdev, *condense(X, y)[1]]} == {float}
    assert epochs_to_converge(X, rate) == epochs_to_converge(list(map(float, X)), 1 / 16)

# Points to try it on, and a picture.

@given(st.integers(1, 50), tenths, tenths, st.integers())
def test_points_made_without_noise_lie_on_the_line_and_follow_the_seed(n, m, b, seed):  # oracle
    same, (X, y), other = [make_data(n, m, b, lambda rng: 0, s) for s in (seed, seed, seed + 1)]
    assert len(X) == n and all(-10 <= x <= 10 for x in X)
    assert y == [m * x_i + b for x_i in X]
    assert same == (X, y) and other != (X, y)

def within_chance(count, n, share):
    """Return whether a count in n trials is as expected, within 5 standard deviations."""
    return abs(count - n * share) < 5 * math.sqrt(n * share * (1 - share))

@pytest.mark.parametrize("bound", [-6, -3, 0, 3, 6])
def test_the_points_made_by_default_are_those_of_the_article(bound):  # oracle
    X, y = make_data()
    noise = [y_i - (7.6 * x_i - 3.3) for x_i, y_i in zip(X, y)]
    for values, share in (X, (bound + 10) / 20), (noise, statistics.NormalDist(0, 3).cdf(bound)):
        assert within_chance(sum([value < bound for value in values]), 10000, share)

@given(st.integers(1, 20), st.integers(1, 20), st.integers())
def test_a_split_loses_no_point_and_doubles_none(n_train, n_test, seed):  # invariant
    before, (X, y) = linreg.random.getstate(), make_data(n_train + n_test, seed=seed)
    X_train, X_test, y_train, y_test = split = train_test_split(X, y, n_test, seed)
    assert sorted(zip(X_train + X_test, y_train + y_test)) == sorted(zip(X, y))
    assert len(X_test) == len(y_test) == n_test
    assert split == train_test_split(X, y, (n_test - 0.5) / len(X), seed)  # a share is rounded up
    assert linreg.random.getstate() == before  # the random numbers of others are left alone

def test_by_default_any_quarter_of_the_points_is_as_likely_as_any_other():  # oracle
    tested = [tuple(train_test_split(range(5), "abcde", seed=seed)[1]) for seed in range(4000)]
    pairs = itertools.permutations(range(5), 2)  # a quarter of 5, rounded up, is 2
    assert all(within_chance(tested.count(pair), 4000, 1 / 20) for pair in pairs)
    assert train_test_split(range(99), range(99)) != train_test_split(range(99), range(99))

def cells(picture):
    """Return the 15 rows of 60 characters inside the frame, the lowest first."""
    return [line[14:74] for line in picture.splitlines()[14::-1]]

@given(st.lists(st.tuples(st.integers(1, 58), st.integers(1, 13))), st.integers(-2, 2),
       st.integers(-60, 60), st.sampled_from([-0.4, 0, 0.4]), st.sampled_from([0.25, 1, 1024]))
@example([], 1, 0, 0.4, 1)  # the line leaves the picture above the middle of its highest cell
@example([], 1, 0, -0.4, 1)  # and enters it below the middle of its lowest
def test_points_and_line_are_drawn_in_the_nearest_cells(drawn, m, b, nudge, scale):  # oracle
    corners = [(0, 0), (59, 14)]  # so that a cell is 1 wide and 1 high, times the scale
    X, y = columns(corners + [(column + nudge, row - nudge) for column, row in drawn])
    picture = cells(plot([scale * x - 7 for x in X], y, m / scale, b + nudge + 7 * m / scale))
    for row, column in itertools.product(range(15), range(60)):
        has_point, on_line = (column, row) in corners + drawn, m * column + b == row
        marks = "+" if has_point and on_line else "=" if on_line else ".:oO@" if has_point else " "
        assert picture[row][column] in marks

def test_the_more_points_share_a_cell_the_darker_it_is():
    marks = [cells(plot([0, 1] + [0.5] * n, [0, 1] + [0.5] * n, 0, 9))[7] for n in range(1, 18)]
    assert "".join(marks).split() == list(".::ooooOOOOOOOO@@")

def test_the_picture_has_its_ranges_at_the_edges():
    lines = plot([-2, 6], [100, 700], 0, 0).splitlines()
    labels = [line[:12].strip() for line in lines[:15]]
    assert "|".join(labels) == "700|||||||400|||||||100"
    assert lines[15] == " " * 13 + "+" + "-" * 60 + "+"
    assert lines[16] == " " * 14 + "-2" + " " * 57 + "6"
    assert lines[17].startswith(" " * 14 + "points: . 1  : 2-3  o 4-7  O 8-15  @ more   line: =")
    assert "1700000005\n" in plot([1.7e9, 1.7e9 + 5], [1, 2], 0, 0)  # seconds since 1970
    lines = plot([3], [5], 0, 5).splitlines()  # if all are the same, the range is 1
    assert "6 |" in lines[0] and "5 |+====" in lines[14] and lines[16].split() == ["3", "4"]
    for size in 1e70, -1e-70, -123456.789:  # and it fits a terminal
        lines = plot([size], [size], 0, 0).splitlines()
        assert len(lines) == 18 and all(len(line) <= 79 and line.isascii() for line in lines)

# The learning rate.

@given(few_tenths)
def test_the_limit_is_two_over_the_sharpest_curvature(drawn):  # oracle
    X = [Fraction(x) for x, _ in drawn]
    # The cost has two curvatures, with this half sum and this product. Floats round by 1e-16.
    half_sum, product = 1 + statistics.mean([x * x for x in X]), 4 * statistics.pvariance(X)
    sharpest = half_sum + math.sqrt(half_sum * half_sum - product)
    assert max_learning_rate(X) == pytest.approx(2 / sharpest, rel=1e-13)

@given(st.lists(st.tuples(digits, digits), min_size=2, max_size=5, unique_by=lambda pair: pair[0]),
       digits, digits, st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)]),
       st.sampled_from([Fraction(1, 2), Fraction(1, 100), Fraction(1, 10**6)]))
# Here an epoch leaves a tenth of the distance, a hundredth of the excess: three are just enough.
@example([(-1, 0), (1, 0)], 1, 1, Fraction(45, 100), Fraction(1, 10**6))
def test_that_many_epochs_leave_at_most_the_share_of_the_excess(drawn, m, b, part, share):  # oracle
    X, y = [list(map(Fraction, column)) for column in columns(drawn)]
    # Nothing is rounded from here on. A short fraction for the rate keeps the others short, too.
    rate = part * Fraction(max_learning_rate(X)).limit_denominator(100)
    assume(rate < max_learning_rate(X))
    epochs = epochs_to_converge(X, rate, share)
    assume(epochs <= 200)  # drops what is drawn if this is false, to be quick
    m_end, b_end, _ = linear_regression(X, y, m, b, epochs, rate)
    best_cost = cost_of(drawn, *least_squares(X, y))
    assert cost_of(drawn, m_end, b_end) - best_cost <= share * (cost_of(drawn, m, b) - best_cost)

@pytest.mark.parametrize("X, rate, epochs", [
    ([-3, 3], 0.01, 342),  # the curvatures are 18 and 2, and 0.98^684 < 1e-6 < 0.98^682
    ([-3, 3], 0.11, 342),  # 1 - 0.11 * 18 is -0.98
    ([2, 2], 0.05, 10),  # all x are the same: of the one curvature, 10, 0.5 is left, and so on
    # Here only a tiny part c of the distance is covered, and log(1 - c) is nearly -c:
    ([2020, 2021], 1e-7, math.log(1e6) / 1e-7 / max_learning_rate([2020, 2021])),
    ([-1, 1], 1 - 2**-52, math.log(1e6) / 2 * 2**51),
])
def test_the_number_of_epochs_is_not_one_too_large(X, rate, epochs):
    assert epochs_to_converge(X, rate) == pytest.approx(epochs, rel=1e-6)

@given(scattered, st.sampled_from([0, 1e9]))
def test_standardized_x_has_mean_0_and_variance_1_and_can_be_undone(drawn, shift):  # round trip
    X = [x + shift for x, _ in drawn]
    Z, mean, stdev = standardize(X)
    assert (statistics.fmean(Z), statistics.pstdev(Z)) == close([0, 1], scale=1)
    assert tuple([z * stdev + mean for z in Z]) == close(X, scale=100 + shift)
    assert epochs_to_converge(Z, 0.5) == 1
    assert standardize(X[:1]) == ([0], X[0], 1) and standardize([0, 2e-70])[0] == [-1, 1]

# Several features, other losses.

four = st.tuples(thirds, thirds, thirds, thirds)

@pytest.mark.parametrize("loss, residual, error, derivative", [
    (squared, 3, 9, 6), (absolute, 3, 3, 1), (absolute, 0, 0, 0), (huber(2), 0.5, 0.25, 1),
    (huber(2), 2, 4, 4), (huber(2), 2.125, 4.5, 4), (huber(2), 4, 12, 4), (huber(2), 9, 32, 4)])
def test_the_losses_at_their_boundaries(loss, residual, error, derivative):
    assert loss(residual) == (error, derivative) and loss(-residual) == (error, -derivative)

@given(points, thirds, thirds, st.integers(1, 4))
def test_one_feature_and_squared_errors_give_the_ten_lines(drawn, m, b, epochs):  # oracle
    X, y = columns(drawn)
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, [m], b, epochs, safe_rate(drawn))
    assert (weight, bias, cost) == descend(drawn, m, b, epochs)

@given(st.lists(four, min_size=1, max_size=4), four,
       st.sampled_from([squared, absolute, huber(1), huber(Fraction(5, 2))]))
def test_a_step_goes_down_the_slope_for_three_features_and_any_loss(drawn, start, loss):  # oracle
    rows, y = [list(row[:3]) for row in drawn], [row[3] for row in drawn]
    rate = 1 / (2 + 2 * sum([x * x for row in rows for x in row]))

    def cost_at(model):
        return statistics.mean([loss(y_i - sum([w * x for w, x in zip(model, [*row, 1])]))[0]
                                for row, y_i in zip(rows, y)])

    weights, bias, cost = gradient_descent(rows, y, start[:3], start[3], 1, rate, loss)
    assert cost == cost_at(start)
    # The cost is convex, and so nowhere below its tangent at the start. A millionth away, to either
    # side, it is below any line that is steeper or flatter than the tangent by 1e-4.
    for i, nudge in itertools.product(range(4), [Fraction(1, 10**6), Fraction(-1, 10**6)]):
        slope = (start[i] - [*weights, bias][i]) / rate
        nudged = [*start[:i], start[i] + nudge, *start[i + 1:]]
        assert cost_at(nudged) >= cost + slope * nudge

@given(st.lists(st.integers(-9, 9).map(lambda n: n * 1e5), min_size=5, max_size=5),
       st.sampled_from([(absolute, 0.03), (huber(0.03), 0.5)]))
def test_on_standardized_y_a_robust_loss_finds_the_median_of_y(y, how):  # oracle
    (loss, rate), (Z, mean, stdev) = how, standardize(y)
    # The one feature is 0, so only the bias counts. It begins at the mean, at most a stdev from the
    # median, and moves towards that: by 0.03 / 5 or more in each epoch, until it is 0.03 away.
    _, bias, _ = gradient_descent([[0]] * 5, Z, epochs=200, learning_rate=rate, loss=loss)
    assert abs(bias * stdev + mean - statistics.median(y)) <= 0.03 * stdev

# Any number of points.

@given(few_tenths, st.sampled_from([1, 1e6, -1e9, 1e12]), st.sampled_from([0, 1e6, -1e9]))
@example([(0, 1e9), (1e-9, -1e9)], 0, 0)
def test_the_averages_of_floats_are_good_to_13_digits(drawn, outlier, shift):  # oracle
    pairs = [*drawn, (outlier, -3 * outlier)]
    pairs = pairs[::2] + pairs[1::2]  # the outlier is in the middle or at the end
    X, y = columns([(x + shift, y - shift) for x, y in pairs])
    x_mean, y_mean, x_var, xy_cov, y_var = exact_averages(X, y)
    x_stdev, y_stdev = math.sqrt(x_var), math.sqrt(y_var)
    assert averages(X, y) == (
        close([x_mean], abs(x_mean) + x_stdev) + close([y_mean], abs(y_mean) + y_stdev)
        + close([x_var], x_var) + close([xy_cov], x_stdev * y_stdev) + close([y_var], y_var))

def test_nanoseconds_since_1970_keep_their_digits():
    X = [17 * 10**17 + i for i in range(10)]  # which floats cannot tell apart
    assert averages(X, X)[2:] == (8.25, 8.25, 8.25) and standardize(X)[2] ** 2 == 8.25

@given(st.tuples(thirds, thirds, thirds.map(abs), thirds, thirds.map(abs)))
def test_three_points_are_made_or_refused_as_the_covariance_allows(drawn):  # round trip
    _, _, x_var, xy_cov, y_var = drawn
    if xy_cov * xy_cov > x_var * y_var:
        with pytest.raises(ValueError, match="no points have x_var"):
            three_points(*drawn)
    else:
        assert exact_averages(*three_points(*drawn)) == close(drawn, scale=10)

def test_a_covariance_that_rounding_made_too_large_is_accepted():
    assert three_points(0, 0, 4, 6 * (1 + 0.9e-6), 9)[0][0] > 0

@given(few_tenths, tenths, tenths, st.integers(1, 5), st.sampled_from([0.01, 0.5, 0.99]))
def test_on_condensed_points_the_descent_is_the_same(drawn, m, b, epochs, part):  # metamorphic
    X, y = columns(drawn)
    rate = part * max_learning_rate(X)
    *line, cost = linear_regression(X, y, m, b, epochs, rate)
    # Residuals are up to about 1e4, and their squares 1e8.
    assert linear_regression(*condense(X, y), m, b, epochs, rate) == (
        close(line, scale=1e4) + close([cost], scale=1e8))

# What is refused.

any_number = st.floats() | st.integers(-(10**400), 10**400) | st.floats(-1e9, 1e9) | thirds
any_points = st.lists(st.tuples(any_number, any_number), min_size=1, max_size=5) | few_tenths

@pytest.mark.parametrize("call", [
    lambda X, y: linear_regression(X, y, epochs=5, learning_rate=max_learning_rate(X) / 2),
    lambda X, y: linear_regression(standardize(X)[0], y, epochs=5, learning_rate=0.4),
    lambda X, y: gradient_descent([[x] for x in X], y, [y[0]], X[0], 5, 1e-6, huber(1)),
    lambda X, y: [mean_squared_error(X, y, y[0], 1), *averages(X, y), *standardize(X)],
    lambda X, y: epochs_to_converge(X, max_learning_rate(X) / 2),
    condense,
    lambda X, y: plot(X, y, y[0], X[0]),
])
@given(drawn=any_points)
@example([(10**400, 10**400), (-(10**400), 0.5)])
@example([(1e70, 1e70), (-1e70, -1e70), (0, 0)])
@example([(5e-324, 1e-200), (1e-160, 2e-200)])
def test_any_numbers_give_finite_results_and_only_extreme_ones_are_refused(call, drawn):
    X, y = columns(drawn)
    before = repr((X, y))
    try:
        assert not re.search("inf|nan", repr(call(X, y)))
    except (ValueError, OverflowError):
        assert not all([number == 0 or 0.01 <= abs(number) <= 99 for number in X + y])
    assert repr((X, y)) == before  # and nothing is changed

@given(few_tenths, st.sampled_from(["1", "", None, [1], (), {}, b"1", object(), math.nan,
       math.inf, -math.inf, 10**400, 1e71, -1e71]), st.sampled_from("Xy"), st.integers(0, 1))
@example([(1, 1), (2, 2)], 1.1e70, "X", 0)
def test_what_is_not_a_number_or_too_large_is_refused_with_its_place(drawn, thing, name, i):
    X, y = columns(drawn)
    (X if name == "X" else y)[i] = thing
    with pytest.raises(ValueError, match="^" + re.escape(f"{name}[{i}] is {thing!r:.60}: ")):
        condense(X, y)

@pytest.mark.parametrize("call", [
    "linear_regression([], [])", "mean_squared_error([], [], 0, 0)", "train_test_split([], [])",
    "plot([], [], 0, 0)", "max_learning_rate([])", "epochs_to_converge([], 0.1)", "standardize([])",
    "averages([], [])", "condense([], [])"])
def test_an_empty_list_is_refused(call):
    with pytest.raises(ValueError, match="^X has length 0: it must be at least 1"):
        eval(call)

@pytest.mark.parametrize("call, message", [
    ("linear_regression([1, 2], [1])", "y has length 1: it must be 2"),
    ("linear_regression([1], [1], epochs=0)", "epochs is 0: it must be at least 1"),
    ("linear_regression([1], [1], '2')", "m_current is '2': give a number of at most 1e70 in size"),
    ("linear_regression([1], [1], 2, None)", "b_current is None"),
    ("linear_regression([-1, 1], [1, 5], learning_rate=1.0)",
     "learning_rate is 1.0: take one above 0 and below 1.0, or standardize X"),
    ("linear_regression([2], [1], learning_rate=Fraction(1, 5))", "learning_rate is 1/5"),
    ("mean_squared_error([1], [1], '1', 1)", "m is '1'"),
    ("mean_squared_error([1], [1], 1, math.inf)", "b is inf"),
    ("plot([1], [1], math.nan, 0)", "m is nan"),
    ("plot([1], [1], 0, math.nan)", "b is nan"),
    ("train_test_split([1, 2], [1])", "y has length 1: it must be 2"),
    ("train_test_split([1, 2], [1, 2], 1.0)", "test_size is 1.0: each part of 2 points needs a"),
    ("train_test_split([1, 2], [1, 2], 0)", "test_size is 0"),
    ("train_test_split([1, 2], [1, 2], 2)", "test_size is 2"),
    ("standardize([1, '2'])", "X[1] is '2'"),
    ("max_learning_rate([1, math.nan])", "X[1] is nan"),
    ("epochs_to_converge([-1, 1], 0)", "learning_rate is 0: take one above 0 and below 1.0, or st"),
    ("epochs_to_converge([1, 2], 0.1, 0)", "share is 0: it must be above 0 and below 1"),
    ("epochs_to_converge([1, 2], 0.1, 1)", "share is 1"),
    ("gradient_descent([], [])", "y has length 0"),
    ("gradient_descent([[1]], [1, 2])", "rows has length 1: it must be 2"),
    ("gradient_descent([[]], [1])", "rows[0] has length 0"),
    ("gradient_descent([1], [1])", "rows[0] is 1: give a list"),
    ("gradient_descent([[1], [1, 2]], [1, 2])", "rows[1] has length 2: it must be 1"),
    ("gradient_descent([[1, 2], [3, math.nan]], [1, 2])", "rows[1][1] is nan"),
    ("gradient_descent([[1, 2]], [1], ['1', 2])", "weights[0] is '1'"),
    ("gradient_descent([[1, 2]], [1], [1])", "weights has length 1: it must be 2"),
    ("gradient_descent([[1]], [1], bias=math.inf)", "bias is inf"),
    ("gradient_descent([[1]], [1], epochs=0)", "epochs is 0"),
    ("gradient_descent([[Fraction(1)] * 2] * 2, [1, 1], learning_rate=Fraction(1, 3))",
     "learning_rate is 1/3: take one above 0 and below 0.3333333333333333, or standardize each"),
    ("huber(0)", "delta is 0: it must be a number above 0"),
    ("huber(-1)", "delta is -1"),
    ("huber(math.nan)", "delta is nan"),
    ("huber('1')", "delta is '1'"),
    ("three_points(None, None, None, None, None)", "x_mean is None"),
    ("three_points(0, math.inf, 1, 0, 1)", "y_mean is inf"),
    ("three_points(0, 0, -1, 0, 1)", "no points have x_var -1"),
    ("three_points(0, 0, math.inf, 0, 1)", "no points have x_var inf"),
    ("three_points(0, 0, 0, 0, -1)", "no points have x_var 0.0, xy_cov 0.0 and y_var -1"),
    ("three_points(0, 0, 4, -6 * (1 + 1.1e-6), 9)", "no points have"),  # up to 1e-6 is rounding
])
def test_an_invalid_argument_is_refused_with_its_name(call, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        eval(call)

def array(values):
    """Stand in for an array, a column or a number of NumPy or pandas: all have a tolist."""
    return SimpleNamespace(tolist=lambda: values)

@pytest.mark.parametrize("kind", [tuple, array, lambda values: list(map(array, values)),
                                  lambda values: [values[0], *map(array, values[1:])]])
@given(drawn=digit_points)
def test_any_sequence_and_any_array_is_accepted(kind, drawn):  # metamorphic
    X, y = columns(drawn)
    for function in (condense, lambda X, y: [max_learning_rate(X), standardize(y)],
                     lambda X, y: mean_squared_error(X, y, 1, 2), lambda X, y: plot(X, y, 1, 2),
                     lambda X, y: train_test_split(X, y, seed=1)):
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
    """Return m, b and cost as `--quiet` prints them, and its messages."""
    status, out, err = run("--quiet", *arguments, text=text)
    assert status == 0, err
    return [*map(float, out.split()), err]

def read(text, *arguments):
    """Return the line after one epoch, to see quickly which points were read."""
    return fitted(text, "--epochs", "1", *arguments)[:3]

def table(pairs):
    """Return pairs of x and y as the text of a table."""
    return "".join([f"{float(x)},{float(y)}\n" for x, y in pairs])

@given(scattered, st.sampled_from([0, 1e6, -1e9, 1e12]), st.sampled_from([0, 1e6, -1e9]))
def test_a_table_is_fitted_by_least_squares_even_far_from_0(drawn, right, up):  # oracle
    X, y = columns([(x + right, y + up) for x, y in drawn])
    best_m, best_b = least_squares(X, y)
    m, b, cost, said = fitted(table(zip(X, y)))
    # 1000 epochs at 0.1 leave 0.8^1000 = 1e-97 of the distance. The rest is rounding.
    assert (m,) == close([best_m], scale=1e2)
    error = (Fraction(m) - best_m) * statistics.mean(map(Fraction, X)) + Fraction(b) - best_b
    # At the mean of x it is due to five roundings, of numbers of the size of m * x and y.
    assert abs(error) <= 1e-15 * (abs(m * right) + abs(up)) + 1e-13 * 1e2
    assert cost == mean_squared_error(X, y, m, b) and "The descent has converged" in said

@given(scattered)
def test_raw_is_the_ten_lines_on_the_table_as_it_is(drawn):  # oracle
    m, b, _ = linear_regression(*columns(drawn))  # as x is below 100, a rate of 0.0001 converges
    assert tuple(fitted(table(drawn), "--raw")[:2]) == close([m, b], scale=1e2)

@given(scattered, st.sampled_from([0, 1e5]), st.integers(1, 99),
       st.sampled_from([[], ["--raw", "--learning-rate", "5e-5"]]))
def test_the_verdict_is_true(drawn, up, epochs, how):  # oracle
    X, y = [Fraction(x) for x, _ in drawn], [Fraction(y + up) for _, y in drawn]
    best, y_var = mean_squared_error(X, y, *least_squares(X, y)), statistics.pvariance(y)
    _, _, cost, said = fitted(table(zip(X, y)), "--epochs", str(epochs), *how)
    if "The descent has converged" in said:  # within a millionth, or what rounding y costs
        assert cost <= 1.000001 * best + 1e-12 * y_var + (1e-15 * max(map(abs, y))) ** 2
    else:
        shown = re.search(r"not converged: the best line costs (\S+)\. Take\n", said)[1]
        assert float(shown) == pytest.approx(float(best), rel=1e-5, abs=1e-12 * y_var)  # 6 digits
        assert cost > best + 1e-13 * y_var

@given(scattered, st.sampled_from([[], ["--raw"]]))
@example([(0, 52), (2, 58), (4, 70)], ["--raw"])
@example([(2018.5, 1e6), (2019.5, 1e6 + 3), (2024, 1e6 + 1)], [])
def test_the_advice_of_the_verdict_works_taken_literally(drawn, raw):  # round trip
    said = fitted(table(drawn), "--epochs", "1", "--learning-rate", "1e-6", *raw)[3]
    assume("not converged" in said)  # as when all y are 0
    advice, epochs, tip = re.search(r"Take\n(.* --epochs (\d+))(.*)\.\n$", said).groups()
    assert tip == (", or 0.5 without --raw" if raw else "")
    assert "has converged" in fitted(table(drawn), "--learning-rate", "0.5")[3]
    assume(not raw or int(epochs) < 1e5)  # to be quick
    assert "has converged" in fitted(table(drawn), *advice.split(), *raw)[3]

@pytest.mark.parametrize("between, note", [("\t", "a; b, c"), (";", "a, b"), ("; ", "a, b"),
                                           (",", "a b"), (", ", "a b"), (" ", "a"), ("   ", "a")])
@given(drawn=scattered, header=st.sampled_from([[], [("x", "größe", "note")]]),
       quote=st.sampled_from(["", '"']), end=st.sampled_from(["\n", "\r\n", "\r"]),
       bom=st.sampled_from(["", "\ufeff"]), above=st.sampled_from(["", "\n  \n", '# a\n#, "1\n']))
def test_separators_quotes_and_line_ends_do_not_matter(
        between, note, drawn, header, quote, end, bom, above):  # metamorphic
    rows = header + [(x, y, "a\t;, b" if quote else note) for x, y in drawn]
    lines = [between.join([f"{quote}{field}{quote}" for field in row]) for row in rows]
    text = bom + (above + "\n".join(lines)).replace("\n", end)
    assert read(text) == read(table(drawn))

@given(scattered)
def test_decimal_commas_empty_lines_and_empty_fields_at_the_end_are_read(drawn):  # metamorphic
    text = table(drawn).replace(",", ";").replace(".", ",")
    first, rest = text.split("\n", 1)
    assert read(text) == read(first + " \n\n" + rest.replace("\n", "; \n \n")) == read(table(drawn))

@given(scattered)
def test_columns_are_found_by_name_and_by_number(drawn):  # metamorphic
    text = "score,text,2018,text\n" + "".join([f"{y},a,{x},b\n" for x, y in drawn])
    for x, y in itertools.product(["2018", "3"], ["score", "1"]):
        assert read(text, "--x", x, "--y", y) == read(table(drawn))
    assert "columns 3 and 1 ('2018', 'score'), lines" in run("--x", "3", "--y", "1", text=text)[1]

bad_fields = st.sampled_from(["", "n/a", "nan", "inf", "\u22125", "1 2", "#N/A", "#12"])
bad_rows = bad_fields.map("{},7".format) | bad_fields.map("7,{}".format) | st.just("7")

@given(scattered, st.lists(st.tuples(st.integers(1, 9), bad_rows), max_size=3))
def test_skip_gives_the_line_of_the_rows_that_are_left(drawn, broken):  # metamorphic
    lines = table(drawn).splitlines()
    for at, row in broken:
        lines.insert(at, row)
    *line, said = fitted("\n".join(lines), "--skip")
    assert line == fitted(table(drawn))[:3]
    assert said.startswith(f"{len(drawn)} points") and f"skipped: {len(broken)}\n" in said

@given(scattered, st.integers(1, 99))
def test_each_row_shows_the_end_of_a_run_of_that_many_epochs(drawn, epochs):  # oracle
    rows = run("--epochs", str(epochs), text=table(drawn))[1].splitlines()
    for epoch, row in zip([*[3**i for i in range(5) if 3**i < epochs], epochs], rows[1:]):
        m, b, cost, _ = fitted(table(drawn), "--epochs", str(epoch))
        shown = re.fullmatch(rf"epoch {epoch} +cost (\S+) +y = (\S+) x (\S+)", row).groups()
        # Six digits are shown. A cost is rounded by 1e-16 of y^2, and b by 1e-16 of m * x.
        assert list(map(float, shown)) == pytest.approx([cost, m, b], rel=1e-5, abs=1e-9)

@given(scattered, st.integers(1, 99))
def test_the_lines_below_the_picture_say_what_quiet_says(drawn, epochs):  # oracle
    m, b, cost, said = fitted(table(drawn), "--epochs", str(epochs))
    _, below = run("--epochs", str(epochs), text=table(drawn))[1].split(plot(*columns(drawn), m, b))
    answer = r"\ny = (\S+) x (. \S+)\nmean squared error (\S+), R\^2 \S+\n"
    slope, intercept, error = re.match(answer, below).groups()
    assert (slope, error) == (f"{m:.12g}", f"{cost:.6g}") and below.endswith("\n" + said)
    # The intercept is rounded to 12 digits of m * x and y, and these are below 1e4.
    assert float(intercept.replace(" ", "")) == pytest.approx(b, rel=1e-11, abs=1e-8)
    assert below.count("\n") <= 6  # with the picture, 23 of a terminal's 24 lines are used

@given(scattered)
def test_r_squared_is_the_slope_of_y_on_x_times_that_of_x_on_y(drawn):  # oracle
    assume(len({y for _, y in drawn}) > 1)
    (m, _), (back, _) = least_squares(*columns(drawn)), least_squares(*columns(drawn)[::-1])
    shown = re.search(r"R\^2 (\S+)", run(text=table(drawn))[1])[1]
    assert float(shown) == pytest.approx(float(m * back), rel=1e-5, abs=1e-13)  # it shows 6 digits

any_float = st.floats(-1e9, 1e9) | st.floats(allow_nan=False, allow_infinity=False)
tables = st.lists(st.tuples(any_float, any_float), min_size=2).map(table)

@given(st.text() | st.text("012.,;e-#\"' \t\n\rxy") | tables,
       st.sampled_from([[], ["--raw"], ["--x", "0", "--y", "1"], ["--skip"]]))
@example("1,2\n" + '"' + "3" * 200000, [])
@example("1,1e-200\n2,3e-200", [])
@example("1e-200,3e-155\n2e-155,0", ["--raw"])
@example("1,1\n1.0000000000000002,1e69", [])
def test_any_text_is_fitted_or_refused_in_one_line(text, arguments):
    status, out, err = run("--quiet", "--epochs", "9", *arguments, text=text)
    if status == 0:
        assert all(math.isfinite(float(number)) for number in out.split())
    else:
        assert status == 2 and re.fullmatch("linreg.py: .+\n", err)

@pytest.mark.parametrize("text, arguments, message", [
    ("x,y\n", "", "no row has numbers in columns 1 and 2"),
    ("", "", "no row has numbers in columns 1 and 2"),
    ("1,2\n\n\n3,\u2212 5\n", "", "line 4 is ['3', '\u2212 5']: it should have 2 fields, with num"),
    ("# a\n\n1\t2\n1\t2,5\n", "", "line 4 is ['1', '2,5']"),
    ("x y z\n1 2 3\n4  5\n", "", "line 3 is ['4', '5']: it should have 3 fields, wi"),
    ('"x" "y"\n"1" 1 2\n', "", "line 2 is ['1', '1', '2']"),
    ("x,y\n1,5,2,5\n", "--x 2 --y 1", "2 fields, with numbers in columns 2 and 1; choose columns"),
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
def test_what_cannot_be_fitted_is_refused_in_one_line(text, arguments, message):
    status, out, err = run(*arguments.split(), text=text)
    assert (status, out) == (2, "") and message in err and err.count("\n") == 1

@pytest.mark.parametrize("text, arguments, expected", [
    ("2,1\n1,2\n", "", "2 points, x and y from columns 1 and 2 (no header), lines"),
    ("n/a,1\n1,2\n2,2\n", "", "2 points, x and y from columns 1 and 2 ('n/a', '1'), lines"),
    ("2020,2021\n1,2\n2,4\n", "--x 0 --y 2021", "2 points, x and y from columns 0 and 2 ("),
    ("2020,2021\n1,2\n2,4\n", "--x 2020", "2 points, x and y from columns 1 and 2 ('2020', '2021"),
    ("x y \n1 2\n 2 3 \n", "", "2 points, x and y from columns 1 and 2 ('x', 'y'), lines"),
    ("1,2,a\n2,4\n", "", "2 points, x and y from columns 1 and 2 (no header), lines"),
    ("x,y\n1,2\n2,4\n", "--skip", "('x', 'y'), lines skipped: 0\n"),
    ("\ty\n1\t2\n2\t4\n", "", "columns 1 and 2 ('', 'y'), lines"),  # as pandas writes an index
    ("hours ,y\n1,2\n2,4\n", "--x hours", "columns 1 and 2 ('hours', 'y'), lines"),
    ("5\nn/a\n9\n", "--x 0 --y 1 --skip", "y = 2 x + 3\n"),
    ("5\nn/a\n9\n", "--x 1 --y 0 --skip", "y = 0.5 x - 1.5\n"),
    ("1,2\n2,4\n3,6\n", "", "y = 2 x + 0\n"),  # as a float, the intercept is 4.4e-16
    ("1,2e6\n2,4e6\n3,6e6\n7,14e6\n", "", "y = 2000000 x + 0\n"),
    ("-1,0.1\n0,0.2\n1,-0.3\n", "", "y = -0.2 x + 0\n"),
    ("1e-9,1e9\n0,-1e9\n", "", "y = 2e+18 x - 1000000000\n"),
    ("1,7\n2,7\n", "", "y = 0 x + 7\nmean squared error 0, R^2 nan\n"),
    (None, "", "10000 points, made up around y = 7.6 x - 3.3, as no FILE is given\nThe descent h"),
    (None, "--epochs 1", "costs 8.96734. Take\n--learning-rate 0.5 --epochs 1.\n"),
    (None, "--version", f"linreg.py {linreg.__version__}\n"),
    (None, "--help", "--learning-rate R  step size (0.1; with --raw 0.0001)\n"),
])
def test_the_output_says_what_was_read_and_found(text, arguments, expected):
    status, out, err = run(*arguments.split(), text=text)
    assert (status, err) == (0, "") and expected in out

def test_watch_clears_the_screen_for_each_row_and_draws_the_picture_above_it(monkeypatch):
    pauses = []
    monkeypatch.setattr(linreg.time, "sleep", pauses.append)
    how = ["--epochs", "1", "--learning-rate", "0.5"]
    (X, y), (m, b, _, _) = make_data(), fitted(None, *how)
    first, *rest = run(*how)[1].splitlines(keepends=True)
    assert run("--watch", *how)[1] == "".join([
        "\x1b[2J\x1b[H", plot(X, y, 0, 0), "\n", first,
        "\x1b[2J\x1b[H", plot(X, y, m, b), "\n", *rest])
    assert pauses == [0, 0, 0.5, 0.5]

def start(*arguments, stdout=subprocess.PIPE):
    """Start the program by itself; -I lets it see only its own file."""
    return subprocess.Popen([sys.executable, "-I", "linreg.py", *arguments], cwd=HERE,
                            stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE)

def test_a_table_may_be_piped():
    assert b"2 points" in start("-", "--quiet").communicate(b"1,2\n2,4\n")[1]

@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="for Linux")
def test_a_full_disk_is_a_one_line_error_and_a_closed_pipe_is_none():
    with open("/dev/full", "w") as full:
        process = start(stdout=full)
    assert re.fullmatch(b"linreg.py: .*No space left.*\n", process.communicate()[1])
    assert process.returncode == 2
    process = start()
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)

@pytest.mark.skipif(os.name == "nt", reason="signals work differently there")
def test_ctrl_c_ends_it_quietly():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # "ignored" would be passed on
    process = start("--watch")
    process.stdout.readline()  # so it has begun
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == b"" and process.returncode == 130

# The README.

README = (HERE / "README.md").read_text(encoding="utf-8")

def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)

def test_the_readme_shows_the_ten_lines_as_they_are():
    function = inspect.getsource(linear_regression)
    code = re.sub('    """.*?"""\n|    #[^\n]*\n', "", function, flags=re.DOTALL).strip()
    assert len(code.splitlines()) == 10
    assert re.sub(r"  # \d+\n", "\n", blocks("python")[0]).strip() == code

def test_the_readme_works_one_epoch_by_hand_as_the_code_does():
    for left, right in re.findall(r"([-\d(][^=]*) = (-?[\d.]+)", blocks("text")[0]):
        assert eval(left) == pytest.approx(float(right))
    m, b, cost = linear_regression([1, 2], [5, 7], epochs=1, learning_rate=0.1)
    found = mean_squared_error([1, 2], [5, 7], m, b)
    assert f"y = {m:.1f} x + {b:.1f}, costs {found:.3f}, a tenth of {cost:.0f}" in README
    nudged = mean_squared_error([1, 2], [5, 7], 0.001, 0)
    assert f"{nudged:.3f}, which is 37 - 19 * 0.001" in README

def test_the_readme_shows_the_costs_at_each_rate(monkeypatch):
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
