#include "cli/restore_lockfiles.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/environment.h"
#include "model/default_registry.h"

namespace cordon::cli {
namespace {

TEST(RestoreLockfiles, PutsTheRegistryInThePlaceOfTheGate) {
  const auto folder = std::filesystem::temp_directory_path() / ("restore_lockfiles_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "yarn.lock") << "a@1:\n  resolved \"http://127.0.0.1:4873/a/-/a-1.0.0.tgz#1\"\n"
                                         "b@1:\n  resolved \"http://127.0.0.1:4873/b/-/b-1.0.0.tgz#2\"\n"
                                         "c@1:\n  resolved \"http://127.0.0.1:4873/@acme/c/-/c-1.0.0.tgz#3\"\n"
                                         "d@1:\n  resolved \"http://127.0.0.1:4873/@acme-2/d/-/d-1.0.0.tgz#4\"\n";
  std::ofstream(folder / "package-lock.json") << "{}\n";
  std::ofstream(folder / "README") << "http://127.0.0.1:4873/\n";
  const auto changed =
      restore_lockfiles(folder, "http://127.0.0.1:4873/",
                        {{"", "https://registry.example.test/npm/"}, {"@acme", "https://packages.example.test/"}});
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, std::vector<std::string>{"yarn.lock"});
  EXPECT_EQ(*read_file(folder / "yarn.lock", 1'000),
            "a@1:\n  resolved \"https://registry.example.test/npm/a/-/a-1.0.0.tgz#1\"\n"
            "b@1:\n  resolved \"https://registry.example.test/npm/b/-/b-1.0.0.tgz#2\"\n"
            "c@1:\n  resolved \"https://packages.example.test/@acme/c/-/c-1.0.0.tgz#3\"\n"
            "d@1:\n  resolved \"https://registry.example.test/npm/@acme-2/d/-/d-1.0.0.tgz#4\"\n");
  EXPECT_EQ(*read_file(folder / "README", 1'000), "http://127.0.0.1:4873/\n");
  std::filesystem::remove_all(folder);
}

TEST(RestoreLockfiles, ArchivesThatLieElsewhereKeepTheirAddress) {
  const auto folder = std::filesystem::temp_directory_path() / ("restore_elsewhere_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "yarn.lock") << "a@1:\n  resolved \"http://127.0.0.1:4873/@acme/a/-/a-1.0.0.tgz#1\"\n"
                                         "b@1:\n  resolved \"http://127.0.0.1:4873/@acme/b/-/b-1.0.0.tgz#2\"\n";
  const auto real = [](std::string_view path) {
    return path == "@acme/a/-/a-1.0.0.tgz" ? std::string("https://p.example.test/download/@acme/a/1.0.0/d1") : "";
  };
  EXPECT_TRUE(restore_lockfiles(folder, "http://127.0.0.1:4873/", {{"", "https://p.example.test/"}}, real));
  EXPECT_EQ(*read_file(folder / "yarn.lock", 1'000),
            "a@1:\n  resolved \"https://p.example.test/download/@acme/a/1.0.0/d1#1\"\n"
            "b@1:\n  resolved \"https://p.example.test/@acme/b/-/b-1.0.0.tgz#2\"\n");
  std::filesystem::remove_all(folder);
}

TEST(RestoreLockfiles, YarnHasANameOfItsOwnForTheDefaultRegistry) {
  const auto folder = std::filesystem::temp_directory_path() / ("restore_yarn_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string npm(model::default_registry("npm")), yarn(model::default_registry_of_yarn());
  const auto restored_from = [&](const std::string& before, bool is_default) {
    std::ofstream(folder / "yarn.lock") << "# yarn lockfile v1\n"
                                        << before << "b@1:\n  resolved \"http://127.0.0.1:4873/b/-/b-1.0.0.tgz#2\"\n";
    EXPECT_TRUE(restore_lockfiles(folder, "http://127.0.0.1:4873/", {{"", npm, is_default}}));
    return read_file(folder / "yarn.lock", 1'000)->substr(std::string("# yarn lockfile v1\n").size());
  };
  const auto line = [](const char* name, const std::string& base) {
    return std::string(name) + "@1:\n  resolved \"" + base + name + "/-/" + name + "-1.0.0.tgz#2\"\n";
  };
  EXPECT_EQ(restored_from("", true), line("b", yarn));
  EXPECT_EQ(restored_from("", false), line("b", npm));
  EXPECT_EQ(restored_from(line("a", yarn), false), line("a", yarn) + line("b", yarn));
  EXPECT_EQ(restored_from(line("a", npm), true), line("a", npm) + line("b", npm));
  std::filesystem::remove_all(folder);
}

TEST(RestoreLockfiles, BunLeavesOutTheDefaultRegistry) {
  const auto folder = std::filesystem::temp_directory_path() / ("restore_bun_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string lock =
      "  \"a\": [\"a@1.0.0\", \"http://127.0.0.1:4873/a/-/a-1.0.0.tgz\", {}, \"sha512-x\"],\n"
      "  \"@acme/c\": [\"@acme/c@1.0.0\", \"http://127.0.0.1:4873/@acme/c/-/c-1.0.0.tgz\", {}],\n";
  const auto restored_from = [&](const std::string& base) {
    std::ofstream(folder / "bun.lock") << lock;
    EXPECT_TRUE(
        restore_lockfiles(folder, "http://127.0.0.1:4873/", {{"", base}, {"@acme", "https://p.example.test/"}}));
    return *read_file(folder / "bun.lock", 1'000);
  };
  const std::string acme =
      "  \"@acme/c\": [\"@acme/c@1.0.0\", \"https://p.example.test/@acme/c/-/c-1.0.0.tgz\", {}],\n";
  EXPECT_EQ(restored_from(std::string(model::default_registry("npm"))),
            "  \"a\": [\"a@1.0.0\", \"\", {}, \"sha512-x\"],\n" + acme);
  EXPECT_EQ(restored_from("https://r.example.test/"),
            "  \"a\": [\"a@1.0.0\", \"https://r.example.test/a/-/a-1.0.0.tgz\", {}, \"sha512-x\"],\n" + acme);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cordon::cli
