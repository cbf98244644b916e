#include "gate/manifest_verdict.h"

#include <gtest/gtest.h>

namespace cordon::gate {
namespace {

using inspect::ManifestField;

TEST(ManifestVerdict, NothingDiffersNothingIsSaid) { EXPECT_EQ(manifest_verdict({}).rule, ""); }

TEST(ManifestVerdict, WhatTheRegistryDoesNotShowAndRunsBlocks) {
  const inspect::ManifestDifference differences[] = {{ManifestField::dependency, "left", "", "1.0.0"},
                                                     {ManifestField::script, "postinstall", "", "node drop.js"}};
  const Examined verdict = manifest_verdict(differences);
  EXPECT_TRUE(verdict.blocks);
  EXPECT_EQ(verdict.rule, "manifest-confusion");
  EXPECT_NE(verdict.reason.find("postinstall"), std::string::npos);
  EXPECT_NE(verdict.reason.find("node drop.js"), std::string::npos);
}

TEST(ManifestVerdict, AnotherNameBlocks) {
  const inspect::ManifestDifference differences[] = {{ManifestField::name, "", "left", "right"}};
  EXPECT_TRUE(manifest_verdict(differences).blocks);
}

TEST(ManifestVerdict, AnotherDependencyIsForPeople) {
  const inspect::ManifestDifference differences[] = {{ManifestField::dependency, "left", "^1.0.0", "^2.0.0"}};
  const Examined verdict = manifest_verdict(differences);
  EXPECT_FALSE(verdict.blocks);
  EXPECT_EQ(verdict.rule, "manifest-confusion");
}

TEST(ManifestVerdict, WhatTheArchiveLacksDoesNothing) {
  const inspect::ManifestDifference differences[] = {{ManifestField::dependency, "left", "1.0.0", ""}};
  EXPECT_EQ(manifest_verdict(differences).rule, "");
}

// As npm 11 does: what it goes by is the registry's document.
TEST(ManifestVerdict, AScriptThatOnlyTheRegistryShowsRuns) {
  const inspect::ManifestDifference differences[] = {{ManifestField::script, "postinstall", "node drop.js", ""}};
  const Examined verdict = manifest_verdict(differences);
  EXPECT_TRUE(verdict.blocks);
  EXPECT_NE(verdict.reason.find("'node drop.js', the archive nothing"), std::string::npos) << verdict.reason;
}

}  // namespace
}  // namespace cordon::gate
