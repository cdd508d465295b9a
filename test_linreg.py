"""The laws of linreg.py, which are a lesson in property testing, too.

A law is a sentence that holds for any points, such as "the order of the points does not matter". A
test states it once, and Hypothesis looks for points that break it. How to read one:

    points = st.lists(st.tuples(exact, exact), min_size=1, max_size=5)

is a strategy: it tells which values may come, here lists of one to five pairs of numbers. Below
`@given(points, exact, exact)` stands a law of three arguments. Hypothesis calls it many times, each
time with a value drawn from each strategy. If an `assert` fails, it looks for the simplest values
that still fail, the counter-example. Divide by N + 1 in line 5 of the ten lines, and the first law
below says

    E       assert Fraction(1, 18) == Fraction(1, 9)
    E       Failing test case: test_the_cost_is_that_of_the_line_before_the_last_step(
    E           drawn=[(Fraction(0, 3), Fraction(0, 3))],
    E           m=Fraction(0, 3),
    E           b=Fraction(1, 3),
    E       )

One point at (0, 0) and the line y = 1/3 (shortened here): simple enough to see what is wrong. A law
must not repeat the code that it tests, but hold it against something else. One word says what:

    oracle        another way to the same result, such as the standard library
    metamorphic   the data change in some way, and the result must change in a way that is known
    invariant     what never changes, or only in one direction
    round trip    there and back again
    commuting     two ways lead to the same place

Where a law is exact it is tried on fractions and compared with `==`. Where floats round, the
tolerance comes from the theory, and its reason stands beside it.
"""
import contextlib
import io
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
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import linreg
from linreg import *  # all that __all__ names there

# "few" draws the same 15 examples on every run, so that no law fails just now and then (nor for
# being slow: no deadline). For a thousand others on every run: LAWS=many python -m pytest.
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
    """Return 1 over 2 * (1 + mean of x^2), a rate below the limit, as no curvature is sharper."""
    return Fraction(1, 2) / (1 + mean_square(X))


# The ten lines. Four laws to begin with.

@given(points, exact, exact)
def test_the_cost_is_that_of_the_line_before_the_last_step(drawn, m, b):  # oracle
    X, y = columns(drawn)
    _, _, cost = linear_regression(X, y, m, b, epochs=1, learning_rate=safe_rate(X))
    assert cost == mean_square([y_i - (m * x_i + b) for x_i, y_i in drawn])


def descend(pairs, m, b, epochs=3):
    """Return m, b and cost after some epochs at a rate that is safe for these points."""
    X, y = columns(pairs)
    return linear_regression(X, y, m, b, epochs, safe_rate(X))


@given(points, exact, exact)
def test_neither_the_order_of_the_points_nor_having_each_twice_matters(drawn, m, b):  # metamorphic
    assert descend(drawn[::-1] + drawn, m, b) == descend(drawn, m, b)


@given(points, exact, exact, st.integers(1, 4), st.integers(1, 4))
def test_some_epochs_and_then_more_are_all_of_them_at_once(drawn, m, b, some, more):  # commuting
    m_some, b_some, _ = descend(drawn, m, b, some)
    assert descend(drawn, m_some, b_some, more) == descend(drawn, m, b, some + more)


@given(points, exact, exact)
def test_in_a_mirror_the_slope_changes_its_sign(drawn, m, b):  # metamorphic
    m_end, b_end, cost = descend(drawn, m, b)
    assert descend([(-x, y) for x, y in drawn], -m, b) == (-m_end, b_end, cost)


# Code that never takes a step passes these four. So now laws that say more.

@given(points, exact, exact, exact, exact, exact)
def test_what_is_done_to_y_is_done_to_the_line(drawn, m, b, stretch, tilt, lift):  # metamorphic
    m_end, b_end, cost = descend(drawn, m, b)
    moved = [(x, stretch * y + tilt * x + lift) for x, y in drawn]
    assert descend(moved, stretch * m + tilt, stretch * b + lift) == (
        stretch * m_end + tilt, stretch * b_end + lift, stretch * stretch * cost)


@given(st.lists(st.tuples(exact, exact, exact), min_size=1, max_size=5), exact, exact)
def test_the_path_of_a_sum_is_the_sum_of_the_paths(drawn, m, b):  # metamorphic
    m_1, b_1, _ = descend([(x, y) for x, y, _ in drawn], m, b)
    m_2, b_2, _ = descend([(x, other) for x, _, other in drawn], b, m)  # b, m: another line
    both = [(x, y + other) for x, y, other in drawn]
    assert descend(both, m + b, b + m)[:2] == (m_1 + m_2, b_1 + b_2)


@given(points, exact, exact, exact, exact)
def test_two_descents_never_drift_apart(drawn, m_1, b_1, m_2, b_2):  # invariant
    m_3, b_3, _ = descend(drawn, m_1, b_1)
    m_4, b_4, _ = descend(drawn, m_2, b_2)
    assert (m_3 - m_4) ** 2 + (b_3 - b_4) ** 2 <= (m_1 - m_2) ** 2 + (b_1 - b_2) ** 2


@given(points, exact, exact, exact.filter(bool))  # filter(bool) leaves out 0
def test_a_step_goes_against_the_derivatives_of_the_cost(drawn, m, b, h):  # oracle
    X, y = columns(drawn)
    # The cost is quadratic, so a difference over 2 h is its derivative in the middle, for any h.
    m_gradient = (mean_squared_error(X, y, m + h, b) - mean_squared_error(X, y, m - h, b)) / (2 * h)
    b_gradient = (mean_squared_error(X, y, m, b + h) - mean_squared_error(X, y, m, b - h)) / (2 * h)
    rate = safe_rate(X)
    assert descend(drawn, m, b, epochs=1)[:2] == (m - rate * m_gradient, b - rate * b_gradient)


