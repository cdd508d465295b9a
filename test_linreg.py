"""The laws of linreg.py: each test is one, its name says it, and Hypothesis looks for exceptions.

`given` names what Hypothesis draws for a test. Where a law is exact it is tried on fractions and
compared with `==`; where floats round, the reason for the tolerance stands beside it. Each law
holds the code against something other than itself: the standard library, exact arithmetic, a
formula, or another way to the same result.
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
from array import array
from collections import deque
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from linreg import (
    absolute, condense, gaussian, gradient_descent, huber, linear_regression, main, make_data,
    max_learning_rate, mean_squared_error, plot, squared, standardize, three_points,
    train_test_split,
)

# The same examples on every run: a law that fails now and then is a wrong law.
settings.register_profile("laws", derandomize=True, deadline=None, max_examples=15)
settings.load_profile("laws")

HERE = Path(__file__).parent
SOURCE = (HERE / "linreg.py").read_text(encoding="utf-8")
README = (HERE / "README.md").read_text(encoding="utf-8")


# What the laws are tried on.

exact = st.integers(-20, 20).map(lambda n: Fraction(n, 3))
rounded = st.integers(-999, 999).map(lambda n: n / 10)
shares = st.sampled_from([0.01, 0.3, 0.5, 0.9, 0.999999])  # of the largest learning rate


def points(numbers, min_size=1, max_size=5):
    """Draw X and y, two lists of as many numbers."""
    pairs = st.lists(st.tuples(numbers, numbers), min_size=min_size, max_size=max_size)
    return pairs.map(lambda drawn: tuple(map(list, zip(*drawn))))


exact_points = points(exact)
rounded_points = points(rounded, min_size=2, max_size=9)
varied_points = rounded_points.filter(lambda drawn: statistics.pstdev(drawn[0]) > 1)


def exact_rate(X, share=Fraction(1, 2)):
    """Return a share of the largest learning rate as a fraction."""
    return Fraction(share) * Fraction(max_learning_rate(X))


def averages(X, y):
    """Return means, variances and covariance of the points, exactly."""
    X, y = list(map(Fraction, X)), list(map(Fraction, y))
    x_mean, y_mean = statistics.mean(X), statistics.mean(y)
    xy_cov = statistics.mean([(x_i - x_mean) * (y_i - y_mean) for x_i, y_i in zip(X, y)])
    return x_mean, y_mean, statistics.pvariance(X), xy_cov, statistics.pvariance(y)


def least_squares(X, y):
    """Return the best line for the points, exactly."""
    x_mean, y_mean, x_var, xy_cov, _ = averages(X, y)
    return xy_cov / x_var, y_mean - xy_cov / x_var * x_mean


def curvatures(X):
    """Return both eigenvalues of the cost's second derivatives, from their sum and product."""
    half_sum = statistics.fmean([x_i * x_i for x_i in X]) + 1
    root = math.sqrt(half_sum * half_sum - 4 * statistics.pvariance(X))
    larger = half_sum + root
    return larger, 4 * statistics.pvariance(X) / larger


# The ten lines.


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=5), rounded, rounded, st.floats(0.1, 0.9))
def test_on_points_of_a_line_descent_recovers_the_line(X, m, b, share):
    assume(len(set(X)) > 1)
    y = [m * x_i + b for x_i in X]
    larger, smaller = curvatures(X)
    rate = share * 2 / larger
    # Every epoch multiplies the error by at most this factor, so so many make it a millionth.
    factor = max(abs(1 - rate * larger), abs(1 - rate * smaller))
    epochs = math.ceil(math.log(1e-6) / math.log(factor))
    m_found, b_found, _ = linear_regression(X, y, epochs=epochs, learning_rate=rate)
    assert math.hypot(m_found - m, b_found - b) <= 1.001e-6 * math.hypot(m, b) + 1e-11


@pytest.mark.skipif(sys.version_info < (3, 10), reason="statistics has no linear_regression")
@given(varied_points)
def test_on_noisy_points_descent_ends_at_least_squares(drawn):
    X, y = drawn
    Z, mean, stdev = standardize(X)
    m, b, _ = linear_regression(Z, y, epochs=150, learning_rate=0.1)
    slope, intercept = statistics.linear_regression(X, y)
    # An epoch multiplies the error by 0.8, and 0.8^150 < 1e-14, of an error of up to 1e2.
    assert m / stdev == pytest.approx(slope, abs=1e-10)
    assert b - m * mean / stdev == pytest.approx(intercept, abs=1e-10 * max(map(abs, X)))


@given(exact_points, exact, exact, exact.filter(bool))
def test_a_step_goes_along_the_slope_of_the_cost(drawn, m, b, h):
    X, y = drawn
    rate = exact_rate(X)
    m_next, b_next, _ = linear_regression(X, y, m, b, epochs=1, learning_rate=rate)
    # The cost is quadratic, so its central differences are its slopes, whatever h is.
    m_rise = mean_squared_error(X, y, m + h, b) - mean_squared_error(X, y, m - h, b)
    b_rise = mean_squared_error(X, y, m, b + h) - mean_squared_error(X, y, m, b - h)
    assert (m_next, b_next) == (m - rate * m_rise / (2 * h), b - rate * b_rise / (2 * h))


@given(exact_points, exact, exact, st.integers(1, 4), st.integers(1, 4))
def test_some_epochs_and_then_more_equal_all_at_once(drawn, m, b, some, more):
    X, y = drawn
    rate = exact_rate(X).limit_denominator(100) or Fraction(1, 1000)
    m_some, b_some, _ = linear_regression(X, y, m, b, some, rate)
    at_once = linear_regression(X, y, m, b, some + more, rate)
    assert linear_regression(X, y, m_some, b_some, more, rate) == at_once


@given(exact_points, exact, exact)
def test_the_cost_is_that_of_the_line_the_last_epoch_started_from(drawn, m, b):
    X, y = drawn
    rate = exact_rate(X)
    m_next, b_next, cost = linear_regression(X, y, m, b, 1, rate)
    assert cost == mean_squared_error(X, y, m, b)
    assert linear_regression(X, y, m, b, 2, rate)[2] == mean_squared_error(X, y, m_next, b_next)


