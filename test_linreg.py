"""The laws of linreg.py, which are a lesson in property testing, too.

A law is a sentence that holds for any points, such as "the order of the points does not matter". A
test states it once, and Hypothesis looks for points that break it. How to read one:

    points = st.lists(st.tuples(exact, exact), min_size=1, max_size=5)

is a strategy: it tells which values may come, here lists of one to five pairs of numbers.

    @given(points, exact, exact)
    def test_a_sentence_that_holds(drawn, m, b):

is the law. Hypothesis calls it many times; each time it draws one value from each strategy. If an
`assert` fails, it looks for the simplest values that still fail, the counter-example. Divide by
N + 1 in line 5 of the ten lines, and the law of the cost below says

    E       assert Fraction(1, 18) == Fraction(1, 9)
    E       Failing test case: test_the_cost_is_that_of_the_line_before_the_last_step(
    E           drawn=[(Fraction(0, 3), Fraction(0, 3))],
    E           m=Fraction(0, 3),
    E           b=Fraction(1, 3),
    E       )

One point at (0, 0) and the line y = 1/3: simple enough to see what is wrong. A law must not repeat
the code that it tests. Each holds it against something else, and a word beside it says what:

    oracle        another way to the same result, such as the standard library
    metamorphic   the data change in some way, and the result must change in a way that is known
    invariant     what never changes, or only in one direction
    round trip    there and back again
    commuting     two ways through different functions lead to the same place

Where a law is exact it is tried on fractions and compared with `==`. Where floats round, the
tolerance comes from the theory, and its reason stands beside it.
"""
import contextlib
import io
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
from collections import deque
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import linreg
from linreg import (
    absolute, averages, condense, gaussian, gradient_descent, huber, linear_regression, main,
    make_data, max_learning_rate, mean_squared_error, plot, squared, standardize, three_points,
    train_test_split,
)

# "few" draws the same examples on every run, so that no law fails just now and then. To look
# further: LAWS=many python -m pytest, for a thousand examples, others on every run. (Without a
# deadline, no law fails for being slow.)
settings.register_profile("few", derandomize=True, deadline=None, max_examples=15)
settings.register_profile("many", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("LAWS", "few"))

HERE = Path(__file__).parent
SOURCE = (HERE / "linreg.py").read_text(encoding="utf-8")
README = (HERE / "README.md").read_text(encoding="utf-8")

# Thirds, because floats cannot hold them: were one number on the way a float, `==` would fail.
# map changes what is drawn, here n to n/3.
exact = st.integers(-20, 20).map(lambda n: Fraction(n, 3))
points = st.lists(st.tuples(exact, exact), min_size=1, max_size=5)


def columns(pairs):
    """Return pairs of x and y as two lists."""
    return [x for x, y in pairs], [y for x, y in pairs]


def mean_square(numbers):
    return statistics.mean([number * number for number in numbers])


def safe_rate(X):
    """Return half of 1 / (1 + mean of x^2), a rate at which descent on X is sure to converge."""
    return Fraction(1, 2) / (1 + mean_square(X))


# The ten lines. Four laws to begin with.


@given(points, exact, exact)
def test_neither_the_order_of_the_points_nor_having_each_twice_matters(drawn, m, b):  # metamorphic
    X, y = columns(drawn)
    rate = safe_rate(X)
    assert linear_regression(X[::-1] + X, y[::-1] + y, m, b, 3, rate) == (
        linear_regression(X, y, m, b, 3, rate))


@given(points, exact, exact)
def test_the_cost_is_that_of_the_line_before_the_last_step(drawn, m, b):  # oracle
    X, y = columns(drawn)
    _, _, cost = linear_regression(X, y, m, b, epochs=1, learning_rate=safe_rate(X))
    assert cost == mean_square([y_i - (m * x_i + b) for x_i, y_i in drawn])


@given(points, exact, exact, st.integers(1, 4), st.integers(1, 4))
def test_some_epochs_and_then_more_are_all_of_them_at_once(drawn, m, b, some, more):  # commuting
    X, y = columns(drawn)
    rate = safe_rate(X)
    m_some, b_some, _ = linear_regression(X, y, m, b, some, rate)
    assert linear_regression(X, y, m_some, b_some, more, rate) == (
        linear_regression(X, y, m, b, some + more, rate))


@given(points, exact, exact)
def test_in_a_mirror_the_slope_changes_its_sign(drawn, m, b):  # metamorphic
    X, y = columns(drawn)
    rate = safe_rate(X)
    m_end, b_end, cost = linear_regression(X, y, m, b, 3, rate)
    mirrored = [-x_i for x_i in X]
    assert linear_regression(mirrored, y, -m, b, 3, rate) == (-m_end, b_end, cost)


# Now laws that say more. Read the name first, then what is drawn, then the last line.


@given(points, exact, exact, exact, exact, exact)
def test_stretching_tilting_and_lifting_y_does_so_to_the_line(  # metamorphic
    drawn, m, b, stretch, tilt, lift
):
    X, y = columns(drawn)
    rate = safe_rate(X)
    m_end, b_end, cost = linear_regression(X, y, m, b, 3, rate)
    moved = [stretch * y_i + tilt * x_i + lift for x_i, y_i in drawn]
    assert linear_regression(X, moved, stretch * m + tilt, stretch * b + lift, 3, rate) == (
        stretch * m_end + tilt, stretch * b_end + lift, stretch * stretch * cost)


@given(st.lists(st.tuples(exact, exact, exact), min_size=1, max_size=5), exact, exact)
def test_the_path_of_a_sum_is_the_sum_of_the_paths(drawn, m, b):  # metamorphic
    X, y, others = ([point[i] for point in drawn] for i in range(3))
    rate = safe_rate(X)
    m_1, b_1, _ = linear_regression(X, y, m, b, 3, rate)
    m_2, b_2, _ = linear_regression(X, others, b, m, 3, rate)  # from another line
    both = [y_i + other for y_i, other in zip(y, others)]
    assert linear_regression(X, both, m + b, b + m, 3, rate)[:2] == (m_1 + m_2, b_1 + b_2)


@given(points, exact, exact, exact, exact)
def test_two_descents_never_drift_apart(drawn, m_1, b_1, m_2, b_2):  # invariant
    X, y = columns(drawn)
    apart = (m_1 - m_2) ** 2 + (b_1 - b_2) ** 2  # a step brings no error further from 0
    for _ in range(3):
        m_1, b_1, _ = linear_regression(X, y, m_1, b_1, 1, safe_rate(X))
        m_2, b_2, _ = linear_regression(X, y, m_2, b_2, 1, safe_rate(X))
        before, apart = apart, (m_1 - m_2) ** 2 + (b_1 - b_2) ** 2
        assert apart <= before


@given(points, exact, exact, exact.filter(bool))  # filter(bool) leaves out 0
def test_a_step_goes_against_the_derivatives_of_the_cost(drawn, m, b, h):  # oracle
    X, y = columns(drawn)
    rate = safe_rate(X)
    m_next, b_next, _ = linear_regression(X, y, m, b, epochs=1, learning_rate=rate)
    # The cost is quadratic, so a difference over 2 h is its derivative in the middle, for any h.
    m_rise = mean_squared_error(X, y, m + h, b) - mean_squared_error(X, y, m - h, b)
    b_rise = mean_squared_error(X, y, m, b + h) - mean_squared_error(X, y, m, b - h)
    assert (m_next, b_next) == (m - rate * m_rise / (2 * h), b - rate * b_rise / (2 * h))