@given(points, exact, exact, exact, exact)
def test_another_line_costs_its_distance_squared_more(drawn, best_m, best_b, m, b):  # oracle
    # Of points as far (here the second number drawn) above a line as below it, it is the best.
    above = [(x, best_m * x + best_b + off) for x, off in drawn]
    below = [(x, best_m * x + best_b - off) for x, off in drawn]
    best_cost = mean_square([off for _, off in drawn])
    assert descend(above + below, best_m, best_b) == (best_m, best_b, best_cost)  # it stays there
    distance_squared = mean_square([(m - best_m) * x + b - best_b for x, _ in drawn])
    assert mean_squared_error(*columns(above + below), m, b) == best_cost + distance_squared


@given(points, exact, exact)
def test_a_step_lowers_the_cost_by_as_much_as_the_theory_promises(drawn, m, b):  # invariant
    X, y = columns(drawn)
    residuals = [y_i - (m * x_i + b) for x_i, y_i in drawn]
    m_gradient = -2 * statistics.mean([x_i * residual for x_i, residual in zip(X, residuals)])
    b_gradient = -2 * statistics.mean(residuals)
    # No curvature is above 1 / rate, so a step lowers the cost by rate / 2 * |gradient|^2 or more.
    promised = safe_rate(X) / 2 * (m_gradient**2 + b_gradient**2)
    m_next, b_next, cost = descend(drawn, m, b, epochs=1)
    assert cost - mean_squared_error(X, y, m_next, b_next) >= promised


# Floats from here on. This is what it is all for, so it is tried on random points of random lines.

tenths = st.integers(-999, 999).map(lambda n: n / 10)
rounded_points = st.lists(st.tuples(tenths, tenths), min_size=2, max_size=9)
varied_points = rounded_points.filter(lambda drawn: statistics.pstdev(columns(drawn)[0]) > 1)


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=5), tenths, tenths)
def test_on_points_of_a_line_descent_finds_the_line(X, m, b):  # round trip
    assume(len(set(X)) > 1)  # assume drops what is drawn if this is false
    # The two curvatures have the sum 2 * (1 + mean of x^2) and the product 4 * variance, so the
    # smaller is at least product / sum. At the rate 1 / sum an epoch leaves at most this part of
    # the distance to the line, 1 - product / sum^2, and so many epochs leave a millionth.
    part = 1 - statistics.pvariance(X) / (1 + mean_square(X)) ** 2
    epochs = math.ceil(math.log(1e-6) / math.log(part))
    y = [m * x + b for x in X]
    m_found, b_found, _ = linear_regression(X, y, 0, 0, epochs, float(safe_rate(X)))
    # The 1e-9 is for rounding: numbers of up to 1e3, by 1e-16 each, in thousands of epochs.
    assert math.hypot(m_found - m, b_found - b) <= 1e-6 * math.hypot(m, b) + 1e-9


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
    """To move the points up moves the path up, but to move them right does not just move it."""
    @given(points, exact)
    def moving_x_moves_the_path(drawn, right):
        rate = Fraction(1, 999)  # below the limits of both
        m, b, cost = linear_regression(*columns(drawn), 0, 0, 2, rate)
        moved = [(x + right, y) for x, y in drawn]
        assert linear_regression(*columns(moved), 0, 0, 2, rate) == (m, b - m * right, cost)

    with pytest.raises(AssertionError):  # called without arguments, it looks for counter-examples
        moving_x_moves_the_path()


# The learning rate. (sampled_from draws one of a list, and further down a | b draws from either.)

@given(points, exact, exact, st.sampled_from([0.01, 0.3, 0.5, 0.9, 0.999999]))
def test_below_the_limit_the_cost_never_rises(drawn, m, b, share):  # invariant
    X, y = columns(drawn)
    rate = Fraction(share) * Fraction(max_learning_rate(X))
    costs = [linear_regression(X, y, m, b, epochs, rate)[2] for epochs in range(1, 5)]
    assert costs == sorted(costs, reverse=True)


@given(rounded_points)
def test_the_limit_is_two_over_the_sharpest_curvature(drawn):  # oracle
    X = [Fraction(x) for x, _ in drawn]
    half_sum, product = mean_square(X) + 1, 4 * statistics.pvariance(X)  # of the two curvatures
    curvature = half_sum + math.sqrt(half_sum * half_sum - product)
    # The sums and roots of floats round by some units of 1e-16.
    assert max_learning_rate(X) == pytest.approx(2 / curvature, rel=1e-13, abs=0)


@given(varied_points, st.sampled_from([0, 1e9]))
def test_standardized_x_has_mean_0_and_variance_1_and_can_be_undone(drawn, right):  # round trip
    X = [x + right for x, _ in drawn]
    Z, mean, stdev = standardize(X)
    # 9 values of up to about 100 round by 1e-16 of that, and near 1e9 by 1e-7; X varies by over 1.
    off = 1e-13 if right == 0 else 1e-6
    assert mean == pytest.approx(statistics.fmean(X), rel=1e-15, abs=off)
    assert statistics.fmean(Z) == pytest.approx(0, abs=off)
    assert statistics.pstdev(Z) == pytest.approx(1, abs=off)
    assert [z * stdev + mean for z in Z] == pytest.approx(X, rel=1e-15, abs=off)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=9) | tenths.map(lambda x: [x] * 7))
def test_stretched_and_mirrored_x_standardizes_to_the_same_mirrored(X):  # metamorphic
    Z, mean, stdev = standardize(X)
    if len(set(X)) == 1:  # a constant cannot be stretched
        assert (Z, mean, stdev) == ([0.0] * len(X), X[0], 1)
    else:
        assume(statistics.pstdev(X) > 1e-150)  # so that no number is too small to be squared
        # 8 is a power of 2, so all is rounded the same way.
        assert standardize([-8 * x for x in X]) == ([-z for z in Z], -8 * mean, 8 * stdev)


# Several features, other errors.

losses = st.sampled_from([squared, absolute, huber(1), huber(Fraction(5, 2))])
rows_of_four = st.lists(st.tuples(exact, exact, exact, exact), min_size=1, max_size=5)


