#include "app/pin_lockfile.h"

#include <gtest/gtest.h>

#include "app/hunt.h"
#include "inventory/formats.h"

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
const FixedClock kClock(1'774'915'200);

// What a plan makes of the files.
struct Planned {
  model::PinnedProject report;
  std::map<std::string, std::string> after;
};

Planned plan(const Files& files, const std::string& name, const std::vector<std::string>& bad = {}) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  if (!bad.empty()) known.added = {*pack_of(bad, kClock)};
  const intel::Knowledge knowledge = *intel::Knowledge::load(known);
  const model::Registries registries;
  ReadSettings settings;
  settings.registries = &registries;
  const Target target{".", std::make_unique<MemoryTree>(files), {}, {}};
  const MemoryTree raw(files);
  inventory::Project project;
  project.lockfiles = {inventory::format_of_path(name)};
  project.lockfile_names = {name};
  project.has_manifest = true;
  const ProjectRead read = read_project(target, project, false, settings);
  const FixSources sources;
  const PinContext context{&target, &raw, &project, &read, &settings, &knowledge, &sources, false};
  std::vector<model::FileUnread> unread;
  PinPlan made = pin_lockfile(context, read.project.lockfiles.at(0), unread);
  Planned out{std::move(made.report), {}};
  for (PlannedFile& file : made.files) out.after[file.inside] = file.after;
  return out;
}

const std::string kDigest =
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

TEST(PinLockfile, ChangesNothingButTheRange) {
  const std::string manifest =
      "{\r\n\t\"dependencies\": {\"tool\":\t\"^1.0.0\"},\r\n\t\"peerDependencies\": {\"tool\": "
      "\"^1.0.0\"}\r\n}";
  const std::string lock =
      "{\"lockfileVersion\": 2, \"packages\": {\"\": {\"dependencies\": {\"tool\": \"^1.0.0\"}, "
      "\"peerDependencies\": {\"tool\": \"^1.0.0\"}},\n\"node_modules/tool\": {\"version\": "
      "\"1.2.3\", \"integrity\": \"" +
      kDigest + "\"}}, \"dependencies\": {\"tool\": {\"version\": \"1.2.3\", \"integrity\": \"" + kDigest + "\"}}}";
  const Planned planned = plan({{"package.json", manifest}, {"package-lock.json", lock}}, "package-lock.json");
  ASSERT_EQ(planned.report.refused, "");
  std::string expected = manifest;
  expected.replace(expected.find("^1.0.0"), 6, "1.2.3");
  EXPECT_EQ(planned.after.at("package.json"), expected);
  expected = lock;
  expected.replace(expected.find("^1.0.0"), 6, "1.2.3");
  EXPECT_EQ(planned.after.at("package-lock.json"), expected);
}

TEST(PinLockfile, PinsTheSpecifiersOfPnpm) {
  const std::string lock =
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      tool:\n"
      "        specifier: ^1.0.0\n        version: 1.2.3\n    devDependencies:\n      other:\n"
      "        specifier: npm:tool@^1.0.0\n        version: tool@1.2.3\n\npackages:\n\n"
      "  tool@1.2.3:\n    resolution: {integrity: " +
      kDigest + "}\n\nsnapshots:\n\n  tool@1.2.3: {}\n";
  const Planned planned = plan({{"package.json", R"({"dependencies": {"tool": "^1.0.0"},
      "devDependencies": {"other": "npm:tool@^1.0.0"}})"},
                                {"pnpm-lock.yaml", lock}},
                               "pnpm-lock.yaml");
  ASSERT_EQ(planned.report.refused, "");
  std::string expected = lock;
  expected.replace(expected.find("^1.0.0"), 6, "1.2.3");
  expected.replace(expected.find("^1.0.0"), 6, "1.2.3");
  EXPECT_EQ(planned.after.at("pnpm-lock.yaml"), expected);
}

std::string pnpm_lock(const std::string& head, const std::string& specifier) {
  return "lockfileVersion: '9.0'\n\n" + head +
         "importers:\n\n  .:\n    dependencies:\n      tool:\n        specifier: " + specifier +
         "\n        version: 1.2.3\n\npackages:\n\n  tool@1.2.3:\n    resolution: {integrity: " + kDigest +
         "}\n\nsnapshots:\n\n  tool@1.2.3: {}\n";
}

