#pragma once
/// \file
/// Typed indices, and the hash by which luck knows an entity.
///
/// An `Id<Tag>` knows what it indexes, so a firm's index cannot reach into the stages. An
/// `EntityHash` is a function of a name alone: luck and the order of simultaneous events hang on
/// it, so adding a firm to a file, or moving it, changes nobody else's draws.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace firstcustomer {

/// Index of one kind of thing. Costs: a 32-bit integer.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}

  /// The value that indexes nothing.
  static constexpr Id none() { return Id(); }
  constexpr bool valid() const { return index_ != unset; }
  constexpr std::uint32_t index() const { return index_; }
  /// The id after this one. Needs: valid.
  constexpr Id next() const { return Id(index_ + std::size_t{1}); }

  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr std::uint32_t unset = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t index_ = unset;
};

/// The ids 0 … size − 1, for loops.
template <class IdType>
class IdRange {
 public:
  class Iterator {
   public:
    constexpr explicit Iterator(IdType id) : id_(id) {}
    constexpr IdType operator*() const { return id_; }
    constexpr Iterator& operator++() {
      id_ = id_.next();
      return *this;
    }
    friend constexpr bool operator==(Iterator, Iterator) = default;

   private:
    IdType id_;
  };

  constexpr explicit IdRange(std::size_t size) : size_(size) {}
  constexpr Iterator begin() const { return Iterator(IdType(0)); }
  constexpr Iterator end() const { return Iterator(IdType(size_)); }

 private:
  std::size_t size_;
};

/// A vector that only its own kind of id can index.
template <class IdType, class T>
class IdVector {
 public:
  IdVector() = default;
  explicit IdVector(std::size_t size) : items_(size) {}

  T& operator[](IdType id) { return items_[id.index()]; }
  const T& operator[](IdType id) const { return items_[id.index()]; }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  void assign(std::size_t size, const T& value) { items_.assign(size, value); }
  void push_back(T value) { items_.push_back(std::move(value)); }
  IdRange<IdType> ids() const { return IdRange<IdType>(items_.size()); }

  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

 private:
  std::vector<T> items_;
};

/// What luck and tie-breaking know of an entity: 64 bits of its name.
struct EntityHash {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(EntityHash, EntityHash) = default;
};

/// Hash of a name: FNV-1a over its bytes (Fowler, Noll and Vo 1991), then a bijective avalanche.
/// A fixed function: results depend on it for ever.
constexpr EntityHash hash_name(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : name) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 0x100000001b3U;
  }
  hash ^= hash >> 32U;
  hash *= 0xd6e8feb86659fd93U;
  hash ^= hash >> 32U;
  hash *= 0xd6e8feb86659fd93U;
  hash ^= hash >> 32U;
  return {hash};
}

}  // namespace firstcustomer