def features(drawn, k=3):
    """Return rows of the first k of four numbers, the fourth as y, and the limit of the rate."""
    rows = [list(row[:k]) for row in drawn]
    limit = 1 / (1 + sum([mean_square([row[j] for row in rows]) for j in range(k)]))
    return rows, [row[3] for row in drawn], limit


@given(points, exact, exact, st.integers(1, 4))
def test_with_one_feature_and_squared_errors_it_is_the_ten_lines(drawn, m, b, epochs):  # oracle
    X, y = columns(drawn)
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, [m], b, epochs, safe_rate(X))
    assert (weight, bias, cost) == descend(drawn, m, b, epochs)


def test_the_defaults_are_those_of_the_article():
    X, rows, y = [1, 2, 3], [[1], [2], [3]], [4, 5, 7]
    assert linear_regression(X, y) == linear_regression(X, y, 0, 0, 1000, 0.0001)
    assert gradient_descent(rows, y) == gradient_descent(rows, y, [0], 0, 1000, 0.0001, squared)


@given(rows_of_four, exact, exact, losses)
def test_around_a_planted_plane_descent_with_any_loss_stays(drawn, weight, bias, loss):  # invariant
    rows, offs, limit = features(drawn, k=2)
    weights = [weight, -2 * weight]
    plane = [sum([w * x for w, x in zip(weights, row)]) + bias for row in rows]
    y = [p + off for p, off in zip(plane, offs)] + [p - off for p, off in zip(plane, offs)]
    cost = statistics.mean([loss(off)[0] for off in offs])
    assert gradient_descent(rows * 2, y, weights, bias, 2, limit / 2, loss) == (weights, bias, cost)


@given(rows_of_four, losses)
def test_swapped_and_mirrored_features_do_so_to_weights_and_zeros_nothing(drawn, loss):
    rows, y, limit = features(drawn, k=2)
    (first, second), bias, cost = gradient_descent(rows, y, [1, 2], 3, 3, limit / 2, loss)
    changed = [[0, row[1], -row[0]] for row in rows]
    assert gradient_descent(changed, y, [7, 2, -1], 3, 3, limit / 2, loss) == (
        [7, second, -first], bias, cost)


@given(rows_of_four, st.lists(exact, min_size=4, max_size=4), losses.filter(
    lambda loss: loss is not absolute), st.sampled_from([Fraction(1, 100), Fraction(999, 1000)]))
def test_below_its_limit_a_descent_never_raises_the_cost(drawn, start, loss, share):  # invariant
    rows, y, limit = features(drawn)
    costs = [gradient_descent(rows, y, start[:3], start[3], epochs, share * limit, loss)[2]
             for epochs in range(1, 5)]
    assert costs == sorted(costs, reverse=True)  # but for absolute, whose steps do not shrink


@given(rows_of_four, losses, st.sampled_from([1, 1 + 1e-15, 2, 1e9, math.inf, math.nan, 0, -1]))
def test_at_and_above_the_limit_and_not_above_0_a_rate_is_refused(drawn, loss, factor):
    rows, y, limit = features(drawn)
    below = f"above 0 and below {re.escape(str(float(limit)))}, or standardize each feature"
    with pytest.raises(ValueError, match=below):
        gradient_descent(rows, y, None, 0, 1, factor * limit, loss)
    X_limit = max_learning_rate(y)  # any numbers serve as X, so why not y
    with pytest.raises(ValueError, match=f"below {re.escape(str(X_limit))}, or standardize X"):
        linear_regression(y, y, learning_rate=factor * X_limit)


@given(losses, exact, exact)
def test_a_loss_is_0_at_0_the_same_on_both_sides_and_above_its_tangents(loss, a, b):  # invariant
    (value_a, derivative_a), (value_b, derivative_b) = loss(a), loss(b)
    assert loss(0) == (0, 0) and loss(-a) == (value_a, -derivative_a)
    assert value_b >= value_a + derivative_a * (b - a)


@given(st.integers(1, 40), exact)
def test_huber_of_another_delta_is_huber_of_1_in_another_unit(delta, residual):  # metamorphic
    delta = Fraction(delta, 3)
    value, derivative = huber(1)(residual / delta)
    assert huber(delta)(residual) == (delta**2 * value, delta * derivative)
    clipped = max(-delta, min(residual, delta))
    assert huber(delta)(clipped) == squared(clipped)
    assert huber(delta)(residual)[1] == squared(clipped)[1]  # further out, nothing pulls harder


@given(points, st.sampled_from([squared, absolute, huber(1)]),
       st.sampled_from([Fraction, Decimal, float]))
def test_the_kind_of_number_that_goes_in_comes_out(drawn, loss, kind):  # invariant
    X, y = [kind(int(x)) for x, _ in drawn], [kind(int(y)) for _, y in drawn]
    rate = kind(1) / (2 + int(max([x * x for x in X])))
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, None, 0, 3, rate, loss)
    numbers = [weight, bias, cost, *linear_regression(X, y, 0, 0, 3, rate), *averages(X, y)]
    assert {type(number) for number in numbers} == {kind}


# Any number of points.

@given(rounded_points, st.integers(0, 9), st.sampled_from([1, 1e6, -1e9, 1e12]),
       st.sampled_from([0, 1e6, -1e9]))
def test_the_averages_of_floats_are_good_to_12_digits(drawn, at, far, away):  # oracle
    pairs = drawn[:at] + [(far, -3 * far)] + drawn[at:]  # an outlier in any row
    X, y = columns([(x + away, y - away) for x, y in pairs])
    x_mean, y_mean, x_var, xy_cov, y_var = map(float, exact_averages(X, y))
    x_off, y_off = 1e-12 * math.sqrt(x_var), 1e-12 * math.sqrt(y_var)
    # 10 numbers, each rounded by 1e-16 of the largest, which is at most 3 standard deviations off.
    assert averages(X, y) == (
        pytest.approx(x_mean, rel=1e-15, abs=x_off), pytest.approx(y_mean, rel=1e-15, abs=y_off),
        pytest.approx(x_var, rel=1e-12), pytest.approx(xy_cov, rel=0, abs=x_off * math.sqrt(y_var)),
        pytest.approx(y_var, rel=1e-12))


