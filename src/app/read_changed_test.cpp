#include "app/read_changed.h"

#include <gtest/gtest.h>

#include "inventory/formats.h"

namespace cordon::app {
namespace {

TEST(ReadChanged, ReadsFilesAsTheyAreToBe) {
  const Target target{"app",
                      std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{
                          {"package-lock.json", R"({"lockfileVersion": 3, "packages": {}})"}}),
                      {},
                      {}};
  inventory::Project project;
  project.lockfiles = {inventory::format_of_path("package-lock.json")};
  project.lockfile_names = {"package-lock.json"};
  const model::Registries registries;
  ReadSettings settings;
  settings.registries = &registries;
  const std::string path = "app/package-lock.json";
  const auto read = [&](const std::string& text) {
    return read_changed(target, project, settings, {{"package-lock.json", text}}, path);
  };
  const auto after = read(R"({"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}})");
  ASSERT_TRUE(after);
  EXPECT_EQ(after->components.size(), 1u);
  EXPECT_EQ(read("{").error().code, ErrorCode::refused);
}

}  // namespace
}  // namespace cordon::app
