#include "app/pin_digests.h"

#include <gtest/gtest.h>

#include "base/sha1.h"
#include "base/sha256.h"
#include "crypto/sha512.h"
#include "host/artefacts/npm_cache_index.h"
#include "inventory/npm/package_lock.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

constexpr std::string_view kAddress = "https://registry.example.test/tool/-/tool-1.0.0.tgz";

std::string strong(std::string_view of) {
  return model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(of));
}
std::string weak(std::string_view of) { return model::integrity_of_hex(model::DigestAlgorithm::sha1, sha1_hex(of)); }

std::string lock(const std::string& integrity, std::string_view address = kAddress) {
  const std::string digest = integrity.empty() ? "" : R"(, "integrity": ")" + integrity + "\"";
  return R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"tool": "^1.0.0"}},
    "node_modules/tool": {"version": "1.0.0", "resolved": ")" +
         std::string(address) + "\"" + digest + "}}}";
}

class PinDigestsTest : public ::testing::Test {
 protected:
  PinDigestsTest() { settings_.registries = &registries_; }

  model::Inventory read(const std::string& text) {
    inventory::ReadContext context;
    context.display_path = "package-lock.json";
    context.registries = &registries_;
    context.client = &client_;
    return inventory::npm::read_package_lock(text, context).value();
  }
  // The lockfile with this digest, and others beside it.
  PinDigests found(const std::string& digest, const std::vector<std::string>& others,
                   const std::vector<NpmCache>& caches = {}, const std::string& hidden = "") {
    KnownDigests known;
    if (!hidden.empty()) known.add(read(hidden), false);
    std::size_t number = 0;
    for (const std::string& text : others)
      known.add({"old" + std::to_string(number++), LockfileKind::package_lock, text}, project_, settings_, unread_);
    return pin_digests(read(lock(digest)), known, caches);
  }

  model::Registries registries_;
  inventory::ClientConfig client_;
  ProjectRead project_;
  ReadSettings settings_;
  std::vector<model::FileUnread> unread_;
};

TEST_F(PinDigestsTest, TakesWhatAnotherLockfileKnows) {
  const PinDigests digests = found("", {lock(strong("a"))});
  ASSERT_EQ(digests.changes.size(), 1u);
  EXPECT_EQ(digests.changes[0].instance, "node_modules/tool");
  EXPECT_EQ(digests.changes[0].integrity, strong("a"));
  EXPECT_EQ(digests.pinned.at(0).evidence, (std::vector<std::string>{"old0:2"}));
  EXPECT_EQ(found(weak("a"), {lock(weak("a") + " " + strong("a"))}).changes.size(), 1u);
}

TEST_F(PinDigestsTest, LeavesWhatIsStrongAlready) {
  const PinDigests digests = found(strong("a"), {lock(strong("b"))});
  EXPECT_TRUE(digests.changes.empty());
  EXPECT_TRUE(digests.left.empty());
}

TEST_F(PinDigestsTest, NamesWhatNobodyKnows) {
  const PinDigests digests = found("", {});
  ASSERT_EQ(digests.left.size(), 1u);
  EXPECT_EQ(digests.left[0].code, "digest_unknown");
  EXPECT_TRUE(digests.left[0].open);
  EXPECT_EQ(found(weak("a"), {lock(weak("a"))}).left.at(0).code, "digest_unknown");
}

TEST_F(PinDigestsTest, TakesAWeakDigestRatherThanNone) {
  const PinDigests digests = found("", {lock(weak("a"))});
  ASSERT_EQ(digests.changes.size(), 1u);
  EXPECT_EQ(digests.changes[0].integrity, weak("a"));
  EXPECT_EQ(digests.pinned.at(0).evidence, (std::vector<std::string>{"old0:2"}));
  EXPECT_TRUE(digests.left.at(0).open);
}

TEST_F(PinDigestsTest, BelievesNoOtherRegistry) {
  EXPECT_EQ(found("", {lock(strong("a"), "https://other.example.test/tool/-/tool-1.0.0.tgz")}).left.size(), 1u);
}