def test_nanoseconds_and_many_rows_below_an_outlier_keep_their_digits():
    X = [17 * 10**17 + i for i in range(10)]  # nanoseconds since 1970, which floats cannot hold
    assert averages(X, X)[2:] == (8.25, 8.25, 8.25) and standardize(X)[2] ** 2 == 8.25
    X, y = columns([(1e9, 7.6e9), *zip(*make_data(100000))])
    x_mean, _, x_var, xy_cov, _ = averages(X, y)
    slope, _ = least_squares(X, y)
    # Each of 1e5 additions rounds by 1e-16 of the sum, all by 1e-11 of it at the very worst.
    assert xy_cov / x_var == pytest.approx(float(slope), rel=1e-11)
    assert x_mean == pytest.approx(math.fsum(X) / len(X), abs=1e-11 * 1e9)


def close(numbers, scale):
    """Return numbers to compare with: 1e-13 of the scale is for some hundred roundings."""
    return tuple(pytest.approx(float(number), rel=0, abs=1e-13 * scale) for number in numbers)


@given(st.tuples(exact, exact, exact.map(abs), exact, exact.map(abs)))
def test_three_points_are_made_or_refused_as_the_covariance_allows(drawn):  # round trip
    _, _, x_var, xy_cov, y_var = drawn
    if xy_cov * xy_cov > x_var * y_var:
        with pytest.raises(ValueError, match="no points have x_var"):
            three_points(*drawn)
    else:
        assert exact_averages(*three_points(*drawn)) == close(drawn, scale=1e2)
    three_points(0, 0, 4, 6 * (1 + 0.9e-6), 9)  # rounded, as after very long sums


@given(rounded_points, tenths, tenths, st.integers(1, 5), st.sampled_from([0.01, 0.5, 0.99]))
def test_on_condensed_points_the_path_is_the_same(drawn, m, b, epochs, share):  # commuting
    X, y = columns(drawn)
    rate = share * max_learning_rate(X)
    *line, cost = linear_regression(X, y, m, b, epochs, rate)
    # Residuals are about 1e4 at most, their squares 1e8; a line rounds as its residuals do.
    assert linear_regression(*condense(X, y), m, b, epochs, rate) == (
        close(line, scale=1e4) + close([cost], scale=1e8))


@given(rounded_points, rounded_points)
def test_parts_may_be_condensed_before_they_are_put_together(drawn, others):  # commuting
    X, y = columns(drawn + others)
    X3, y3 = [], []
    for part in drawn, others:
        part_X, part_y = condense(*columns(part))
        X3, y3 = X3 + part_X * len(part), y3 + part_y * len(part)  # weighs as much as before
    assert averages(X3, y3) == close(averages(X, y), scale=1e5)


# Points to try it on.

@given(st.integers(1, 50), tenths, tenths, st.integers())
def test_made_points_without_noise_lie_on_the_line_and_follow_the_seed(n, m, b, seed):  # oracle
    X, y = make_data(n, m, b, noise=lambda rng: 0, seed=seed)
    assert len(X) == n and all(-10 <= x <= 10 for x in X)
    assert y == [m * x_i + b for x_i in X]
    assert X == make_data(n, seed=seed)[0] != make_data(n, seed=seed + 1)[0]


def test_the_default_points_are_those_of_the_article():  # oracle
    X, y = make_data()
    assert len(X) == len(y) == 10000
    assert (min(X), max(X)) == (pytest.approx(-10, abs=0.02), pytest.approx(10, abs=0.02))
    errors = [y_i - (7.6 * x_i - 3.3) for x_i, y_i in zip(X, y)]
    # A share p of N errors is off by at most 5 standard deviations of sqrt(p (1 - p) / N) < 0.005.
    for bound in (-6, -3, -1, 0, 1, 3, 6):
        share = sum([error < bound for error in errors]) / len(errors)
        assert share == pytest.approx(statistics.NormalDist(0, 3).cdf(bound), abs=0.025)


@given(st.integers(2, 40), st.floats(0.01, 0.99), st.integers())
def test_a_split_loses_no_point_and_doubles_none(n, test_size, seed):  # invariant
    tests = math.ceil(test_size * n)
    assume(tests < n)
    X, y = [[i, -i] for i in range(n)], range(n)
    split = X_train, X_test, y_train, y_test = train_test_split(X, y, test_size, seed)
    assert len(X_test) == len(y_test) == tests and sorted(y_train + y_test) == list(y)
    assert X_train + X_test == [X[i] for i in y_train + y_test]
    assert split == train_test_split(X, y, test_size, seed) == train_test_split(X, y, tests, seed)
    some, others = (train_test_split(X, y)[2] for _ in range(2))  # without a seed
    assert len(some) == n - math.ceil(n / 4) and (n < 20 or others != some != sorted(some))


def cells(picture):
    """Return the 15 rows of 60 characters inside the frame."""
    return [line[14:74] for line in picture.splitlines()[:15]]


@given(varied_points, st.integers(-2, 2), tenths)
def test_points_and_line_stand_where_their_numbers_say(drawn, m, b):  # oracle
    X, y = columns(drawn)
    assume(len(set(y)) > 1)
    picture = cells(plot(X, y, m, b))
    x_step, y_step = (max(X) - min(X)) / 59, (max(y) - min(y)) / 14  # from character to character
    near = 0.5 + 1e-9  # from the middle of a character to its edge, and rounding
    for x_i, y_i in drawn:
        column, row = (x_i - min(X)) / x_step, (max(y) - y_i) / y_step
        assert any(picture[r][c] not in " =" for r in range(15) for c in range(60)
                   if abs(r - row) < near and abs(c - column) < near)
    for c in range(60):
        row = (max(y) - (m * (min(X) + c * x_step) + b)) / y_step
        line = [r for r in range(15) if picture[r][c] in "=+"]
        assert all(abs(r - row) < near for r in line) and (line or not -0.5 < row < 14.5)


