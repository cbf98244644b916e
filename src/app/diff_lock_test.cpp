#include "app/diff_lock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

Target file(const char* argument, std::string name, Files files) {
  return {argument, std::make_unique<MemoryTree>(std::move(files)), std::move(name), {}};
}

std::string lock(const std::string& entries) {
  return R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"axios": "^1.14.0"}}, )" + entries + "}}";
}

constexpr const char* kBefore = R"("node_modules/axios": {"version": "1.14.0", "integrity": "sha512-AA=="})";
constexpr const char* kAfter = R"("node_modules/axios": {"version": "1.14.1", "integrity": "sha512-AA==",
    "dependencies": {"plain-crypto-js": "^4.2.1"}},
  "node_modules/plain-crypto-js": {"version": "4.2.1", "hasInstallScript": true, "integrity": "sha512-AA=="})";

Result<model::ChangeReport> diff(const std::string& before, const std::string& after, intel::Knowledge knowledge = {}) {
  ScanOptions options;
  options.knowledge = &knowledge;
  options.packs_only = true;
  options.before.push_back(file("old/package-lock.json", "package-lock.json", {{"package-lock.json", before}}));
  options.targets.push_back(file("new/package-lock.json", "package-lock.json", {{"package-lock.json", after}}));
  Progress progress;
  return diff_lock(std::move(options), FixedClock(1'780'000'000), progress);
}

TEST(DiffLock, TellsWhatCameAndHowSuspiciousThatIs) {
  const auto report = diff(lock(kBefore), lock(kAfter));
  ASSERT_TRUE(report.has_value()) << report.error().describe();
  EXPECT_EQ(report->schema, "cordon.change/1");
  ASSERT_EQ(report->change.added.size(), 1u);
  EXPECT_EQ(report->change.added[0].carriers, std::vector<std::string>{"pkg:npm/axios@1.14.1"});
  EXPECT_EQ(report->change.changed.at(0).from, "1.14.0");
  EXPECT_EQ(report->answer.verdict, model::VerdictValue::review);
  EXPECT_EQ(report->answer.exit_code, 1u);
  EXPECT_NE(report->answer.headline.find("suspicious: plain-crypto-js 4.2.1"), std::string::npos);
}

TEST(DiffLock, GoingBackIsAllowed) {
  const auto report = diff(lock(kAfter), lock(kBefore));
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->answer.verdict, model::VerdictValue::allow);
  EXPECT_EQ(report->change.removed.size(), 1u);
}

TEST(DiffLock, FindingsAreThoseThatTheChangeBrought) {
  // Both have axios 1.14.1, which a pack knows: the change did not bring it.
  const auto report = diff(lock(kAfter), lock(kAfter), intel::Knowledge::load().value());
  ASSERT_TRUE(report.has_value());
  EXPECT_TRUE(report->findings.empty());
  EXPECT_NE(report->answer.headline.find("there before the change"), std::string::npos);
  EXPECT_FALSE(diff(lock(kBefore), lock(kAfter), intel::Knowledge::load().value())->findings.empty());
}

TEST(DiffLock, AConfusionThatWasThereBeforeIsNotNew) {
  const std::string confused = lock(R"("node_modules/acme-billing": {"version": "1.0.0", "integrity": "sha512-AA==",
      "resolved": "https://registry.example.test/acme-billing/-/acme-billing-1.0.0.tgz"})");
  const intel::Knowledge nothing;
  const auto compare = [&](const std::string& before) {
    ScanOptions options;
    options.knowledge = &nothing;
    options.packs_only = true;
    options.settings.registries = {{"registry.example.test", "npm", model::RegistryClass::public_}};
    options.settings.declared_private.names = {"acme-billing"};
    options.before.push_back(file("old/package-lock.json", "package-lock.json", {{"package-lock.json", before}}));
    options.targets.push_back(file("new/package-lock.json", "package-lock.json", {{"package-lock.json", confused}}));
    Progress progress;
    return diff_lock(std::move(options), FixedClock(1'780'000'000), progress);
  };
  const auto is_confusion = [](const model::Finding& each) { return each.rule_id == "confusion.declared"; };
  EXPECT_TRUE(std::ranges::none_of(compare(confused)->findings, is_confusion));
  EXPECT_TRUE(std::ranges::any_of(compare(lock(kBefore))->findings, is_confusion));
}

TEST(DiffLock, FailsWhereASideCannotBeRead) {
  const auto broken = diff("{", lock(kAfter));
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().code, ErrorCode::unsupported_format);
  EXPECT_FALSE(diff(lock(kAfter), "{").has_value());
}

}  // namespace
}  // namespace cordon::app
