#include "app/policy_findings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/date.h"
#include "policy/settings.h"

namespace cordon::app {
namespace {

constexpr std::int64_t kNow = 1'796'000'000;  // 2026-11-30

policy::Rules rules(const std::string& lines) {
  auto read = policy::read_settings("policy:\n  rules:\n" + lines, "cordon.yaml");
  EXPECT_TRUE(read) << read.error().describe();
  return read ? std::move(read->rules) : policy::Rules();
}

model::Component component(const std::string& name, std::uint32_t line) {
  model::Component out;
  out.ecosystem = "npm";
  out.name = name;
  out.version = "1.0.0";
  out.purl = "pkg:npm/" + name + "@1.0.0";
  out.registry = {"npm", model::RegistryClass::public_};
  out.install_script = model::InstallScript::no;
  out.place = {"package-lock.json", line};
  return out;
}

checks::Project project(std::vector<model::Component> components) {
  checks::Project out;
  model::Inventory& lockfile = out.lockfiles.emplace_back();
  lockfile.path = "package-lock.json";
  lockfile.ecosystem = "npm";
  lockfile.components = std::move(components);
  return out;
}

struct Judged {
  std::vector<model::Finding> findings;
  model::Coverage coverage;
  std::optional<model::PolicyUsed> used;
};

Judged judged(const policy::Rules& of, const checks::Project& project) {
  const FixedClock clock(kNow);
  PolicyRun run(of, clock);
  Judged out;
  run.judge(project, out.findings);
  out.used = run.finish(out.findings, out.coverage);
  return out;
}

constexpr const char* kBanned = "    - {id: never, banned: true, packages: [a], owner: o, reason: r}\n";

TEST(PolicyFindings, ABreachIsAFindingWithFactRuleAndWhatToDo) {
  const Judged found = judged(rules(kBanned), project({component("a", 7), component("a", 9), component("b", 11)}));
  ASSERT_EQ(found.findings.size(), 1u);
  const model::Finding& finding = found.findings[0];
  EXPECT_EQ(finding.rule_id, "policy.banned");
  EXPECT_EQ(finding.kind, model::FindingKind::policy);
  EXPECT_EQ(finding.severity, model::Severity::high);
  EXPECT_EQ(finding.instances, 2u);
  EXPECT_EQ(finding.policy,
            (model::RuleBroken{"never", model::VerdictValue::block, model::RuleMode::enforce, "o", "r", {}}));
  ASSERT_EQ(finding.evidence.size(), 3u);
  EXPECT_EQ(finding.evidence[0].locator, "package-lock.json:7");
  EXPECT_EQ(finding.evidence[1].locator, "cordon.yaml:3");
  EXPECT_EQ(finding.evidence[2].locator, "package-lock.json:9");
  ASSERT_EQ(finding.remedy.size(), 3u);
  EXPECT_NE(finding.remedy[2].action.find("pkg:npm/a@1.0.0"), std::string::npos);
  EXPECT_EQ(found.used->rules.at(0).judged, 1u);
  EXPECT_EQ(found.used->rules.at(0).broken, 1u);
  EXPECT_EQ(broken_rules_text(found.findings), "; 1 release breaks a rule of the organisation (never)");
}

TEST(PolicyFindings, WithoutRulesThereIsNoPolicy) { EXPECT_FALSE(judged({}, project({component("a", 7)})).used); }

TEST(PolicyFindings, ARuleThatLacksFactsIsCoverageAndNoBreach) {
  std::vector<model::Component> many;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g"}) many.push_back(component(name, 1));
  const Judged found = judged(rules("    - {id: young, minimum_age: 3d, owner: o, reason: r}\n"
                                    "    - {id: seen, minimum_age: 3d, mode: observe, owner: o, reason: r}\n"),
                              project(std::move(many)));
  EXPECT_TRUE(found.findings.empty());
  ASSERT_EQ(found.coverage.unread.size(), 2u);
  const model::FileUnread& unread = found.coverage.unread[0];
  EXPECT_EQ(unread.code, "policy_unknown");
  EXPECT_EQ(unread.line, 3u);
  EXPECT_TRUE(unread.incomplete);
  EXPECT_NE(unread.reason.find("7 releases (a@1.0.0, b@1.0.0, c@1.0.0, d@1.0.0, e@1.0.0, \u2026)"), std::string::npos)
      << unread.reason;
  EXPECT_FALSE(found.coverage.unread[1].incomplete);
  EXPECT_EQ(found.used->rules.at(0).unknown, 7u);
}

TEST(PolicyFindings, AnExpiredRuleIsTold) {
  const Judged found = judged(rules("    - {id: old, banned: true, owner: o, reason: r, expires: 2020-01-01}\n"),
                              project({component("a", 7)}));
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].rule_id, "policy.rule-expired");
  EXPECT_EQ(found.findings[0].severity, model::Severity::medium);
  EXPECT_FALSE(found.findings[0].policy);
  EXPECT_EQ(found.used->rules.at(0).judged, 0u);
}

TEST(PolicyFindings, PackumentsSayHowOldAReleaseIs) {
  change::Packument packument;
  packument.name = "a";
  packument.releases["1.0.0"].published = kNow - 3'600;
  checks::Project is = project({component("a", 7), component("b", 9)});
  is.packuments = [&](const model::Component& each) { return each.name == "a" ? &packument : nullptr; };
  const Judged found = judged(rules("    - {id: young, minimum_age: 3d, owner: o, reason: r}\n"), is);
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].subject.name, "a");
  EXPECT_NE(found.findings[0].evidence[0].excerpt.find("1 h ago"), std::string::npos);
}

