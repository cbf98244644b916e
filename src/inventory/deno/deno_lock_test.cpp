#include "inventory/deno/deno_lock.h"

#include <gtest/gtest.h>

namespace cordon::inventory::deno {
namespace {

class DenoLock : public ::testing::Test {
 protected:
  DenoLock() {
    context_.display_path = "deno.lock";
    context_.registries = &registries_;
    context_.client = &client_;
  }
  Result<model::Inventory> read(std::string text) { return read_deno_lock(std::move(text), context_); }
  model::Registries registries_;
  ClientConfig client_;
  ReadContext context_;
};

constexpr const char* kLock = R"({
  "version": "5",
  "specifiers": {"npm:express@4": "4.21.2", "jsr:@std/path@^1.0.0": "1.0.8", "npm:react-dom@18": "18.3.1_react@18.3.1"},
  "jsr": {"@std/path@1.0.8": {"integrity": "548fa456bb6a04d3c1a1e7477986b6cffbce95102d0bb447c67c4ee70e0364be", "dependencies": ["npm:express@4"]}},
  "npm": {
    "express@4.21.2": {"integrity": "sha512-aaaa==", "dependencies": ["debug@2.6.9", "ms"], "scripts": true},
    "debug@2.6.9": {"integrity": "sha512-bbbb==", "dependencies": ["ms"]},
    "debug@4.0.0": {"integrity": "sha512-cccc=="},
    "ms@2.0.0": {"integrity": "sha512-dddd=="},
    "react-dom@18.3.1_react@18.3.1": {"integrity": "sha512-eeee==", "dependencies": ["react"]},
    "react@18.3.1": {"integrity": "sha512-ffff=="}
  },
  "remote": {"https://modules.example.test/mod.ts": "548fa456bb6a04d3c1a1e7477986b6cffbce95102d0bb447c67c4ee70e0364be"}
})";

TEST_F(DenoLock, ReadsNpmJsrAndRemoteEntries) {
  const auto inventory = read(kLock);
  ASSERT_TRUE(inventory) << inventory.error().describe();
  std::vector<std::string> purls;
  for (const auto& component : inventory->components) purls.push_back(component.purl);
  EXPECT_EQ(
      purls,
      (std::vector<std::string>{
          "pkg:npm/express@4.21.2", "pkg:npm/debug@2.6.9", "pkg:npm/debug@4.0.0", "pkg:npm/ms@2.0.0",
          "pkg:npm/react-dom@18.3.1", "pkg:npm/react@18.3.1", "pkg:jsr/%40std/path@1.0.8",
          "pkg:generic/https://modules.example.test/mod.ts?download_url=https:%2F%2Fmodules.example.test%2Fmod.ts"}));
  EXPECT_EQ(inventory->components[0].install_script, model::InstallScript::yes);
  EXPECT_EQ(inventory->components[4].id, "deno.lock#npm:react-dom@18.3.1_react@18.3.1");
  EXPECT_EQ(inventory->components[6].integrity,
            std::vector<std::string>{"sha256-VI+kVrtqBNPBoedHeYa2z/vOlRAtC7RHxnxO5w4DZL4="});
  EXPECT_EQ(inventory->components[7].install_script, model::InstallScript::no);
  EXPECT_EQ(inventory->components[3].place.line, 9u);
}

TEST_F(DenoLock, EdgesFollowTheFilesOwnWords) {
  const auto inventory = read(kLock);
  ASSERT_TRUE(inventory);
  std::vector<std::string> edges;
  for (const auto& edge : inventory->edges)
    edges.push_back(inventory->node_id(edge.from).substr(10) + " > " + inventory->node_id(edge.to).substr(10));
  EXPECT_EQ(edges, (std::vector<std::string>{
                       "npm:express@4.21.2 > npm:debug@2.6.9", "npm:express@4.21.2 > npm:ms@2.0.0",
                       "npm:debug@2.6.9 > npm:ms@2.0.0", "npm:react-dom@18.3.1_react@18.3.1 > npm:react@18.3.1",
                       "jsr:@std/path@1.0.8 > npm:express@4.21.2", " > npm:express@4.21.2", " > jsr:@std/path@1.0.8",
                       " > npm:react-dom@18.3.1_react@18.3.1", " > https://modules.example.test/mod.ts"}));
  EXPECT_TRUE(inventory->unresolved.empty());
  EXPECT_EQ(inventory->components[2].scope, model::Scope::unknown) << "nothing asks for debug 4";
}

TEST_F(DenoLock, AnAmbiguousNameIsUnresolved) {
  const auto inventory = read(R"({"version":"5","npm":{"a@1.0.0":{"dependencies":["b"]},"b@1.0.0":{},"b@2.0.0":{}}})");
  ASSERT_TRUE(inventory);
  ASSERT_EQ(inventory->unresolved.size(), 1u);
  EXPECT_EQ(inventory->unresolved[0].name, "b");
}