@given(st.integers(1, 40))
def test_the_more_points_share_a_place_the_darker_it_is(n):
    lines = cells(plot([0, 1] + [0.5] * n, [0, 1] + [0.5] * n, 0, 0.1))
    darkness = [sum([line.count(mark) for line in lines]) for mark in ".:oO@"]
    expected = [low <= n <= high for low, high in [(1, 1), (2, 3), (4, 7), (8, 15), (16, 40)]]
    assert darkness == [expected[0] + 2, *expected[1:]]  # True is 1; at both ends is one point


def test_the_picture_fits_a_terminal_and_has_its_ranges_at_the_edges():
    lines = plot([-2, 6], [100, 700], 0, 300).splitlines()
    labels = [line[:12].strip() for line in lines[:15]]
    assert "|".join(labels) == "700|||||||400|||||||100" and lines[16].split() == ["-2", "6"]
    lines = plot([3], [5], 0, 5).splitlines()  # one point: its ranges begin there
    assert lines[16].split() == ["3", "4"] and "5 |+====" in lines[14] and "6 |" in lines[0]
    for far in 1e70, -1e-70, -123456.789, 1e17:
        lines = plot([far], [far], 0, 0).splitlines()
        assert len(lines) == 18 and all(len(line) <= 79 and line.isascii() for line in lines)


# The lesson ends here. Now write a law of your own, break a copy of linreg.py, and see it fail.
# From here on the tests say what is refused, what the command line does, and that README is true.

any_number = st.floats() | st.integers(-(10**400), 10**400) | st.floats(-1e9, 1e9) | exact
any_points = st.lists(st.tuples(any_number, any_number), min_size=1, max_size=5)


@pytest.mark.parametrize("call", [
    lambda X, y: linear_regression(X, y, epochs=5, learning_rate=max_learning_rate(X) / 2),
    lambda X, y: linear_regression(standardize(X)[0], y, epochs=5, learning_rate=0.4),
    lambda X, y: gradient_descent([[x] for x in X], y, [y[0]], X[0], 5, 1e-9, huber(1)),
    lambda X, y: [mean_squared_error(X, y, y[0], 1), *averages(X, y), *standardize(X)],
    condense,
    lambda X, y: plot(X, y, y[0], X[0]),
])
@given(any_points | rounded_points)
@example([(1, 1), (1e200, 2)])  # always tried, too
@example([(10**400, 10**400), (-(10**400), 0.5)])
@example([(1e70, 1e70), (-1e70, -1e70), (0, 0)])
@example([(5e-324, 1e-200), (1e-160, 2e-200)])
def test_any_numbers_give_finite_results_or_are_refused_if_they_are_not_of_every_day(call, drawn):
    X, y = columns(drawn)
    before = repr((X, y))
    try:
        assert not re.search("inf|nan", repr(call(X, y)))
    except ValueError:
        assert not all([number == 0 or 0.01 < abs(number) < 60 for number in X + y])
    assert repr((X, y)) == before  # and nothing is changed


@given(rounded_points, st.sampled_from(["1", "", None, [1], (), {}, b"1", object(), math.nan,
       math.inf, -math.inf, 10**400, 1e71, -1e71]), st.sampled_from("Xy"), st.integers(0, 8))
def test_what_is_not_a_number_or_too_large_is_refused_by_its_place(drawn, thing, name, i):
    X, y = columns(drawn)
    i = i % len(X)
    (X if name == "X" else y)[i] = thing
    for function, column in [(linear_regression, "X[{}]"), (condense, "X[{}]"),
                             (lambda X, y: gradient_descent([[x] for x in X], y), "rows[{}][0]")]:
        place = (column if name == "X" else "y[{}]").format(i)
        with pytest.raises(ValueError, match="^" + re.escape(f"{place} is {thing!r:.60}: ")):
            function(X, y)


