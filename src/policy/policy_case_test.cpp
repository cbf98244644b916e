#include "policy/policy_case.h"

#include <gtest/gtest.h>

#include "policy/settings.h"

namespace cordon::policy {
namespace {

Rules rules() {
  return read_settings(R"(policy:
  rules:
    - {id: young, minimum_age: 3d, owner: o, reason: r}
    - {id: ours, packages: ["@acme/*"], registries: [npm.acme.test], owner: o, reason: r}
    - {id: risk, maximum_risk: 10, verdict: review, owner: o, reason: r}
    - {id: licences, allowed_licences: [MIT], mode: observe, owner: o, reason: r}
)",
                       "cordon.yaml")
      .value()
      .rules;
}

model::PolicyCase run(const std::string& release, const std::string& expect, const char* today = "2026-11-30") {
  const auto cases = read_test_cases(
      "- {name: n, today: " + std::string(today) + ", release: {" + release + "}, expect: {" + expect + "}}\n",
      "tests/a.yaml");
  EXPECT_TRUE(cases) << cases.error().describe();
  return cases ? run_test_case(rules(), cases->at(0)) : model::PolicyCase();
}

TEST(PolicyCase, PassesWhereTheRulesSayWhatIsExpected) {
  for (const auto& [release, expect] : std::initializer_list<std::pair<const char*, const char*>>{
           {"package: axios, published: 2026-11-29", "verdict: block, rules: [young], unknown: [licences]"},
           {"package: axios, published: 2026-11-01", "verdict: allow, rules: []"},
           {"package: axios", "verdict: allow, unknown: [licences, young]"},
           {"package: \"@acme/a\", registry: npm, published: 2020-01-01", "verdict: block, rules: [ours]"},
           {"package: pkg:npm/%40acme/a@1.0.0, registry: npm.acme.test", "verdict: allow"},
           {"package: axios, published: 2020-01-01, risk: 12", "verdict: review, rules: [risk]"},
           {"package: axios, published: 2020-01-01, risk: 12, new: false", "verdict: allow, rules: []"},
           {"package: \"@acme/a\", registry: NPM.acme.test, published: 2020-01-01", "verdict: allow, rules: []"},
           {"package: \"@acme/a\", origin: git, published: 2020-01-01", "verdict: block, rules: [ours]"},
           {"package: \"@acme/a\", origin: bundled", "verdict: allow, rules: [], unknown: [licences]"},
           {"package: \"@acme/a\", origin: http, published: 2020-01-01", "verdict: block, rules: [ours]"},
           {"package: a, published: 2020-01-01, licences: [GPL-3.0]", "verdict: allow, rules: [licences]"}}) {
    const model::PolicyCase done = run(release, expect);
    EXPECT_TRUE(done.passed) << release << ": " << (done.differences.empty() ? "" : done.differences[0]);
  }
}

TEST(PolicyCase, AHostIsTheRegistryThatAScanWouldTakeItFor) {
  model::Registries registries;
  registries.add({"copy.example.test", "npm", model::RegistryClass::public_});
  const Rules of =
      read_settings("policy: {rules: [{id: a, registries: [npm], owner: o, reason: r}]}", "cordon.yaml").value().rules;
  for (const auto& [registry, verdict] : std::initializer_list<std::pair<const char*, const char*>>{
           {"copy.example.test", "allow"}, {"npm", "allow"}, {"other.example.test", "block"}}) {
    const auto cases =
        read_test_cases("- {name: n, today: 2026-11-30, release: {package: a, registry: " + std::string(registry) +
                            "}, expect: {verdict: " + verdict + "}}\n",
                        "a.yaml", registries);
    ASSERT_TRUE(cases) << cases.error().describe();
    EXPECT_TRUE(run_test_case(of, cases->at(0)).passed) << registry;
  }
}

TEST(PolicyCase, SaysWhatDiffers) {
  const model::PolicyCase done = run("package: axios, published: 2026-11-29", "verdict: allow, rules: [], unknown: []");
  EXPECT_FALSE(done.passed);
  EXPECT_EQ(done.place, (model::Place{"tests/a.yaml", 1}));
  ASSERT_GE(done.differences.size(), 4u);
  EXPECT_EQ(done.differences[0], "verdict: expected allow, it is block");
  EXPECT_EQ(done.differences[1], "rules broken: expected none, it is young");
  EXPECT_EQ(done.differences[2], "rules that lack a fact: expected none, it is licences");
}

TEST(PolicyCase, TimesCountToTheSecond) {
  EXPECT_TRUE(
      run("package: a, published: \"2026-11-27T12:00:00Z\"", "verdict: allow", "\"2026-11-30T12:00:00Z\"").passed);
  EXPECT_TRUE(
      run("package: a, published: \"2026-11-27T12:00:01Z\"", "verdict: block", "\"2026-11-30T12:00:00Z\"").passed);
}

struct Bad {
  const char* text;
  ErrorCode code;
  std::uint32_t line;
};

TEST(PolicyCase, EveryMistakeHasACodeAndALine) {
  const Bad cases[] = {
      {"a: b\n", ErrorCode::wrong_type, 1},
      {"- a\n", ErrorCode::wrong_type, 1},
      {"- {name: n}\n", ErrorCode::missing_field, 1},
      {"- {name: n, today: soon, release: {package: a}, expect: {verdict: allow}}\n", ErrorCode::invalid_value, 1},
      {"- {name: n, today: 2026-11-30, expect: {verdict: allow}}\n", ErrorCode::missing_field, 1},
      {"- {name: n, today: 2026-11-30, release: {package: a}}\n", ErrorCode::missing_field, 1},
      {"- {name: n, today: 2026-11-30, release: {package: a},\n   expect: {verdict: maybe}}\n",
       ErrorCode::invalid_value, 2},
      {"- {name: n, today: 2026-11-30, release: {version: a}, expect: {verdict: allow}}\n", ErrorCode::missing_field,
       1},
      {"- name: n\n  today: 2026-11-30\n  release: {package: a, licence: MIT}\n  expect: {verdict: allow}\n",
       ErrorCode::unknown_key, 3},
      {"- name: n\n  todya: 2026-11-30\n", ErrorCode::unknown_key, 2},
      {"- name: n\n  today: 2026-11-30\n  release: {package: a, install_script: maybe}\n  expect: {verdict: allow}\n",
       ErrorCode::invalid_value, 3},
      {"- name: n\n  today: 2026-11-30\n  release: {package: a}\n  expect: {verdict: allow, rules: young}\n",
       ErrorCode::wrong_type, 4},
      {"- name: n\n  name: m\n", ErrorCode::invalid_value, 1},
      {"- [\n", ErrorCode::truncated, 2},
  };
  for (const Bad& bad : cases) {
    const auto read = read_test_cases(bad.text, "a.yaml");
    ASSERT_FALSE(read) << bad.text;
    EXPECT_EQ(read.error().code, bad.code) << bad.text << read.error().describe();
    EXPECT_EQ(read.error().line, bad.line) << bad.text << read.error().describe();
  }
  EXPECT_TRUE(read_test_cases("", "a.yaml").value().empty());
}

}  // namespace
}  // namespace cordon::policy
