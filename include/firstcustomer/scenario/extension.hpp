#pragma once
/// \file
/// A scenario that extends another: it says what differs and why.
///
/// `extends:` names the file, relative to the folder of the file that says it; `reason:` says why
/// there is a variant; `remove:` lists paths of the extended scenario that the variant does
/// without. Everything else is laid over the extended scenario: groups and maps of names are merged
/// key by key, values and lists replaced whole. Files are merged as documents, before anything is
/// read, so that all checks see the whole. A value keeps the place, and the source, of the file it
/// stands in. Where a variant's programme has a rule (rule.hpp), that of the extended scenario
/// gives way first (`give_way`).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/describe.hpp"
#include "firstcustomer/scenario/diagnostics.hpp"
#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/rule.hpp"
#include "firstcustomer/scenario/text_file.hpp"

namespace firstcustomer {

/// One of the files that a scenario is made of.
struct ScenarioFile {
  std::size_t source = 0;  ///< among the sources of the diagnostics
  std::string name;
  Extension extension;
};

/// A document with all that it extends.
struct ExtendedDocument {
  Node root;
  /// The scenario's own file first, then the one it extends, and so on.
  std::vector<ScenarioFile> files;
  /// The rules of their programmes, in the same order.
  std::vector<RuleUse> rules;
};

/// Reads a text and the files that it extends. Problems of all of them go to the diagnostics, but
/// what would only follow from a file that cannot be read is not said. Empty if nothing sensible
/// can be read on.
std::optional<ExtendedDocument> read_extended(const std::string& name, std::string text,
                                              const TextReader& read_file,
                                              Diagnostics& diagnostics);

/// Whether a node is a value, to be replaced whole: a scalar, a list, a law, or {value: …}.
bool is_value(const Node& node);

/// Lays a variant over a map. Sources and grades of groups stand side by side: those of each file
/// speak of its own values. What is new stands behind what it is written behind, or before what it
/// is written before.
void lay_over(Node& base, const Node& variant);

}  // namespace firstcustomer
