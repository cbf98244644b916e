#include "inventory/npm/build_decision.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

using model::Client;
using model::RunState;

model::Component release(std::string name, std::string version) {
  model::Component out;
  out.name = std::move(name);
  out.version = std::move(version);
  out.origin = model::Origin::registry;
  out.resolved = "https://registry.example.test/" + out.name + ".tgz";
  return out;
}

BuildRule rule(std::string package, bool allowed) { return {std::move(package), allowed, "list", {"package.json", 3}}; }

BuildPolicy policy(Client client) {
  BuildPolicy out;
  out.client = client;
  return out;
}

RunState state(const BuildPolicy& policy, const model::Component& component, std::string_view way = {}) {
  return decide_dependency(policy, component, way).state;
}

TEST(BuildDecision, WithoutAListEverythingRunsWithNpmAndYarn) {
  for (const Client client : {Client::npm, Client::yarn_classic})
    EXPECT_EQ(state(policy(client), release("a", "1.0.0")), RunState::runs);
}

TEST(BuildDecision, ScriptsThatAreOffAreBlockedAndThePlaceIsTold) {
  BuildPolicy off = policy(Client::npm);
  off.scripts_off = ".npmrc:1";
  const BuildDecision decision = decide_dependency(off, release("a", "1.0.0"), "");
  EXPECT_EQ(decision.state, RunState::blocked);
  EXPECT_TRUE(decision.decided_by.starts_with(".npmrc:1"));
  EXPECT_EQ(decide_project(off).state, RunState::blocked);
  EXPECT_EQ(decide_project(policy(Client::npm)).state, RunState::runs);
}

TEST(BuildDecision, NpmsApprovalCountsForTheVersionsItNames) {
  BuildPolicy npm = policy(Client::npm);
  npm.lists.npm = {rule("a@1.0.0 || 1.0.2", true), rule("@s/b", true), rule("c@^1", true)};
  EXPECT_EQ(state(npm, release("a", "1.0.0")), RunState::allowed);
  EXPECT_EQ(state(npm, release("a", "1.0.2")), RunState::allowed);
  EXPECT_EQ(state(npm, release("a", "1.0.1")), RunState::runs);
  EXPECT_EQ(state(npm, release("@s/b", "9.0.0")), RunState::allowed);
  EXPECT_EQ(state(npm, release("c", "1.0.0")), RunState::runs);
}

TEST(BuildDecision, ADenialWins) {
  BuildPolicy npm = policy(Client::npm);
  npm.lists.npm = {rule("a", false), rule("a@1.0.0", true)};
  const BuildDecision decision = decide_dependency(npm, release("a", "1.0.0"), "");
  EXPECT_EQ(decision.state, RunState::unknown);  // npm before 11.16 has no such list
  EXPECT_TRUE(decision.denied);
  npm.scripts_off = ".npmrc:1";
  EXPECT_EQ(state(npm, release("a", "1.0.0")), RunState::blocked);
}

TEST(BuildDecision, NpmNeverAllowsWhatIsBundledOrComesFromElsewhereByName) {
  BuildPolicy npm = policy(Client::npm);
  npm.lists.npm = {rule("a", true), rule("github:o/r#abc", true)};
  model::Component bundled = release("a", "1.0.0");
  bundled.bundled = true;
  EXPECT_EQ(state(npm, bundled), RunState::runs);
  model::Component git = release("a", "1.0.0");
  git.origin = model::Origin::git;
  git.resolved = "git+ssh://git@github.com/o/r.git#abcdef0123";
  EXPECT_EQ(state(npm, git), RunState::allowed);
  git.resolved = "git+ssh://git@github.com/o/r.git#0123";
  EXPECT_EQ(state(npm, git), RunState::runs);
}

TEST(BuildDecision, NpmTwelveRunsOnlyWhatIsAllowedAndNothingMakesAnybodyUseIt) {
  BuildPolicy npm = policy(Client::npm);
  npm.lists.package_manager = "npm@12.0.1";
  EXPECT_EQ(state(npm, release("a", "1.0.0")), RunState::unknown);
  npm.lists.npm = {rule("a@1.0.0", true)};
  EXPECT_EQ(state(npm, release("a", "1.0.0")), RunState::allowed);
}

