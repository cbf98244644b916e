#include "inventory/github_actions/uses.h"

#include <gtest/gtest.h>

namespace cordon::inventory::github_actions {
namespace {

class Uses : public ::testing::Test {
 protected:
  Uses() { context_.registries = &registries_; }
  model::Component read(std::string_view text) {
    model::Component out;
    EXPECT_TRUE(identify_uses(text, context_, out)) << text;
    return out;
  }
  model::Registries registries_;
  ReadContext context_;
};

TEST_F(Uses, ARepositoryAtATagIsNotPinned) {
  const model::Component action = read("Owner/Repo@v4");
  EXPECT_EQ(action.ecosystem, "github-actions");
  EXPECT_EQ(action.name, "Owner/Repo");
  EXPECT_EQ(action.version, "v4");
  EXPECT_EQ(action.purl, "pkg:github/owner/repo@v4");
  EXPECT_EQ(action.origin, model::Origin::registry);
  EXPECT_EQ(action.registry, (model::Registry{"github-actions", model::RegistryClass::public_}));
  EXPECT_FALSE(action.checksum);
  EXPECT_TRUE(action.integrity.empty());
}

TEST_F(Uses, AFullCommitPins) {
  const std::string commit = "0123456789abcdef0123456789ABCDEF01234567";
  EXPECT_EQ(read("o/r@" + commit).checksum, commit);
  EXPECT_EQ(read("o/r@" + commit).version, commit);
  EXPECT_FALSE(read("o/r@" + commit.substr(1)).checksum);
  EXPECT_FALSE(read("o/r@" + commit + "0").checksum);
  EXPECT_FALSE(read("o/r@g" + commit.substr(1)).checksum);
}

TEST_F(Uses, APathInsideTheRepositoryIsKeptAsWritten) {
  const model::Component workflow = read("o/r/.github/workflows/x.yml@main");
  EXPECT_EQ(workflow.name, "o/r");
  EXPECT_EQ(workflow.version, "main");
  EXPECT_EQ(workflow.resolved, "o/r/.github/workflows/x.yml@main");
  EXPECT_EQ(read("o/r/a@feature/x").version, "feature/x");
}

TEST_F(Uses, AnImageHasHostTagAndDigest) {
  const model::Component plain = read("docker://alpine:3.20");
  EXPECT_EQ(plain.ecosystem, "docker");
  EXPECT_EQ(plain.purl, "pkg:docker/alpine@3.20");
  EXPECT_EQ(plain.registry, (model::Registry{"docker", model::RegistryClass::public_}));
  EXPECT_FALSE(plain.checksum);
  const model::Component pinned = read("docker://images.example.test:5000/team/tool:1@sha256:00ff");
  EXPECT_EQ(pinned.name, "team/tool");
  EXPECT_EQ(pinned.version, "sha256:00ff");
  EXPECT_EQ(pinned.checksum, "sha256:00ff");
  EXPECT_EQ(pinned.registry.id, "images.example.test");
  EXPECT_EQ(pinned.purl, "pkg:docker/team/tool@sha256:00ff?repository_url=images.example.test:5000");
  EXPECT_EQ(read("docker://team/tool").version, "");
}

TEST_F(Uses, AFolderIsOfTheRepositoryItself) {
  const model::Component local = read("./.github/actions/setup");
  EXPECT_EQ(local.origin, model::Origin::workspace);
  EXPECT_EQ(local.name, "./.github/actions/setup");
  EXPECT_EQ(local.version, "");
}

TEST_F(Uses, AnythingElseIsNone) {
  model::Component out;
  for (const char* text : {"", "checkout", "checkout@v4", "o/@v1", "/r@v1", "o/r", "o/r@", "${{ x }}", "o/r@${{ x }}",
                           "docker://", "docker://a@", "docker:///a", "docker://h.test/", "o r/x@v1"})
    EXPECT_FALSE(identify_uses(text, context_, out)) << text;
}

}  // namespace
}  // namespace cordon::inventory::github_actions
