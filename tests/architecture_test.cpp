/// The rules of the house that a compiler does not check: which way includes point, where headers
/// and tests stand, which functions results may not depend on.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = FIRSTCUSTOMER_SOURCE_DIRECTORY;
const std::vector<std::string> layers = {"core", "model", "scenario", "experiment", "report"};

std::vector<fs::path> sources_under(const std::vector<std::string>& folders) {
  std::vector<fs::path> files;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension();
      if (extension == ".hpp" || extension == ".cpp") {
        files.push_back(entry.path());
      }
    }
  }
  return files;
}

std::string content(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The code without its comments.
std::string code(const fs::path& file) {
  return std::regex_replace(content(file), std::regex("//[^\n]*"), "");
}

std::size_t layer_of(const fs::path& file) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const std::string name = file.generic_string();
    if (name.find("/firstcustomer/" + layers[i] + "/") != std::string::npos ||
        name.find("/engine/" + layers[i] + "/") != std::string::npos) {
      return i;
    }
  }
  return layers.size();
}

TEST(Architecture, IncludesPointTowardsTheCoreOnly) {
  const std::regex include("#include [<\"]firstcustomer/([a-z_]+)/");
  for (const fs::path& file : sources_under({"include", "engine"})) {
    const std::string text = content(file);
    for (std::sregex_iterator match(text.begin(), text.end(), include), end; match != end;
         ++match) {
      const auto used = std::find(layers.begin(), layers.end(), (*match)[1].str());
      ASSERT_NE(used, layers.end()) << file << " includes " << match->str();
      EXPECT_LE(static_cast<std::size_t>(used - layers.begin()), layer_of(file))
          << file << " includes " << match->str();
    }
  }
}

TEST(Architecture, HeavyLibrariesStayOutOfPublicHeaders) {
  const std::regex heavy("#include <(Eigen|boost|yaml-cpp|nlohmann|fmt|openssl|sleef)");
  for (const fs::path& file : sources_under({"include"})) {
    EXPECT_FALSE(std::regex_search(content(file), heavy)) << file;
  }
}

TEST(Architecture, ResultsDependOnNoFunctionOfTheSystemsMathLibrary) {
  // sqrt, floor, round, abs and the classification functions are exact by IEEE 754.
  const std::regex inexact(
      "std::(exp2?|expm1|log|log2|log10|log1p|pow|cbrt|hypot|sinh?|cosh?|tanh?|asin|acos|atan2?|"
      "erfc?|"
      "[tl]gamma|fma)\\(");
  for (const fs::path& file : sources_under({"include", "engine"})) {
    if (file.filename() == "number.cpp") {
      continue;
    }
    std::smatch match;
    const std::string text = code(file);
    EXPECT_FALSE(std::regex_search(text, match, inexact)) << file << ": " << match.str();
  }
}

TEST(Architecture, NoGlobalRandomnessClocksOrExits) {
  const std::regex forbidden(
      "std::(mt19937|random_device|rand)|thread_local|[^_a-z]exit\\(|system_clock|steady_clock");
  for (const fs::path& file : sources_under({"include", "engine"})) {
    if (file.filename() == "files.cpp") {
      continue;  // the manifest says when a run was finished
    }
    std::smatch match;
    const std::string text = code(file);
    EXPECT_FALSE(std::regex_search(text, match, forbidden)) << file << ": " << match.str();
  }
}

TEST(Architecture, EveryTestMirrorsAHeader) {
  for (const std::string& layer : layers) {
    for (const auto& entry : fs::directory_iterator(root / "tests" / layer)) {
      std::string name = entry.path().filename();
      const auto suffix = name.rfind("_test.cpp");
      if (suffix == std::string::npos) {
        continue;
      }
      name.resize(suffix);
      const auto header = [&](const std::string& of) {
        return fs::exists(root / "include/firstcustomer" / layer / (of + ".hpp"));
      };
      // world_contract_test.cpp: one subject of world.hpp.
      EXPECT_TRUE(header(name) || header(name.substr(0, name.find('_')))) << entry.path();
    }
  }
}

TEST(Architecture, EveryHeaderHasATest) {
  // Structs of numbers without functions, and ids: tested by all that uses them.
  const std::set<std::string> plain = {"model/case", "model/firm", "model/ids", "model/standard"};
  for (const std::string& layer : layers) {
    for (const auto& entry : fs::directory_iterator(root / "include/firstcustomer" / layer)) {
      const std::string name = layer + "/" + entry.path().stem().string();
      EXPECT_NE(plain.contains(name), fs::exists(root / "tests" / (name + "_test.cpp"))) << name;
    }
  }
}

TEST(Architecture, EveryTestFileIsBuilt) {
  const std::string lists = content(root / "tests/CMakeLists.txt");
  for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
    std::string name = fs::relative(entry.path(), root / "tests").generic_string();
    const auto suffix = name.rfind("_test.cpp");
    if (suffix == std::string::npos) {
      continue;
    }
    name.resize(suffix);
    const auto slash = name.find('/');
    const std::string folder = slash == std::string::npos ? "" : name.substr(0, slash + 1);
    const std::string base = slash == std::string::npos ? name : name.substr(slash + 1);
    const std::regex alone("firstcustomer_test\\(" + name + "[ )]");
    const std::regex in_list("foreach\\([a-z]+[^)]* " + base +
                             "[ )][^(]*\\s*firstcustomer_test\\(" + folder + "\\$");
    EXPECT_TRUE(std::regex_search(lists, alone) || std::regex_search(lists, in_list)) << name;
  }
}

TEST(Architecture, TheTopLevelIsAsTheOwnerWantsIt) {
  for (const char* name : {"CMakeLists.txt", "engine", "scenarios", "include", "bench", "tests",
                           "tools", "README.md"}) {
    EXPECT_TRUE(fs::exists(root / name)) << name;
  }
}

}  // namespace