TEST_F(DenoLock, OtherVersionsAndTextsAreErrors) {
  EXPECT_EQ(read(R"({"version":"3"})").error().code, ErrorCode::unsupported_version);
  EXPECT_EQ(read(R"({"specifiers":{}})").error().code, ErrorCode::missing_field);
  EXPECT_EQ(read("[]").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(read("{").error().code, ErrorCode::truncated);
}

TEST_F(DenoLock, WhatIsNoPackageIsSaid) {
  const auto inventory = read(
      R"({"version":"5","npm":{"nonsense":{}, "a@1.0.0": 3},"jsr":{"@a/b@1.0.0":{"integrity":"zz"}},"specifiers":{"what":"1"}})");
  ASSERT_TRUE(inventory);
  EXPECT_EQ(inventory->unread.size(), 4u);
}

TEST_F(DenoLock, SectionsAndListsOfAnotherTypeAreSaid) {
  const auto sections = read(R"({"version":"5","npm":[],"jsr":"x","remote":1,"specifiers":[]})");
  ASSERT_TRUE(sections);
  EXPECT_EQ(sections->unread.size(), 4u);
  const auto lists = read(R"({"version":"5","npm":{"a@1":{"dependencies":"b"},"b@1":{"optionalPeers":[1]}}})");
  ASSERT_TRUE(lists);
  EXPECT_EQ(lists->components.size(), 2u);
  EXPECT_EQ(lists->unread.size(), 2u);
}

TEST_F(DenoLock, NothingIsAComponentWithoutNameVersionOrAddress) {
  const auto inventory =
      read(R"({"version":"5","npm":{"a@_b@1":{},"b@1":{"tarball":""}},"remote":{"":"","npm:b@1":""}})");
  ASSERT_TRUE(inventory);
  ASSERT_EQ(inventory->components.size(), 1u);
  EXPECT_EQ(inventory->components[0].id, "deno.lock#npm:b@1");
  EXPECT_FALSE(inventory->components[0].resolved);
  EXPECT_EQ(inventory->unread.size(), 3u);
}

TEST_F(DenoLock, AReleaseThatLiesAtNoAddressIsStillThatReleaseAndSaid) {
  const auto inventory = read("{\"version\":\"5\",\"npm\":{\"a@1.0.0\":{\"tarball\":\"file:x\"}}}");
  ASSERT_TRUE(inventory);
  ASSERT_EQ(inventory->components.size(), 1u);
  EXPECT_EQ(inventory->components[0].origin, model::Origin::registry);
  EXPECT_EQ(inventory->components[0].version, "1.0.0");
  ASSERT_EQ(inventory->unread.size(), 1u);
  EXPECT_TRUE(inventory->unread[0].incomplete);
}

TEST_F(DenoLock, ModulesMadeOfNpmPackagesAreThosePackages) {
  const auto inventory = read(R"({"version": "5", "remote": {"https://modules.example.test/a@1.0.0": "00",
      "https://example.test/mod.ts": "00"}, "redirects": {"https://modules.example.test/a": "https://modules.example.test/a@1.0.0",
      "https://modules.example.test/b": "https://modules.example.test/b@2.0.0"}})");
  ASSERT_TRUE(inventory);
  ASSERT_EQ(inventory->components.size(), 3u);
  const model::Component& module = inventory->components[0];
  EXPECT_EQ(module.ecosystem + " " + module.name + " " + module.version, "npm a 1.0.0");
  EXPECT_EQ(module.origin, model::Origin::http);
  EXPECT_TRUE(module.integrity.empty()) << "the digest is the module's, not the archive's";
  EXPECT_EQ(inventory->components[1].ecosystem, "generic");
  EXPECT_EQ(inventory->components[1].install_script, model::InstallScript::no);
  EXPECT_EQ(inventory->components[2].name, "b") << "only a redirect leads to it";
  EXPECT_EQ(inventory->edges.size(), 3u);
}

TEST_F(DenoLock, WhatAProjectAsksForWithoutAChoiceIsUnresolved) {
  const auto inventory = read(R"({"version": "5", "specifiers": {"npm:a@1": "1.0.0"}, "npm": {"a@1.0.0": {}},
    "workspace": {"dependencies": ["npm:a@1", "npm:b@1.0.1"],
                  "members": {"x": {"packageJson": {"dependencies": ["npm:c@2"]}}}}})");
  ASSERT_TRUE(inventory);
  ASSERT_EQ(inventory->roots.front().declared.size(), 3u);
  ASSERT_EQ(inventory->unresolved.size(), 2u);
  EXPECT_EQ(inventory->unresolved[0].name, "b");
  EXPECT_EQ(inventory->unresolved[0].range, "1.0.1");
  EXPECT_EQ(inventory->unresolved[1].name, "c");
}

}  // namespace
}  // namespace cordon::inventory::deno