@given(exact_points, exact, exact, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_points_nor_having_each_twice_matters(drawn, m, b, rng):
    X, y = drawn
    pairs = list(zip(X, y)) * 2
    rng.shuffle(pairs)
    shuffled_X, shuffled_y = zip(*pairs)
    rate = exact_rate(X)
    assert linear_regression(shuffled_X, shuffled_y, m, b, 3, rate) == (
        linear_regression(X, y, m, b, 3, rate)
    )


@given(exact_points, exact, exact, exact, exact)
def test_stretching_and_shifting_y_does_the_same_to_the_line(drawn, m, b, stretch, shift):
    X, y = drawn
    rate = exact_rate(X)
    m_end, b_end, cost = linear_regression(X, y, m, b, 3, rate)
    moved = [stretch * y_i + shift for y_i in y]
    assert linear_regression(X, moved, stretch * m, stretch * b + shift, 3, rate) == (
        stretch * m_end, stretch * b_end + shift, stretch * stretch * cost
    )


@given(exact_points)
def test_at_the_best_line_descent_stays(drawn):
    X, y = drawn
    assume(len(set(X)) > 1)
    m, b = least_squares(X, y)
    assert linear_regression(X, y, m, b, 3, exact_rate(X))[:2] == (m, b)


@given(exact_points, exact, exact)
def test_the_mean_squared_error_is_the_variance_and_squared_mean_of_the_residuals(drawn, m, b):
    X, y = drawn
    residuals = [y_i - (m * x_i + b) for x_i, y_i in zip(X, y)]
    assert mean_squared_error(X, y, m, b) == (
        statistics.pvariance(residuals) + statistics.mean(residuals) ** 2
    )


# The learning rate.


@given(exact_points, exact, exact, shares)
def test_below_the_largest_learning_rate_the_cost_never_rises(drawn, m, b, share):
    X, y = drawn
    rate = exact_rate(X, share)
    costs = []
    for _ in range(4):
        m, b, cost = linear_regression(X, y, m, b, epochs=1, learning_rate=rate)
        costs.append(cost)
    assert costs == sorted(costs, reverse=True)


@given(rounded_points, st.sampled_from([1, 1 + 1e-15, 2, 1e9, math.inf, math.nan, 0, -1]))
def test_at_and_above_the_largest_learning_rate_and_below_zero_the_call_is_refused(drawn, share):
    X, y = drawn
    limit = max_learning_rate(X)
    with pytest.raises(ValueError, match="learning_rate is"):
        linear_regression(X, y, learning_rate=limit * share)


@given(rounded_points)
def test_the_refusal_of_a_learning_rate_names_the_limit(drawn):
    X, y = drawn
    limit = max_learning_rate(X)
    with pytest.raises(ValueError, match=f"below {re.escape(repr(limit))}; .*standardize"):
        linear_regression(X, y, learning_rate=limit)


@given(rounded_points)
def test_the_largest_learning_rate_is_two_over_the_larger_curvature(drawn):
    X, _ = drawn
    # Each of the sums and roots in both formulas rounds by a few units of 1e-16.
    assert max_learning_rate(X) == pytest.approx(2 / curvatures(X)[0], rel=1e-13)


@given(varied_points, shares)
def test_each_epoch_shrinks_the_error_along_each_eigenvector_by_its_own_factor(drawn, share):
    X, y = drawn
    best_m, best_b = map(float, least_squares(X, y))
    rate = share * max_learning_rate(X)
    q, mu = statistics.fmean([x_i * x_i for x_i in X]), statistics.fmean(X)
    for curvature in curvatures(X):
        # (H - curvature) v = 0 for H = [[2 q, 2 mu], [2 mu, 2]] gives two forms of v; the longer
        # one is the more precise.
        forms = (2 * mu, curvature - 2 * q), (curvature - 2, 2 * mu)
        length, v = max((math.hypot(*form), form) for form in forms)
        assume(length > 1)
        m, b = best_m + 1000 * v[0] / length, best_b + 1000 * v[1] / length
        m_next, b_next, _ = linear_regression(X, y, m, b, epochs=1, learning_rate=rate)
        left = ((m_next - best_m) * v[0] + (b_next - best_b) * v[1]) / length
        # Rounded by 1e-16 each: 9 products of an x up to 1e2 and a residual up to 1e5.
        assert left == pytest.approx(1000 * (1 - rate * curvature), abs=1e-7)


@given(varied_points)
def test_just_below_the_largest_learning_rate_descent_still_converges(drawn):
    X, y = drawn
    Z, _, _ = standardize(X)
    m, b, _ = linear_regression(Z, y, epochs=1500, learning_rate=0.99 * max_learning_rate(Z))
    # On Z both curvatures are 2: an epoch multiplies the error by -0.98, and 0.98^1500 < 1e-13.
    assert [m, b] == [pytest.approx(float(number), abs=1e-10) for number in least_squares(Z, y)]


# Standardised X.


@given(varied_points)
def test_standardised_x_has_mean_0_and_variance_1(drawn):
    X, _ = drawn
    Z, mean, stdev = standardize(X)
    assert mean == pytest.approx(statistics.fmean(X), abs=1e-13)
    assert stdev == pytest.approx(statistics.pstdev(X), abs=1e-13)
    # 9 values of up to about 100 round by 1e-16 of that; X varies by more than 1.
    assert statistics.fmean(Z) == pytest.approx(0, abs=1e-13)
    assert statistics.pstdev(Z) == pytest.approx(1, abs=1e-13)


@given(varied_points, rounded, rounded)
def test_on_standardised_x_one_epoch_at_a_rate_of_a_half_lands_on_least_squares(drawn, m, b):
    X, y = drawn
    Z, mean, stdev = standardize(X)
    m, b, _ = linear_regression(Z, y, m, b, epochs=1, learning_rate=0.5)
    slope, intercept = map(float, least_squares(X, y))
    # Residuals up to about 1e3 round by 1e-16 of that, 9 of them in a sum.
    assert m / stdev == pytest.approx(slope, abs=1e-10)
    assert b - m * mean / stdev == pytest.approx(intercept, abs=1e-8)


@given(rounded, st.integers(1, 20))
def test_a_constant_x_standardises_to_zeros(x, n):
    assert standardize([x] * n) == ([0.0] * n, x, 1.0)


# Three points for any number.


def approximately(numbers, scale):
    """Return numbers to compare with, within the rounding of 9 terms of the given size."""
    return [pytest.approx(float(number), rel=0, abs=1e-13 * scale) for number in numbers]


@given(rounded_points)
def test_the_three_points_share_the_five_averages_of_the_data(drawn):
    X, y = drawn
    assert list(averages(*condense(X, y))) == approximately(averages(X, y), scale=1e4)


@given(rounded_points, rounded, rounded, shares)
def test_on_the_three_points_descent_takes_the_same_path(drawn, m, b, share):
    X, y = drawn
    X3, y3 = condense(X, y)
    rate = share * max_learning_rate(X)
    assert max_learning_rate(X3) == pytest.approx(max_learning_rate(X), rel=1e-12)
    line, line_3 = (m, b), (m, b)
    for _ in range(5):
        *line, cost = linear_regression(X, y, *line, epochs=1, learning_rate=rate)
        *line_3, cost_3 = linear_regression(X3, y3, *line_3, epochs=1, learning_rate=rate)
        # Lines and residuals stay below 1e2 and 1e4 here, their squares below 1e8.
        assert [*line_3, cost_3] == [*approximately(line, scale=1e4), *approximately([cost], 1e8)]


@given(varied_points, st.sampled_from([1e6, -1e9]), st.sampled_from([1e6, -1e9]))
def test_data_far_from_zero_keep_their_averages(drawn, x_far, y_far):
    X, y = [x_i + x_far for x_i in drawn[0]], [y_i + y_far for y_i in drawn[1]]
    # Three points near 1e9 are themselves rounded by 1e-7 each; x and y vary by up to 1e2.
    for found, expected in zip(averages(*condense(X, y))[2:], averages(X, y)[2:]):
        assert float(found) == pytest.approx(float(expected), abs=1e-4)


@given(st.tuples(exact, exact, exact.map(abs), exact, exact.map(abs)))
def test_three_points_are_made_or_refused_as_the_covariance_allows(drawn):
    _, _, x_var, xy_cov, y_var = drawn
    if xy_cov * xy_cov > x_var * y_var:
        with pytest.raises(ValueError, match="xy_cov"):
            three_points(*drawn)
    else:
        assert list(averages(*three_points(*drawn))) == approximately(drawn, scale=1e2)


@pytest.mark.parametrize("variances", [(-1, 0, 1), (1, 0, -1)])
def test_a_negative_variance_is_refused(variances):
    with pytest.raises(ValueError, match="a variance cannot be negative"):
        three_points(0, 0, *variances)


# Several features and other error functions.

losses = st.sampled_from([squared, absolute, huber(1), huber(Fraction(5, 2))])


def points_of_features(k):
    row = st.lists(exact, min_size=k, max_size=k)
    pairs = st.lists(st.tuples(row, exact), min_size=1, max_size=5)
    return pairs.map(lambda drawn: tuple(map(list, zip(*drawn))))


tables = st.integers(1, 3).flatmap(points_of_features)


def safe_rate(rows):
    """Return a rate that is below the limit that the docstring of `gradient_descent` gives."""
    return Fraction(9, 10) / (1 + statistics.mean([sum([x * x for x in row]) for row in rows]))


def mean_loss(rows, y, weights, bias, loss):
    predictions = [sum([w * x for w, x in zip(weights, row)]) + bias for row in rows]
    return statistics.mean([Fraction(loss(y_i - p)[0]) for y_i, p in zip(y, predictions)])


def solve(equations):
    """Return the solution of linear equations, rows of coefficients and right side, or None."""
    equations = [list(equation) for equation in equations]
    for i in range(len(equations)):
        equations[i:] = sorted(equations[i:], key=lambda equation: not equation[i])
        if not equations[i][i]:
            return None
        equations[i] = [number / equations[i][i] for number in equations[i]]
        for j in range(len(equations)):
            if j != i:
                factor = equations[j][i]
                equations[j] = [p - factor * q for p, q in zip(equations[j], equations[i])]
    return [equation[-1] for equation in equations]


@given(exact_points, exact, exact, st.integers(1, 4), shares)
def test_on_one_feature_and_squared_errors_it_is_the_ten_lines(drawn, m, b, epochs, share):
    X, y = drawn
    rate = exact_rate(X, share)
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, [m], b, epochs, rate)
    assert (weight, bias, cost) == linear_regression(X, y, m, b, epochs, rate)


