#include "host/sensor/manifest.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::host {
namespace {

class ManifestFile : public ::testing::Test {
 protected:
  ManifestFile() {
    folder = std::filesystem::temp_directory_path() / ("manifest_test_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
  }
  ~ManifestFile() override { std::filesystem::remove_all(folder); }
  std::optional<Manifest> read(std::string_view text) {
    std::ofstream(folder / "package.json") << text;
    return read_manifest(folder.string());
  }
  std::filesystem::path folder;
};

TEST_F(ManifestFile, GivesNameAndVersion) {
  auto manifest = read(R"({"version": "1.2.3", "name": "@s/x"})");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->name, "@s/x");
  EXPECT_EQ(manifest->version, "1.2.3");
}

TEST_F(ManifestFile, GivesNothingWhereNothingIsNamed) {
  EXPECT_FALSE(read_manifest(folder.string()));
  EXPECT_FALSE(read(R"({"version": "1.2.3"})"));
  EXPECT_FALSE(read(R"({"name": "x")"));
  EXPECT_FALSE(read(""));
}

TEST_F(ManifestFile, DoesNotWaitForAFifo) {
  ASSERT_EQ(mkfifo((folder / "package.json").c_str(), 0600), 0);
  EXPECT_FALSE(read_manifest(folder.string()));
}

TEST_F(ManifestFile, ReadsNoMoreThanAMebibyte) {
  std::string text = R"({"name": "x", "version": "1", "filler": ")" + std::string(1U << 20, 'a') + R"("})";
  EXPECT_FALSE(read(text));
}

}  // namespace
}  // namespace cordon::host