def planted(drawn, m, b):
    """Return points in pairs, as far above the line y = m x + b as below it: so it is the best."""
    X = [x for x, _ in drawn] * 2
    return X, [m * x + b + off for x, off in drawn] + [m * x + b - off for x, off in drawn]


@given(points, exact, exact)
def test_at_the_best_line_descent_stays(drawn, m, b):  # invariant
    X, y = planted(drawn, m, b)
    cost = mean_square([off for _, off in drawn])
    assert linear_regression(X, y, m, b, 3, safe_rate(X)) == (m, b, cost)


@given(points, exact, exact, exact, exact)
def test_the_cost_of_a_line_is_the_best_and_the_square_of_the_way_there(  # oracle
    drawn, m, b, best_m, best_b
):
    X, y = planted(drawn, best_m, best_b)
    assert mean_squared_error(X, y, m, b) == mean_square([off for _, off in drawn]) + (
        mean_square([(m - best_m) * x + b - best_b for x in X]))


@given(points, exact, exact)
def test_a_step_lowers_the_cost_by_as_much_as_the_theory_promises(drawn, m, b):  # invariant
    X, y = columns(drawn)
    rate = safe_rate(X)
    m_next, b_next, cost = linear_regression(X, y, m, b, 1, rate)
    # The cost curves by at most L, so a step lowers it by rate * (1 - rate * L / 2) * |gradient|^2.
    L = 2 * (mean_square(X) + 1)
    gradient_squared = ((m_next - m) ** 2 + (b_next - b) ** 2) / rate**2
    promised = rate * (1 - rate * L / 2) * gradient_squared
    assert cost - mean_squared_error(X, y, m_next, b_next) >= promised


# Floats from here on. This is what it is all for, so it is tried on random points of random lines.


def curvatures(X):
    """Return how sharply the cost curves where it does so most, and where it does so least.

    They are the two solutions c of c^2 - 2 * half_sum * c + product = 0.
    """
    half_sum, product = mean_square(X) + 1, 4 * statistics.pvariance(X)
    most = half_sum + math.sqrt(half_sum * half_sum - product)
    return most, product / most


tenths = st.integers(-999, 999).map(lambda n: n / 10)


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=5), tenths, tenths, st.floats(0.3, 0.9))
@example([1, -1], 1.0, 1.0, 0.5)  # always tried, too: a case where one epoch is enough
def test_on_points_of_a_line_descent_finds_the_line(X, m, b, share):  # round trip
    assume(len(set(X)) > 1)  # assume drops what is drawn if this is false
    most, least = curvatures(X)
    rate = share * 2 / most
    # Every epoch multiplies the error by at most this factor, so so many make it a millionth.
    factor = max(abs(1 - rate * most), abs(1 - rate * least), 1e-6)
    epochs = math.ceil(math.log(1e-6) / math.log(factor))
    y = [m * x + b for x in X]
    m_found, b_found, _ = linear_regression(X, y, epochs=epochs, learning_rate=rate)
    # The 1e-9 is for rounding: numbers of up to 1e3, by 1e-16 each, in thousands of epochs.
    assert math.hypot(m_found - m, b_found - b) <= 1.001e-6 * math.hypot(m, b) + 1e-9


rounded_points = st.lists(st.tuples(tenths, tenths), min_size=2, max_size=9)


def spread_out(pairs):
    return statistics.pstdev([x for x, y in pairs]) > 1


varied_points = rounded_points.filter(spread_out)


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


@given(varied_points, tenths, tenths)
def test_on_standardized_x_one_epoch_at_a_half_lands_on_least_squares(drawn, m, b):  # oracle
    X, y = columns(drawn)
    Z, mean, stdev = standardize(X)
    m, b, _ = linear_regression(Z, y, m, b, epochs=1, learning_rate=0.5)
    slope, intercept = map(float, least_squares(X, y))
    # Numbers of up to 1e3 round by 1e-16 of that, 9 of them in a sum; X may be 100 stdevs from 0.
    assert m / stdev == pytest.approx(slope, abs=1e-10)
    assert b - m * mean / stdev == pytest.approx(intercept, abs=1e-8)


def test_a_law_that_looks_right_and_is_not():
    """Moving the points up moves the path up, but moving them to the right does not move it.

    A function with @given is called without arguments, and a counter-example raises its error.
    """
    @given(points, exact)
    def moving_x_moves_the_path(drawn, right):
        X, y = columns(drawn)
        moved = [x_i + right for x_i in X]
        rate = min(safe_rate(X), safe_rate(moved))
        m, b, cost = linear_regression(X, y, 0, 0, 2, rate)
        assert linear_regression(moved, y, 0, 0, 2, rate) == (m, b - m * right, cost)

    with pytest.raises(AssertionError):
        moving_x_moves_the_path()


# The learning rate.


@given(points, exact, exact, st.sampled_from([0.01, 0.3, 0.5, 0.9, 0.999999]))
def test_below_the_limit_the_cost_never_rises(drawn, m, b, share):  # invariant
    X, y = columns(drawn)
    rate, costs = Fraction(share) * Fraction(max_learning_rate(X)), []
    for _ in range(4):
        m, b, cost = linear_regression(X, y, m, b, epochs=1, learning_rate=rate)
        costs.append(cost)
    assert costs == sorted(costs, reverse=True)


@given(rounded_points, st.sampled_from([1, 1 + 1e-15, 2, 1e9, math.inf, math.nan, 0, -1]))
def test_at_and_above_the_limit_and_below_0_a_rate_is_refused(drawn, share):
    X, y = columns(drawn)
    limit = max_learning_rate(X)
    with pytest.raises(ValueError, match=f"above 0 and below {re.escape(repr(limit))}, .*standard"):
        linear_regression(X, y, learning_rate=limit * share)


@given(rounded_points)
def test_the_limit_is_two_over_the_sharpest_curvature(drawn):  # oracle
    X, _ = columns(drawn)
    # Each of the sums and roots in both formulas rounds by a few units of 1e-16.
    assert max_learning_rate(X) == pytest.approx(2 / curvatures(X)[0], rel=1e-13)


@given(varied_points, st.sampled_from([0, 1e9]))
def test_standardized_x_has_mean_0_and_variance_1_and_can_be_undone(drawn, right):  # round trip
    X = [x + right for x, _ in drawn]
    Z, mean, stdev = standardize(X)
    # 9 values of up to about 100 round by 1e-16 of that, and near 1e9 by 1e-7; X varies by over 1.
    off = 1e-13 if right == 0 else 1e-6
    assert mean == pytest.approx(statistics.fmean(X), rel=1e-15, abs=off)
    assert (statistics.fmean(Z), statistics.pstdev(Z)) == (
        pytest.approx(0, abs=off), pytest.approx(1, abs=off))
    assert [z * stdev + mean for z in Z] == pytest.approx(X, rel=1e-15, abs=off)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=9))
def test_standardizing_stretched_and_mirrored_x_gives_the_same_mirrored(X):  # metamorphic
    Z, mean, stdev = standardize(X)
    # 8 is a power of 2, so nothing rounds, if no number is too small to be squared.
    assume(len(set(X)) == 1 or statistics.pstdev(X) > 1e-150)
    assert standardize([-8 * x for x in X]) == (
        [-z for z in Z], -8 * mean, 8 * stdev if len(set(X)) > 1 else 1)


@given(tenths, st.integers(1, 20))
def test_constant_x_standardizes_to_zeros(x, n):
    assert standardize([x] * n) == ([0.0] * n, x, 1.0)


# Several features, other errors.

losses = st.sampled_from([squared, absolute, huber(1), huber(Fraction(5, 2))])
rows_of_three = st.lists(st.tuples(exact, exact, exact, exact), min_size=1, max_size=5)


