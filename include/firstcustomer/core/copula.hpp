#pragma once
/// \file
/// Rank correlations between numbers, each of which keeps its own law: a Gaussian copula.
///
/// Spearman's rank correlation ρ of two numbers is turned into the correlation r of normal scores
/// that has it, the scores are correlated (x = L z, L the Cholesky factor of all r) and become
/// places in (0, 1) again: u′ = Φ(x). Whatever laws the places are then put through, their rank
/// correlations stay. Extremes of a Gaussian copula come together no more often than those of
/// normal numbers: r below 1 has no tail dependence.
/// Source: Nelsen 2006, section 2.3 (copulas); Kruskal 1958, section 10 (ρ and r).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace firstcustomer {

/// The correlation of two normal scores whose rank correlation is this: 2 sin(πρ/6); exact at −1, 0
/// and 1. Source: Pearson 1907. Needs: −1 ≤ rank ≤ 1.
double rank_to_pearson(double rank);
/// The other way: 6/π asin(r/2).
double pearson_to_rank(double pearson);

/// Correlations of some numbers: symmetric, ones on the diagonal. What the entries need beside that
/// to be the correlations of anything is a question of `is_positive_semidefinite`.
class CorrelationMatrix {
 public:
  /// Of numbers that have nothing to do with each other.
  explicit CorrelationMatrix(std::size_t size = 0);

  std::size_t size() const { return size_; }
  double at(std::size_t i, std::size_t j) const { return entries_[i * size_ + j]; }
  /// Needs: i ≠ j, both below the size, −1 ≤ value ≤ 1.
  void set(std::size_t i, std::size_t j, double value);

  friend bool operator==(const CorrelationMatrix&, const CorrelationMatrix&) = default;

 private:
  std::size_t size_;
  std::vector<double> entries_;
};

/// Whether numbers with these correlations exist: no eigenvalue is below −1e-13 for each
/// number, which is rounding.
bool is_positive_semidefinite(const CorrelationMatrix& matrix);

/// The nearest matrix (by the sum of squared changes) that is positive semi-definite: the matrix
/// itself if it is. Entries that change are multiples of 2⁻⁴⁴, so that the last bits of an
/// eigenvalue solver do not enter results. Costs: up to 1,000 eigenvalue decompositions; 0.02 s for
/// 30 numbers, 0.5 s for 100.
/// Source: Higham 2002, algorithm 3.3 (alternating projections with Dykstra's correction).
CorrelationMatrix nearest_correlation(const CorrelationMatrix& matrix);

/// Turns independent places in (0, 1) into correlated ones.
class GaussianCopula {
 public:
  /// Of nothing.
  GaussianCopula() = default;
  /// Needs: a positive semi-definite matrix of normal scores; it may be singular.
  explicit GaussianCopula(const CorrelationMatrix& pearson);

  std::size_t size() const { return rows_.size(); }

  /// Correlates one place for each number of the matrix, in its order. Results lie on the midpoints
  /// that luck gives (random.hpp). A number that owes everything to itself keeps its place to the
  /// bit; one that owes everything to an earlier one has that one's place, or 1 minus it. Needs: u
  /// from luck, as many as the size. Effect: uses storage of its own, allocates nothing. Costs: 50
  /// to 100 ns a number.
  void apply(std::span<double> u);

 private:
  enum class Follows : std::uint8_t { several, one, opposite_of_one };
  struct Row {
    Follows follows = Follows::several;
    std::size_t leader = 0;  // the one
  };

  double weight(std::size_t i, std::size_t j) const { return weights_[i * rows_.size() + j]; }
  void factorise(const CorrelationMatrix& pearson);
  void classify_rows();

  std::vector<Row> rows_;
  std::vector<double> weights_;  // Cholesky's L, by rows
  std::vector<double> scores_;
};

}  // namespace firstcustomer