@given(rounded_points, shares)
def test_in_floats_too_it_is_the_ten_lines_to_the_last_digit(drawn, share):
    X, y = drawn
    rate = share * max_learning_rate(X)
    (weight,), bias, cost = gradient_descent([[x] for x in X], y, epochs=9, learning_rate=rate)
    assert (weight, bias, cost) == linear_regression(X, y, epochs=9, learning_rate=rate)


@given(tables)
def test_at_least_squares_in_several_features_descent_stays(drawn):
    rows, y = drawn
    features = [[1, *row] for row in rows]
    best = solve([
        [sum([row[i] * row[j] for row in features]) for j in range(len(features[0]))]
        + [sum([row[i] * y_i for row, y_i in zip(features, y)])]
        for i in range(len(features[0]))
    ])
    assume(best)
    bias, *weights = best
    assert gradient_descent(rows, y, weights, bias, 2, safe_rate(rows))[:2] == (weights, bias)


@given(tables, exact)
def test_at_a_safe_rate_squared_errors_fall_until_nothing_changes(drawn, bias):
    rows, y = drawn
    weights = [0] * len(rows[0])
    for _ in range(3):
        cost = mean_loss(rows, y, weights, bias, squared)
        moved = gradient_descent(rows, y, weights, bias, 1, safe_rate(rows))
        assert moved[2] == cost
        assert mean_loss(rows, y, *moved[:2], squared) < cost or moved[:2] == (weights, bias)
        weights, bias, _ = moved


@given(st.lists(exact, min_size=8, max_size=8), exact)
def test_on_all_corners_of_a_cube_one_epoch_lands_on_least_squares(y, bias):
    corners = [[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]
    # The features are orthogonal, of mean 0 and variance 1: each weight is its covariance with y.
    expected = [sum([row[j] * y_i for row, y_i in zip(corners, y)]) / 8 for j in range(3)]
    weights, bias, _ = gradient_descent(corners, y, [5, 6, 7], bias, 1, Fraction(1, 2))
    assert (weights, bias) == (expected, sum(y) / 8)


@given(losses, exact, exact)
def test_a_loss_is_convex_and_its_slope_is_its_own(loss, a, b):
    (value_a, slope_a), (value_b, slope_b) = loss(a), loss(b)
    assert slope_a * (b - a) <= value_b - value_a <= slope_b * (b - a)


@given(losses, exact)
def test_a_loss_is_0_at_0_and_the_same_on_both_sides(loss, residual):
    value, slope = loss(residual)
    assert loss(0) == (0, 0) and loss(-residual) == (value, -slope)


@given(st.lists(exact, min_size=1, max_size=7))
def test_the_mean_minimises_squared(y):
    _, bias, _ = gradient_descent([[0]] * len(y), y, epochs=1, learning_rate=Fraction(1, 2))
    assert bias == statistics.mean(y)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=7).filter(lambda y: len(y) % 2))
def test_a_median_minimises_absolute(y):
    # Of an odd number of points at least 1/7 more pull one way, which covers 3 in 3 * 7 * 4 epochs.
    # From there on a step overshoots by no more than itself.
    rate = Fraction(1, 4)
    _, bias, _ = gradient_descent([[0]] * len(y), y, epochs=84, learning_rate=rate, loss=absolute)
    assert abs(bias - statistics.median(y)) <= rate


