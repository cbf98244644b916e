#include "app/init_settings.h"

#include <gtest/gtest.h>

#include "policy/settings.h"

namespace cordon::app {
namespace {

FoundRegistries found(std::map<std::string, std::string, std::less<>> files, std::size_t unread_lines = 0) {
  const MemoryTree tree(std::move(files));
  std::vector<model::FileUnread> unread;
  FoundRegistries out = find_registries(tree, unread);
  EXPECT_EQ(unread.size(), unread_lines);
  return out;
}

policy::Settings settings(const FoundRegistries& registries) {
  const auto read = policy::read_settings(initial_settings(registries), "cordon.yaml");
  EXPECT_TRUE(read) << read.error().describe() << "\n" << initial_settings(registries);
  return read.value_or(policy::Settings{});
}

// The lines of a comment that begins with `first`, without their "# ".
std::string uncommented(const std::string& text, const std::string& first) {
  std::string out;
  for (std::size_t at = text.find("# " + first); at != std::string::npos && text[at] == '#';) {
    const std::size_t end = text.find('\n', at);
    out += text.substr(at + 2, end - at - 1);
    at = end + 1;
  }
  return out;
}

TEST(InitSettings, OfAProjectThatSaysNothing) {
  const policy::Settings read = settings(found({}));
  EXPECT_EQ(read.fail_on, model::Severity::high);
  EXPECT_TRUE(read.declared_private.scopes.empty());
}

TEST(InitSettings, ScopesWithARegistryOfTheirOwn) {
  const FoundRegistries registries =
      found({{".npmrc", "@acme:registry=https://npm.acme.example/\n@beta:registry=https://registry.example.test\n"},
             {".yarnrc.yml", "npmScopes:\n  gamma:\n    npmRegistryServer: https://yarn.acme.example\n"}});
  ASSERT_EQ(registries.scopes.size(), 3u);
  EXPECT_EQ(registries.scopes[2].host, "yarn.acme.example");
  EXPECT_EQ(settings(registries).declared_private.scopes, (std::vector<std::string>{"@acme", "@beta", "@gamma"}));
  EXPECT_FALSE(registries.mirror);
}

TEST(InitSettings, AMirrorIsOnlySuggested) {
  const FoundRegistries registries = found({{".npmrc", "registry=https://mirror.acme.example/npm/\n"}});
  EXPECT_EQ(registries.mirror, "mirror.acme.example");
  EXPECT_TRUE(settings(registries).registries.empty());
  EXPECT_NE(initial_settings(registries).find("#   - domain: mirror.acme.example\n"), std::string::npos);
}

TEST(InitSettings, WhatIsNoScopeStaysOut) {
  const FoundRegistries registries =
      found({{".npmrc", "@a{b:registry=https://npm.acme.example/\n@ok:registry=https://npm.acme.example\n"}}, 1);
  ASSERT_EQ(registries.scopes.size(), 1u);
  EXPECT_EQ(settings(registries).declared_private.scopes, std::vector<std::string>{"@ok"});
}

TEST(InitSettings, TheExamplesAreValid) {
  const std::string text = initial_settings(found({{".npmrc", "registry=https://mirror.acme.example/npm/\n"}}));
  for (const char* first : {"private:", "registries:", "intel:", "waivers:"}) {
    const std::string example = uncommented(text, first);
    const auto read = policy::read_settings(example, "cordon.yaml");
    EXPECT_TRUE(read) << read.error().describe() << "\n" << example;
    EXPECT_GT(example.size(), 20u);
  }
  EXPECT_EQ(policy::read_settings(uncommented(text, "waivers:"), "x")->waivers.size(), 1u);
  EXPECT_EQ(policy::read_settings(uncommented(text, "registries:"), "x")->registries.size(), 1u);
}

}  // namespace
}  // namespace cordon::app
