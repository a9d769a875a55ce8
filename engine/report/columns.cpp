#include "firstcustomer/report/columns.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <limits>
#include <system_error>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr auto values_per_block = static_cast<std::size_t>(block_size);

/// Where a column of a block begins, in values. Every block takes the same room.
std::size_t begin_of(std::size_t block, std::size_t column, std::size_t arms) {
  return (block * arms * outcome_declarations().size() + column) * values_per_block;
}

std::size_t column_of(std::size_t arm, std::size_t outcome) {
  return arm * outcome_declarations().size() + outcome;
}

/// Calls `transfer(done)`, which moves some bytes and says how many, until all are moved.
template <class Transfer>
void transfer_all(std::size_t bytes, const std::filesystem::path& path, Transfer transfer) {
  for (std::size_t done = 0; done < bytes;) {
    const ssize_t moved = transfer(done);
    if (moved < 0 && errno == EINTR) {
      continue;
    }
    if (moved <= 0) {
      cannot_write(path, moved < 0 ? std::generic_category().message(errno) : "it was cut short");
    }
    done += static_cast<std::size_t>(moved);
  }
}

}  // namespace

void cannot_write(const std::filesystem::path& path, std::string_view reason) {
  throw CannotWrite(fmt::format("cannot write {} ({})", path.string(), reason));
}

Columns::Columns(const std::filesystem::path& folder, std::size_t arms)
    : path_(folder / "columns.partial"),
      arms_(arms),
      file_(open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
  if (file_ < 0) {
    cannot_write(path_, std::generic_category().message(errno));
  }
  unlink(path_.c_str());
}

Columns::~Columns() {
  close(file_);
}

void Columns::add(const BlockResult& block) {
  expect(block.index == blocks_ && block.rows.size() == arms_, "blocks come in order");
  const auto declarations = outcome_declarations();
  buffer_.assign(begin_of(1, 0, arms_), undefined);
  for (std::size_t arm = 0; arm < arms_; ++arm) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      double* value = &buffer_[begin_of(0, column_of(arm, i), arms_)];
      for (const Outcome& row : block.rows[arm]) {
        *value++ = row.*declarations[i].value;
      }
    }
  }
  const auto* const bytes = reinterpret_cast<const char*>(buffer_.data());
  const std::size_t size = buffer_.size() * sizeof(double);
  const std::size_t begin = static_cast<std::size_t>(blocks_) * size;
  transfer_all(size, path_, [&](std::size_t done) {
    return pwrite(file_, bytes + done, size - done, static_cast<off_t>(begin + done));
  });
  ++blocks_;
}

std::vector<double> Columns::read(std::size_t arm, std::size_t outcome) const {
  expect(arm < arms_ && outcome < outcome_declarations().size(), "a column is one of those kept");
  std::vector<double> values(static_cast<std::size_t>(blocks_) * values_per_block);
  for (std::size_t block = 0; block < static_cast<std::size_t>(blocks_); ++block) {
    auto* const bytes = reinterpret_cast<char*>(&values[block * values_per_block]);
    const std::size_t begin = begin_of(block, column_of(arm, outcome), arms_) * sizeof(double);
    constexpr std::size_t size = values_per_block * sizeof(double);
    transfer_all(size, path_, [&](std::size_t done) {
      return pread(file_, bytes + done, size - done, static_cast<off_t>(begin + done));
    });
  }
  values.erase(std::remove_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }),
               values.end());
  return values;
}

ExactQuantiles exact_quantiles(const Columns& columns) {
  const auto declarations = outcome_declarations();
  ExactQuantiles result(columns.arms(), ArmQuantiles(declarations.size()));
  for (std::size_t arm = 0; arm < columns.arms(); ++arm) {
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      if (!has_quantiles(declarations[i])) {
        continue;
      }
      std::vector<double> values = columns.read(arm, i);
      std::sort(values.begin(), values.end());
      for (std::size_t q = 0; q < std::size(quantile_names); ++q) {
        result[arm][i][q] = sample_quantile(values, quantile_names[q].p);
      }
    }
  }
  return result;
}

}  // namespace firstcustomer