@given(tables, losses, st.integers(1, 3), st.integers(1, 3))
def test_with_any_loss_some_epochs_and_then_more_equal_all_at_once(drawn, loss, some, more):
    rows, y = drawn
    rate = safe_rate(rows)
    weights, bias, _ = gradient_descent(rows, y, None, 0, some, rate, loss)
    assert gradient_descent(rows, y, weights, bias, more, rate, loss) == (
        gradient_descent(rows, y, None, 0, some + more, rate, loss)
    )


@given(tables)
def test_huber_with_a_large_delta_is_squared(drawn):
    rows, y = drawn
    rate = safe_rate(rows)
    assert gradient_descent(rows, y, None, 0, 3, rate, huber(10**6)) == (
        gradient_descent(rows, y, None, 0, 3, rate, squared)
    )


@given(exact_points, st.sampled_from([absolute, huber(1)]))
def test_moving_an_outlier_further_out_moves_only_the_squared_fit(drawn, robust):
    X, y = drawn
    rows = [[x] for x in X] + [[1]]

    def fit(outlier, loss):
        return gradient_descent(rows, y + [outlier], None, 0, 3, safe_rate(rows), loss)[:2]

    assert fit(10**4, robust) == fit(10**6, robust)
    assert fit(10**4, squared) != fit(10**6, squared)


@given(varied_points, st.floats(1.1, 100))
def test_a_run_that_diverges_is_refused_with_a_rate_that_does_not(drawn, excess):
    X, y = drawn
    rows = [[x] for x in X]
    assume(any(y))
    with pytest.raises(ValueError, match="diverged; .* any below .* is safe") as refusal:
        # An epoch multiplies an error by 1.1 * 2 - 1 = 1.2 or more, and 1.2^200 > 1e15.
        gradient_descent(rows, y, epochs=200, learning_rate=excess * max_learning_rate(X))
    limit = float(re.search("any below (.*) is safe", str(refusal.value))[1])
    assert limit == pytest.approx(1 / (1 + statistics.fmean([x * x for x in X])), rel=1e-12)
    gradient_descent(rows, y, epochs=100, learning_rate=0.99 * limit)


@given(tables, losses, st.integers(-3, 9), st.integers(1, 5))
def test_at_any_rate_a_run_ends_no_dearer_than_its_loss_allows_or_is_refused(
    drawn, loss, power, epochs
):
    rows, y = drawn
    start = mean_loss(rows, y, [0] * len(rows[0]), 0, loss)
    try:
        *line, cost = gradient_descent(rows, y, None, 0, epochs, Fraction(10) ** power, loss)
    except ValueError:
        assert power > -2  # the features are below 7, so below 1 / (1 + 3 * 7^2) nothing diverges
    else:
        # Squared errors fall; near the minimum of another loss a step may double its cost.
        most = start * (1 + Fraction(1, 10**9)) if loss is squared else 2 * start
        assert max(cost, mean_loss(rows, y, *line, loss)) <= most


def test_one_step_after_another_a_descent_may_not_diverge_unseen():
    X, y = make_data(100)
    weights, bias = None, 0
    with pytest.raises(ValueError, match="diverged"):
        for _ in range(200):
            weights, bias, _ = gradient_descent(
                [[x] for x in X], y, weights, bias, 1, 1.05 * max_learning_rate(X)
            )


def test_the_defaults_are_those_of_the_article():
    X, y = [1, 2, 3], [4, 5, 7]
    expected = linear_regression(X, y, 0, 0, 1000, 0.0001)
    assert linear_regression(X, y) == expected
    (weight,), bias, cost = gradient_descent([[x] for x in X], y)
    assert (weight, bias, cost) == expected


# Data to try it on.


@given(st.integers(1, 50), rounded, rounded, st.integers())
def test_without_noise_the_made_points_lie_on_the_line(n, m, b, seed):
    X, y = make_data(n, m, b, noise=lambda rng: 0, seed=seed)
    assert len(X) == n and all(-10 <= x <= 10 for x in X)
    assert y == [m * x_i + b for x_i in X]


@given(st.integers(1, 50), st.integers())
def test_the_same_seed_makes_the_same_points(n, seed):
    assert make_data(n, seed=seed) == make_data(n, seed=seed) != make_data(n, seed=seed + 1)


def test_the_default_noise_is_normal_with_standard_deviation_3():
    rng = random.Random(1)
    errors = [gaussian(rng) for _ in range(10000)]
    normal = statistics.NormalDist(0, 3)
    # A share p of N errors is off by at most 5 standard deviations of sqrt(p (1 - p) / N) < 0.005.
    for bound in (-6, -3, -1, 0, 1, 3, 6):
        share = sum([error < bound for error in errors]) / len(errors)
        assert share == pytest.approx(normal.cdf(bound), abs=0.025)


def test_the_default_data_are_those_of_the_article():
    X, y = make_data()
    assert len(X) == len(y) == 10000
    errors = [y_i - (7.6 * x_i - 3.3) for x_i, y_i in zip(X, y)]
    # 5 standard errors, 3 / sqrt(N) of a mean and 3 / sqrt(2 N) of a standard deviation.
    assert statistics.fmean(errors) == pytest.approx(0, abs=0.15)
    assert statistics.pstdev(errors) == pytest.approx(3, abs=0.11)


@given(st.integers(2, 40), st.floats(0, 1), st.integers())
def test_a_split_loses_no_point_and_doubles_none(n, test_size, seed):
    tests = math.ceil(test_size * n)
    assume(0 < tests < n)
    X, y = [[i, -i] for i in range(n)], range(n)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size, seed)
    assert len(X_test) == len(y_test) == tests
    assert sorted(y_train + y_test) == list(y)
    assert X_train + X_test == [X[i] for i in y_train + y_test]
    assert train_test_split(X, y, test_size, seed) == (X_train, X_test, y_train, y_test)
    assert train_test_split(X, y, tests, seed) == (X_train, X_test, y_train, y_test)


def test_without_a_seed_every_split_is_another():
    splits = [train_test_split(range(99), range(99)) for _ in range(2)]
    assert splits[0] != splits[1]


def test_a_split_deals_every_point_to_the_test_side_as_often():
    tests = [train_test_split(range(4), range(4), seed=seed)[1][0] for seed in range(400)]
    # 100 of 400 on average, within 5 standard deviations of sqrt(400 * 1/4 * 3/4) < 9.
    assert all(55 < tests.count(i) < 145 for i in range(4))


# The picture.


def cells(picture):
    """Return the 20 rows of 60 characters inside the frame."""
    return [line[13:73] for line in picture.splitlines()[:20]]


@given(varied_points, rounded, rounded)
def test_the_picture_is_23_short_lines_of_ascii(drawn, m, b):
    lines = plot(*drawn, m, b).splitlines()
    assert len(lines) == 23 and all(len(line) <= 79 and line.isascii() for line in lines)