TEST(BuildDecision, PnpmHangsOnItsVersionWhereNoListIsThere) {
  BuildPolicy pnpm = policy(Client::pnpm);
  pnpm.lock_format = "pnpm-lock 9.0";
  EXPECT_EQ(state(pnpm, release("a", "1.0.0")), RunState::unknown);
  pnpm.lists.package_manager = "pnpm@10.4.1+sha512.x";
  EXPECT_EQ(state(pnpm, release("a", "1.0.0")), RunState::blocked);
  pnpm.lists.package_manager = "pnpm@9.0.0";
  EXPECT_EQ(state(pnpm, release("a", "1.0.0")), RunState::runs);
  pnpm.lists.package_manager.clear();
  pnpm.lock_format = "pnpm-lock 6.0";
  EXPECT_EQ(state(pnpm, release("a", "1.0.0")), RunState::runs);
}

TEST(BuildDecision, PnpmsListIsTheWholeOfIt) {
  BuildPolicy pnpm = policy(Client::pnpm);
  pnpm.lists.pnpm = {rule("a", true), rule("b", false)};
  pnpm.lists.pnpm_listed_only = true;
  EXPECT_EQ(state(pnpm, release("a", "1.0.0")), RunState::allowed);
  EXPECT_EQ(state(pnpm, release("b", "1.0.0")), RunState::blocked);
  EXPECT_EQ(state(pnpm, release("c", "1.0.0")), RunState::blocked);
  pnpm.lists.pnpm_everything = true;
  EXPECT_EQ(state(pnpm, release("c", "1.0.0")), RunState::allowed);
  EXPECT_EQ(state(pnpm, release("b", "1.0.0")), RunState::allowed);
}

TEST(BuildDecision, PnpmNamesWhatComesFromElsewhereByTheKeyOfItsLockfile) {
  model::Component git = release("g", "1.0.0");
  git.origin = model::Origin::git;
  git.id = "pnpm-lock.yaml#g@https://git.example.test/o/g/tar.gz/abc(peer@1.0.0)";
  EXPECT_EQ(pnpm_key(git), "g@https://git.example.test/o/g/tar.gz/abc");
  EXPECT_EQ(pnpm_key(release("a", "1.0.0")), "a@1.0.0");
  BuildPolicy pnpm = policy(Client::pnpm);
  pnpm.lists.pnpm_listed_only = true;
  pnpm.lists.pnpm = {rule("g", true)};
  EXPECT_EQ(state(pnpm, git), RunState::blocked);
  pnpm.lists.pnpm = {rule(pnpm_key(git), true)};
  EXPECT_EQ(state(pnpm, git), RunState::allowed);
}

TEST(BuildDecision, WhatPnpmAllowsItRunsThoughAnotherListSaysNo) {
  BuildPolicy pnpm = policy(Client::pnpm);
  pnpm.lists.pnpm = {rule("a", false), rule("a@1.0.0", true)};
  EXPECT_EQ(state(pnpm, release("a", "1.0.0")), RunState::allowed);
}

TEST(BuildDecision, NpmBelievesNoVersionThatItsLockfileHasNoAddressFor) {
  BuildPolicy npm = policy(Client::npm);
  npm.lists.npm = {rule("a@1.0.0", true), rule("b", true), rule("c@1.0.0", false)};
  model::Component bare = release("a", "1.0.0");
  bare.resolved.reset();
  EXPECT_FALSE(npm_knows_version(bare));
  EXPECT_EQ(state(npm, bare), RunState::runs);
  bare.name = "b";
  EXPECT_EQ(state(npm, bare), RunState::allowed);
  bare.name = "c";
  EXPECT_TRUE(decide_dependency(npm, bare, "").denied);
}