def features(drawn, k=3):
    """Return rows of k features, y and the limit of the rate, from rows of four numbers."""
    rows = [list(row[:k]) for row in drawn]
    limit = 1 / (1 + sum([mean_square([row[j] for row in rows]) for j in range(k)]))
    return rows, [row[3] for row in drawn], limit


@given(points, exact, exact, st.integers(1, 4))
def test_with_one_feature_and_squared_errors_it_is_the_ten_lines(drawn, m, b, epochs):  # oracle
    X, y = columns(drawn)
    rate = safe_rate(X)
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, [m], b, epochs, rate)
    assert (weight, bias, cost) == linear_regression(X, y, m, b, epochs, rate)


def test_the_defaults_are_those_of_the_article():
    X, y = [1, 2, 3], [4, 5, 7]
    expected = linear_regression(X, y, 0, 0, 1000, 0.0001)
    assert linear_regression(X, y) == expected
    (weight,), bias, cost = gradient_descent([[x] for x in X], y)
    # A step of both is the same but for the order of its products, so 1000 roundings of 1e-16.
    assert (weight, bias, cost) == pytest.approx(expected, rel=1e-12)


@given(rows_of_three, exact, exact, losses)
def test_around_a_planted_plane_descent_with_any_loss_stays(drawn, weight, bias, loss):  # invariant
    rows, offs, limit = features(drawn, k=2)
    weights = [weight, -2 * weight]
    plane = [sum([w * x for w, x in zip(weights, row)]) + bias for row in rows]
    y = [p + off for p, off in zip(plane, offs)] + [p - off for p, off in zip(plane, offs)]
    cost = statistics.mean([loss(off)[0] for off in offs])
    assert gradient_descent(rows * 2, y, weights, bias, 2, limit / 2, loss) == (weights, bias, cost)


@given(rows_of_three, losses)
def test_features_may_be_swapped_mirrored_and_joined_by_zeros(drawn, loss):  # metamorphic
    rows, y, limit = features(drawn, k=2)
    (first, second), bias, cost = gradient_descent(rows, y, [1, 2], 3, 3, limit / 2, loss)
    changed = [[0, row[1], -row[0]] for row in rows]
    assert gradient_descent(changed, y, [7, 2, -1], 3, 3, limit / 2, loss) == (
        [7, second, -first], bias, cost)


@given(rows_of_three, st.lists(exact, min_size=4, max_size=4), losses,
       st.sampled_from([Fraction(1, 100), Fraction(1, 2), Fraction(999, 1000)]))
def test_below_its_limit_a_descent_never_raises_the_cost(drawn, start, loss, share):  # invariant
    rows, y, limit = features(drawn)
    weights, bias, costs = start[:3], start[3], []
    for _ in range(4):
        weights, bias, cost = gradient_descent(rows, y, weights, bias, 1, share * limit, loss)
        costs.append(cost)
    if loss is not absolute:  # its steps do not shrink, so near the minimum they go to and fro
        assert costs == sorted(costs, reverse=True)


@given(rows_of_three, losses, st.sampled_from([1, Fraction(1001, 1000), 10**9, 0, -1]))
def test_at_and_above_its_limit_a_rate_for_rows_is_refused(drawn, loss, share):
    rows, y, limit = features(drawn)
    message = f"above 0 and below {re.escape(repr(float(limit)))}, .*standardize each feature"
    with pytest.raises(ValueError, match=message):
        gradient_descent(rows, y, None, 0, 1, share * limit, loss)


def test_a_rate_that_leads_uphill_is_refused_even_if_the_cost_falls_at_first():
    X = range(-10, 11)
    with pytest.raises(ValueError, match="learning_rate is 0.0273: .* below 0.0265"):
        gradient_descent([[x] for x in X], [1000 + 2 * x for x in X], learning_rate=0.0273)


@given(losses, exact, exact)
def test_a_loss_lies_above_its_tangents(loss, a, b):  # invariant
    (value_a, derivative_a), (value_b, _) = loss(a), loss(b)
    assert value_b >= value_a + derivative_a * (b - a)


@given(losses, exact)
def test_a_loss_is_0_at_0_and_the_same_on_both_sides(loss, residual):  # metamorphic
    value, derivative = loss(residual)
    assert loss(0) == (0, 0) and loss(-residual) == (value, -derivative)


@given(st.integers(1, 40), exact)
def test_huber_of_another_delta_is_huber_of_1_in_another_unit(delta, residual):  # metamorphic
    delta = Fraction(delta, 3)
    value, derivative = huber(1)(residual / delta)
    assert huber(delta)(residual) == (delta**2 * value, delta * derivative)
    assert abs(residual) > delta or huber(delta)(residual) == squared(residual)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=7).filter(lambda y: len(y) % 2))
def test_a_median_minimizes_absolute_errors(y):  # oracle
    # Of an odd number of points at least 1/7 more pull one way, which covers 3 in 3 * 7 * 4 epochs.
    # From there on a step overshoots by no more than itself.
    rate = Fraction(1, 4)
    _, bias, _ = gradient_descent([[0]] * len(y), y, None, 0, 84, rate, absolute)
    assert abs(bias - statistics.median(y)) <= rate


@given(points, st.sampled_from([absolute, huber(1)]))
def test_moving_an_outlier_further_out_moves_only_the_squared_fit(drawn, robust):  # metamorphic
    rows, y = [[x] for x, _ in drawn] + [[1]], [y for _, y in drawn]
    rate = safe_rate([x for x, in rows])

    def fit(outlier, loss):
        return gradient_descent(rows, y + [outlier], None, 0, 3, rate, loss)[:2]

    assert fit(10**4, robust) == fit(10**6, robust)
    assert fit(10**4, squared) != fit(10**6, squared)


@given(points, st.sampled_from([squared, absolute, huber(1)]),
       st.sampled_from([Fraction, Decimal, float]))
def test_the_kind_of_number_that_goes_in_comes_out(drawn, loss, kind):  # invariant
    X, y = [kind(int(x)) for x, _ in drawn], [kind(int(y)) for _, y in drawn]
    rate = kind(1) / (2 + int(max([x * x for x in X])))
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, None, 0, 3, rate, loss)
    line = linear_regression(X, y, 0, 0, 3, rate)
    assert {type(number) for number in [weight, bias, cost, *line]} == {kind}


def test_a_loss_that_leads_to_infinity_is_refused():
    def cliff(residual):
        return 0, 0.01 if residual < 0.95 else math.inf

    with pytest.raises(ValueError, match="infinite number: take a smaller learning_rate"):
        gradient_descent([[0]], [0.9], None, 0, 100, 0.1, lambda residual: cliff(1.8 - residual))


# Any number of points.


@given(points)
def test_the_averages_of_fractions_are_exact(drawn):  # oracle
    assert averages(*columns(drawn)) == exact_averages(*columns(drawn))


@given(rounded_points, st.integers(0, 9), st.sampled_from([1, 1e6, -1e9, 1e12]),
       st.sampled_from([0, 1e6, -1e9]))
def test_the_averages_of_floats_are_good_to_12_digits_of_their_spread(  # oracle
    drawn, at, far, away
):
    pairs = drawn[:at] + [(far, -3 * far)] + drawn[at:]  # an outlier in any row
    X, y = columns([(x + away, y - away) for x, y in pairs])
    x_mean, y_mean, x_var, xy_cov, y_var = map(float, exact_averages(X, y))
    x_off, y_off = 1e-12 * math.sqrt(x_var), 1e-12 * math.sqrt(y_var)
    # 10 numbers, each rounded by 1e-16 of the largest, which is at most 10 standard deviations off.
    assert averages(X, y) == (
        pytest.approx(x_mean, rel=1e-15, abs=x_off), pytest.approx(y_mean, rel=1e-15, abs=y_off),
        pytest.approx(x_var, rel=1e-12), pytest.approx(xy_cov, rel=0, abs=x_off * math.sqrt(y_var)),
        pytest.approx(y_var, rel=1e-12))