@pytest.mark.parametrize("call, message", [
    (lambda: linear_regression([], []), "X is empty"),
    (lambda: linear_regression([1, 2], [1]), "y has length 1: .* length 2"),
    (lambda: linear_regression([1], [1], epochs=0), "epochs is 0: it must be at least 1"),
    (lambda: linear_regression([1], [1], "2"), "m_current is '2'"),
    (lambda: mean_squared_error([1e71], [1], 1, 1), r"X\[0\] is 1e\+71: give .* at most 1e70"),
    (lambda: plot([1], [1], math.nan, 0), "m is nan"),
    (lambda: three_points(None, None, None, None, None), "x_mean is None"),
    (lambda: three_points(0, math.inf, 1, 0, 1), "y_mean is inf"),
    (lambda: three_points(0, 0, -1, 0, 1), "no points have x_var -1"),
    (lambda: three_points(0, 0, 1, 0, -1), "no points have .*y_var -1"),
    (lambda: three_points(0, 0, 10**400, 0, 1), "no points have x_var 1000"),
    (lambda: three_points(0, 0, 1, 0, math.inf), "no points have .*y_var inf"),
    (lambda: three_points(0, 0, 1, math.nan, 1), "no points have .*xy_cov nan"),
    (lambda: three_points(0, 0, 4, -6 * (1 + 1.1e-6), 9), "no points have"),
    (lambda: gradient_descent([1], [1]), r"rows\[0\] is 1: give a list"),
    (lambda: gradient_descent([[1]] * 4 + [[1, 2]], [1] * 5), r"rows\[4\] has length 2"),
    (lambda: gradient_descent([[1, 2]], [1], [1]), "weights has length 1: .* length 2"),
    (lambda: gradient_descent([[1]], [1], ["1"]), r"weights\[0\] is '1'"),
    (lambda: gradient_descent([[1]], [1], bias=math.inf), "bias is inf"),
    # Here the cost falls at first, and yet the line leaves for infinity:
    (lambda: gradient_descent([[x] for x in range(-9, 10)], range(1000, 1019), learning_rate=0.034),
     "learning_rate is 0.034: take one above 0 and below 0.032"),
    (lambda: gradient_descent([[0]], [1], loss=lambda off: (0, 1 if off > 0.95 else math.inf)),
     "the loss led to an infinite number: take a smaller learning_rate"),
    (lambda: gradient_descent([[0]], [1], loss=lambda off: (math.inf, 0)), "the loss led"),
    (lambda: huber(0), "delta is 0"),
    (lambda: train_test_split([1, 2], [1]), "y has length 1"),
    (lambda: train_test_split([1, 2], [1, 2], 2), "test_size is 2"),
    (lambda: train_test_split([1, 2], [1, 2], 0.0), "test_size is 0.0"),
])
def test_what_cannot_be_right_is_refused_by_its_name(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


class Array:
    """Like one of NumPy's, whose own numbers wrap around; pandas has the same tolist."""

    def __init__(self, values):
        self.tolist = lambda: values


@pytest.mark.parametrize("kind", [tuple, Array, lambda values: list(map(Array, values)),
                                  lambda values: [Array(values[0]), *values[1:]]])
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=5))
def test_any_sequence_and_any_array_serves(kind, drawn):
    X, y = columns(drawn)
    for function in linear_regression, condense, lambda X, y: train_test_split(X, y, seed=1):
        assert function(kind(X), kind(y)) == function(X, y)
    assert gradient_descent(kind([X]), kind(y[:1]), kind([1] * len(X)), 2, 3) == (
        gradient_descent([X], y[:1], [1] * len(X), 2, 3))


@pytest.mark.parametrize("loss", [squared, absolute, huber(1)])
def test_the_numbers_of_numpy_serve(loss):
    numpy = pytest.importorskip("numpy")
    rows, y, rate = numpy.uint8([[1], [2], [200]]), numpy.uint8([200, 2, 1]), numpy.float64(1e-5)
    descent = gradient_descent(rows, y, learning_rate=rate, loss=loss)
    expected = gradient_descent([[1], [2], [200]], [200, 2, 1], learning_rate=1e-5, loss=loss)
    assert numpy.hstack(descent) == pytest.approx(numpy.hstack(expected), rel=1e-12)  # 1000 sums


def test_the_file_needs_only_what_any_python_has_and_names_all_that_is_public():
    imported = re.findall("^(?:import|from) (.*)", SOURCE, re.MULTILINE)
    assert imported == ["math", "random", "sys"]
    assert linreg.__all__ == re.findall(r"^def ([a-z]\w*)", SOURCE, re.MULTILINE)


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
    return status, out.getvalue(), err.getvalue()


def fitted(*arguments, text=None):
    """Return m, b and cost as `--quiet` prints them."""
    status, out, err = run("--quiet", *arguments, text=text)
    assert status == 0, err
    return list(map(float, out.split()))


def table(pairs):
    """Return pairs of x and y as the text of a table."""
    return "".join([f"{x},{y}\n" for x, y in pairs])


@given(varied_points, st.sampled_from([0, 1e6, -1e9, 1e12]), st.sampled_from([0, 1e6, -1e9]))
def test_a_table_is_fitted_by_least_squares_even_far_from_0(drawn, right, up):  # oracle
    X, y = columns([(x + right, y + up) for x, y in drawn])
    best_m, best_b = least_squares(X, y)
    status, out, err = run("--quiet", text=table(zip(X, y)))
    assert (status, err) == (0, "")  # so it has arrived
    m, b, cost = map(float, out.split())
    assert cost == mean_squared_error(X, y, m, b)
    assert m == pytest.approx(float(best_m), rel=1e-9, abs=1e-9)
    # At the data, m x + b is as near as numbers of that size are rounded.
    off = (Fraction(m) - best_m) * statistics.mean(map(Fraction, X)) + Fraction(b) - best_b
    assert abs(off) <= 9e-15 * (abs(m * right) + abs(up)) + 1e-9


@given(rounded_points, st.integers(1, 40), st.sampled_from([0.01, 0.5, 0.99]))
def test_raw_is_the_ten_lines_on_the_table_as_it_is(drawn, epochs, share):  # oracle
    X, y = columns(drawn)
    rate = share * max_learning_rate(X)
    m, b, _ = linear_regression(X, y, epochs=epochs, learning_rate=rate)
    how = ["--raw", "--epochs", str(epochs), "--learning-rate", repr(rate), "--quiet"]
    status, out, err = run(*how, text=table(drawn))
    # As in the law of the condensed points, but for 8 times the epochs.
    assert tuple(map(float, out.split()[:2])) == close([m, b], scale=1e5)
    _, _, x_var, xy_cov, y_var = exact_averages(X, y)
    best, cost = y_var - xy_cov**2 / (x_var or 1), mean_squared_error(X, y, m, b)
    assert cost <= 1.001 * best + 1e-9 or "has not arrived: take more" in err
    assert cost >= 1.0000001 * best + 1e-13 * y_var or "arrived" not in err


bad_fields = st.sampled_from(["", "n/a", "nan", "inf", "1e99", "1_0", "\u22125", "1 2"])
bad_rows = bad_fields.map("{},7".format) | bad_fields.map("7,{}".format) | st.just("7")
lines_without_numbers = st.sampled_from(["", "  ", "# note", '#, "1,2', "--", '""'])
names_and_quotes = st.sampled_from([([], ""), ([], '"'), (["hours", "score"], ""), (
    ["hours; in\nall", "größe, | 1"], '"')])


@pytest.mark.parametrize("between", [",", ";", "\t", " ", "   ", ", ", "|", " | "])
@given(varied_points, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]),
       names_and_quotes, st.sampled_from(".,"), st.booleans(),
       st.lists(st.tuples(st.integers(0, 9), lines_without_numbers), max_size=3))
