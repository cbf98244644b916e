#include "app/sbom_diff.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

model::Component component(const char* name, const char* version, std::uint32_t line) {
  model::Component out;
  out.ecosystem = "npm";
  out.name = name;
  out.version = version;
  out.install_script = model::InstallScript::no;
  out.registry = {"npm", model::RegistryClass::public_};
  out.place = {"package-lock.json", line};
  return out;
}

DiffSide side(const char* path, std::vector<std::vector<model::Component>> files) {
  DiffSide out{path, {}};
  for (std::vector<model::Component>& file : files) out.report.inventories.emplace_back().components = std::move(file);
  return out;
}

TEST(SbomDiff, NamesWhatChangedAndWhere) {
  const auto report = sbom_diff(side("a", {{component("axios", "1.14.0", 3), component("gone", "1.0.0", 9)}}),
                                side("b", {{component("axios", "1.14.1", 4)}, {component("new", "1.0.0", 5)}}));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->schema, "cordon.sbom-diff/1");
  EXPECT_FALSE(report->same);
  ASSERT_EQ(report->changes.size(), 3u);
  EXPECT_EQ(report->changes[0].kind, model::ChangeKind::added);
  EXPECT_EQ(report->changes[0].places.at(0).line, 5u);
  EXPECT_EQ(report->changes[1].kind, model::ChangeKind::version);
  EXPECT_EQ(report->changes[1].before, std::vector<std::string>{"1.14.0"});
  EXPECT_EQ(report->changes[1].after, std::vector<std::string>{"1.14.1"});
  EXPECT_EQ(report->changes[2].kind, model::ChangeKind::removed);
  EXPECT_EQ(report->changes[2].places.at(0).line, 9u);
}

// Most tools write no addresses: "the public registry" is what a package URL says by saying nothing.
TEST(SbomDiff, ASourceThatADocumentDoesNotStateIsNoChange) {
  DiffSide released = side("bom.json", {{component("axios", "1.14.0", 3)}});
  released.report.inventories[0].document = true;
  released.report.inventories[0].components[0].purl = "pkg:npm/axios@1.14.0";
  DiffSide now = side("b", {{component("axios", "1.14.0", 3)}});
  now.report.inventories[0].components[0].registry.id = "registry.example.test";
  EXPECT_TRUE(sbom_diff(released, now).value().same);
  EXPECT_TRUE(sbom_diff(now, released).value().same);
  released.report.inventories[0].components[0].purl += "?repository_url=https://other.example.test";
  released.report.inventories[0].components[0].registry.id = "other.example.test";
  EXPECT_EQ(sbom_diff(released, now).value().changes.at(0).kind, model::ChangeKind::source);
}

TEST(SbomDiff, TheSameIsSaidToBe) {
  const auto report =
      sbom_diff(side("a", {{component("axios", "1.14.0", 3)}}), side("b", {{component("axios", "1.14.0", 30)}}));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->same);
}

TEST(SbomDiff, ASideThatCouldNotBeReadIsNoSideWithoutPackages) {
  DiffSide broken = side("b", {});
  broken.report.coverage.unread.push_back({"b", 7, "truncated", "the document ends too early", true});
  const auto report = sbom_diff(side("a", {{component("axios", "1.14.0", 3)}}), broken);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::unsupported_format);
  EXPECT_EQ(report.error().line, 7u);
}

TEST(SbomDiff, PlacesAreBoundedAndCounted) {
  std::vector<model::Component> many;
  for (std::uint32_t line = 1; line <= 150; ++line) many.push_back(component("x", "1.0.0", line));
  const auto report = sbom_diff(side("a", {{}}), side("b", {many}));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->changes.at(0).places.size(), 100u);
  EXPECT_EQ(report->changes.at(0).instances, 150u);
}

TEST(SbomDiff, CoverageIsThatOfBothSides) {
  DiffSide before = side("a", {{}}), after = side("b", {{}});
  before.report.coverage.read.push_back({"b", "x", 1});
  after.report.coverage.read.push_back({"a", "x", 1});
  const auto report = sbom_diff(before, after);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->coverage.read.size(), 2u);
  EXPECT_EQ(report->coverage.read[0].path, "a");
}

}  // namespace
}  // namespace cordon::app