TEST(BuildDecision, BunsOwnListIsNotKnown) {
  BuildPolicy bun = policy(Client::bun);
  EXPECT_EQ(state(bun, release("a", "1.0.0")), RunState::unknown);
  model::Component file = release("a", "1.0.0");
  file.origin = model::Origin::file;
  EXPECT_EQ(state(bun, file), RunState::blocked);
  bun.lists.bun_listed = true;
  EXPECT_EQ(state(bun, release("a", "1.0.0")), RunState::blocked);
  bun.lists.bun = {rule("other-name", true)};
  model::Component alias = release("a", "1.0.0");
  alias.alias = "other-name";
  EXPECT_EQ(state(bun, alias), RunState::allowed);
}

TEST(BuildDecision, YarnBerryBuildsWhatIsMarked) {
  BuildPolicy yarn = policy(Client::yarn_berry);
  yarn.lists.yarn_berry = {rule("a", false), rule("b", true)};
  yarn.scripts_on = ".yarnrc.yml:2";
  EXPECT_EQ(state(yarn, release("a", "1.0.0")), RunState::blocked);
  EXPECT_EQ(state(yarn, release("b", "1.0.0")), RunState::runs);
  yarn.scripts_on.clear();
  yarn.scripts_off = ".yarnrc.yml:2";
  EXPECT_EQ(state(yarn, release("b", "1.0.0")), RunState::allowed);
  EXPECT_EQ(state(yarn, release("c", "1.0.0")), RunState::blocked);
  EXPECT_EQ(decide_project(yarn).state, RunState::runs);
}

TEST(BuildDecision, YarnBerryHangsOnItsVersionWhereNothingIsSet) {
  BuildPolicy yarn = policy(Client::yarn_berry);
  EXPECT_EQ(state(yarn, release("a", "1.0.0")), RunState::unknown);
  yarn.lists.package_manager = "yarn@4.13.0";
  EXPECT_EQ(state(yarn, release("a", "1.0.0")), RunState::runs);
  yarn.lists.package_manager = "yarn@4.14.1+sha512.x";
  EXPECT_EQ(state(yarn, release("a", "1.0.0")), RunState::blocked);
  yarn.lists.yarn_berry = {rule("a", true)};
  EXPECT_EQ(state(yarn, release("a", "1.0.0")), RunState::allowed);
  yarn.scripts_on = ".yarnrc.yml:1";
  EXPECT_EQ(state(yarn, release("b", "1.0.0")), RunState::runs);
}

TEST(BuildDecision, LavaMoatsListCountsByTheWayWhereScriptsAreOff) {
  BuildPolicy npm = policy(Client::npm);
  npm.lists.lavamoat = {rule("x>a", true)};
  EXPECT_EQ(state(npm, release("a", "1.0.0"), "x>a"), RunState::runs);
  npm.scripts_off = ".npmrc:1";
  EXPECT_EQ(state(npm, release("a", "1.0.0"), "x>a"), RunState::allowed);
  EXPECT_EQ(state(npm, release("a", "1.0.0"), "a"), RunState::blocked);
  npm.lists.lavamoat = {rule("x>a#1.0.0", true), rule("b", false)};
  EXPECT_EQ(state(npm, release("a", "1.0.0"), "x>a"), RunState::allowed);
  EXPECT_EQ(state(npm, release("a", "1.0.1"), "x>a"), RunState::blocked);
  EXPECT_TRUE(decide_dependency(npm, release("b", "1.0.0"), "b").denied);
}

TEST(BuildDecision, RepositoriesAreNamedByTheirShortcut) {
  model::Component git = release("a", "1.0.0");
  git.origin = model::Origin::git;
  git.resolved = "git+https://gitlab.com/o/r.git#abc";
  EXPECT_EQ(git_key(git), "gitlab:o/r#abc");
  git.resolved = "git+https://git.example.test/o/r.git#abc";
  EXPECT_EQ(git_key(git), "git+https://git.example.test/o/r.git#abc");
  git.resolved = "git+https://notgithub.com/o/r.git#abc";
  EXPECT_EQ(git_key(git), "git+https://notgithub.com/o/r.git#abc");
  EXPECT_EQ(git_key(release("a", "1")), "");
}

}  // namespace
}  // namespace cordon::inventory::npm