def test_many_rows_below_an_outlier_keep_their_digits():
    X, y = make_data(100000)
    X, y = [1e9] + X, [7.6e9] + y
    x_mean, y_mean = math.fsum(X) / len(X), math.fsum(y) / len(y)
    x_var = math.fsum([(x_i - x_mean) ** 2 for x_i in X]) / len(X)
    xy_cov = math.fsum([(x_i - x_mean) * (y_i - y_mean) for x_i, y_i in zip(X, y)]) / len(X)
    # A sum of 1e5 terms rounds by some 1e-16 * sqrt(1e5), and up to 1e-11 at the very worst.
    found = averages(X, y)
    assert averages([1e16, 1e16 + 2], [1e16, 1e16 + 2])[2:] == (1, 1, 1)  # no float is the mean
    assert found[3] / found[2] == pytest.approx(xy_cov / x_var, rel=1e-11)
    assert found[0] == pytest.approx(x_mean, abs=1e-11 * math.sqrt(x_var))


def close(numbers, scale):
    """Return numbers to compare with: 9 terms of the given size, each rounded by 1e-16 of it."""
    return [pytest.approx(float(number), rel=0, abs=1e-13 * scale) for number in numbers]


@given(st.tuples(exact, exact, exact.map(abs), exact, exact.map(abs)))
def test_three_points_are_made_or_refused_as_the_covariance_allows(drawn):  # round trip
    _, _, x_var, xy_cov, y_var = drawn
    if xy_cov * xy_cov > x_var * y_var:
        with pytest.raises(ValueError, match="no points have x_var"):
            three_points(*drawn)
    else:
        assert list(exact_averages(*three_points(*drawn))) == close(drawn, scale=1e2)


@given(st.floats(0.1, 1e3), st.floats(0.1, 1e3), st.sampled_from([-1, 1]))
def test_a_covariance_may_be_rounded_but_not_wrong(x_stdev, y_stdev, sign):
    most = sign * x_stdev * y_stdev
    three_points(0, 0, x_stdev**2, most * (1 + 0.9e-6), y_stdev**2)  # as after very long sums
    with pytest.raises(ValueError, match="no points have"):
        three_points(0, 0, x_stdev**2, most * (1 + 1.1e-6), y_stdev**2)


@given(rounded_points, tenths, tenths, st.sampled_from([0.01, 0.5, 0.99]))
def test_on_the_condensed_points_descent_takes_the_same_path(drawn, m, b, share):  # commuting
    X, y = columns(drawn)
    rate = share * max_learning_rate(X)
    line, line_3 = (m, b), (m, b)
    for _ in range(5):
        *line, cost = linear_regression(X, y, *line, epochs=1, learning_rate=rate)
        *line_3, cost_3 = linear_regression(*condense(X, y), *line_3, 1, rate)
        # Lines and residuals stay below 1e2 and 1e4 here, their squares below 1e8.
        assert [*line_3, cost_3] == [*close(line, scale=1e4), *close([cost], scale=1e8)]


@given(rounded_points, rounded_points)
def test_parts_may_be_condensed_before_they_are_put_together(drawn, others):  # commuting
    X, y = columns(drawn + others)
    X3, y3 = [], []
    for part in drawn, others:
        part_X, part_y = condense(*columns(part))
        X3, y3 = X3 + part_X * len(part), y3 + part_y * len(part)  # weighs as much as before
    assert list(averages(X3, y3)) == close(averages(X, y), scale=1e5)


# Points to try it on.


@given(st.integers(1, 50), tenths, tenths, st.integers())
def test_without_noise_the_made_points_lie_on_the_line(n, m, b, seed):  # oracle
    X, y = make_data(n, m, b, noise=lambda rng: 0, seed=seed)
    assert len(X) == n and all(-10 <= x <= 10 for x in X)
    assert y == [m * x_i + b for x_i in X]
    assert X == make_data(n, seed=seed)[0] != make_data(n, seed=seed + 1)[0]


def test_the_default_points_are_those_of_the_article():  # oracle
    X, y = make_data()
    assert len(X) == len(y) == 10000
    assert (min(X), max(X)) == (pytest.approx(-10, abs=0.02), pytest.approx(10, abs=0.02))
    errors = [y_i - (7.6 * x_i - 3.3) for x_i, y_i in zip(X, y)]
    normal = statistics.NormalDist(0, 3)
    # A share p of N errors is off by at most 5 standard deviations of sqrt(p (1 - p) / N) < 0.005.
    for bound in (-6, -3, -1, 0, 1, 3, 6):
        share = sum([error < bound for error in errors]) / len(errors)
        assert share == pytest.approx(normal.cdf(bound), abs=0.025)
    assert gaussian(random.Random(7)) == random.Random(7).gauss(0, 3)


@given(st.integers(2, 40), st.floats(0.01, 0.99), st.integers())
def test_a_split_loses_no_point_and_doubles_none(n, test_size, seed):  # invariant
    tests = math.ceil(test_size * n)
    assume(tests < n)
    X, y = [[i, -i] for i in range(n)], range(n)
    split = X_train, X_test, y_train, y_test = train_test_split(X, y, test_size, seed)
    assert len(X_test) == len(y_test) == tests
    assert sorted(y_train + y_test) == list(y)
    assert X_train + X_test == [X[i] for i in y_train + y_test]
    assert split == train_test_split(X, y, test_size, seed) == train_test_split(X, y, tests, seed)


def test_a_split_deals_every_point_to_the_test_side_as_often():
    tests = [train_test_split(range(4), range(4), seed=seed)[1][0] for seed in range(400)]
    # 100 of 400 on average, within 5 standard deviations of sqrt(400 * 1/4 * 3/4) < 9.
    assert all(55 < tests.count(i) < 145 for i in range(4))
    assert train_test_split(range(99), range(99)) != train_test_split(range(99), range(99))
    assert len(train_test_split(range(99), range(99))[1]) == 25  # a quarter, rounded up


def cells(picture):
    """Return the 15 rows of 60 characters inside the frame."""
    return [line[14:74] for line in picture.splitlines()[:15]]


@given(varied_points, st.integers(-2, 2), tenths)
def test_points_and_line_stand_where_their_numbers_say(drawn, m, b):  # oracle
    X, y = columns(drawn)
    assume(len(set(y)) > 1)
    picture = cells(plot(X, y, m, b))
    width, height = (max(X) - min(X)) / 59, (max(y) - min(y)) / 14
    for x_i, y_i in drawn:
        column, row = (x_i - min(X)) / width, (max(y) - y_i) / height
        near = [(r, c) for r in range(15) for c in range(60)
                if abs(c - column) < 0.5 + 1e-9 and abs(r - row) < 0.5 + 1e-9]
        assert any(picture[r][c] not in " =" for r, c in near)
    for c in range(60):
        row = (max(y) - (m * (min(X) + c * width) + b)) / height
        drawn_rows = [r for r in range(15) if picture[r][c] in "=+"]
        assert all(abs(r - row) < 0.5 + 1e-9 for r in drawn_rows)
        assert drawn_rows or not -0.5 < row < 14.5