@given(varied_points.filter(lambda drawn: len(set(drawn[1])) > 1), st.integers(-2, 2), rounded)
def test_points_and_line_stand_where_their_numbers_say(drawn, m, b):
    X, y = drawn
    picture = cells(plot(X, y, m, b))
    width, height = (max(X) - min(X)) / 59, (max(y) - min(y)) / 19
    for x_i, y_i in zip(X, y):
        column, row = (x_i - min(X)) / width, (max(y) - y_i) / height
        near = [(r, c) for r in range(20) for c in range(60)
                if abs(c - column) < 0.5 + 1e-9 and abs(r - row) < 0.5 + 1e-9]
        assert any(picture[r][c] not in " =" for r, c in near)
    for c in range(60):
        row = (max(y) - (m * (min(X) + c * width) + b)) / height
        drawn_rows = [r for r in range(20) if picture[r][c] in "=+"]
        assert all(abs(r - row) < 0.5 + 1e-9 for r in drawn_rows)
        assert drawn_rows or not -0.5 < row < 19.5


@given(st.integers(1, 40))
def test_the_more_points_share_a_place_the_darker_it_is(n):
    picture = cells(plot([0, 1] + [0.5] * n, [0, 1] + [0.5] * n, 0, 0.1))
    darkness = [sum([row.count(mark) for row in picture]) for mark in ".:oO@"]
    expected = [1 if low <= n <= high else 0 for low, high in
                [(1, 1), (2, 3), (4, 7), (8, 15), (16, 40)]]
    assert darkness == [expected[0] + 2, *expected[1:]]  # the points at both ends are single


@given(points(st.integers(-20, 20), min_size=2), st.integers(-3, 3), st.integers(-9, 9))
def test_stretching_and_shifting_the_axes_leaves_the_drawing_as_it_is(drawn, m, b):
    X, y = drawn
    assume(len(set(X)) > 1 and len(set(y)) > 1)
    # Powers of two: so that both drawings round alike.
    moved = plot([4 * x + 64 for x in X], [2 * y_i - 32 for y_i in y], m / 2, 2 * b - 32 - 32 * m)
    assert cells(moved) == cells(plot(X, y, m, b))


def test_the_ranges_stand_at_the_edges():
    lines = plot([-2, 6], [100, 700], 0, 300).splitlines()
    assert lines[0].split()[0] == "700" and lines[19].split()[0] == "100"
    assert lines[21].split() == ["-2", "6"]


# What is refused, and what is not.


@pytest.mark.parametrize("kind", [tuple, deque, lambda values: array("i", values)])
@given(points(st.integers(-9, 9)))
def test_any_sequence_serves_and_none_is_changed(kind, drawn):
    X, y = map(kind, drawn)
    assert linear_regression(X, y, 1, 2, 3, 0.01) == linear_regression(*drawn, 1, 2, 3, 0.01)
    assert gradient_descent((X,), kind(drawn[1][:1]), X, 2, 3) == (
        gradient_descent([drawn[0]], drawn[1][:1], drawn[0], 2, 3)
    )
    assert (condense(X, y), standardize(X)) == (condense(*drawn), standardize(drawn[0]))
    assert (list(X), list(y)) == drawn


def test_ranges_serve():
    assert linear_regression(range(9), range(9), learning_rate=0.01) == (
        linear_regression(list(range(9)), list(range(9)), learning_rate=0.01)
    )


@given(points(st.integers(-9, 9)), st.integers(-9, 9))
def test_any_kind_of_number_serves_and_comes_out_again(drawn, start):
    X, y = drawn
    rate = Fraction(1, 2 + sum([x * x for x in X]))
    in_fractions = linear_regression(
        list(map(Fraction, X)), list(map(Fraction, y)), start, start, 2, rate
    )
    assert {type(number) for number in in_fractions} == {Fraction}
    in_decimals = linear_regression(
        list(map(Decimal, X)), list(map(Decimal, y)), start, start, 2, Decimal(1) / rate.denominator
    )
    assert {type(number) for number in in_decimals} == {Decimal}
    in_floats = linear_regression(X, y, float(start), float(start), 2, float(rate))
    for number, in_decimal, in_float in zip(in_fractions, in_decimals, in_floats):
        assert float(in_decimal) == pytest.approx(float(number), abs=1e-20, rel=1e-14)
        assert in_float == pytest.approx(float(number), abs=1e-11)  # residuals of up to 1e2


def test_an_array_is_read_as_python_numbers():
    class Array:
        """Like one of NumPy's, whose own numbers are slow and its integers wrap around."""

        def __init__(self, values):
            self.tolist = lambda: values

    assert linear_regression([Array(1), Array(2)], [Array(3), Array(200)]) == (
        linear_regression([1, 2], [3, 200])
    )
    X, y = Array([1, 2, 3]), Array([7, 5, 200])
    assert linear_regression(X, y) == linear_regression([1, 2, 3], [7, 5, 200])
    assert train_test_split(X, y, seed=1) == train_test_split([1, 2, 3], [7, 5, 200], seed=1)
    assert gradient_descent(Array([[1], [2], [3]]), y) == (
        gradient_descent([[1], [2], [3]], [7, 5, 200])
    )


calls = [
    linear_regression,
    lambda X, y: linear_regression(X, y, epochs=5, learning_rate=1e-9),
    lambda X, y: linear_regression(standardize(X)[0], y, epochs=5, learning_rate=0.4),
    lambda X, y: gradient_descent([[x] for x in X], y, epochs=5),
    lambda X, y: gradient_descent([X], y[:1], epochs=5, loss=absolute),
    lambda X, y: make_data(3, max(X, default=0), max(y, default=0), noise=lambda rng: min(y)),
    lambda X, y: mean_squared_error(X, y, max(y, default=0), 1),
    lambda X, y: max_learning_rate(X),
    lambda X, y: standardize(X),
    condense,
    lambda X, y: three_points(*(X + y + [0] * 5)[:5]),
    lambda X, y: list(map(float, plot(X, y, max(y, default=0), 1).splitlines()[21].split())),
]


def leaves(results):
    """Return the numbers in results, however deep they lie in lists and tuples."""
    if isinstance(results, (list, tuple)):
        return [leaf for result in results for leaf in leaves(result)]
    return [results]


numbers = st.floats() | st.floats(-1e9, 1e9) | st.integers(-(10**400), 10**400) | exact


@pytest.mark.parametrize("call", calls)
@given(points(numbers) | points(st.floats(-1e9, 1e9)))
@example(([], []))
@example(([1, 1e200], [1, 2]))
@example(([1, 2], [10**200, 2]))
@example(([1, 2], [1e200, 2]))
@example(([3e3, 4e3], [2, 3]))
@example(([10**400, -(10**400)], [10**400, -(10**400)]))
@example(([1e308, -1e308], [1e308, -1e308]))
@example(([1, 2], [1e-200, 2e-200]))
def test_any_numbers_give_finite_results_or_a_value_error(call, drawn):
    try:
        results = call(*drawn)
    except ValueError:
        return
    assert all(math.isfinite(number) for number in leaves(results))


