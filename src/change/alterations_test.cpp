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

TEST(Alterations, AnotherCommitOfARepositoryIsNoOtherSource) {
  Lockfile before("a@1.0.0"), after("a@1.0.1");
  for (Lockfile* each : {&before, &after}) each->at("a").origin = model::Origin::git;
  before.at("a").resolved = "git+ssh://git@example.test/ok/a.git#0123456789012345678901234567890123456789";
  after.at("a").resolved = "git+ssh://git@example.test/ok/a.git#9876543210987654321098765432109876543210";
  EXPECT_EQ(kinds(before, after), Kinds{});
  after.at("a").resolved = "git+ssh://git@example.test/evil/a.git#9876543210987654321098765432109876543210";
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::origin});
}

TEST(Alterations, ANewReleaseFromElsewhereOrWithAScriptIsSeen) {
  Lockfile before("a@1.0.0"), after("a@1.0.1");
  before.at("a").integrity = {sha512('A')};
  after.at("a").integrity = {sha512('B')};
  EXPECT_EQ(kinds(before, after), Kinds{});  // another release has another digest
  after.at("a").origin = model::Origin::http;
  after.at("a").resolved = "https://evil.example.invalid/a.tgz";
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::origin});
  EXPECT_EQ(compare(*before, *after).altered.at(0).from, "1.0.0");
  after.at("a") = before.at("a");
  after.at("a").version = "1.0.1";
  after.at("a").registry.id = "other.example.test";
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::registry});
  after.at("a").registry = before.at("a").registry;
  before.at("a").install_script = model::InstallScript::no;
  after.at("a").install_script = model::InstallScript::yes;
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::script});
}

TEST(Alterations, ChecksumsOfClientsAreDigests) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  before.at("a").checksum = "10c0/aaaa";
  after.at("a").checksum = "10c0/bbbb";
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::integrity});
  for (Lockfile* each : {&before, &after}) each->at("a").origin = model::Origin::patch;
  EXPECT_EQ(kinds(before, after), Kinds{});  // yarn's own patches change with yarn
  for (Lockfile* each : {&before, &after}) each->at("a").origin = model::Origin::registry;
  after.at("a").checksum = "11c0/bbbb";  // of another version of the cache
  EXPECT_EQ(kinds(before, after), Kinds{});
  after.at("a").checksum.reset();
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::integrity_lost});
}

TEST(Alterations, AWeakerDigestIsALostOne) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  before.at("a").integrity = {sha512('A')};
  after.at("a").integrity = {sha1('B')};
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::integrity_lost});
  after->format = "another";  // another client knows other digests
  EXPECT_EQ(kinds(before, after), Kinds{});
}

TEST(Alterations, AReleaseOfPyPIMayGetMoreFiles) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  for (Lockfile* each : {&before, &after}) each->at("a").ecosystem = "pypi";
  before.at("a").integrity = {sha512('A')};
  after.at("a").integrity = {sha512('A'), sha512('B')};
  EXPECT_EQ(kinds(before, after), Kinds{});
  after.at("a").integrity = {sha512('B')};
  EXPECT_EQ(kinds(before, after), Kinds{AlterationKind::integrity});
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