@given(st.integers(1, 40))
def test_the_more_points_share_a_place_the_darker_it_is(n):
    lines = cells(plot([0, 1] + [0.5] * n, [0, 1] + [0.5] * n, 0, 0.1))
    darkness = [sum([line.count(mark) for line in lines]) for mark in ".:oO@"]
    expected = [int(low <= n <= high) for low, high in
                [(1, 1), (2, 3), (4, 7), (8, 15), (16, 40)]]
    assert darkness == [expected[0] + 2, *expected[1:]]  # the points at both ends are single


def test_the_picture_fits_a_terminal_and_has_its_ranges_at_the_edges():
    lines = plot([-2, 6], [100, 700], 0, 300).splitlines()
    labels = [line[:12].strip() for line in lines[:15]]
    assert labels == ["700", *[""] * 6, "400", *[""] * 6, "100"]
    assert lines[16].split() == ["-2", "6"]
    lines = plot([3], [5], 0, 5).splitlines()  # one point: its ranges begin there
    assert lines[16].split() == ["3", "4"] and "5 |+====" in lines[14] and "6 |" in lines[0]
    for far in 1e70, -1e-70, -123456.789, 1e17:
        lines = plot([far], [far], 0, 0).splitlines()
        assert len(lines) == 18 and all(len(line) <= 79 and line.isascii() for line in lines)


# The lesson ends here. From here on the tests say what is refused, what the command line does, and
# that the README is true; they are many small cases more often than laws.

any_numbers = st.lists(st.tuples(*[
    st.floats() | st.integers(-(10**400), 10**400) | st.floats(-1e9, 1e9) | exact] * 2),
    min_size=1, max_size=5)
calls = [
    linear_regression,
    lambda X, y: linear_regression(X, y, epochs=5, learning_rate=max_learning_rate(X) / 2),
    lambda X, y: linear_regression(standardize(X)[0], y, epochs=5, learning_rate=0.4),
    lambda X, y: gradient_descent([X], y[:1], None, 0, 5, 1e-9, absolute),
    lambda X, y: gradient_descent([[x] for x in X], y, [y[0]], X[0], 5, 1e-9, huber(1)),
    lambda X, y: mean_squared_error(X, y, y[0], 1),
    lambda X, y: [max_learning_rate(X), *averages(X, y), *condense(X, y), *standardize(X)],
    lambda X, y: list(map(float, plot(X, y, y[0], X[0]).splitlines()[16].split())),
]


def leaves(results):
    """Return the numbers in results, however deep they lie in lists and tuples."""
    if isinstance(results, (list, tuple)):
        return [leaf for result in results for leaf in leaves(result)]
    return [results]


@pytest.mark.parametrize("call", calls)
@given(any_numbers | rounded_points)
@example([(1, 1), (1e200, 2)])
@example([(1, 10**200), (2, 2)])
@example([(10**400, 10**400), (-(10**400), 0.5)])
@example([(1e308, 1e308), (-1e308, -1e308)])
@example([(1e70, 1e70), (-1e70, -1e70), (0, 0)])
@example([(1, 1e-200), (2, 2e-200)])
@example([(5e-324, 0), (1e-160, 1)])
def test_any_numbers_give_finite_results_or_are_refused_if_they_are_not_of_every_day(call, drawn):
    X, y = columns(drawn)
    before = repr((X, y))
    try:
        assert all([math.isfinite(number) for number in leaves(call(X, y))])
    except ValueError:
        assert not all([number == 0 or 0.01 < abs(number) < 60 for number in X + y])
    assert repr((X, y)) == before  # and nothing is changed


not_numbers = ["1", "", None, [1], (), {}, b"1", object(), math.nan, math.inf, -math.inf, 10**400,
               1e71, -1e71]


@given(rounded_points, st.sampled_from(not_numbers), st.sampled_from("Xy"), st.integers(0, 8))
def test_what_is_not_a_number_or_too_large_is_refused_by_its_place(drawn, thing, name, i):
    X, y = columns(drawn)
    i = i % len(X)
    (X if name == "X" else y)[i] = thing
    for function in linear_regression, condense:
        with pytest.raises(ValueError, match=f"^{name}\\[{i}] is " + re.escape(f"{thing!r:.60}: ")):
            function(X, y)
    place = f"rows[{i}][0] is " if name == "X" else f"y[{i}] is "
    with pytest.raises(ValueError, match="^" + re.escape(place)):
        gradient_descent([[x] for x in X], y)