TEST_F(PinDigestsTest, UsesNothingThatIsContradicted) {
  EXPECT_EQ(found("", {lock(strong("a")), lock(strong("b"))}).left.at(0).code, "contradiction");
  EXPECT_EQ(found(weak("a"), {lock(weak("b") + " " + strong("b"))}).left.at(0).code, "contradiction");
}

TEST_F(PinDigestsTest, ComparesEveryAlgorithmAndNamesNobodyElse) {
  // A forged one beside the right SHA-1, in front of one that is right and behind it.
  const std::string right = lock(weak("a") + " " + strong("a")), forged = lock(weak("a") + " " + strong("b"));
  for (const auto& sources : {std::vector<std::string>{forged, right}, std::vector<std::string>{right, forged}}) {
    const PinDigests digests = found(weak("a"), sources);
    EXPECT_TRUE(digests.changes.empty());
    EXPECT_EQ(digests.left.at(0).code, "contradiction");
  }
  EXPECT_EQ(found(weak("a"), {lock(strong("a") + " " + strong("b"))}).left.at(0).code, "contradiction");
  EXPECT_EQ(found("", {lock(weak("a")), right}).pinned.at(0).evidence, (std::vector<std::string>{"old1:2"}));
}

TEST_F(PinDigestsTest, DoesNotBelieveWhatStandsInNodeModulesAlone) {
  const PinDigests alone = found("", {}, {}, lock(strong("a")));
  EXPECT_TRUE(alone.changes.empty());
  EXPECT_EQ(alone.left.at(0).code, "digest_unknown");
  EXPECT_NE(alone.left[0].reason.find("node_modules"), std::string::npos);
  EXPECT_EQ(found("", {lock(strong("a"))}, {}, lock(strong("a"))).pinned.at(0).evidence.size(), 2u);
  EXPECT_EQ(found("", {lock(strong("a"))}, {}, lock(strong("b"))).left.at(0).code, "contradiction");
  // What it alone knows is not chosen for being stronger.
  EXPECT_EQ(found("", {lock(weak("a"))}, {}, lock(strong("a"))).changes.at(0).integrity, weak("a"));
}

TEST_F(PinDigestsTest, BelievesNoAddressOfAnotherPackage) {
  for (const char* address : {"https://registry.example.test/other/-/other-1.0.0.tgz",
                              "https://registry.example.test/tool/-/tool-1.0.1.tgz"}) {
    EXPECT_EQ(found("", {lock(strong("a"), address)}).left.at(0).code, "digest_unknown") << address;
    const PinDigests digests = pin_digests(read(lock("", address)), KnownDigests(), {});
    EXPECT_EQ(digests.left.at(0).code, "contradiction") << address;
  }
}

TEST_F(PinDigestsTest, TellsOfALockfileThatIsNotUnderstood) {
  found("", {"{", "{\"lockfileVersion\": 3"});
  EXPECT_EQ(unread_.size(), 2u);
}

TEST_F(PinDigestsTest, HoldsTheArchiveInTheCacheAgainstTheWeakDigest) {
  const std::string content = "archive", key = "make-fetch-happen:request-cache:" + std::string(kAddress);
  const std::string json = R"({"key":")" + key + R"(","integrity":")" + strong(content) + R"(","time":1,"size":1})";
  const std::string name = sha256_hex(key);
  const MemoryTree tree({{"_cacache/index-v5/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name.substr(4),
                          "\n" + sha1_hex(json) + "\t" + json},
                         {"_cacache/" + host::content_path(strong(content)), content}});
  const std::vector<NpmCache> caches{{"~/.npm", &tree}};
  EXPECT_EQ(found(weak(content), {}, caches).changes.at(0).integrity, strong(content));
  EXPECT_EQ(found(weak("other"), {}, caches).left.at(0).code, "contradiction");
}

}  // namespace
}  // namespace cordon::app
