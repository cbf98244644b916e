#include <gtest/gtest.h>

#include "policy/settings.h"

namespace cordon::policy {
namespace {

ErrorCode code_of(const std::string& text) {
  const auto settings = read_settings(text, "cordon.yaml");
  return settings ? ErrorCode::internal : settings.error().code;
}

TEST(GateSettings, AreReadFromTheirSection) {
  const auto settings = read_settings(
      "gate:\n  listen: 127.0.0.1:9000\n  minimum_age: 3d\n  mode: observe\n  scripts: withhold\n  on_timeout: allow\n"
      "  upstream: https://registry.example.test/\n  scopes:\n    - scope: \"@acme\"\n"
      "      registry: https://packages.example.test/npm/\n  redirect_hosts: [files.example.test]\n",
      "cordon.yaml");
  ASSERT_TRUE(settings) << settings.error().describe();
  const GateSettings& gate = settings->gate;
  EXPECT_EQ(gate.listen, "127.0.0.1:9000");
  EXPECT_EQ(gate.minimum_age_seconds, 3 * 86'400);
  EXPECT_EQ(gate.observe, true);
  EXPECT_EQ(gate.withhold_scripts, true);
  EXPECT_EQ(gate.allow_unexamined, true);
  ASSERT_EQ(gate.scopes.size(), 1u);
  EXPECT_EQ(gate.scopes[0].registry, "https://packages.example.test/npm/");
  EXPECT_EQ(gate.redirect_hosts, std::vector<std::string>{"files.example.test"});
}

TEST(GateSettings, WhatIsNotThereIsNotSet) {
  const auto settings = read_settings("gate:\n  listen: 127.0.0.1:0\n", "cordon.yaml");
  ASSERT_TRUE(settings);
  EXPECT_FALSE(settings->gate.minimum_age_seconds);
  EXPECT_FALSE(settings->gate.observe);
  EXPECT_TRUE(settings->gate.upstream.empty());
}

TEST(GateSettings, SaysWhatIsWrong) {
  EXPECT_EQ(code_of("gate:\n  minimum_age: soon\n"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("gate:\n  minimal_age: 3d\n"), ErrorCode::unknown_key);
  EXPECT_EQ(code_of("gate:\n  mode: lax\n"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("gate:\n  upstream: registry.example.test\n"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("gate:\n  scopes:\n    - scope: acme\n      registry: https://packages.example.test/\n"),
            ErrorCode::invalid_value);
  EXPECT_EQ(code_of("gate:\n  scopes:\n    - scope: \"@acme\"\n"), ErrorCode::missing_field);
}

TEST(GateSettings, TheEnvironmentOverridesThem) {
  auto settings = read_settings("gate:\n  minimum_age: 3d\n", "cordon.yaml");
  ASSERT_TRUE(settings);
  ASSERT_TRUE(override_settings({"CORDON_GATE_MINIMUM_AGE=0h", "CORDON_GATE_MODE=observe"}, *settings));
  EXPECT_EQ(settings->gate.minimum_age_seconds, 0);
  EXPECT_EQ(settings->gate.observe, true);
  EXPECT_EQ(override_settings({"CORDON_GATE_MODE=lax"}, *settings).error().code, ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::policy
