#include <gtest/gtest.h>

#include "host/sensor/event_maker_testing.h"

namespace cordon::host {
namespace {

using testing::head;
using testing::kClient;
using testing::kScript;
using testing::process;
using MakerOfScripts = testing::MakerTest;
using enum model::AttributionConfidence;

TEST_F(MakerOfScripts, BelievesOnlyTheFirstProgramOfAScript) {
  // A script that the client did not name cannot name another package as its own later.
  take(head(1, kClient), client());
  take(head(5, kScript), ForkRecord{process(1)});
  take(head(5, kScript), plain("/bin/sh"));
  take(head(5, kScript), script("lodash", "4.17.21"));
  ASSERT_TRUE(last().package);
  EXPECT_EQ(last().package->purl, "pkg:generic/unknown");
}

TEST_F(MakerOfScripts, TellsAScriptOfNoKnownPackageFromTheClient) {
  ExecRecord nameless = script("", "", "postinstall");
  nameless.environment.package_name.reset();
  nameless.directory = "/p/src";
  take(head(1, kClient), client());
  EXPECT_FALSE(last().package);
  take(head(5, kScript), ForkRecord{process(1)});
  take(head(5, kScript), nameless);
  ASSERT_TRUE(last().package);
  EXPECT_EQ(last().package->purl, "pkg:generic/unknown");
  EXPECT_EQ(last().package->phase, model::Phase::postinstall);
  EXPECT_EQ(last().package->confidence, unknown);
  EXPECT_FALSE(last().package->project);
  EXPECT_EQ(maker->unknown_scripts(), 1u);
  take(head(7, {process(7), {}, process(5)}), client());  // the client it starts is its doing
  EXPECT_EQ(last().package->purl, "pkg:generic/unknown");
  alive = {5};
  std::size_t before = sink.events.size();
  ASSERT_TRUE(maker->tick(10'000'000'000, 0, sink));
  EXPECT_EQ(sink.events.size(), before + 1);
}

TEST_F(MakerOfScripts, KnowsTheScriptOfAProjectWithoutAName) {
  ExecRecord build = script("", "", "build");
  build.environment.package_name.reset();
  build.directory = "/p";
  build.environment.package_json = "/p/package.json";
  take(head(5, kScript), build);
  EXPECT_EQ(last().package->purl, "pkg:generic/unknown");
  EXPECT_EQ(last().package->project, "/p");
  EXPECT_FALSE(last().package->install_path);
  EXPECT_EQ(last().package->phase, model::Phase::build);
  EXPECT_EQ(maker->unknown_scripts(), 0u);
}

TEST_F(MakerOfScripts, TakesGitForTheClientsOwnAndAWrapperOfAClientForNoScript) {
  take(head(5, kScript), plain("/usr/bin/git"));
  EXPECT_FALSE(last().package);
  take(head(6, {process(1), process(6), {}}), plain("/usr/bin/curl"));
  EXPECT_EQ(last().package->phase, model::Phase::install);
  take(head(7, {process(7), {}, process(6)}), client());
  EXPECT_FALSE(last().package);
  EXPECT_EQ(maker->unknown_scripts(), 0u);
}

TEST_F(MakerOfScripts, TakesAHelperOfTheClientForNoScript) {
  // "npm run build" starts npm, which starts git with the environment it was given itself.
  ExecRecord build = script("app", "1.0.0", "build");
  build.directory = "/p";
  build.environment.package_json = "/p/package.json";
  take(head(5, kScript), build);
  take(head(7, {process(7), {}, process(5)}), client());
  Tag helper{process(7), process(8), process(5)};
  take(head(8, helper), build);
  EXPECT_EQ(last().package->confidence, inherited);
  ExecRecord inner = script("evil", "4.2.1");
  take(head(9, {process(7), process(9), process(5)}), inner);
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
  EXPECT_EQ(last().package->run_id, to_string(process(7)));
}

TEST_F(MakerOfScripts, TellsOnWhoseWayAnInnerScriptStands) {
  begin();
  take(head(7, {process(7), {}, process(5)}), client());
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");  // the client that it started is its own doing
  take(head(8, {process(7), process(8), process(5)}), script("lodash", "4.17.21"));
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
  ASSERT_EQ(last().package->contradictions.size(), 1u);
  EXPECT_NE(last().package->contradictions[0].find("lodash@4.17.21"), std::string::npos);
}

TEST_F(MakerOfScripts, DoesNotLetAProcessRenameItsScript) {
  begin();
  take(head(5, kScript), script("lodash", "4.17.21"));
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
  take(head(6, kScript), script("lodash", "4.17.21"));
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
}

}  // namespace
}  // namespace cordon::host
