#include "firstcustomer/core/copula.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {
namespace {

using Matrix = Eigen::MatrixXd;
using Index = Eigen::Index;

constexpr double pi = 3.14159265358979323846;
/// Eigenvalues that are as good as zero, for each number: rounding to `grain` moves them by as much
/// as half of it for each number.
constexpr double negligible_eigenvalue = 1e-13;
constexpr double grain = 0x1p-44;
/// What a number does not owe to those before it: less than this, for each number, is nothing.
constexpr double negligible_pivot = 3e-12;
constexpr int most_projections = 1'000;
constexpr double converged = 1e-13;

Matrix dense(const CorrelationMatrix& matrix) {
  const auto size = static_cast<Index>(matrix.size());
  Matrix result(size, size);
  for (Index i = 0; i < size; ++i) {
    for (Index j = 0; j < size; ++j) {
      result(i, j) = matrix.at(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
    }
  }
  return result;
}

/// The nearest matrix without negative eigenvalues.
Matrix without_negative_eigenvalues(const Matrix& matrix) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(matrix);
  ensure(solver.info() == Eigen::Success, "a symmetric matrix has eigenvalues");
  const Matrix& vectors = solver.eigenvectors();
  const Matrix result =
      vectors * solver.eigenvalues().cwiseMax(0.0).asDiagonal() * vectors.transpose();
  return 0.5 * (result + result.transpose());
}

/// The largest change of an entry.
double distance(const Matrix& one, const Matrix& other) {
  return (one - other).cwiseAbs().maxCoeff();
}

/// Where the two projections meet: unit diagonal, and no negative eigenvalue but for rounding.
Matrix alternating_projections(const Matrix& matrix) {
  Matrix unit_diagonal = matrix;
  Matrix correction = Matrix::Zero(matrix.rows(), matrix.cols());
  for (int step = 0; step < most_projections; ++step) {
    const Matrix corrected = unit_diagonal - correction;
    const Matrix positive = without_negative_eigenvalues(corrected);
    correction = positive - corrected;
    Matrix next = positive;
    next.diagonal().setOnes();
    const double moved = std::max(distance(next, unit_diagonal), distance(next, positive));
    unit_diagonal = next;
    if (moved < converged) {
      break;
    }
  }
  return unit_diagonal;
}

/// The midpoint of luck next to a probability: 1 minus it is exact, and it is neither 0 nor 1.
double on_the_midpoints_of_luck(double probability) {
  constexpr double cells = 0x1p52;
  return (std::min(std::floor(probability * cells), cells - 1.0) + 0.5) / cells;
}

}  // namespace

double rank_to_pearson(double rank) {
  expect(std::abs(rank) <= 1.0, "a rank correlation lies between -1 and 1");
  return std::abs(rank) == 1.0 ? rank : 2.0 * elementary::sin(pi / 6.0 * rank);
}

double pearson_to_rank(double pearson) {
  expect(std::abs(pearson) <= 1.0, "a correlation lies between -1 and 1");
  return std::abs(pearson) == 1.0 ? pearson : 6.0 / pi * elementary::asin(0.5 * pearson);
}

CorrelationMatrix::CorrelationMatrix(std::size_t size) : size_(size), entries_(size * size) {
  for (std::size_t i = 0; i < size; ++i) {
    entries_[i * size + i] = 1.0;
  }
}

void CorrelationMatrix::set(std::size_t i, std::size_t j, double value) {
  expect(i < size_ && j < size_ && i != j, "a correlation is between two of the numbers");
  expect(std::abs(value) <= 1.0, "a correlation lies between -1 and 1");
  entries_[i * size_ + j] = value;
  entries_[j * size_ + i] = value;
}

bool is_positive_semidefinite(const CorrelationMatrix& matrix) {
  if (matrix.size() == 0) {
    return true;
  }
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(dense(matrix), Eigen::EigenvaluesOnly);
  ensure(solver.info() == Eigen::Success, "a symmetric matrix has eigenvalues");
  return solver.eigenvalues().minCoeff() >=
         -negligible_eigenvalue * static_cast<double>(matrix.size());
}

CorrelationMatrix nearest_correlation(const CorrelationMatrix& matrix) {
  if (is_positive_semidefinite(matrix)) {
    return matrix;
  }
  // Scaled to a unit diagonal it stays without negative eigenvalues, however far the steps came.
  const Matrix positive = without_negative_eigenvalues(alternating_projections(dense(matrix)));
  CorrelationMatrix nearest(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto row = static_cast<Index>(i);
      const auto column = static_cast<Index>(j);
      const double entry =
          positive(row, column) / std::sqrt(positive(row, row) * positive(column, column));
      nearest.set(i, j, std::clamp(std::round(entry / grain) * grain, -1.0, 1.0));
    }
  }
  return nearest;
}

GaussianCopula::GaussianCopula(const CorrelationMatrix& pearson)
    : rows_(pearson.size()), weights_(pearson.size() * pearson.size()), scores_(pearson.size()) {
  expect(is_positive_semidefinite(pearson), "numbers with these correlations exist");
  factorise(pearson);
  classify_rows();
}

/// Cholesky's L, row by row. A pivot of nothing belongs to a number that follows from those before
/// it: no later number can owe it anything more, so its column is zero.
void GaussianCopula::factorise(const CorrelationMatrix& pearson) {
  const std::size_t size = rows_.size();
  const double nothing = negligible_pivot * static_cast<double>(size);
  for (std::size_t i = 0; i < size; ++i) {
    double own = 1.0;
    for (std::size_t j = 0; j < i; ++j) {
      double rest = pearson.at(i, j);
      for (std::size_t k = 0; k < j; ++k) {
        rest -= weight(i, k) * weight(j, k);
      }
      const double share = weight(j, j) > 0.0 ? rest / weight(j, j) : 0.0;
      weights_[i * size + j] = share;
      own -= share * share;
    }
    weights_[i * size + i] = own > nothing ? std::sqrt(own) : 0.0;
  }
}

void GaussianCopula::classify_rows() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      if (std::abs(weight(i, j)) == 1.0) {
        rows_[i] = {weight(i, j) > 0.0 ? Follows::one : Follows::opposite_of_one, j};
      }
    }
  }
}

void GaussianCopula::apply(std::span<double> u) {
  expect(u.size() == rows_.size(), "there is one place for each number");
  std::transform(u.begin(), u.end(), scores_.begin(), normal_quantile);
  // Backwards: a number owes to itself and to those before it, whose places are still their own.
  for (std::size_t i = u.size(); i-- > 0;) {
    const Row& row = rows_[i];
    if (row.follows != Follows::several) {
      u[i] = row.follows == Follows::one ? u[row.leader] : 1.0 - u[row.leader];
      continue;
    }
    double score = 0.0;
    for (std::size_t j = 0; j <= i; ++j) {
      score += weight(i, j) * scores_[j];
    }
    u[i] = on_the_midpoints_of_luck(normal_cdf(score));
  }
}

}  // namespace firstcustomer