REFUSED = [
    (lambda: linear_regression([], []), "X is empty"),
    (lambda: linear_regression([1, 2], [1]), "y has length 1: .* length 2"),
    (lambda: linear_regression([1], [1], epochs=0), "epochs is 0: it must be at least 1"),
    (lambda: linear_regression([1], [1], "2"), "m_current is '2'"),
    (lambda: linear_regression([1], [1], 0, math.nan), "b_current is nan"),
    (lambda: mean_squared_error([1], [1], 1, "1"), "b is '1'"),
    (lambda: three_points(None, None, None, None, None), "x_mean is None"),
    (lambda: three_points(0, math.inf, 1, 0, 1), "y_mean is inf"),
    (lambda: three_points(0, 0, -1, 0, 1), "no points have x_var -1"),
    (lambda: three_points(0, 0, 1, 0, -1), "no points have .*y_var -1"),
    (lambda: three_points(0, 0, 10**400, 0, 1), "no points have x_var 1000"),
    (lambda: three_points(0, 0, 1, 0, math.inf), "no points have .*y_var inf"),
    (lambda: three_points(0, 0, 1, math.nan, 1), "no points have .*xy_cov nan"),
    (lambda: gradient_descent([1], [1]), r"rows\[0\] is 1: give a list"),
    (lambda: gradient_descent([[1]] * 4 + [[1, 2]], [1] * 5), r"rows\[4\] has length 2"),
    (lambda: gradient_descent([[1], [1]], [1]), "y has length 1: .* length 2"),
    (lambda: gradient_descent([[1, 2]], [1], [1]), "weights has length 1: .* length 2"),
    (lambda: gradient_descent([[1]], [1], ["1"]), r"weights\[0\] is '1'"),
    (lambda: gradient_descent([[1]], [1], bias=math.inf), "bias is inf"),
    (lambda: gradient_descent([[1]], [1], epochs=-1), "epochs is -1"),
    (lambda: mean_squared_error([1e71], [1], 1, 1), r"X\[0\] is 1e\+71: give .* at most 1e70"),
    (lambda: huber(0), "delta is 0"),
    (lambda: huber("1"), "delta is '1'"),
    (lambda: train_test_split([1, 2], [1]), "y has length 1"),
    (lambda: train_test_split([1, 2], [1, 2], 2), "test_size is 2"),
    (lambda: train_test_split([1, 2], [1, 2], 1.0), "test_size is 1.0"),
    (lambda: train_test_split([1, 2], [1, 2], 0.0), "test_size is 0.0"),
    (lambda: plot([1], [1], math.nan, 0), "m is nan"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_what_cannot_be_right_is_refused_by_its_name(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


class Array:
    """Like one of NumPy's, whose own numbers wrap around; pandas has the same tolist."""

    def __init__(self, values):
        self.tolist = lambda: values

    def __iter__(self):
        raise AssertionError("an array is read with tolist")


@pytest.mark.parametrize("kind", [tuple, deque, Array, lambda values: list(map(Array, values)),
                                  lambda values: [Array(values[0]), *values[1:]]])
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=5))
def test_any_sequence_and_any_array_serves(kind, drawn):
    X, y = columns(drawn)
    Xs, ys = kind(X), kind(y)
    assert linear_regression(Xs, ys, 1, 2, 3, 0.01) == linear_regression(X, y, 1, 2, 3, 0.01)
    assert (condense(Xs, ys), standardize(Xs)) == (condense(X, y), standardize(X))
    assert gradient_descent(kind([X]), kind(y[:1]), kind([1] * len(X)), 2, 3) == (
        gradient_descent([X], y[:1], [1] * len(X), 2, 3))
    if len(X) > 1:
        assert train_test_split(Xs, ys, seed=1) == train_test_split(X, y, seed=1)


@pytest.mark.parametrize("loss", [squared, absolute, huber(1)])
def test_the_numbers_of_numpy_serve(loss):
    numpy = pytest.importorskip("numpy")
    X, y = numpy.array([[1], [2], [200]], dtype="uint8"), numpy.array([200, 2, 1], dtype="uint8")
    assert gradient_descent(X, y, epochs=3, learning_rate=numpy.float64(1e-5), loss=loss) == (
        gradient_descent([[1], [2], [200]], [200, 2, 1], None, 0, 3, 1e-5, loss))


def test_the_file_needs_only_math_and_random_to_be_imported():
    imported = re.findall("^(?:import|from) (.*)", SOURCE, re.MULTILINE)
    assert imported == ["math", "random"]


def test_all_that_is_public_is_named():
    assert linreg.__all__ == re.findall(r"^def ([a-z]\w*)", SOURCE, re.MULTILINE)


# The command line.


def run(*arguments, text=None):
    """Return status, output and errors of the command line, with a file of the text if given."""
    out, err, status, real_out = io.StringIO(), io.StringIO(), 0, sys.stdout
    with tempfile.TemporaryDirectory() as folder:
        if text is not None:
            file = Path(folder, "data.csv")
            text = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
            file.write_bytes(text)
            arguments = [str(file), *arguments]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(list(arguments))
            except SystemExit as exit:
                status = exit.code
    assert sys.stdout is real_out
    return status, out.getvalue(), err.getvalue()


def fitted(*arguments, text=None):
    """Return m, b and cost as `--quiet` prints them."""
    status, out, err = run("--quiet", *arguments, text=text)
    assert status == 0, err
    return list(map(float, out.split()))


def table(pairs, between=","):
    """Return pairs of x and y as the text of a table."""
    return "".join([f"{x}{between}{y}\n" for x, y in pairs])


@given(varied_points, st.sampled_from([0, 1e6, -1e9, 1e12]), st.sampled_from([0, 1e6, -1e9]))
def test_a_table_is_fitted_by_least_squares_even_far_from_0(drawn, right, up):  # oracle
    moved = [(x + right, y + up) for x, y in drawn]
    assume(spread_out(moved))
    X, y = columns(moved)
    best_m, best_b = least_squares(X, y)
    m, b, cost = fitted(text=table(moved))
    assert m == pytest.approx(float(best_m), rel=1e-9, abs=1e-9)
    # At the data, m x + b is as near as numbers of that size are rounded.
    rounded = 1e-15 * (abs(m * right) + abs(up)) + 1e-12
    x_mean = statistics.mean(map(Fraction, X))
    assert Fraction(m) * x_mean + Fraction(b) == pytest.approx(
        float(best_m * x_mean + best_b), rel=0, abs=9 * rounded + 1e-9)
    assert cost == mean_squared_error(X, y, m, b)


@given(rounded_points, st.integers(1, 40), st.sampled_from([0.01, 0.5, 0.99]))
def test_raw_is_the_ten_lines_on_the_table_as_it_is(drawn, epochs, share):  # oracle
    X, y = columns(drawn)
    rate = share * max_learning_rate(X)
    m, b, _ = linear_regression(X, y, epochs=epochs, learning_rate=rate)
    how = ["--raw", "--epochs", str(epochs), "--learning-rate", repr(rate), "--quiet"]
    status, out, err = run(*how, text=table(drawn))
    # By the law of the condensed points, 40 times.
    assert list(map(float, out.split()[:2])) == close([m, b], scale=1e5)
    _, _, x_var, xy_cov, y_var = exact_averages(X, y)
    best = float(y_var - xy_cov**2 / x_var if x_var else y_var)
    cost = mean_squared_error(X, y, m, b)
    if cost > 1.001 * best + 1e-9:
        assert "not arrived: the best line has" in err
    if cost < 1.0000001 * best + 1e-13 * y_var:
        assert err == ""


dialects = st.fixed_dictionaries({
    "end": st.sampled_from(["\n", "\r\n", "\r"]),
    "mark": st.sampled_from(["", "\ufeff"]),
    "quote": st.sampled_from(["", '"']),
    "names": st.sampled_from([None, ["hours", "score"], ["hours; in\nall", "größe, | 1"]]),
    "extra": st.lists(st.sampled_from(["", "  ", "# note", '#, "1,2', "--", '""']), max_size=3),
    "where": st.lists(st.integers(0, 9), min_size=3, max_size=3),
    "point": st.sampled_from([".", ","]),
    "tail": st.booleans(),
})


@pytest.mark.parametrize("between", [",", ";", "\t", " ", "   ", ", ", "|", " | "])
@given(varied_points, dialects)
def test_any_dialect_of_a_table_reads_the_same(between, drawn, dialect):  # metamorphic
    quote = dialect["quote"]
    rows = [[repr(x), repr(y)] for x, y in drawn]
    if between == ";":
        rows = [[field.replace(".", dialect["point"]) for field in row] for row in rows]
    if between == " | ":
        quote = dialect["names"] = ""  # a blank behind a closing quote is refused
    if dialect["names"]:
        quote = quote or '"' * (";" in dialect["names"][0])
        rows.insert(0, list(dialect["names"]))
    for row in rows:  # text with the other separators, in every line but the first
        row.append("text" if row is rows[0] else ";\t|,".replace(between.strip(" ") or "\t", ""))
    lines = [between.join([quote + field + quote for field in row]) for row in rows]
    if dialect["tail"]:  # an empty field at the end, in every line but the first
        lines[1:] = [line + between.strip(" ") + " " for line in lines[1:]]
    for line, at in zip(dialect["extra"], dialect["where"]):
        lines.insert(at, line.replace("-", between))
    text = dialect["mark"] + "\n".join(lines).replace("\n", dialect["end"])
    assert fitted("--epochs", "9", text=text) == fitted("--epochs", "9", text=table(drawn))


@given(varied_points, st.permutations(["2018", "2019", "score", "text"]))
def test_columns_are_found_by_name_and_by_number(drawn, names):  # metamorphic
    X, y = columns(drawn)
    named = {"2018": X, "2019": y, "score": y, "text": ["a"] * len(X)}
    text = "".join([";".join(map(str, row)) + "\n" for row in
                    [names, *zip(*[named[name] for name in names])]])
    x, y = str(names.index("2018") + 1), str(names.index("score") + 1)
    expected = fitted("--epochs", "9", text=table(drawn))
    for x_column, y_column in ("2018", "2019"), ("2018", "score"), ("2018", y), (x, "2019"):
        how = ["--x", x_column, "--y", y_column, "--epochs", "9"]
        assert fitted(*how, text=text) == expected
    heading = run("--x", "2018", "--y", y, text=text)[1].splitlines()[0]
    assert heading.startswith(f"x is column {x} '2018', y is column {y} 'score', of 4; ")


bad_fields = st.sampled_from(["", "n/a", "nan", "inf", "1e99", "1_0", "\u22125", "1 2"])


@given(varied_points, st.lists(st.tuples(st.integers(0, 9), st.booleans(), bad_fields), max_size=3))
def test_skip_gives_the_line_of_the_rows_that_are_left(drawn, broken):  # metamorphic
    lines = table(drawn, "\t").splitlines()
    for at, is_x, field in broken:
        lines.insert(at, f"{field}\t7" if is_x else f"7\t{field}")
    text = "\n".join(lines)
    assert fitted("--skip", "--epochs", "9", text=text) == (
        fitted("--epochs", "9", text=table(drawn)))
    assert run("--skip", "--epochs", "1", text=text)[1].startswith(
        f"x is column 1, y is column 2, of 2; lines skipped: {len(broken)}\n{len(drawn)} points, ")
    if broken:
        good = table(drawn, "\t").splitlines()
        line = min([number for number, line in enumerate(lines, 1) if line not in good])
        assert re.search(f"data.csv: line {line}: column .*--skip", run(text=text)[2])


@given(varied_points, st.sampled_from(",; "), st.integers(0, 8), st.sampled_from([0, 1, 2, 4]))
def test_a_line_of_another_length_is_never_read_from_other_columns(drawn, between, at, length):
    rows = [["a", str(x), str(y)] for x, y in drawn]
    at = at % len(rows)
    rows.insert(at + 1, (["b", "1", "2", "3"])[:length])
    status, out, err = run("--x", "2", "--y", "3", text="".join(
        [between.join(row) + "\n" for row in rows]))
    if length == 0:
        assert (status, err) == (0, "") and f"\n{len(drawn)} points" in out
    else:
        assert (status, out) == (2, "") and f"line {at + 2}: " in err


@given(varied_points, st.integers(1, 200))
def test_the_answer_and_the_way_to_it_are_as_they_are_printed(drawn, epochs):  # commuting
    X, y = columns(drawn)
    text = table(drawn)
    head, rows, answer = run("--epochs", str(epochs), text=text)[1].split("\n\n")
    assert head.splitlines()[1] == f"{len(X)} points, learning rate 0.1 on standardized x"
    head, first, *rows = [line.split() for line in rows.splitlines()]
    assert head == ["epoch", "m", "b", "cost"]
    assert first == ["0", "0", "0", f"{mean_squared_error(X, y, 0, 0):.6g}"]
    for epoch, *numbers in rows:  # each is what a run of so many epochs ends at
        m, b, cost = fitted("--epochs", epoch, text=text)
        assert numbers == [f"{m:.6g}", f"{b:.6g}", f"{cost:.6g}"]
    seen = [int(epoch) for epoch, *numbers in rows]
    assert seen == sorted(set(seen)) and seen[0] == 1 and seen[-1] == epochs and len(seen) <= 10
    x_var, xy_cov, y_var = map(float, exact_averages(X, y)[2:])
    best = max(0, y_var - xy_cov**2 / x_var)
    picture, line, costs = answer.partition("\ny = ")[0], *answer.splitlines()[18:20]
    assert picture == plot(X, y, m, b)
    assert line == f"y = {m!r} x {'-' if b < 0 else '+'} {abs(b)!r}"
    found, lowest, r_squared = re.fullmatch(
        "mean squared error (.*), of the best line (.*); R.2 (.*)", costs).groups()
    assert found == f"{cost:.6g}" and float(lowest) == pytest.approx(best, rel=1e-5, abs=1e-9)
    assert y_var == 0 or float(r_squared) == pytest.approx(1 - cost / y_var, rel=1e-5, abs=1e-5)
    # Picture and answer fit a terminal of 24 lines, even where a last one is broken in two.
    assert len(answer.splitlines()) <= 21


def test_the_defaults_are_generated_points_and_with_raw_the_rate_of_the_article():
    status, out, err = run()
    assert (status, err, out.isascii()) == (0, "", True)
    assert "y = 7.6 x - 3.3 plus noise" in out and "10000 points" in out
    m, b = map(float, least_squares(*make_data()))
    assert f"{m:.10g}" in out and f"- {-b:.9g}" in out
    out = run("--raw", text="1,52\n2,55\n4,63\n5,64\n8,75\n")[1]
    assert "5 points, learning rate 0.0001 on x as it is\n" in out
    m, b, _ = linear_regression([1, 2, 4, 5, 8], [52, 55, 63, 64, 75])
    assert f"y = {m:.9g}"[:13] in out and "not arrived: the best line has 0.533333." in out
    assert "Leave out --raw, or take more --epochs or --learning-rate 0.022\n" in out
    assert "not arrived" not in run(text="1,52\n2,55\n4,63\n")[1] + run(text="1,2\n2,4\n3,6\n")[1]
    assert "y = 0.0 x + 0.0\n" in run(text="1,0\n2,0\n")[1]
    assert "\n2 points" in run(text="a,b,c\n1,2\n3,4,5\n")[1]  # what is missing is not needed
    with contextlib.redirect_stdout(None):
        main(["--watch", "--epochs", "1"])
    assert run("--version")[1] == f"linreg.py {linreg.__version__}\n"
    assert "R^2 undefined, as y is constant" in run(text="1,7\n2,7\n")[1]


tables_of_text = st.text() | st.binary() | st.text("0123456789.,;eE+-#\"' \t\n\rxyn") | st.lists(
    st.lists(st.floats().map(repr) | st.sampled_from(["", "x", '"1"', "1e999", "-0", "1_0"]),
             min_size=1, max_size=3).map(",".join)).map("\n".join) | rounded_points.map(table)


@settings(max_examples=max(60, settings().max_examples))
@given(tables_of_text, st.sampled_from([[], ["--raw"], ["--x", "2", "--y", "x"], ["--skip"]]))
@example("1,2\n" + '"' + "3" * 200000, [])
@example("1,\x00\n", [])
@example("1,1e-200\n2,3e-200", [])
@example("1,1\n1.0000000000000002,1e69", [])
def test_any_text_is_fitted_or_refused_in_one_line(text, arguments):
    status, out, err = run("--quiet", "--epochs", "9", *arguments, text=text)
    if status == 0:
        assert all(math.isfinite(float(number)) for number in out.split())
    else:
        assert status == 2 and re.fullmatch("linreg.py: .*data.csv: .+\n", err)


COMPLAINTS = [
    ("", [], "no row of numbers"),
    ("", ["--x", "hours"], "no row of numbers"),
    ("x,y\n", [], "no row of numbers"),
    ("# 1,2\n\n", [], "no row of numbers"),
    ("1,2\n\n#\n3,\u2212 5\n", [], r"line 4: column 2 is '\u2212 5', not a finite number"),
    ("1,2\n" * 9000 + "7,", [], "line 9001: column 2 is ''"),
    ("1,n/a\n3,4\n", [], "line 1: column 2 is 'n/a'"),
    ("1\n2\n", [], "no column '2': the first line has 1, ['1'], by comma, semicolon, tab, |"),
    ("a,b\n1,2\n", ["--y", "0"], "no column '0': the first line has 2, ['a', 'b'], by comma"),
    ('"x" "y"\n"1" 1 2\n', [], "line 2: 3 fields where the first line has 2"),
    ("x,y\n1,5,2,5\n", [], "line 2: 4 fields where the first line has 2"),
    ("1,2\n3,4,\"a\n5,6,b\n", [], "line 3: unexpected end of data: is a quote not closed?"),
    ('1,2\n3,"4"5\n', [], "line 2: "),
    (b"\xff\xfe1", [], "not text in UTF-8"),
    ("1,2\n2,3\n", ["--learning-rate", "1"], "learning_rate is 1.0: take one above 0 and"),
    ("1,2\n2,3\n", ["--learning-rate", "nan"], "learning_rate is nan: take one above 0"),
    ("3e3,2\n4e3,3\n", ["--raw"], "above 0 and below 7.99999937280005e-08, or leave out --raw"),
    (None, ["--learning-rate", "-1"], "generated points: learning_rate is -1.0"),
    (None, ["nowhere.csv"], "nowhere.csv: No such file or directory: give the path of a table"),
    (None, [str(HERE)], "Is a directory: give the path of a table"),
    (None, ["--epochs", "0"], "epochs is 0: it must be at least 1 (see linreg.py --help)"),
    (None, ["--epochs", "1" + "0" * 400], "too large"),
    (None, ["--bogus"], "unrecognized arguments: --bogus (see linreg.py --help)"),
    (None, ["--x", "hours"], "--x, --y and --skip need a FILE, or - for standard input"),
    (None, ["--y", "2", "--quiet"], "--x, --y and --skip need a FILE"),
    (None, ["--skip"], "--x, --y and --skip need a FILE"),
    ("1,2\n1_0,2\n", [], "line 2: column 1 is '1_0'"),
    ("1,2\n1,2_0\n", [], "line 2: column 2 is '2_0'"),
    ("1\t2\n1\t2,5\n", [], "line 2: column 2 is '2,5'"),
    ("x y\n1\n", ["--skip"], "no row of numbers; lines skipped: 1"),
    ("1 2\n1 x\n", [], "line 2: column 2 is 'x'"),
    ("x y\n1\n", [], "line 2: only 1 of 2 fields: mend it, choose other columns, or leave"),
]


@pytest.mark.parametrize("text, arguments, message", COMPLAINTS)
def test_what_cannot_be_fitted_is_refused_in_one_line_that_helps(text, arguments, message):
    status, out, err = run(*arguments, text=text)
    assert (status, out) == (2, "") and message in err and err.count("\n") == 1
    assert text is None or "data.csv: " in err


def start(*arguments, **options):
    """Start the command line on its own, as python3 -I does: isolated from all but the file."""
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, **options}
    return subprocess.Popen([sys.executable, "-I", "linreg.py", *arguments], cwd=HERE,
                            stderr=subprocess.PIPE, **options)


