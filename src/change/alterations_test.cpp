#include "change/alterations.h"

#include <gtest/gtest.h>

#include "change/testing.h"

namespace cordon::change {
namespace {

using testing::Lockfile;

// Subresource Integrity strings of digests that are all of one byte.
std::string sha512(char byte) { return "sha512-" + std::string(85, byte) + "A=="; }
std::string sha1(char byte) { return "sha1-" + std::string(26, byte) + "A="; }

std::vector<AlterationKind> kinds(Lockfile& before, Lockfile& after) {
  std::vector<AlterationKind> out;
  for (const Alteration& each : compare(*before, *after).altered) out.push_back(each.kind);
  return out;
}

using Kinds = std::vector<AlterationKind>;

TEST(Alterations, SeesAnotherDigestOfTheSameAlgorithm) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  before.at("a").integrity = {sha512('A')};
  after.at("a").integrity = {sha512('B')};
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::integrity});
  EXPECT_EQ(kinds(before, before), Kinds{});
}

TEST(Alterations, AStrongerAlgorithmIsNoChange) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  before.at("a").integrity = {sha1('A')};
  after.at("a").integrity = {sha512('B')};
  EXPECT_EQ(kinds(before, after), Kinds{});
}

TEST(Alterations, SeesThatTheDigestIsGone) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  before.at("a").integrity = {sha512('A')};
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::integrity_lost});
  EXPECT_EQ(kinds(after, before), Kinds{});
  after.at("a").bundled = true;  // the digest of the archive that it is in holds it
  EXPECT_EQ(kinds(before, after), Kinds{});
}

TEST(Alterations, SeesAnotherSourceRegistryOrAddress) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  before.at("a").resolved = "https://registry.example.test/a/-/a-1.0.0.tgz";
  after.at("a").resolved = "https://registry.example.test/b/-/b-1.0.0.tgz";
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::address});
  after.at("a").registry.id = "evil.example.invalid";
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::registry});
  after.at("a").origin = model::Origin::git;
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::origin});
}

TEST(Alterations, SeesThatAProjectsOwnPackageIsFetchedNow) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  before.at("a").origin = model::Origin::workspace;
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::origin});
}

TEST(Alterations, SeesAScriptOnlyWhereTheLockfileSaidThatThereIsNone) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  after.at("a").install_script = model::InstallScript::yes;
  EXPECT_EQ(kinds(before, after), Kinds{});
  before.at("a").install_script = model::InstallScript::no;
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::script});
}

}  // namespace
}  // namespace cordon::change
