#include "policy/settings.h"

#include <gtest/gtest.h>

namespace cordon::policy {
namespace {

TEST(Settings, AnEmptyFileIsTheDefaults) {
  for (const char* text : {"", "# nothing\n", "{}", "waivers: []\n", "private:\n"}) {
    const auto settings = read_settings(text, "cordon.yaml");
    ASSERT_TRUE(settings) << text << settings.error().describe();
    EXPECT_TRUE(settings->waivers.empty());
    EXPECT_FALSE(settings->fail_on);
  }
}

TEST(Settings, ReadsEverySection) {
  const auto settings = read_settings(R"(
registries:
  - {domain: example.test, class: public}
  - {domain: mirror.example.test, class: mirror}
private: {hosts: [corp.invalid], scopes: ["@corp"], names: [own]}
policy: {fail_on: medium}
intel: {max_age_days: 3, sources: s.yaml, ca_file: ca.pem, proxy: "http://proxy.example.test:3128", pack_keys: [team.pub]}
waivers:
  - rule: source.git
    subject: yarn.lock
    owner: platform
    reason: reviewed fork
    expires: 2027-01-31
)",
                                      "dir/cordon.yaml");
  ASSERT_TRUE(settings) << settings.error().describe();
  ASSERT_EQ(settings->registries.size(), 2u);
  EXPECT_EQ(settings->registries[0].class_, model::RegistryClass::public_);
  EXPECT_EQ(settings->registries[1].class_, model::RegistryClass::mirror);
  EXPECT_EQ(settings->declared_private.hosts, std::vector<std::string>{"corp.invalid"});
  EXPECT_EQ(settings->fail_on, model::Severity::medium);
  EXPECT_EQ(settings->max_age_days, 3u);
  EXPECT_EQ(settings->intel_sources, "s.yaml");
  EXPECT_EQ(settings->intel_ca_file, "ca.pem");
  EXPECT_EQ(settings->intel_proxy, "http://proxy.example.test:3128");
  EXPECT_EQ(settings->pack_keys, std::vector<std::string>{"team.pub"});
  EXPECT_FALSE(settings->pack_keys_from_environment);
  ASSERT_EQ(settings->waivers.size(), 1u);
  EXPECT_EQ(settings->waivers[0].expires, "2027-01-31");
  EXPECT_EQ(settings->waivers[0].place, (model::Place{"dir/cordon.yaml", 9}));
}

struct Bad {
  const char* text;
  ErrorCode code;
  std::uint32_t line;
};

TEST(Settings, EveryMistakeHasACodeAndALine) {
  const Bad cases[] = {
      {"polcy: {}\n", ErrorCode::unknown_key, 1},
      {"policy:\n  fail_onn: high\n", ErrorCode::unknown_key, 2},
      {"policy:\n  fail_on: severe\n", ErrorCode::invalid_value, 2},
      {"policy: 3\n", ErrorCode::wrong_type, 1},
      {"private:\n  scopes: corp\n", ErrorCode::wrong_type, 2},
      {"intel: {max_age_days: -1}\n", ErrorCode::invalid_value, 1},
      {"waivers:\n  - rule: x\n", ErrorCode::missing_field, 2},
      {"waivers:\n  - {rule: x, subject: y, owner: o, reason: r, expires: soon}\n", ErrorCode::invalid_value, 2},
      {"waivers: {a: b}\n", ErrorCode::wrong_type, 1},
      {"policy: {}\npolicy: {}\n", ErrorCode::invalid_value, 1},
      {"- a\n", ErrorCode::wrong_type, 1},
      {"a: [\n", ErrorCode::truncated, 2},
  };
  for (const Bad& bad : cases) {
    const auto settings = read_settings(bad.text, "cordon.yaml");
    ASSERT_FALSE(settings) << bad.text;
    EXPECT_EQ(settings.error().code, bad.code) << bad.text << settings.error().describe();
    EXPECT_EQ(settings.error().line, bad.line) << bad.text;
  }
}

TEST(Settings, AWaiverNeverCoversEverything) {
  const auto with_subject = [](const std::string& subject) {
    return read_settings(
        "waivers:\n  - {rule: x, owner: o, reason: r, expires: 2027-01-01,\n     subject: '" + subject + "'}\n",
        "cordon.yaml");
  };
  for (const char* subject : {"*", "**", "p*", "pkg:*", "pkg:npm*", "pkg:npm/*", "pkg:npm/**", "pkg:npm/%*",
                              "pkg:npm/%40*", "pkg:npm/@*", "/*", "./*", "../*", "../../*"}) {
    const auto settings = with_subject(subject);
    ASSERT_FALSE(settings) << subject;
    EXPECT_EQ(settings.error().code, ErrorCode::invalid_value) << subject;
    EXPECT_EQ(settings.error().line, 3u) << subject;
  }
  for (const char* subject : {"pkg:npm/a*", "pkg:npm/%40corp/*", "pkg:npm/axios@*", "apps/*", "packages*", "pkg:npm/a",
                              ".github/*", "../lib/*"})
    EXPECT_TRUE(with_subject(subject)) << subject;
}

TEST(Settings, WhatAReportSaysOfThem) {
  EXPECT_FALSE(settings_used({}, 0));
  Settings settings;
  settings.environment = {"CORDON_POLICY_FAIL_ON=low"};
  EXPECT_EQ(settings_used(settings, 0).value().environment, settings.environment);
  EXPECT_FALSE(settings_used(settings, 0).value().path);
  settings.path = "cordon.yaml";
  settings.waivers.resize(3);
  EXPECT_EQ(settings_used(settings, 2).value(),
            (model::SettingsUsed{"cordon.yaml", 3, 2, {"CORDON_POLICY_FAIL_ON=low"}}));
}

TEST(Settings, AnUnknownKeyComesWithASuggestion) {
  const auto settings = read_settings("waivres: []\n", "cordon.yaml");
  ASSERT_FALSE(settings);
  EXPECT_NE(settings.error().message.find("'waivers'"), std::string::npos);
}

}  // namespace
}  // namespace cordon::policy
