/// Every position of every scenario, mutated: no reading crashes, refuses without a word or says
/// the same twice, and what is accepted is the same scenario when its resolved text is read.

#include "scenario_mutations.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "firstcustomer/core/id.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/scenario/alike.hpp"
#include "judged_reading.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

using namespace testing;

const std::string root_folder = FIRSTCUSTOMER_SOURCE_DIRECTORY "/";

/// All scenarios that come with the program, the one that the broken ones are variants of, and one
/// whose items are like others.
std::vector<std::string> scenario_files() {
  std::vector<std::string> files = {"tests/scenario/broken/sound.yaml",
                                    "tests/scenario/alike.yaml"};
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root_folder + "scenarios")) {
    const std::string folder = entry.path().parent_path().filename();
    const bool is_scenario = folder != "rules" && folder != "suites";
    if (entry.path().extension() == ".yaml" && is_scenario) {
      files.push_back(std::filesystem::relative(entry.path(), root_folder).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What is known of a position.
struct Site {
  Position position;
  std::string path;
  std::string key = {};  ///< empty: an item of a list
  bool is_field = false;
  bool is_parameter = false;  ///< of a law
  bool is_required = false;
  bool is_group = false;
  /// Whether it stands in an item that is like another, which may say the same.
  bool is_alike = false;
  /// Keys of a variant mean nothing elsewhere, and only files name rules.
  bool of_the_variant = false;
};

bool is_law_parameter(const Node& document, const Position& position) {
  if (position.size() < 2) {
    return false;
  }
  Node root = document;
  const Entry* family = entry_at(root, above(position));
  const auto laws = law_descriptions();
  return family != nullptr && family->key != "beta" &&
         std::any_of(laws.begin(), laws.end(), [&](const auto& law) {
           return law.name == family->key && law.family != LawFamily::constant;
         });
}

/// Whether an item on the way to a position is like another.
bool is_in_alike(Node& root, Position position) {
  for (; position.size() > 1; position = above(position)) {
    if (parent_of(root, position).find(like_key) != nullptr) {
      return true;
    }
  }
  return false;
}

Site site_at(Node& root, const Position& position, const OutlineField& outline) {
  Site site{position, path_to(root, position)};
  const Entry* entry = entry_at(root, position);
  site.key = entry == nullptr ? "" : entry->key;
  site.is_group = !is_value(node_at(root, position));
  const bool names_rule = site.path == "programme.rule" ||
                          (site.path.starts_with("programmes.") && site.path.ends_with(".rule"));
  site.of_the_variant =
      site.path.starts_with("extends") || site.path.starts_with("re") || names_rule;
  const auto segments = [](const std::string& path) {
    return std::count(path.begin(), path.end(), '.');
  };
  const auto fields = find_fields(outline, site.path);
  site.is_field = std::any_of(fields.begin(), fields.end(), [&](const OutlineField* field) {
    return segments(field->path) == segments(site.path);
  });
  site.is_required = site.is_field && std::all_of(fields.begin(), fields.end(), [](const auto* f) {
                       return must_be_written(*f);
                     });
  site.is_alike = is_in_alike(root, position);
  site.is_required = site.is_required && !site.is_alike;
  site.is_parameter = is_law_parameter(root, position);
  site.is_field = site.is_field || site.is_parameter;
  site.is_required = site.is_required || site.is_parameter;
  return site;
}

/// Mutates one scenario, and tells what is wrong.
class Mutator {
 public:
  explicit Mutator(const std::string& file)
      : file_(root_folder + file),
        variant_(std::filesystem::path(file_).replace_filename("a-variant.yaml").string()),
        text_(read_text_file(file_).text.value()),
        luck_({1, Phase::main, 0}, Purpose{0}, hash_name(file), Ordinal{}) {
    Diagnostics diagnostics;
    root_ = parse_document(diagnostics.add_source(file_, text_), text_, diagnostics).value();
    extends_ = root_.find("extends") != nullptr;
    std::vector<Position> positions;
    add_positions(root_, {}, positions);
    const OutlineField outline = scenario_outline();
    for (const Position& position : positions) {
      sites_.push_back(site_at(root_, position, outline));
    }
  }

  const std::vector<Site>& sites() const { return sites_; }

  void remove(const Site& site);
  void misspell(const Site& site);
  void repeat(const Site& site);
  void replace(const Site& site, const std::string& raw);
  void rearrange(const Site& site);
  std::uint64_t any_of(std::uint64_t size) { return uniform_below(luck_, size); }

 private:
  Judged direct(const Node& document, std::string_view raw = "") const {
    return judge(file_, {{file_, written(document, raw)}});
  }
  Judged in_variant(const Node& document, const Site& site, std::string_view raw = "") const {
    Node part = part_around(document, site.position, groups_above(root_, site.position));
    if (part.find("title") == nullptr) {  // otherwise the variant's tells it apart
      part.entries.push_back({"title", {}, *root_.find("title")});
    }
    const std::string base = std::filesystem::path(file_).filename().string();
    return judge(variant_, {{variant_, written(variant_of(base, part), raw)}, {file_, text_}});
  }
  void expect_sound(const Judged& judged, const std::string& what) const {
    expect(fault_of(judged), judged, what);
  }
  void expect(const std::string& fault, const Judged& judged, const std::string& what) const {
    if (!fault.empty()) {
      ADD_FAILURE() << what << ": " << fault << "\n" << judged.read.messages().substr(0, 2000);
    }
  }
  void expect_one_error(const Judged& judged, const std::string& telling,
                        const std::string& what) const {
    expect(has_one_error(judged, telling) ? "" : "not one error telling " + telling, judged, what);
  }

  std::string file_;
  std::string variant_;
  std::string text_;
  Stream luck_;
  Node root_;
  bool extends_ = false;
  std::vector<Site> sites_;
};

void Mutator::remove(const Site& site) {
  Node mutated = root_;
  Node& parent = parent_of(mutated, site.position);
  const auto step = static_cast<std::ptrdiff_t>(site.position.back());
  if (parent.kind == Node::Kind::list) {
    parent.items.erase(parent.items.begin() + step);
  } else {
    parent.entries.erase(parent.entries.begin() + step);
  }
  const std::string what = "without " + site.path;
  const Judged judged = direct(mutated);
  expect_sound(judged, what);
  if (site.is_required && !extends_) {
    expect_one_error(judged, site.key, what);
  }
  if (site.position.size() > 1 && !site.of_the_variant) {
    expect_sound(in_variant(mutated, site), what + " in a variant");
  }
}

void Mutator::misspell(const Site& site) {
  Node mutated = root_;
  entry_at(mutated, site.position)->key = misspelt(site.key);
  const std::string what = "misspelt " + site.path;
  const Judged judged = direct(mutated);
  expect_sound(judged, what);
  // A law of which a parameter is not known is written anew.
  const std::string meant =
      site.is_parameter ? site.key + ": " : fmt::format("Did you mean '{}'?", site.key);
  if (site.is_field && !extends_) {
    expect_one_error(judged, meant, what);
  }
  if (!site.of_the_variant) {
    const Judged varied = in_variant(mutated, site);
    expect_sound(varied, what + " in a variant");
    if (site.is_field) {
      expect_one_error(varied, meant, what + " in a variant");
    }
  }
}

void Mutator::repeat(const Site& site) {
  Node mutated = root_;
  Node& parent = parent_of(mutated, site.position);
  parent.entries.push_back(parent.entries[site.position.back()]);
  const std::string what = "twice " + site.path;
  const Judged judged = direct(mutated);
  expect_sound(judged, what);
  expect_one_error(judged, fmt::format("duplicate key '{}'", site.key), what);
  if (site.position.size() > 1) {
    expect_one_error(in_variant(mutated, site), "duplicate key", what + " in a variant");
  }
}

void Mutator::replace(const Site& site, const std::string& raw) {
  Node mutated = root_;
  node_at(mutated, site.position) = Node::scalar(std::string(place_holder));
  const std::string what = site.path + " = " + raw.substr(0, 80);
  const Judged judged = direct(mutated, raw);
  expect_sound(judged, what);
  if (site.of_the_variant) {
    return;
  }
  const Judged varied = in_variant(mutated, site, raw);
  expect_sound(varied, what + " in a variant");
  if (!site.is_group) {
    expect(agree(judged, varied) ? "" : "not as " + judged.read.messages().substr(0, 2000), varied,
           what + " in a variant");
  }
  const Judged set = judge(file_, {{file_, text_}}, {site.path + "=" + raw});
  expect_sound(set, what + " by --set");
  if (site.is_group && (extends_ || site.is_alike)) {
    return;  // what is extended or taken over there stays, but not under --set
  }
  expect(agree(judged, set) ? "" : "not as " + judged.read.messages().substr(0, 2000), set,
         what + " by --set");
}

void Mutator::rearrange(const Site& site) {
  Node mutated = root_;
  Node& node = node_at(mutated, site.position);
  Node inner;
  inner.entries.push_back({"value", {}, node});
  Node outer;
  outer.entries.push_back({"value", {}, inner});
  node = outer;
  expect_sound(direct(mutated), "wrapped twice: " + site.path);

  mutated = root_;
  Node& parent = parent_of(mutated, site.position);
  const std::size_t size = parent.items.size() + parent.entries.size();
  const std::size_t other = any_of(size);
  Position sibling = site.position;
  sibling.back() = other;
  std::swap(node_at(mutated, site.position), node_at(mutated, sibling));
  expect_sound(direct(mutated), fmt::format("{} for its sibling {}", site.path, other));

  mutated = root_;
  Node& target = node_at(mutated, sites_[any_of(sites_.size())].position);
  if (target.kind == Node::Kind::map && target.find("moved") == nullptr && !site.key.empty()) {
    const Entry moved = *entry_at(mutated, site.position);
    if (target.find(moved.key) == nullptr) {
      target.entries.push_back(moved);
      expect_sound(direct(mutated), "moved " + site.path);
    }
  }
}

class ScenarioMutations : public ::testing::TestWithParam<std::string> {};

constexpr std::size_t most_sites = 300;

/// How many of so many mutations to try at each position: all of a short scenario's.
std::uint64_t at_each(const Mutator& mutator, std::uint64_t all) {
  const bool is_long = mutator.sites().size() > most_sites;
  const std::int64_t some = is_long ? std::min<std::int64_t>(thorough(1), 4) : thorough(5);
  return std::min(static_cast<std::uint64_t>(some), all);
}

TEST_P(ScenarioMutations, OfKeysAreTold) {
  Mutator mutator(GetParam());
  const std::uint64_t kinds = at_each(mutator, 4);
  for (const Site& site : mutator.sites()) {
    const std::uint64_t first = mutator.any_of(4);
    for (std::uint64_t i = 0; i < kinds; ++i) {
      const std::uint64_t kind = (first + i) % 4;
      if (kind == 0) {
        mutator.remove(site);
      } else if (kind == 1) {
        mutator.rearrange(site);
      } else if (kind == 2 && !site.key.empty()) {
        mutator.misspell(site);
      } else if (!site.key.empty()) {
        mutator.repeat(site);
      }
    }
  }
}

TEST_P(ScenarioMutations, OfValuesAreToldAlikeWhereverTheyStand) {
  Mutator mutator(GetParam());
  const std::vector<std::string> values = hostile_values();
  const std::uint64_t tried = at_each(mutator, values.size());
  const std::uint64_t one_in = tried == 1 ? 3 : 1;  // positions
  for (const Site& site : mutator.sites()) {
    const std::uint64_t first = mutator.any_of(values.size());
    for (std::uint64_t i = 0; first % one_in == 0 && i < tried; ++i) {
      mutator.replace(site, values[(first + i * 11) % values.size()]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, ScenarioMutations, ::testing::ValuesIn(scenario_files()),
                         [](const auto& info) {
                           std::string name =
                               std::filesystem::path(info.param).replace_extension().string();
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char letter) { return letter == '-' || letter == '/'; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace firstcustomer