TEST(PolicyFindings, ADocumentAboutAnotherArchiveSaysNoAge) {
  change::Packument packument;
  packument.name = "a";
  packument.releases["1.0.0"].published = kNow - 365 * 86'400;
  packument.releases["1.0.0"].integrity = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
  checks::Project is = project({component("a", 7)});
  is.lockfiles[0].components[0].integrity = {"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  is.packuments = [&](const model::Component&) { return &packument; };
  const policy::Rules young = rules("    - {id: young, minimum_age: 3d, owner: o, reason: r}\n");
  EXPECT_EQ(judged(young, is).used->rules.at(0).unknown, 1u);
  is.lockfiles[0].components[0].integrity = {"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="};
  EXPECT_EQ(judged(young, is).used->rules.at(0).unknown, 0u);
}

TEST(PolicyFindings, NothingIsLookedUpThatNoRuleAsksFor) {
  std::vector<std::string> asked;
  checks::Project is = project({component("a", 7), component("b", 9)});
  is.packuments = [&](const model::Component& each) {
    asked.push_back(each.name);
    return static_cast<const change::Packument*>(nullptr);
  };
  judged(rules("    - {id: young, minimum_age: 3d, packages: [a], owner: o, reason: r}\n"), is);
  EXPECT_EQ(asked, std::vector<std::string>{"a"});
  asked.clear();
  judged(rules(kBanned), is);
  EXPECT_TRUE(asked.empty());
}

TEST(PolicyFindings, OfAChangeOnlyWhatItBrought) {
  const checks::Project was = project({component("a", 7)});
  checks::Project is = project({component("a", 7), component("b", 9)});
  is.before = &was;
  const policy::Rules all = rules(
      "    - {id: never, banned: true, owner: o, reason: r}\n"
      "    - {id: risk, maximum_risk: -100, owner: o, reason: r}\n");
  const Judged found = judged(all, is);
  ASSERT_EQ(found.findings.size(), 2u);
  EXPECT_EQ(found.findings[0].subject.name, "b");
  EXPECT_EQ(found.findings[1].rule_id, "policy.risk");
  EXPECT_EQ(found.used->rules.at(0).judged, 1u);
  is.before = nullptr;
  EXPECT_EQ(judged(all, is).used->rules.at(1).judged, 0u);  // no change, no risk
}

TEST(PolicyFindings, TheSameReleaseWithOtherContentIsNews) {
  model::Component before = component("a", 7), after = before;
  before.integrity = {"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="};
  after.integrity = {"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  const checks::Project was = project({before});
  checks::Project is = project({after});
  is.before = &was;
  EXPECT_EQ(judged(rules(kBanned), is).findings.size(), 1u);
  is = project({component("a", 7)});  // nothing says any more what it is
  is.before = &was;
  EXPECT_EQ(judged(rules(kBanned), is).findings.size(), 1u);
  is = project({before});
  is.before = &was;
  EXPECT_TRUE(judged(rules(kBanned), is).findings.empty());
  is.lockfiles[0].components[0].integrity.push_back(after.integrity[0]);  // a client takes either
  EXPECT_EQ(judged(rules(kBanned), is).findings.size(), 1u);
}

TEST(PolicyFindings, ADigestThatComesToAReleaseIsNoNews) {
  model::Component after = component("a", 7);
  const checks::Project was = project({after});
  after.integrity = {"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  checks::Project is = project({after});
  is.before = &was;
  EXPECT_TRUE(judged(rules(kBanned), is).findings.empty());
}

TEST(PolicyFindings, ALockfileWithoutDigestsHidesNoOtherContentOfOneThatHasThem) {
  model::Component before = component("a", 7), after = before;
  before.integrity = {"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="};
  after.integrity = {"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  const checks::Project was = project({before, component("a", 9)});
  checks::Project is = project({after, component("a", 9)});
  is.before = &was;
  EXPECT_EQ(judged(rules(kBanned), is).used->rules.at(0).judged, 1u);
}

TEST(PolicyFindings, WhatIsInstalledAddsToWhatALockfileSays) {
  checks::Project is = project({component("a", 7)});
  is.lockfiles[0].components[0].install_script = model::InstallScript::unknown;
  model::Component installed = component("a", 0);
  installed.place = {"node_modules/a/package.json", 0};
  installed.licences = {"AGPL-3.0-only"};
  is.installed.emplace().inventory.components.push_back(installed);
  const policy::Rules of = rules(
      "    - {id: licences, allowed_licences: [MIT], owner: o, reason: r}\n"
      "    - {id: scripts, install_scripts: approved, owner: o, reason: r}\n");
  const Judged found = judged(of, is);
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].rule_id, "policy.licence");
  EXPECT_EQ(found.used->rules.at(1).unknown, 1u);  // that an installed manifest has no script proves nothing
  is.installed->inventory.components[0].install_script = model::InstallScript::yes;
  EXPECT_EQ(judged(of, is).used->rules.at(1).broken, 1u);
}

TEST(PolicyFindings, WhatIsTheProjectsOwnIsNotJudged) {
  model::Component own = component("a", 7);
  own.origin = model::Origin::workspace;
  EXPECT_EQ(judged(rules(kBanned), project({own})).used->rules.at(0).judged, 0u);
}

}  // namespace
}  // namespace cordon::app