not_numbers = [(thing, TypeError) for thing in ["1", "", None, 1j, [1], (), {}, b"1", object()]]
too_large = [(number, ValueError) for number in [math.nan, math.inf, -math.inf, 10**400, 1e200]]


@given(points(rounded), st.sampled_from(not_numbers + too_large), st.sampled_from("Xy"), st.data())
def test_what_is_not_a_number_or_too_large_is_refused_by_its_place(drawn, refused, name, data):
    thing, error = refused
    i = data.draw(st.integers(0, len(drawn[0]) - 1))
    drawn["Xy".index(name)][i] = thing
    for function in linear_regression, condense:
        with pytest.raises(error, match="^" + re.escape(f"{name}[{i}] is ")):
            function(*drawn)
    rows, place = [[x] for x in drawn[0]], f"rows[{i}][0] is " if name == "X" else f"y[{i}] is "
    with pytest.raises(error, match="^" + re.escape(place)):
        gradient_descent(rows, drawn[1])


REFUSED = [
    (lambda: linear_regression([], []), ValueError, "X is empty"),
    (lambda: linear_regression([1], []), ValueError, "y is empty"),
    (lambda: linear_regression([1, 2], [1]), ValueError, "X has length 2 and y has length 1"),
    (lambda: linear_regression(1, [1]), TypeError, "X is of type int: make it a list"),
    (lambda: linear_regression([1], {1}), TypeError, "y is of type set"),
    (lambda: linear_regression({-1: 1, 0: 2}, [1, 2]), TypeError, "X is of type dict"),
    (lambda: linear_regression((i for i in [1]), [1]), TypeError, "X is of type generator"),
    (lambda: linear_regression([1], [1], epochs=0), ValueError, "epochs is 0: .* at least 1"),
    (lambda: linear_regression([1], [1], epochs=1.5), TypeError, "epochs is 1.5: .* int"),
    (lambda: linear_regression([1], [1], "2"), TypeError, "m_current is '2'"),
    (lambda: linear_regression([1], [1], 0, math.nan), ValueError, "b_current is nan"),
    (lambda: linear_regression([1], [1], learning_rate=None), TypeError, "learning_rate is None"),
    (lambda: linear_regression([Decimal(1)], [Decimal(1)]), TypeError, "X, y, .* mix kinds"),
    (lambda: linear_regression([Decimal(1), 1.5], [1, 1]), ValueError, "X holds .* do not mix"),
    (lambda: linear_regression([1], [1], 10**160), ValueError, "m_current is 1000"),
    (lambda: linear_regression([1], [1], 10**150), ValueError, "the mean squared error is"),
    (lambda: mean_squared_error([1], [1], 1, "1"), TypeError, "b is '1'"),
    (lambda: standardize([10**153, -(10**153)] * 99), ValueError, "the variance of X is"),
    (lambda: three_points(0, None, 1, 0, 1), TypeError, "y_mean is None"),
    (lambda: three_points(0, 0, 1, math.inf, 1), ValueError, "xy_cov is inf"),
    (lambda: make_data(0), ValueError, "n is 0"),
    (lambda: make_data(1.0), TypeError, "n is 1.0"),
    (lambda: make_data(m=math.nan), ValueError, "m is nan"),
    (lambda: make_data(b="1"), TypeError, "b is '1'"),
    (lambda: make_data(noise=lambda rng: None), TypeError, "the noise is None"),
    (lambda: gradient_descent([], []), ValueError, "rows is empty"),
    (lambda: gradient_descent([[]], [1]), ValueError, r"rows\[0\] is empty"),
    (lambda: gradient_descent([1], [1]), TypeError, r"rows\[0\] is of type int"),
    (lambda: gradient_descent([[1], [1, 2]], [1, 2]), ValueError, r"rows\[1\] has 2 features"),
    (lambda: gradient_descent([[1]], [1, 2]), ValueError, "rows has length 1 and y has length 2"),
    (lambda: gradient_descent([[1, 2]], [1], [1]), ValueError, "1 weights for 2 features"),
    (lambda: gradient_descent([[1]], [1], ["1"]), TypeError, r"weights\[0\] is '1'"),
    (lambda: gradient_descent([[1]], [1], bias=math.inf), ValueError, "bias is inf"),
    (lambda: gradient_descent([[1]], [1], epochs=-1), ValueError, "epochs is -1"),
    (lambda: gradient_descent([[1]], [1], learning_rate=0), ValueError, "learning_rate is 0"),
    (lambda: gradient_descent([[1]], [1], loss=huber), TypeError, r"loss must .* huber\(1.5\)"),
    (lambda: gradient_descent([[1]], [1], loss=lambda r: (0, None)), TypeError, "the loss's slope"),
    (lambda: gradient_descent([[1]], [1], loss=lambda r: (math.nan, 0)), ValueError, "the loss's"),
    (lambda: gradient_descent([[1], [1]], [1, 1e100]), ValueError, "the cost at the start is"),
    (lambda: gradient_descent([[1]], [Decimal(1)]), TypeError, "rows, y, .* mix kinds"),
    (lambda: gradient_descent([[9]], [9], loss=lambda r: (r**4, 4 * r**3), learning_rate=1),
     ValueError, "learning_rate is 1: the descent diverged"),
    (lambda: huber(0), ValueError, "delta is 0"),
    (lambda: huber("1"), TypeError, "delta is '1'"),
    (lambda: train_test_split([1, 2], [1]), ValueError, "X has length 2 and y has length 1"),
    (lambda: train_test_split([1, 2], [1, 2], 2), ValueError, "test_size is 2"),
    (lambda: train_test_split([1, 2], [1, 2], 0.0), ValueError, "test_size is 0.0"),
    (lambda: train_test_split([1, 2], [1, 2], "1"), TypeError, "test_size is '1'"),
    (lambda: train_test_split({1, 2}, [1, 2]), TypeError, "X is of type set"),
    (lambda: plot([1], [1, 2], 0, 0), ValueError, "X has length 1 and y has length 2"),
    (lambda: plot([1], [1], math.nan, 0), ValueError, "m is nan"),
    (lambda: plot([1e308, -1e308], [1, 2], 0, 0), ValueError, "the range of X is inf"),
]


@pytest.mark.parametrize("call, error, message", REFUSED)
def test_what_cannot_be_right_is_refused_by_its_name(call, error, message):
    with pytest.raises(error, match=f"^{message}"):
        call()


