#include "inventory/npm/bun_tuple.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

// Keeps the document that a tuple has views into.
struct Read {
  Document document;
  Result<BunTuple> tuple;
  explicit Read(std::string text)
      : document(json::parse(std::move(text)).value()), tuple(parse_bun_tuple(document.root())) {}
};

TEST(BunTuple, ReadsARegistryPackage) {
  const Read read(R"(["@s/a@1.0.0", "https://example.test/a.tgz", {"dependencies": {}}, "sha512-AA=="])");
  ASSERT_TRUE(read.tuple);
  EXPECT_EQ(read.tuple->name, "@s/a");
  EXPECT_EQ(read.tuple->resolution, "1.0.0");
  EXPECT_EQ(read.tuple->source, BunSource::registry);
  EXPECT_EQ(read.tuple->address, "https://example.test/a.tgz");
  EXPECT_TRUE(read.tuple->info.is_object());
  EXPECT_EQ(read.tuple->integrity, "sha512-AA==");
}

TEST(BunTuple, TellsSourcesApart) {
  const std::pair<const char*, BunSource> cases[] = {
      {"a@git+ssh://git@example.test/u/r#0123", BunSource::git},
      {"a@github:u/r#0123", BunSource::git},
      {"a@https://example.test/a-1.0.0.tgz", BunSource::http},
      {"a@HTTP:/example.test/a-1.0.0.tgz", BunSource::http},
      {"a@file:folder", BunSource::file},
      {"a@1.0.0.tgz", BunSource::file},
      {"a@./x/a.tar.gz", BunSource::file},
      {"a@link:../a", BunSource::link},
      {"a@workspace:packages/a", BunSource::workspace},
      {"a@root:", BunSource::root},
  };
  for (const auto& [text, source] : cases) {
    const Read read("[\"" + std::string(text) + "\"]");
    ASSERT_TRUE(read.tuple) << text;
    EXPECT_EQ(read.tuple->source, source) << text;
    EXPECT_EQ(read.tuple->name, "a") << text;
  }
}

TEST(BunTuple, AProjectWithoutANameIsARoot) {
  const Read read(R"(["@root:", {"bin": {}}])");
  ASSERT_TRUE(read.tuple);
  EXPECT_EQ(read.tuple->source, BunSource::root);
  EXPECT_EQ(read.tuple->name, "");
}

TEST(BunTuple, ATagOfGitIsNoIntegrity) {
  EXPECT_EQ(Read(R"(["a@github:u/r#0123", {}, "u-r-0123"])").tuple->integrity, "");
  EXPECT_EQ(Read(R"(["a@github:u/r#0123", {}, "u-r-0123", "sha512-AA=="])").tuple->integrity, "sha512-AA==");
}

TEST(BunTuple, ShorterAndLongerListsAreAccepted) {
  EXPECT_FALSE(Read(R"(["a@1.0.0"])").tuple->info.exists());
  EXPECT_EQ(Read(R"(["a@1.0.0", "", {}, "sha512-AA==", {}])").tuple->integrity, "sha512-AA==");
}

TEST(BunTuple, RefusesWhatIsNoPackage) {
  for (const char* text : {"{}", "\"a@1.0.0\"", "[]", "[1]", "[null]", R"(["a@1.0.0", 1])", R"(["a@1.0.0", []])"})
    EXPECT_EQ(Read(text).tuple.error().code, ErrorCode::wrong_type) << text;
  for (const char* text : {R"([""])", R"(["a"])", R"(["a@"])", R"(["@1.0.0"])", R"(["a@latest"])", R"(["a@npm:b@1"])"})
    EXPECT_EQ(Read(text).tuple.error().code, ErrorCode::invalid_value) << text;
}

}  // namespace
}  // namespace cordon::inventory::npm