def test_any_dialect_reads_the_same(between, drawn, end, bom, names_and_quotes, point, tail, more):
    names, quote = ([], "") if between == " | " else names_and_quotes  # no blank behind a quote
    point = point if between == ";" else "."
    rows = [[repr(x).replace(".", point), repr(y).replace(".", point)] for x, y in drawn]
    rows = [list(names)] + rows if names else rows
    for row in rows:  # text with the other separators, in every line but the first
        row.append("text" if row is rows[0] else ";\t|,".replace(between.strip(" ") or "\t", ""))
    lines = [between.join([quote + field + quote for field in row]) for row in rows]
    if tail:  # an empty field at the end, in every line but the first
        lines[1:] = [line + between.strip(" ") + " " for line in lines[1:]]
    for at, line in more:
        lines.insert(at, line.replace("-", between))  # "--" is a line of separators
    text = bom + "\n".join(lines).replace("\n", end)
    assert fitted("--epochs", "9", text=text) == fitted("--epochs", "9", text=table(drawn))


@given(varied_points, st.permutations(["2018", "2019", "score", "text"]))
def test_columns_are_found_by_name_and_by_number(drawn, names):  # metamorphic
    X, y = columns(drawn)
    named = {"2018": X, "2019": y, "score": y, "text": ["a"] * len(X)}
    rows = [names, *zip(*[named[name] for name in names])]
    text = "".join([";".join(map(str, row)) + "\n" for row in rows])
    x, y = str(names.index("2018") + 1), str(names.index("score") + 1)
    for x_column, y_column in ("2018", "2019"), ("2018", "score"), ("2018", y), (x, "2019"):
        assert fitted("--x", x_column, "--y", y_column, text=text) == fitted(text=table(drawn))
    assert run("--x", "2018", "--y", y, text=text)[1].startswith(
        f"x is column {x} '2018', y is column {y} 'score', of 4; ")


@given(varied_points, st.lists(st.tuples(st.integers(1, 9), bad_rows), max_size=3))
def test_skip_gives_the_line_of_the_rows_that_are_left(drawn, broken):  # metamorphic
    good = table(drawn).splitlines()
    lines = list(good)
    for at, row in broken:
        lines.insert(at, row)
    text = "\n".join(lines)
    assert fitted("--skip", text=text) == fitted(text=table(drawn))
    heading = f"n 2, of 2 without a header; lines skipped: {len(broken)}\n{len(drawn)} points, "
    assert heading in run("--skip", text=text)[1]
    if broken:
        line = min([number for number, line in enumerate(lines, 1) if line not in good])
        assert re.search(f"data.csv: line {line}: x is .*, y is .*--skip", run(text=text)[2])