def test_the_file_needs_only_math_and_random_to_be_imported():
    imports = re.findall("^(?:import|from) .*", SOURCE, re.MULTILINE)
    assert imports == ["import math", "import random"]


# The command line.


def run(*arguments, text=None):
    """Return status, output and errors of the command line, with a file of the text if given."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with tempfile.TemporaryDirectory() as folder:
        if text is not None:
            file = Path(folder, "data.csv")
            text = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
            file.write_bytes(text)
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
    assert (status, err) == (0, "")
    return list(map(float, out.split()))


def csv(X, y):
    return "".join([f"{x_i},{y_i}\n" for x_i, y_i in zip(X, y)])


@given(varied_points)
def test_a_file_is_fitted_by_least_squares(drawn):
    m, b = least_squares(*drawn)
    cost = mean_squared_error(*map(lambda values: list(map(Fraction, values)), drawn), m, b)
    # Numbers of up to 1e3 and squares of up to 1e6 round by 1e-16; sums of 9, products of a few.
    assert fitted(text=csv(*drawn)) == [
        pytest.approx(float(m), abs=1e-10), pytest.approx(float(b), abs=1e-8),
        pytest.approx(float(cost), abs=1e-8),
    ]


@given(varied_points, st.sampled_from([1e6, -1e9, 1e12]), st.sampled_from([0, 1e6, -1e9]))
def test_a_file_of_data_far_from_zero_is_fitted_as_well(drawn, x_far, y_far):
    X, y = [x_i + x_far for x_i in drawn[0]], [y_i + y_far for y_i in drawn[1]]
    assume(len(set(X)) > 1)
    m, b = least_squares(X, y)
    m_found, b_found, _ = fitted(text=csv(X, y))
    # m x + b is as near at the mean as y is rounded, and the slope as near as on any data.
    assert m_found == pytest.approx(float(m), abs=1e-9)
    assert m_found * statistics.fmean(X) + b_found == pytest.approx(
        statistics.fmean(y), abs=1e-15 * (abs(m_found * x_far) + abs(y_far)) * 9 + 1e-9)


@given(rounded_points, st.integers(1, 40), st.sampled_from([0.01, 0.5, 0.99]))
def test_raw_is_the_ten_lines_on_the_file_as_it_is(drawn, epochs, share):
    rate = share * max_learning_rate(drawn[0])
    m, b, _ = linear_regression(*drawn, epochs=epochs, learning_rate=rate)
    how = ["--raw", "--epochs", str(epochs), "--learning-rate", repr(rate)]
    found = fitted(*how, text=csv(*drawn))
    # By the law of the three points, 40 times; the cost is that of the line beside it.
    assert found[:2] == approximately([m, b], scale=1e5)
    assert found[2] == pytest.approx(mean_squared_error(*drawn, m, b), rel=1e-9, abs=1e-7)


@pytest.mark.parametrize("between", [",", ";", "\t", " ", "   ", ", "])
@settings(max_examples=9)
@given(
    varied_points,
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", '"']),
    st.sampled_from([None, ("hours", "score"), ("hours; in all", "größe")]),
    st.lists(st.sampled_from(["", "  ", "# note", '  #, "1,2', "#1,2"]), max_size=3),
    st.randoms(use_true_random=False),
)
def test_any_dialect_of_a_table_reads_the_same(
    between, drawn, end, mark, quote, names, extra, rng
):
    rows = [list(map(repr, pair)) for pair in zip(*drawn)]
    if names:
        quote = quote or '"' * (";" in names[0])
        rows.insert(0, names)
    lines = [between.join([quote + field + quote for field in row]) for row in rows]
    for line in extra:
        lines.insert(rng.randint(0, len(lines)), line)
    assert fitted("--epochs", "9", text=mark + end.join(lines)) == (
        fitted("--epochs", "9", text=csv(*drawn))
    )


@given(varied_points, st.permutations(["x", "y", "2019", "text"]))
def test_columns_are_found_by_name_and_by_number(drawn, names):
    columns = {"x": drawn[0], "y": drawn[1], "2019": drawn[1], "text": ["a"] * len(drawn[0])}
    rows = [names, *zip(*[columns[name] for name in names])]
    text = "".join([";".join(map(str, row)) + "\n" for row in rows])
    x, y = names.index("x") + 1, names.index("y") + 1
    expected = fitted("--epochs", "9", text=csv(*drawn))
    assert fitted("--epochs", "9", "--x", str(x), "--y", str(y), text=text) == expected
    assert fitted("--epochs", "9", "--x", "x", "--y", "2019", text=text) == expected


def test_a_long_file_is_read_to_its_end_and_its_errors_have_the_right_line():
    X, y = make_data(9000)
    lines = csv(X, y).splitlines()
    lines[3000:3000] = ["# a comment", "", '"1","2" # and a row']
    line = least_squares(X + [1], y + [2])
    assert fitted(text="\n".join(lines))[:2] == [pytest.approx(float(number)) for number in line]
    for field in "oops", "nan", "1_0", "":
        lines[8001] = f"1,{field}"
        assert f"line 8002: column 2 is '{field}'" in run(text="\n".join(lines))[2]


@given(varied_points, st.integers(1, 200))
def test_the_table_runs_to_the_last_epoch_and_each_cost_is_that_of_its_line(drawn, epochs):
    status, out, _ = run("--epochs", str(epochs), text=csv(*drawn))
    assert out.startswith(f"{len(drawn[0])} points, learning rate 0.1 on standardised x\n")
    _, table, *_ = out.split("\n\n")
    head, *rows = [line.split() for line in table.splitlines()]
    assert (status, head) == (0, ["epoch", "m", "b", "cost"])
    assert (int(rows[0][0]), int(rows[1][0]), int(rows[-1][0])) == (0, 1, epochs)
    assert len(rows) <= 11
    for _, m, b, cost in rows:
        error = mean_squared_error(*drawn, float(m), float(b))
        # Printed to 6 digits, m x + b is off by this much, and the residuals with it.
        off = 5e-6 * (abs(float(m)) * max(map(abs, drawn[0])) + abs(float(b)))
        assert float(cost) == pytest.approx(
            error, rel=1e-5, abs=2 * math.sqrt(error) * off + off * off + 1e-9)


def test_without_a_file_it_fits_the_generated_points_and_says_so():
    status, out, err = run()
    assert (status, err, out.isascii()) == (0, "", True)
    assert "y = 7.6 x - 3.3 plus normal noise" in out and "10000 points" in out
    m, b = map(float, least_squares(*make_data()))
    assert f"y = {m:.6g} x - {-b:.6g}\n" in out and plot(*make_data(), m, b) in out


def test_raw_takes_the_defaults_of_the_article():
    status, out, _ = run("--raw", text="1,2\n2,4\n3,7\n")
    assert out.startswith("3 points, learning rate 0.0001 on x as it is\n")
    m, b, _ = linear_regression([1, 2, 3], [2, 4, 7])
    assert f"y = {m:.6g} x + {b:.6g}\n" in out


def test_r_squared_is_the_squared_correlation():
    X, y = [1, 2, 3, 5], [2, 1, 4, 6]
    _, _, x_var, xy_cov, y_var = averages(X, y)
    assert f"R^2 {float(xy_cov ** 2 / x_var / y_var):.6g}\n" in run(text=csv(X, y))[1]
    assert "R^2 undefined, as y is constant" in run(text=csv(X, [7] * 4))[1]


tables_of_text = st.text() | st.binary() | st.text("0123456789.,;eE+-#\"' \t\n\rxyn") | st.lists(
    st.lists(st.floats().map(repr) | st.sampled_from(["", "x", '"1"', "1e999", "-0", "1_0"]),
             min_size=1, max_size=3).map(",".join)
).map("\n".join)


@settings(max_examples=60)
@given(tables_of_text, st.sampled_from([[], ["--raw"], ["--x", "2", "--y", "x"]]))
@example("1,2\n" + '"' + "3" * 200000, [])
@example("1,2\n" * 20000 + "1\n2,3,4\n", [])
@example("1,\x00\n", [])
@example("1,1e-200\n2,3e-200", [])
@example("1,1\n1.0000000000000002,1e99", [])
def test_any_text_is_fitted_or_refused_in_one_line(text, arguments):
    status, out, err = run("--quiet", "--epochs", "9", *arguments, text=text)
    if status == 0:
        assert err == "" and all(math.isfinite(float(number)) for number in out.split())
    else:
        assert status == 2 and re.fullmatch("linreg.py: .*data.csv: .+\n", err)


COMPLAINTS = [
    ("", [], "no rows of numbers"),
    ("x,y\n", [], "no rows of numbers"),
    ("# 1,2\n\n", [], "no rows of numbers"),
    ("1,2\n3,four\n", [], "line 2: column 2 is 'four', not a finite number"),
    ("1,2\n\n#\n3,nan\n", [], "line 4: column 2 is 'nan', not a finite number"),
    ("1,2\ninf,3\n", [], "line 2: column 1 is 'inf', not a finite number"),
    ("1,2\n3\n", [], "line 2: column 2 is 'missing'"),
    ("1,2\n3,4_0\n", [], "line 2: column 2 is '4_0'"),
    ("1,n/a\n3,4\n", [], "line 1: column 2 is 'n/a'"),
    ("1\n2\n", [], "line 1: no column '2': take 1 to 1, or one of '1'"),
    ("a,b\n1,2\n", ["--x", "c"], "line 1: no column 'c': take 1 to 2, or one of 'a, b'"),
    ("a,b\n1,2\n", ["--y", "3"], "line 1: no column '3'"),
    ("a,b\n1,2\n", ["--y", "0"], "line 1: no column '0'"),
    ("1,2\n3,4,\"a\n5,6,b\"\n", [], "line 2: a quote is not closed"),
    ("1,2\n3,\"4", [], "line 2: a quote is not closed"),
    (b"\xff\xfe1", [], "not text in UTF-8"),
    ("1,2\n1e200,3\n", [], "take finite numbers, small enough to be squared"),
    ("1,2\n2,3\n", ["--learning-rate", "1"], "does not converge: take one above 0 and below 1"),
    ("1,2\n2,3\n", ["--learning-rate", "-1"], "a learning rate of -1 does not converge"),
    ("1,2\n2,3\n", ["--learning-rate", "nan"], "a learning rate of nan does not converge"),
    ("3e3,2\n4e3,3\n", ["--raw"], "above 0 and below 8e-08, or leave out --raw"),
]


@pytest.mark.parametrize("text, arguments, message", COMPLAINTS)
def test_what_cannot_be_fitted_is_refused_by_file_and_line(text, arguments, message):
    status, out, err = run(*arguments, text=text)
    assert (status, out) == (2, "")
    assert "data.csv: " in err and message in err and err.count("\n") == 1


@pytest.mark.parametrize("arguments, message", [
    (["nowhere.csv"], "nowhere.csv: No such file or directory: give the path of a table"),
    ([str(HERE)], "Is a directory: give the path of a table"),
    (["--epochs", "0"], "--epochs is 0: it must be at least 1"),
    (["--epochs", "few"], "--epochs: invalid int value: 'few'"),
    (["--bogus"], "unrecognized arguments: --bogus"),
])
def test_what_cannot_be_read_is_refused_in_one_line(arguments, message):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "") and message in err and err.count("\n") == 1


def start(*arguments, **options):
    """Start the command line on its own, as python3 -I does: isolated from all but the file."""
    return subprocess.Popen(
        [sys.executable, "-I", "linreg.py", *arguments], cwd=HERE, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )


def test_standard_input_is_a_file_too():
    out, err = start("-", "--quiet").communicate(b"1,2\n2,4\n3,9\n")
    assert err == b"" and out.decode().split() == (
        run("--quiet", text="1,2\n2,4\n3,9\n")[1].split()
    )


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no such signal here")
def test_a_closed_pipe_ends_it_quietly():
    process = start()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == -signal.SIGPIPE


@pytest.mark.skipif(os.name == "nt", reason="another way of interrupting")
def test_an_interrupt_ends_it_quietly():
    process = start("-")
    process.stdin.write(b"1,2\n" * 100000)  # more than a pipe holds: it has begun to read
    process.send_signal(signal.SIGINT)
    assert process.stderr.read() == b""
    assert process.wait() == -signal.SIGINT


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_on_a_terminal_watch_redraws_the_plot_in_place():
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "linreg.py", "--watch", "--epochs", "1"], cwd=HERE, stdout=theirs)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal says that the other end is gone
        while True:
            shown += os.read(ours, 1 << 16)
    assert process.wait() == 0
    # Epochs 0 and 1: each plot is 23 lines, and the cursor goes up by as many to draw the next.
    assert shown.count(b"\x1b[23A\x1b[J") == 2 and shown.count(b"points: .") == 3
    assert run("--watch", "--epochs", "1")[1] == run("--epochs", "1")[1]


# The README.


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_readme_shows_the_ten_lines_as_they_are():
    function = SOURCE[SOURCE.index("def linear_regression"):SOURCE.index("def mean_squared_error")]
    code = re.sub('    """.*?"""\n', "", function, flags=re.DOTALL).strip()
    assert len(code.splitlines()) == 10
    assert re.sub(r"  # \d+\n", "\n", blocks("python")[0]).strip() == code


@pytest.mark.skipif(os.name == "nt", reason="the README speaks the language of Unix shells")
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
