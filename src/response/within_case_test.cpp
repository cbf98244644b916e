#include "response/within_case.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/os/file_descriptor.h"
#include "response/case_folder.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

namespace fs = std::filesystem;

class WithinCase : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(CaseFolder::create(case_, "", "0.1.0", FixedClock(1'774'917'000)));
    testing::overwrite(copy_path(case_, std::string(64, 'a')), "evidence");
  }
  testing::TemporaryFolder temporary_;
  std::string case_ = temporary_ / "case";
};

TEST_F(WithinCase, IsWhatLiesBelowTheFolder) {
  for (const char* name : {"case.json", "records.ndjson", "end.json", "new.md", "files/new.md", "../case/new.md"})
    EXPECT_TRUE(is_within_case(case_, case_ + "/" + name)) << name;
  EXPECT_TRUE(is_within_case(case_ + "/", case_ + "/files/../new.md"));
}

TEST_F(WithinCase, IsNotWhatStandsBesideIt) {
  temporary_.write("old.md", "old");
  ASSERT_TRUE(fs::create_directory(temporary_ / "case2"));
  for (const char* name : {"old.md", "new.md", "case.md", "case2/records.ndjson", "absent/new.md"})
    EXPECT_FALSE(is_within_case(case_, temporary_ / name)) << name;
  EXPECT_FALSE(is_within_case(temporary_ / "absent", temporary_ / "old.md"));
}

TEST_F(WithinCase, IsAFileOfItByAnotherName) {
  fs::create_symlink(case_ + "/records.ndjson", temporary_ / "link");
  fs::create_hard_link(copy_path(case_, std::string(64, 'a')), temporary_ / "second-name");
  fs::create_directory_symlink(case_, temporary_ / "folder");
  for (const char* name : {"link", "second-name", "folder/new.md"})
    EXPECT_TRUE(is_within_case(case_, temporary_ / name)) << name;
  EXPECT_TRUE(is_within_case(temporary_ / "folder", case_ + "/end.json"));
}

TEST_F(WithinCase, IsWhatALinkToNothingWouldMakeThere) {
  fs::create_symlink("case/new.md", temporary_ / "relative");
  fs::create_symlink(temporary_ / "relative", temporary_ / "twice");
  fs::create_symlink("elsewhere.md", temporary_ / "outside");
  fs::create_symlink("circle", temporary_ / "circle");
  EXPECT_TRUE(is_within_case(case_, temporary_ / "relative"));
  EXPECT_TRUE(is_within_case(case_, temporary_ / "twice"));
  EXPECT_FALSE(is_within_case(case_, temporary_ / "outside"));
  EXPECT_FALSE(is_within_case(case_, temporary_ / "circle"));
}

TEST_F(WithinCase, IsWhatADescriptorHasOpen) {
  const os::FileDescriptor file(::open(records_path(case_).c_str(), O_WRONLY | O_CLOEXEC));
  ASSERT_TRUE(file.valid());
  EXPECT_TRUE(is_within_case(case_, "/dev/fd/" + std::to_string(file.get())));
  EXPECT_FALSE(is_within_case(case_, "/dev/null"));
}

}  // namespace
}  // namespace cordon::response