@given(varied_points, st.integers(1, 200))
def test_the_answer_and_the_way_to_it_are_as_they_are_printed(drawn, epochs):  # commuting
    X, y = columns(drawn)
    text = table(drawn)
    _, rows, answer = run("--epochs", str(epochs), text=text)[1].split("\n\n")
    head, first, *rows = [line.split() for line in rows.splitlines()]
    assert head == ["epoch", "m", "b", "cost"]
    assert first == ["0", "0", "0", f"{mean_squared_error(X, y, 0, 0):.6g}"]
    for epoch, *numbers in rows:  # each is what a run of so many epochs ends at
        m, b, cost = fitted("--epochs", epoch, text=text)
        assert numbers == [f"{m:.6g}", f"{b:.6g}", f"{cost:.6g}"]
    seen = [int(epoch) for epoch, *numbers in rows]
    assert seen == sorted(set(seen)) and seen[0] == 1 and seen[-1] == epochs and len(seen) <= 10
    lines = answer.splitlines()
    assert len(lines) <= 21  # of 24 in a terminal, where a last one may be broken in two
    assert "\n".join(lines[:18]) == plot(X, y, m, b)
    assert lines[18] == f"y = {m!r} x {'-' if b < 0 else '+'} {abs(b)!r}"
    best = mean_squared_error(X, y, *map(float, least_squares(X, y)))
    found, lowest, r_squared = re.fullmatch(
        "mean squared error (.*), of the best line (.*); R.2 (.*)", lines[19]).groups()
    assert found == f"{cost:.6g}" and float(lowest) == pytest.approx(best, rel=1e-5, abs=1e-9)
    y_var = statistics.pvariance(y)
    assert y_var == 0 or float(r_squared) == pytest.approx(1 - cost / y_var, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("text, arguments, expected", [
    ("a,b,c\n1,52\n2,58,\n", ["--raw"], "2 points, learning rate 0.0001 on x as it is\n"),  # no c
    ("0,52\n2,58\n4,70\n", ["--raw"], "best line 2; R^2 -14.3431\nThe descent has not arrived: "),
    ("0,52\n2,58\n4,70\n", ["--epochs", "40"], "take more --epochs or --learning-rate 0.5\n"),
    ("1,0\n2,0\n", [], "y = 0.0 x + 0.0\nmean squared error 0, of the best line 0; R^2 undefine"),
    ("1,0\n1,2\n", [], "All x are the same: any slope fits as well.\n"),
    ("1,7\n2,7\n", ["--quiet"], "0.0 7.0 0.0\n"),  # and, as below, no word of a better line
    ("1,3\n2,5\n4,9\n", ["--quiet", "--raw", "--learning-rate", "0.1"], "2.00000000000000"),
    (None, ["--version"], f"linreg.py {linreg.__version__}\n"),
])
def test_it_says_what_it_does_and_what_to_do(text, arguments, expected):
    status, out, err = run(*arguments, text=text)
    assert (status, err) == (0, "") and expected in out


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


@pytest.mark.parametrize("text, arguments, message", [
    ("x,y\n", [], "no row with numbers in two columns"),
    ("x y z\n1 2\n", ["--skip"], "no row with numbers in two columns; lines skipped: 1"),
    ("1,2\n\n#\n3,\u2212 5\n", [], r"line 4: x is '3', y is '\u2212 5': mend what is not a num"),
    ("1,2\n" * 9000 + "7,", [], "line 9001: x is '7', y is ''"),
    ("nan,nan\n3,4\n", [], "line 1: x is 'nan', y is 'nan'"),
    ("a,b\n1,2\n", ["--x", "b"], "x and y are both column 2: choose two with --x and --y"),
    ("1,n/a\n3,4\n", [], "line 1: x is '1', y is 'n/a'"),
    ("1,2\n1_0,2\n", [], "line 2: x is '1_0', y is '2'"),
    ("1,2\n1,2_0\n", [], "line 2: x is '1', y is '2_0'"),
    ("1\t2\n1\t2,5\n", [], "line 2: x is '1', y is '2,5'"),
    ("1,2\n3,1e99\n", [], "line 2: x is '3', y is '1e99'"),
    ("1\n2\n", [], "no column '2' among 1, ['1']: they are split at commas, semicolons,"),
    ('"x" "y"\n"1" 1 2\n', [], "line 2: 3 fields where the first line has 2"),
    ("x,y\n1,5,2,5\n", [], "line 2: 4 fields where the first line has 2"),
    ("1,2\n3,4,\"a\n5,6,b\n", [], "line 3: unexpected end of data: is a quote not closed?"),
    ('1,2\n3,"4"5\n', [], "line 2: "),
    (b"\xff\xfe1", [], "not text in UTF-8"),
    ("3e3,2\n4e3,3\n", ["--raw"], "above 0 and below 7.99999937280005e-08, or leave out --raw"),
    (None, ["--learning-rate", "-1"], "generated points: learning_rate is -1.0"),
    (None, ["nowhere.csv"], "nowhere.csv: No such file or directory: give the path of a table"),
    (None, ["--epochs", "0"], "epochs is 0: it must be at least 1 (see linreg.py --help)"),
    (None, ["--epochs", "1" + "0" * 400], "too large"),
    (None, ["--x", "hours"], "--x, --y and --skip need a FILE, or - for standard input"),
    (None, ["--y", "2"], "need a FILE"),
    (None, ["--skip"], "need a FILE"),
])
def test_what_cannot_be_fitted_is_refused_in_one_line_that_helps(text, arguments, message):
    status, out, err = run(*arguments, text=text)
    assert (status, out) == (2, "") and message in err and err.count("\n") == 1
    assert text is None or "data.csv: " in err


def start(*arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options):
    """Start the command line as a process of its own, by python3 -I, which sees only the file."""
    return subprocess.Popen([sys.executable, "-I", "linreg.py", *arguments], cwd=HERE, stdin=stdin,
                            stdout=stdout, stderr=subprocess.PIPE, **options)


unix = pytest.mark.skipif(os.name == "nt", reason="signals, pipes and terminals are others there")


@unix
def test_a_closed_pipe_a_full_disk_and_an_interrupt_end_it_in_order():
    process = start()
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 1)
    if os.path.exists("/dev/full"):
        with open("/dev/full", "w") as full:
            process = start(stdout=full)
        assert process.stderr.read().startswith(b"linreg.py: standard output: No space left")
        assert process.wait() == 2
    process = start("-", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    process.stdin.write(b"1,2\n" * 100000)  # more than a pipe holds: it has begun to read
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()  # so that it ends in any case
    assert (process.stderr.read(), process.wait()) == (b"", 130)


def in_terminal(*arguments, typed=b""):
    """Return what the command line shows in a terminal."""
    import pty

    ours, theirs = pty.openpty()
    process = start(*arguments, stdin=theirs, stdout=theirs)
    os.close(theirs)
    if typed:
        assert b"end it with Ctrl-D" in process.stderr.readline()
    os.write(ours, typed)
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal says that the other end is gone
        while True:
            shown += os.read(ours, 1 << 16)
    assert process.wait() == 0
    return shown.decode().replace("\r\n", "\n")


@unix
def test_a_table_typed_at_the_terminal_ends_at_the_first_ctrl_d():
    shown = in_terminal("-", typed=b"1,2\n2,4\n3,9\n\x04")
    assert shown.endswith(run(text="1,2\n2,4\n3,9\n")[1]) and "\x1b" not in shown


@unix
def test_on_a_terminal_watch_shows_each_frame_that_moves_and_leaves_no_trace():
    how = ["--watch", "--epochs", "2", "--learning-rate", "0.5"]
    # At 0.5 the first step arrives, and the second moves nothing: frames of epochs 0 and 1.
    before, start, end, rest = in_terminal(*how).split("\x1b[2J\x1b[H")
    plain, (X, y), (m, b, cost) = run(*how)[1], make_data(), fitted()
    line = f"m {m:.6g}, b {b:.6g}, mean squared error {cost:.6g}, epoch 1"
    assert start.startswith(plot(X, y, 0, 0)) and start.endswith("epoch 0\x1b[?1049h")
    assert end == f"{plot(X, y, m, b)}\n{line}"
    # The other screen is entered before each frame and left after the last.
    assert (before, rest) == ("\x1b[?1049h", "\x1b[?1049l" + plain) and "\x1b" not in plain


PROGRAM = """
from linreg import *
X, y = [1.5, 2.25, 4.0, 7.75], [3.0, 1.5, 8.25, 9.0]
numbers = linear_regression(*condense(X, y), learning_rate=0.01) + standardize(X)[1:]
for loss in squared, absolute, huber(1):
    weights, bias, cost = gradient_descent([[x_i, x_i * x_i] for x_i in X], y, loss=loss)
    numbers += tuple(weights) + (bias, cost)
print(plot(X, y, 1.25, 0.5), *["%.9f" % number for number in numbers])
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
    shutil.copy(HERE / "linreg.py", tmp_path)
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, stdout=subprocess.PIPE)
