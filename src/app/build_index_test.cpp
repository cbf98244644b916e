#include "app/build_index.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "intel/index/index_read.h"

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

class BuildIndexTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-build-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& content) const {
    fs::create_directories(fs::path(folder_ + "/" + name).parent_path());
    std::ofstream(folder_ + "/" + name) << content;
    return folder_ + "/" + name;
  }
  static std::string record(const std::string& id, const std::string& name) {
    return R"({"id": ")" + id + R"(", "modified": "2026-03-31T01:02:03Z", "aliases": ["CVE-2026-1"],)" +
           R"("affected": [{"package": {"ecosystem": "npm", "name": ")" + name + R"("}, "versions": ["1.0.0"]}]})";
  }
  static Result<BuiltIndex> build(const std::vector<std::string>& paths) {
    BuildProgress progress;
    return build_index(paths, 2, progress);
  }
  std::string folder_;
};

TEST_F(BuildIndexTest, ReadsFoldersRecordsAndListsByTheirContent) {
  write("records/npm/A-1.json", record("A-1", "a"));
  write("records/A-2.json", record("A-2", "b"));
  write("records/broken.json", "{");
  const auto built = build(
      {folder_ + "/records", write("one.txt", record("A-3", "c")),
       write(
           "kev",
           R"({"dateReleased": "2026-04-01T00:00:00Z", "vulnerabilities": [{"cveID": "CVE-2026-1", "dateAdded": "2026-04-01"}]})"),
       write("epss", "#score_date:2026-08-22\ncve,epss,percentile\nCVE-2026-1,0.5,0.9\n")});
  ASSERT_TRUE(built) << built.error().describe();
  EXPECT_EQ(built->records, 3u);
  ASSERT_EQ(built->sources.size(), 4u);
  EXPECT_EQ(built->sources[0].refused, 1u);
  EXPECT_EQ(built->sources[2].kind, "exploited");
  ASSERT_EQ(built->refused.size(), 1u);
  EXPECT_EQ(built->refused[0].error.code, ErrorCode::truncated);
  const auto index = intel::AdvisoryIndex::open(built->bytes);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->find("npm", "c")->size(), 1u);
  EXPECT_NE(index->threat("CVE-2026-1")->exploited_day, 0u);
  EXPECT_TRUE(index->threat("CVE-2026-1")->probability);
}

TEST_F(BuildIndexTest, ASourceThatIsNoneFails) {
  EXPECT_EQ(build({folder_ + "/absent"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(build({folder_}).error().code, ErrorCode::unsupported_format);
  EXPECT_EQ(build({write("x", "{")}).error().code, ErrorCode::truncated);
  EXPECT_EQ(build({write("y", "cve,epss\n")}).error().code, ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::app
