#include "policy/judge.h"

#include <gtest/gtest.h>

#include "policy/settings.h"

namespace cordon::policy {
namespace {

constexpr const char* kToday = "2026-11-30";
constexpr const char* kDigest = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
constexpr const char* kOther = "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=";

Rules rules(const std::string& text) {
  auto read = read_settings("policy:\n" + text, "cordon.yaml");
  EXPECT_TRUE(read) << read.error().describe();
  return read ? std::move(read->rules) : Rules();
}

// One rule, with what follows its id.
Rules rule(const std::string& condition) {
  return rules("  rules:\n    - {id: a, owner: o, reason: r, " + condition + "}\n");
}

Release release(const char* name = "axios", const char* version = "1.14.1") {
  Release out;
  out.type = "npm";
  out.name = name;
  out.version = version;
  return out;
}

Outcome outcome(const Rules& of, const Release& is) { return judge(of, is, kToday).outcomes.at(0).outcome; }

Release aged(std::int64_t seconds) {
  Release out = release();
  out.age = KnownAge{seconds, "the registry's document"};
  return out;
}

TEST(Judge, MinimumAge) {
  const Rules young = rule("minimum_age: 3d");
  EXPECT_EQ(outcome(young, aged(3 * 86'400)), Outcome::met);
  EXPECT_EQ(outcome(young, aged(3 * 86'400 - 1)), Outcome::broken);
  EXPECT_EQ(outcome(young, aged(-60)), Outcome::broken);  // published in the future
  EXPECT_EQ(outcome(young, release()), Outcome::unknown);
  EXPECT_FALSE(judge(young, release(), kToday).outcomes[0].supply.empty());
  const std::string fact = judge(young, aged(5 * 3'600), kToday).outcomes[0].fact;
  EXPECT_NE(fact.find("5 h ago, by the registry's document"), std::string::npos) << fact;
}

TEST(Judge, Registries) {
  const Rules ours = rule("registries: [acme.test]");
  Release is = release("@acme/a");
  EXPECT_EQ(outcome(ours, is), Outcome::unknown);
  is.registry.id = "npm";
  EXPECT_EQ(outcome(ours, is), Outcome::broken);
  EXPECT_EQ(outcome(rule("registries: [npm]"), is), Outcome::met);
  is.registry.id = is.host = "npm.acme.test";
  EXPECT_EQ(outcome(ours, is), Outcome::met);
  is.registry.id = is.host = "evilacme.test";
  EXPECT_EQ(outcome(ours, is), Outcome::broken);
  is.registry = {};
  is.host = {};
  is.origin = model::Origin::git;
  EXPECT_EQ(outcome(ours, is), Outcome::broken);
  is.bundled = true;
  EXPECT_EQ(outcome(ours, is), Outcome::not_of_it);
}

TEST(Judge, BannedPackagesAndTheirExceptions) {
  const Rules banned = rule("banned: true, packages: [\"axios@>=1.14.1 <1.14.2\"], except: [\"@acme/*\"]");
  EXPECT_EQ(outcome(banned, release()), Outcome::broken);
  EXPECT_EQ(outcome(banned, release("axios", "1.14.0")), Outcome::not_of_it);
  EXPECT_EQ(outcome(banned, release("axios", "")), Outcome::unknown);
  EXPECT_EQ(outcome(rule("banned: true, except: [\"@acme/*\"]"), release("@acme/a")), Outcome::not_of_it);
  Release own = release();
  own.origin = model::Origin::workspace;
  EXPECT_EQ(outcome(banned, own), Outcome::not_of_it);
}

TEST(Judge, Licences) {
  Release is = release();
  const Rules allowed = rule("allowed_licences: [MIT]");
  EXPECT_EQ(outcome(allowed, is), Outcome::unknown);
  is.licences = {"MIT"};
  EXPECT_EQ(outcome(allowed, is), Outcome::met);
  is.licences = {"AGPL-3.0-only"};
  EXPECT_EQ(outcome(allowed, is), Outcome::broken);
  EXPECT_EQ(outcome(rule("denied_licences: [AGPL-3.0-only]"), is), Outcome::broken);
}

Rules scripts(const std::string& more = {}) {
  return rules(
      "  rules:\n    - {id: a, owner: o, reason: r, install_scripts: approved}\n  scripts:\n    - {package: axios, "
      "version: 1.14.1, integrity: \"" +
      std::string(kDigest) + "\", owner: o, reason: r" + more + "}\n");
}

TEST(Judge, AnApprovalCountsForOneVersionAndDigest) {
  Release is = release();
  is.install_script = model::InstallScript::yes;
  const auto fact = [&](const Rules& of) { return judge(of, is, kToday).outcomes[0].fact; };
  EXPECT_EQ(outcome(scripts(), is), Outcome::broken);
  EXPECT_NE(fact(scripts()).find("nothing at hand gives the digest"), std::string::npos) << fact(scripts());
  is.integrity = {kOther};
  EXPECT_EQ(outcome(scripts(), is), Outcome::broken);
  EXPECT_NE(fact(scripts()).find("another digest"), std::string::npos) << fact(scripts());
  is.integrity = {kDigest};
  EXPECT_EQ(outcome(scripts(), is), Outcome::met);
  EXPECT_EQ(outcome(scripts(", expires: 2026-11-30"), is), Outcome::met);
  EXPECT_EQ(outcome(scripts(", expires: 2026-11-29"), is), Outcome::broken);
  is.integrity = {kDigest, kOther};  // a client takes an archive that has either
  EXPECT_EQ(outcome(scripts(), is), Outcome::broken);
  EXPECT_NE(fact(scripts()).find(std::string("this one has ") + kOther), std::string::npos) << fact(scripts());
  is.integrity = {kDigest, "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};  // and checks the strongest alone
  EXPECT_EQ(outcome(scripts(), is), Outcome::broken);
  is.integrity = {kDigest};
  is.version = "1.14.2";
  EXPECT_EQ(outcome(scripts(), is), Outcome::broken);
  EXPECT_NE(fact(scripts()).find("in version 1.14.1"), std::string::npos) << fact(scripts());
  is.name = "other";
  EXPECT_NE(fact(scripts()).find("does not name it"), std::string::npos);
  is.install_script = model::InstallScript::no;
  EXPECT_EQ(outcome(scripts(), is), Outcome::met);
  is.install_script = model::InstallScript::unknown;
  EXPECT_EQ(outcome(scripts(), is), Outcome::unknown);
}

TEST(Judge, RiskIsThatOfAChange) {
  const Rules risk = rule("maximum_risk: 10");
  Release is = release();
  EXPECT_EQ(outcome(risk, is), Outcome::not_of_it);
  is.is_new = true;
  is.risk = 10;
  EXPECT_EQ(outcome(risk, is), Outcome::met);
  is.risk = 11;
  EXPECT_EQ(outcome(risk, is), Outcome::broken);
}

TEST(Judge, OfOneConditionTheStrictestBreachWins) {
  const Rules three = rules(R"(  rules:
    - {id: seen, banned: true, mode: observe, owner: o, reason: r}
    - {id: look, banned: true, verdict: review, owner: o, reason: r}
    - {id: never, banned: true, packages: [axios], owner: o, reason: r}
    - {id: young, minimum_age: 3d, mode: observe, owner: o, reason: r}
)");
  const Judgement axios = judge(three, aged(60), kToday);
  EXPECT_EQ(axios.breaches, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(axios.verdict, model::VerdictValue::block);
  const Judgement other = judge(three, release("other"), kToday);
  EXPECT_EQ(other.breaches, std::vector<std::size_t>{1});
  EXPECT_EQ(other.verdict, model::VerdictValue::review);
  EXPECT_EQ(other.outcomes[3].outcome, Outcome::unknown);
}

TEST(Judge, AnExpiredRuleDecidesNothing) {
  const Rules expired = rule("banned: true, expires: 2026-11-29");
  const Judgement said = judge(expired, release(), kToday);
  EXPECT_EQ(said.outcomes[0].outcome, Outcome::expired);
  EXPECT_TRUE(said.breaches.empty());
  EXPECT_EQ(said.verdict, model::VerdictValue::allow);
}

TEST(Judge, WhatOnlyObservesChangesNothing) {
  const Judgement said = judge(rule("banned: true, mode: observe"), release(), kToday);
  EXPECT_EQ(said.breaches.size(), 1u);
  EXPECT_EQ(said.verdict, model::VerdictValue::allow);
}

TEST(Judge, ARuleSpeaksOfThoseThatItMeans) {
  const Rules young = rule("minimum_age: 3d, packages: [a*], except: [axios]");
  EXPECT_TRUE(speaks_of(young.rules[0], release("a")));
  EXPECT_FALSE(speaks_of(young.rules[0], release("axios")));
  EXPECT_FALSE(speaks_of(young.rules[0], release("b")));
  Release bundled = release("a");
  bundled.bundled = true;
  EXPECT_FALSE(speaks_of(young.rules[0], bundled));
}

TEST(Judge, Texts) {
  EXPECT_EQ(type_of_purl("pkg:npm/%40a/b@1"), "npm");
  EXPECT_EQ(type_of_purl("npm"), "");
  EXPECT_EQ(age_text(59), "0 min");
  EXPECT_EQ(age_text(3'600), "1 h");
  EXPECT_EQ(age_text(36 * 3'600), "36 h");
  EXPECT_EQ(age_text(86'400), "1 d");
  EXPECT_EQ(age_text(3 * 86'400 + 5), "3 d");
}

}  // namespace
}  // namespace cordon::policy
