#include "inventory/pypi/pipfile_lock.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class PipfileLock : public ReaderTest {
 protected:
  PipfileLock() : ReaderTest(read_pipfile_lock, "Pipfile.lock") {}
};

const std::string kMeta =
    "{\"_meta\": {\"pipfile-spec\": 6, \"sources\": [{\"name\": \"pypi\", \"url\": "
    "\"https://registry.example.test/simple\"}, {\"name\": \"own\", \"url\": "
    "\"https://private.example.test/simple\"}]},\n";

TEST_F(PipfileLock, PackagesAreComponentsByCategory) {
  const model::Inventory inventory =
      read(kMeta + "\"default\": {\n\"Foo_Bar\": {\"hashes\": [\"sha256:" + kHex + "\", \"sha256:" + kOtherHex +
               "\"], \"version\": \"==1.0\", \"index\": \"own\"},\n\"b\": {\"version\": \"==2\"}},\n\"develop\": {\n"
               "\"b\": {\"version\": \"==2\"},\n\"t\": {\"version\": \"==3\"}},\n\"docs\": {\"s\": {\"version\": "
               "\"==4\"}}}",
           {{"Pipfile", "[packages]\nfoo-bar = \"*\"\n[dev-packages]\nt = {version = \"==3\", extras = [\"x\"]}\n"}});
  EXPECT_EQ(inventory.format, "Pipfile.lock 6");
  ASSERT_EQ(inventory.components.size(), 4u);
  const model::Component& foo = inventory.components[0];
  EXPECT_EQ(foo.id, "Pipfile.lock#foo-bar@1.0");
  EXPECT_EQ(foo.integrity, (std::vector<std::string>{kSri, kOtherSri}));
  EXPECT_EQ(foo.registry.class_, model::RegistryClass::private_);
  EXPECT_EQ(foo.place.line, 3u);
  EXPECT_EQ(inventory.components[1].registry.id, "pypi");
  EXPECT_EQ(scopes(inventory), "foo-bar runtime\nb runtime\nt development\ns development\n");
  ASSERT_EQ(inventory.roots.size(), 1u);
  ASSERT_EQ(inventory.roots[0].declared.size(), 2u);
  EXPECT_EQ(inventory.roots[0].declared[1].kind, model::EdgeKind::development);
  EXPECT_EQ(inventory.roots[0].declared[1].place, (model::Place{"Pipfile", 4}));
  EXPECT_EQ(inventory.edges.size(), 4u);
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(PipfileLock, WhatComesFromElsewhereSaysSo) {
  const model::Inventory inventory =
      read(kMeta + "\"default\": {\"g\": {\"git\": \"https://git.example.test/g.git\", \"ref\": \"" + kCommit +
           "\"}, \"p\": {\"path\": \"./libs/p\", \"editable\": true}, \"f\": {\"file\": "
           "\"https://host.example.invalid/f-1.0.tar.gz\", \"hashes\": [\"sha256:" +
           kHex + "\"]}}}");
  EXPECT_EQ(component(inventory, "g").resolved, "git+https://git.example.test/g.git#" + std::string(kCommit));
  EXPECT_EQ(component(inventory, "p").origin, model::Origin::workspace);
  EXPECT_EQ(component(inventory, "f").origin, model::Origin::http);
  EXPECT_EQ(component(inventory, "f").version, "1.0");
  EXPECT_EQ(component(inventory, "f").integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(PipfileLock, EntriesThatMeanNothingAreSaid) {
  const model::Inventory inventory = read(
      "{\"_meta\": {\"sources\": [{}]},\n\"default\": {\"a\": 1,\n\"b\": {\"version\": \"*\"},\n\"c\": "
      "{\"version\": \"==1\", \"index\": \"none\",\n\"hashes\": [\"md5:0\", 1]}},\n\"x\": 1}");
  EXPECT_EQ(codes(inventory),
            "missing_field:1! wrong_type:2! missing_field:3! invalid_value:5 wrong_type:5! "
            "missing_field:4! wrong_type:6! ");
  EXPECT_EQ(component(inventory, "c").registry.class_, model::RegistryClass::unknown);
}

TEST_F(PipfileLock, AKeyThatStandsTwiceIsListed) {
  const model::Inventory inventory =
      read("{\"_meta\": {}, \"default\": {\"a\": {\"version\": \"==1\"},\n\"a\": {\"version\": \"==2\"}}}");
  ASSERT_EQ(inventory.components.size(), 1u);
  EXPECT_EQ(inventory.components[0].version, "2");
  EXPECT_EQ(inventory.duplicates.size(), 1u);
}

TEST_F(PipfileLock, TheFileAsAWholeMayFail) {
  EXPECT_EQ(error_of("{"), ErrorCode::truncated);
  EXPECT_EQ(error_of("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(error_of("{}"), ErrorCode::missing_field);
  EXPECT_EQ(error_of("{\"_meta\": {\"pipfile-spec\": 7}}"), ErrorCode::unsupported_version);
}

}  // namespace
}  // namespace cordon::inventory::pypi
