// The inert payloads of the range, as an installation would run them: their forms must be seen. Each has its benign
// twin in the range itself, which differs by one parameter.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

using testing::has;
using testing::installing;
using testing::tier_of;

std::string payload(const std::string& path, std::map<std::string, std::string> values = {}) {
  std::ifstream in(std::string(CORDON_SOURCE_DIR) + "/tests/range/payloads/" + path);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_FALSE(text.empty()) << path;
  values.emplace("sink_host", "sink.example.test");
  values.emplace("registry_url", "http://registry.example.test/");
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find("{{", at), close = text.find("}}", open == std::string::npos ? at : open);
    if (open == std::string::npos || close == std::string::npos) return out + text.substr(at);
    const auto value = values.find(text.substr(open + 2, close - open - 2));
    out += text.substr(at, open - at) + (value == values.end() ? "" : value->second);
    at = close + 2;
  }
  return out;
}

TEST(RangeForms, TheDropper) {
  const Peek peek = installing(payload("axios/setup.js.tmpl")).peek();
  for (const FlagKind kind : {FlagKind::shell_download, FlagKind::computed_module, FlagKind::self_deletion,
                              FlagKind::manifest_write, FlagKind::detached_process, FlagKind::encoded_payload})
    EXPECT_TRUE(has(peek, kind)) << to_string(kind);
  EXPECT_EQ(tier_of(conclude(peek), "inspect.download-and-run"), Tier::block);
}

TEST(RangeForms, TheWormInAGypFile) {
  const auto with = [](const std::string& action) {
    return testing::Package(R"({"name": "p", "version": "1.0.0"})")
        .add("binding.gyp", payload("worm/binding.gyp.tmpl", {{"name", "p"}}))
        .add("lib/configure.js", payload("worm/" + action + ".js.tmpl"))
        .peek();
  };
  EXPECT_EQ(tier_of(conclude(with("publish")), "inspect.publishes-others"), Tier::block);
  EXPECT_EQ(tier_of(conclude(with("publish")), "inspect.gyp-runs-script"), Tier::review);
  EXPECT_EQ(tier_of(conclude(with("pack")), "inspect.publishes-others"), Tier::inform);
}

TEST(RangeForms, TheftOfCredentials) {
  const auto tier = [](const char* reads) {
    return tier_of(conclude(installing(payload("credential_theft/collect.js.tmpl", {{"reads", reads}})).peek()),
                   "inspect.sends-secrets");
  };
  EXPECT_EQ(tier("['~/.npmrc', '~/.ssh/id_rsa']"), Tier::block);
  EXPECT_EQ(tier("['index.js', 'lib/a.js']"), Tier::inform);
}

TEST(RangeForms, WhatNamesTheMachineGoesOut) {
  const Peek peek = installing(payload("exfiltration/report.js.tmpl", {{"deliver", "network"}})).peek();
  EXPECT_TRUE(has(peek, FlagKind::bulk_environment));
  EXPECT_EQ(tier_of(conclude(peek), "inspect.sends-secrets"), Tier::block);
}

TEST(RangeForms, ABackdoorThatComesBack) {
  const Peek peek = installing(payload("backdoor/setup.js.tmpl", {{"name", "p"}})).peek();
  EXPECT_TRUE(has(peek, FlagKind::detached_process));
  EXPECT_EQ(tier_of(conclude(peek), "inspect.writes-control-files"), Tier::block);
  EXPECT_EQ(testing::highest(conclude(installing(payload("backdoor/setup_own.js.tmpl", {{"name", "p"}})).peek())),
            Tier::inform);
}

TEST(RangeForms, AMinerThatOutlivesTheInstallation) {
  const Peek peek = installing(payload("mining/preinstall.js.tmpl", {{"pool", "pool.example.test"}}))
                        .add("worker.js", payload("mining/worker.js.tmpl", {{"stratum_port", "3333"}}))
                        .peek();
  EXPECT_TRUE(has(peek, FlagKind::detached_process));
  EXPECT_EQ(tier_of(conclude(peek), "inspect.mines"), Tier::block);
  EXPECT_EQ(testing::highest(conclude(installing(payload("mining/benchmark.js.tmpl")).peek())), Tier::inform);
}

TEST(RangeForms, AMessageOverTheProjectsSources) {
  const auto tier = [](const char* root) {
    return tier_of(conclude(installing(payload("defacement/banner.js.tmpl", {{"root", root}})).peek()),
                   "inspect.overwrites-project");
  };
  EXPECT_EQ(tier("process.env.INIT_CWD"), Tier::block);
  EXPECT_EQ(tier("path.join(__dirname, 'samples')"), Tier::inform);
}

}  // namespace
}  // namespace cordon::inspect
