#pragma once
/// \file
/// What the report layer knows of each kind of record: its sentence, and what its numbers are.

#include <string_view>

#include "firstcustomer/model/recorder.hpp"

namespace firstcustomer {

/// Words in braces are filled in by diary_words.cpp. A number of a record that is given no name
/// means nothing for that kind.
struct DiaryEntry {
  RecordKind kind;
  std::string_view sentence;
  bool has_amount = false;
  std::string_view count = {};
  std::string_view value = {};
  std::string_view other = {};
  std::string_view truth = {};
};

const DiaryEntry& diary_entry(RecordKind kind);

}  // namespace firstcustomer
