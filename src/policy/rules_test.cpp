#include "policy/rules.h"

#include <gtest/gtest.h>

#include "policy/settings.h"

namespace cordon::policy {
namespace {

Result<Settings> settings(const std::string& rules) {
  return read_settings("policy:\n  rules:\n" + rules, "cordon.yaml");
}

constexpr const char* kWho = ", owner: o, reason: r}\n";

TEST(Rules, ReadsEveryConditionAndWhoAnswersForIt) {
  const auto read = settings(R"(    - id: young
      packages: ["*"]
      except: ["@acme/*"]
      minimum_age: 3d
      owner: platform@example.test
      reason: most malware is found within days
      expires: 2027-01-31
      mode: observe
      verdict: review
    - {id: ours, packages: ["@acme/*"], registries: [npm.acme.test], owner: o, reason: r}
    - {id: never, packages: [event-stream@3.3.6, "axios@>=1.14.1 <1.14.2"], banned: true, owner: o, reason: r}
    - {id: licences, allowed_licences: [MIT, Apache-2.0], owner: o, reason: r}
    - {id: copyleft, denied_licences: [AGPL-3.0-only], owner: o, reason: r}
    - {id: scripts, install_scripts: approved, owner: o, reason: r}
    - {id: risk, maximum_risk: -5, owner: o, reason: r}
)");
  ASSERT_TRUE(read) << read.error().describe();
  const std::vector<Rule>& rules = read->rules.rules;
  ASSERT_EQ(rules.size(), 7u);
  EXPECT_EQ(rules[0].minimum_age_seconds, 3 * 86'400);
  EXPECT_EQ(rules[0].demand, "published at least 3d ago");
  EXPECT_EQ(rules[0].expires, "2027-01-31");
  EXPECT_EQ(rules[0].mode, model::RuleMode::observe);
  EXPECT_EQ(rules[0].verdict, model::VerdictValue::review);
  EXPECT_EQ(rules[0].place, (model::Place{"cordon.yaml", 3}));
  EXPECT_EQ(rules[0].except.size(), 1u);
  EXPECT_EQ(rules[1].condition, Condition::registries);
  EXPECT_EQ(rules[1].mode, model::RuleMode::enforce);
  EXPECT_EQ(rules[1].verdict, model::VerdictValue::block);
  EXPECT_EQ(rules[2].packages.size(), 2u);
  EXPECT_FALSE(rules[3].licences.forbids);
  EXPECT_EQ(rules[3].packages.at(0).text(), "*");
  EXPECT_TRUE(rules[4].licences.forbids);
  EXPECT_EQ(rules[5].demand, "no code at install but what policy.scripts approves");
  EXPECT_EQ(rules[4].demand, "under none of AGPL-3.0-only");
  EXPECT_EQ(rules[6].maximum_risk, -5);
}

TEST(Rules, ReadsApprovals) {
  const auto read = read_settings(R"(policy:
  scripts:
    - {package: esbuild, version: 0.21.5, integrity: "sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
       owner: o, reason: r, expires: 2027-01-31}
)",
                                  "cordon.yaml");
  ASSERT_TRUE(read) << read.error().describe();
  ASSERT_EQ(read->rules.approvals.size(), 1u);
  EXPECT_EQ(read->rules.approvals[0].version, "0.21.5");
  EXPECT_EQ(read->rules.approvals[0].digests.size(), 1u);
  EXPECT_EQ(read->rules.approvals[0].place.line, 3u);
}

TEST(Rules, Ages) {
  EXPECT_EQ(parse_age("90m").value(), 90 * 60);
  EXPECT_EQ(parse_age("36h").value(), 36 * 3'600);
  EXPECT_EQ(parse_age("3d").value(), 3 * 86'400);
  EXPECT_EQ(parse_age("2w").value(), 14 * 86'400);
  for (const char* text : {"", "d", "3", "0d", "-3d", "3 d", "3x", "3days", "1.5d", "100001d", "99999999999d"}) {
    const auto age = parse_age(text);
    ASSERT_FALSE(age) << text;
    EXPECT_EQ(age.error().code, ErrorCode::invalid_value) << text;
  }
  EXPECT_NE(parse_age("3").error().message.find("write 3d"), std::string::npos);
}

struct Bad {
  std::string text;
  ErrorCode code;
  std::uint32_t line;
  const char* says;
};

TEST(Rules, EveryMistakeHasACodeALineAndWhatToDo) {
  const Bad cases[] = {
      {"    - {id: a, minimum_aeg: 3d" + std::string(kWho), ErrorCode::unknown_key, 3, "'minimum_age'"},
      {"    - {id: a, banned: true,\n       minimum_age: 3d" + std::string(kWho), ErrorCode::invalid_value, 4, "two"},
      {"    - {id: a" + std::string(kWho), ErrorCode::missing_field, 3, "no condition"},
      {"    - {id: a, minimum_age: 3" + std::string(kWho), ErrorCode::invalid_value, 3, "write 3d"},
      {"    - {id: a, banned: true" + std::string(kWho) + "    - {id: a, banned: true" + kWho, ErrorCode::invalid_value,
       4, "twice"},
      {"    - {id: a, banned: true, packages: [x,\n        \"y@not a range\"]" + std::string(kWho),
       ErrorCode::invalid_value, 4, "range"},
      {"    - {id: a, banned: false" + std::string(kWho), ErrorCode::invalid_value, 3, "true"},
      {"    - {id: a, banned: maybe" + std::string(kWho), ErrorCode::wrong_type, 3, "true or false"},
      {"    - {id: a, packages: [], banned: true" + std::string(kWho), ErrorCode::invalid_value, 3, "empty"},
      {"    - {id: a b, banned: true" + std::string(kWho), ErrorCode::invalid_value, 3, "letters"},
      {"    - {id: a, banned: true, reason: r}\n", ErrorCode::missing_field, 3, "owner"},
      {"    - {id: a, banned: true, owner: o,\n       reason: \" \"}\n", ErrorCode::missing_field, 4, "reason"},
      {"    - {banned: true" + std::string(kWho), ErrorCode::missing_field, 3, "id"},
      {"    - {id: a, registries: [\"https://npm.acme.test/\"]" + std::string(kWho), ErrorCode::invalid_value, 3,
       "host"},
      {"    - {id: a, registries: [\"*.acme.test\"]" + std::string(kWho), ErrorCode::invalid_value, 3,
       "write acme.test"},
      {"    - {id: a, registries: [\"npm.acme.test:8443\"]" + std::string(kWho), ErrorCode::invalid_value, 3,
       "write npm.acme.test"},
      {"    - {id: a, registries: [npmm]" + std::string(kWho), ErrorCode::invalid_value, 3, "did you mean 'npm'"},
      {"    - {id: a, registries: [nexus]" + std::string(kWho), ErrorCode::invalid_value, 3, "private.hosts"},
      {"    - {id: a, banned: true, packages: [\"pkg:nmp/axios\"]" + std::string(kWho), ErrorCode::invalid_value, 3,
       "did you mean 'npm'"},
      {"    - {id: a, banned: true, packages: [\"pkg:crates/a\"]" + std::string(kWho), ErrorCode::invalid_value, 3,
       "pkg:cargo/"},
      {"    - {id: a, denied_licences: [GPLv3]" + std::string(kWho), ErrorCode::invalid_value, 3, "SPDX"},
      {"    - {id: a, denied_licences: [GPL-3.0-onyl]" + std::string(kWho), ErrorCode::invalid_value, 3,
       "did you mean 'GPL-3.0-only'"},
      {"    - {id: a, allowed_licences: [MIT OR ISC]" + std::string(kWho), ErrorCode::invalid_value, 3, "SPDX"},
      {"    - {id: a, install_scripts: all" + std::string(kWho), ErrorCode::invalid_value, 3, "approved"},
      {"    - {id: a, maximum_risk: 1001" + std::string(kWho), ErrorCode::invalid_value, 3, "decibans"},
      {"    - {id: a, maximum_risk: high" + std::string(kWho), ErrorCode::wrong_type, 3, "whole number"},
      {"    - {id: a, banned: true, mode: off" + std::string(kWho), ErrorCode::invalid_value, 3, "enforce"},
      {"    - {id: a, banned: true, verdict: allow" + std::string(kWho), ErrorCode::invalid_value, 3, "block"},
      {"    - {id: a, banned: true, expires: soon" + std::string(kWho), ErrorCode::invalid_value, 3, "date"},
      {"    - banned\n", ErrorCode::wrong_type, 3, "mappings"},
      {"  scripts:\n    - {package: a, version: 1, integrity: x" + std::string(kWho), ErrorCode::invalid_value, 4,
       "digest"},
      {"  scripts:\n    - {package: \"a*\", version: 1, integrity: sha512-AA" + std::string(kWho),
       ErrorCode::invalid_value, 4, "one package"},
      {"  scripts:\n    - {package: a, version: 1, reason: r}\n", ErrorCode::missing_field, 4, "integrity"},
  };
  for (const Bad& bad : cases) {
    const auto read = settings(bad.text);
    ASSERT_FALSE(read) << bad.text;
    EXPECT_EQ(read.error().code, bad.code) << bad.text << read.error().describe();
    EXPECT_EQ(read.error().line, bad.line) << bad.text << read.error().describe();
    EXPECT_NE(read.error().message.find(bad.says), std::string::npos) << bad.text << read.error().describe();
  }
}

// What `cordon scripts --allow-list cordon` leaves to the reader is not read as it stands.
TEST(Rules, AnApprovalWithoutAnOwnerIsRefused) {
  const auto read = read_settings(
      "policy:\n  scripts:\n    - package: \"a\"\n      version: \"1\"\n      integrity: "
      "\"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=\"\n"
      "      owner: \"\"\n      reason: \"\"\n",
      "cordon.yaml");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::missing_field);
  EXPECT_EQ(read.error().line, 6u);
}

TEST(Rules, TheLastDayCounts) {
  EXPECT_FALSE(has_expired("", "2026-11-30"));
  EXPECT_FALSE(has_expired("2026-11-30", "2026-11-30"));
  EXPECT_TRUE(has_expired("2026-11-29", "2026-11-30"));
}

TEST(Rules, HostsAreComparedInLowerCaseAndOfOneWordWhereTheyAreDeclared) {
  const auto read = settings("    - {id: a, registries: [NPM.acme.test, NPM, nexus]" + std::string(kWho) +
                             "private: {hosts: [nexus]}\n");
  ASSERT_TRUE(read) << read.error().describe();
  EXPECT_EQ(read->rules.rules[0].registries, (std::vector<std::string>{"npm.acme.test", "npm", "nexus"}));
}

}  // namespace
}  // namespace cordon::policy
