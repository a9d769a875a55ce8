#include "firstcustomer/scenario/text_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

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

TEST(TextFile, OfATooLargeOneReadsNoMoreThanShowsIt) {
  const TextFile endless = read_text_file("/dev/zero");
  ASSERT_TRUE(endless.text);
  EXPECT_EQ(endless.text->size(), largest_text + 1);
}

TEST(TextFile, IsFoundBesideTheFileThatNamesIt) {
  EXPECT_EQ(beside("a/b.yaml", "c.yaml"), "a/c.yaml");
  EXPECT_EQ(beside("a/b.yaml", "../c.yaml"), "c.yaml");
  EXPECT_EQ(beside("b.yaml", "./d/c.yaml"), "d/c.yaml");
  EXPECT_EQ(beside("a/b.yaml", "/d/c.yaml"), "/d/c.yaml");
}

TEST(TextFile, NamedByAnotherIsNoDeviceAndNoPipe) {
  const auto pipe = std::filesystem::temp_directory_path() / "firstcustomer-text-file-test-pipe";
  std::filesystem::remove(pipe);
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {std::string("/dev/zero"), pipe.string()}) {
    const TextFile special = read_regular_file(path);
    EXPECT_FALSE(special.text);
    EXPECT_EQ(special.problem, "it is a device or a pipe");
  }
  std::filesystem::remove(pipe);
  EXPECT_EQ(read_regular_file("/nowhere/at all.yaml").problem, "No such file or directory");
}

}  // namespace
}  // namespace firstcustomer
