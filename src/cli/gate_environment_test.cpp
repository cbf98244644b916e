#include "cli/gate_environment.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::cli {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kGate = "http://127.0.0.1:4873/";

// Those that begin so, in letters of any case, in order.
Words of(const Words& lines, std::string_view beginning) {
  Words out;
  for (const std::string& line : lines)
    if (std::ranges::equal(line.substr(0, beginning.size()), beginning, {}, ::tolower, ::tolower)) out.push_back(line);
  return out;
}

TEST(GateEnvironment, NamesTheGateInThePlaceOfEveryRegistry) {
  const Words out = environment_behind_gate({"PATH=/bin", "NPM_Config_Registry=https://r.example.test/",
                                             "npm-config-registry=x", "yarn_registry=y", "npm_config_cache=/c"},
                                            kGate, {});
  EXPECT_EQ(of(out, "PATH="), Words{"PATH=/bin"});
  EXPECT_EQ(of(out, "npm_config_"), (Words{"npm_config_cache=/c", std::string("npm_config_registry=") + kGate,
                                           std::string("NPM_CONFIG_REGISTRY=") + kGate}));
  EXPECT_EQ(of(out, "npm-config"), Words{});
  EXPECT_EQ(of(out, "yarn_registry"), Words{std::string("YARN_REGISTRY=") + kGate});
}

TEST(GateEnvironment, HasTheScopesThatTheGateKnows) {
  const Words out = environment_behind_gate(
      {"npm_config_@acme:registry=https://r.example.test/", "npm_config_@other:registry=https://r.example.test/"},
      kGate, {"@acme"});
  EXPECT_EQ(of(out, "npm_config_@"), (Words{"npm_config_@other:registry=https://r.example.test/",
                                            std::string("npm_config_@acme:registry=") + kGate}));
}

TEST(GateEnvironment, NoProxyStandsBetween) {
  const Words none = environment_behind_gate({"https_proxy=http://p.example.test"}, kGate, {});
  EXPECT_EQ(of(none, "no_proxy="), (Words{"NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1"}));
  EXPECT_EQ(of(none, "https_proxy="), Words{"https_proxy=http://p.example.test"});
  EXPECT_EQ(of(none, "yarn_http_proxy="), Words{"YARN_HTTP_PROXY="});
  const Words some =
      environment_behind_gate({"NO_PROXY=a.example.test", "npm_config_noproxy=b.example.test"}, kGate, {});
  EXPECT_EQ(of(some, "no_proxy="), (Words{"NO_PROXY=a.example.test,127.0.0.1", "no_proxy=a.example.test,127.0.0.1"}));
  EXPECT_EQ(of(some, "npm_config_noproxy="), Words{"npm_config_noproxy=b.example.test,127.0.0.1"});
  EXPECT_EQ(of(some, "pnpm_config_no_proxy="), Words{"pnpm_config_no_proxy=a.example.test,127.0.0.1"});
  EXPECT_EQ(of(environment_behind_gate({"no_proxy=*"}, kGate, {}), "no_proxy=*").size(), 2u);
}

TEST(GateEnvironment, TellsWhatLoadsCodeAndWhatTheCommandSays) {
  const auto texts = [](const Words& variables, const Words& command) {
    Words out;
    for (const model::GateNotice& each : past_by_words(variables, command))
      out.push_back(each.text.substr(0, each.text.find(' ')));
    return out;
  };
  EXPECT_EQ(
      texts({"NODE_OPTIONS=--max-old-space-size=4096 --import ./x.mjs", "NPM_CONFIG_SCRIPT_SHELL=/x", "LD_PRELOAD="},
            {"npm"}),
      (Words{"NODE_OPTIONS", "NPM_CONFIG_SCRIPT_SHELL"}));
  EXPECT_EQ(texts({"NODE_OPTIONS=--max-old-space-size=4096"}, {"npm", "ci"}), Words{});
  EXPECT_EQ(texts({}, {"npm", "ci", "--registry=https://r.example.test/", "--@acme:registry", "x", "--proxy=y"}),
            (Words{"--registry", "--@acme:registry", "--proxy"}));
}

}  // namespace
}  // namespace cordon::cli
