#include "firstcustomer/scenario/text_file.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace firstcustomer {
namespace {

TEST(TextFile, ReadsEveryByte) {
  const auto path = std::filesystem::temp_directory_path() / "firstcustomer-text-file-test.yaml";
  const std::string bytes("a: £1\r\n\0\xff end", 15);
  std::ofstream(path, std::ios::binary) << bytes;
  const TextFile read = read_text_file(path.string());
  std::filesystem::remove(path);
  EXPECT_EQ(read.text, bytes);
  EXPECT_EQ(read.problem, "");
}

TEST(TextFile, SaysWhyAFileCannotBeRead) {
  const TextFile missing = read_text_file("/nowhere/at all.yaml");
  EXPECT_FALSE(missing.text);
  EXPECT_EQ(missing.problem, "No such file or directory");
  const TextFile folder = read_text_file(std::filesystem::temp_directory_path().string());
  EXPECT_FALSE(folder.text);
  EXPECT_EQ(folder.problem, "it is a folder");
}

}  // namespace
}  // namespace firstcustomer