unix = pytest.mark.skipif(os.name == "nt", reason="signals, pipes and terminals are others there")


@unix
def test_a_closed_pipe_and_an_interrupt_end_it_quietly():
    process = start()
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 1)
    process = start("-", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    process.stdin.write(b"1,2\n" * 100000)  # more than a pipe holds: it has begun to read
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()  # so that it ends in any case
    assert (process.stderr.read(), process.wait()) == (b"", 130)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_full_disk_is_not_blamed_on_the_table():
    with open("/dev/full", "w") as full:
        process = start(stdout=full)
        assert process.communicate()[1].startswith(b"linreg.py: standard output: No space left")
        assert process.wait() == 2


def in_terminal(*arguments, typed=b""):
    """Return what the command line shows in a terminal, and its status."""
    import pty

    ours, theirs = pty.openpty()
    process = start(*arguments, stdin=theirs, stdout=theirs)
    os.close(theirs)
    waits = process.stderr.readline() if typed else b""
    os.write(ours, typed)
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal says that the other end is gone
        while True:
            shown += os.read(ours, 1 << 16)
    return waits.decode(), shown.decode().replace("\r\n", "\n"), process.wait()


@unix
def test_a_table_typed_at_the_terminal_ends_at_the_first_ctrl_d():
    waits, shown, status = in_terminal("-", typed=b"1,2\n2,4\n3,9\n\x04")
    assert "Ctrl-D" in waits and status == 0 and "\x1b" not in shown
    assert shown.endswith(run(text="1,2\n2,4\n3,9\n")[1])


@unix
def test_on_a_terminal_watch_shows_each_frame_that_moves_and_leaves_no_trace():
    _, shown, status = in_terminal("--watch", "--epochs", "2", "--learning-rate", "0.5")
    *frames, rest = shown.split("\x1b[2J\x1b[H")
    # The other screen is entered before each frame and left after the last. At 0.5 the first step
    # arrives, and the second moves nothing: frames of epochs 0 and 1.
    assert status == 0 and frames[0] == "\x1b[?1049h" and len(frames) == 3
    X, y = make_data()
    m, b, cost = fitted()
    assert plot(X, y, 0, 0) in frames[1] and "epoch 0" in frames[1]
    assert frames[2].startswith(plot(X, y, m, b))
    assert f"m {m:.6g}, b {b:.6g}, mean squared error {cost:.6g}, epoch 1" in frames[2]
    plain = run("--watch", "--epochs", "2", "--learning-rate", "0.5")[1]
    assert rest == "\x1b[?1049l" + plain and "\x1b" not in plain


PROGRAM = """
from linreg import *
X, y = [1.5, 2.25, 4.0, 7.75], [3.0, 1.5, 8.25, 9.0]
rows = [[x_i, x_i * x_i] for x_i in X]
print(*["%.9f" % number for number in linear_regression(*condense(X, y), learning_rate=0.01)])
print(*["%.9f" % number for number in standardize(X)[1:] + (max_learning_rate(X),)])
for loss in squared, absolute, huber(1):
    weights, bias, cost = gradient_descent(rows, y, learning_rate=0.001, loss=loss)
    print(*["%.9f" % number for number in weights + [bias, cost]])
print(plot(X, y, 1.25, 0.5))
try:
    linear_regression(X, y, learning_rate=1)
except ValueError as error:
    print(error)
"""


@pytest.mark.parametrize("python", [f"python3.{minor}" for minor in range(8, 20)] + [
    "pypy3", "micropython"])
def test_another_python_prints_the_same(python, tmp_path):
    shutil.copy(HERE / "linreg.py", tmp_path)

    def printed(*command):
        done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE)
        return done.returncode, done.stdout.decode()

    if not shutil.which(python) or printed(python, "-c", "print(1)") != (0, "1\n"):
        pytest.skip("not on this machine")
    assert printed(python, "-c", PROGRAM) == printed(sys.executable, "-c", PROGRAM)
    if python != "micropython":  # which has neither random.Random nor argparse
        table, rest = printed(python, "linreg.py")[1].split("\ny = ")
        assert table == printed(sys.executable, "linreg.py")[1].split("\ny = ")[0]