TEST(PinLockfile, PinsANameInTwoListsThatPnpmHasOnce) {
  const auto manifest = [](const std::string& head, const std::string& dependency, const std::string& development) {
    return "{" + head + R"("dependencies": {"tool": ")" + dependency + R"("}, "devDependencies": {"tool": ")" +
           development + "\"}}";
  };
  const Planned both =
      plan({{"package.json", manifest("", "^1.0.0", "^1.0.0")}, {"pnpm-lock.yaml", pnpm_lock("", "^1.0.0")}},
           "pnpm-lock.yaml");
  ASSERT_EQ(both.report.refused, "");
  EXPECT_EQ(both.after.at("package.json"), manifest("", "1.2.3", "1.2.3"));
  EXPECT_EQ(both.after.at("pnpm-lock.yaml"), pnpm_lock("", "1.2.3"));
  // Of a library: what its lockfile has is the range that stays.
  const std::string library = R"("name": "lib", "version": "1.0.0", )";
  const Planned one =
      plan({{"package.json", manifest(library, "^1.0.0", "^1.0.0")}, {"pnpm-lock.yaml", pnpm_lock("", "^1.0.0")}},
           "pnpm-lock.yaml");
  ASSERT_EQ(one.report.refused, "");
  EXPECT_EQ(one.after.at("package.json"), manifest(library, "^1.0.0", "1.2.3"));
  EXPECT_FALSE(one.after.contains("pnpm-lock.yaml"));
}

TEST(PinLockfile, CountsRangesOfACatalogAsOpen) {
  for (const bool exact : {false, true}) {
    const std::string head = std::string("catalogs:\n  default:\n    tool:\n      specifier: ") +
                             (exact ? "1.2.3" : "^1.0.0") + "\n      version: 1.2.3\n\n";
    const Planned planned = plan({{"package.json", R"({"dependencies": {"tool": "catalog:"}})"},
                                  {"pnpm-lock.yaml", pnpm_lock(head, "'catalog:'")}},
                                 "pnpm-lock.yaml");
    ASSERT_EQ(planned.report.refused, "");
    ASSERT_EQ(planned.report.left.size(), 1u);
    EXPECT_EQ(planned.report.left[0].open, !exact);
  }
}

TEST(PinLockfile, GivesAnEntryTheDigestThatAnotherEntryHas) {
  const std::string twice =
      "{\"lockfileVersion\": 3, \"packages\": {\"\": {},\n"
      "\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"" +
      kDigest +
      "\"},\n\"node_modules/b/node_modules/a\": {\"version\": \"1.0.0\"},\n"
      "\"node_modules/b\": {\"version\": \"2.0.0\", \"integrity\": \"" +
      kDigest + "\"}}}";
  const Planned planned = plan({{"package.json", "{}"}, {"package-lock.json", twice}}, "package-lock.json");
  ASSERT_EQ(planned.report.refused, "");
  ASSERT_EQ(planned.report.digests.size(), 1u);
  EXPECT_EQ(planned.report.digests[0].instance, "node_modules/b/node_modules/a");
  EXPECT_EQ(planned.report.ranges.size(), 0u);
  EXPECT_EQ(planned.after.size(), 1u);
}

TEST(PinLockfile, DoesNotKeepWhatIsKnownToBeBad) {
  const Files files{{"package.json", R"({"dependencies": {"tool": "^1.0.0"}})"},
                    {"package-lock.json", R"({"lockfileVersion": 3, "packages": {"": {"dependencies":
                        {"tool": "^1.0.0"}}, "node_modules/tool": {"version": "1.2.3", "integrity": ")" +
                                              kDigest + "\"}}}"}};
  EXPECT_EQ(plan(files, "package-lock.json").report.refused, "");
  EXPECT_NE(plan(files, "package-lock.json", {"tool@1.2.3"}).report.refused.find("known to be bad"), std::string::npos);
}

}  // namespace
}  // namespace cordon::app