# The README.


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_readme_shows_the_ten_lines_as_they_are():
    function = SOURCE[SOURCE.index("def linear_regression"):SOURCE.index("def mean_squared_error")]
    code = re.sub('    """.*?"""\n|    #[^\n]*\n', "", function, flags=re.DOTALL).strip()
    assert len(code.splitlines()) == 10
    assert re.sub(r"  # \d+\n", "\n", blocks("python")[0]).strip() == code


@unix
def test_the_readme_shows_what_its_commands_print(tmp_path):
    shutil.copy(HERE / "linreg.py", tmp_path)
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    for block in blocks("console"):
        for command, expected in re.findall(r"^\$ (.*\n)((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            done = subprocess.run(
                command, shell=True, cwd=tmp_path, env={**os.environ, "PATH": path},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
            assert done.stdout == expected, command


@pytest.mark.parametrize("script", blocks("python")[1:])
def test_the_readme_shows_programs_that_run(script, tmp_path):
    for module in re.findall(r"^(?:import|from) (\w+)", script, re.MULTILINE):
        pytest.importorskip(module)
    if "statistics.linear_regression" in script and sys.version_info < (3, 10):
        pytest.skip("statistics has no linear_regression")
    shutil.copy(HERE / "linreg.py", tmp_path)
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, stdout=subprocess.PIPE)
