#include "git/loose_object.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

const std::string kName = "ab" + std::string(38, '1');
const std::string kFile = "ab/" + std::string(38, '1');

Result<RawObject> read(std::string content, const ObjectLimits& limits = {}) {
  const MemoryTree tree({{kFile, std::move(content)}});
  return read_loose(tree, parse_id(kName).value(), limits);
}

ErrorCode code_of(std::string content, const ObjectLimits& limits = {}) {
  const auto object = read(std::move(content), limits);
  return object ? ErrorCode::internal : object.error().code;
}

TEST(LooseObject, IsReadWithItsType) {
  const auto object = read(testing::packed(testing::with_header("blob", "content")));
  EXPECT_EQ(object.value().type, ObjectType::blob);
  EXPECT_EQ(object.value().bytes, "content");
  EXPECT_EQ(read(testing::packed(testing::with_header("tree", ""))).value().type, ObjectType::tree);
  const std::string large(100'000, 'x');
  EXPECT_EQ(read(testing::packed(testing::with_header("blob", large))).value().bytes, large);
}

TEST(LooseObject, SaysItsSizeWithoutBeingUnpacked) {
  const MemoryTree tree({{kFile, testing::packed(testing::with_header("blob", std::string(70'000, 'x')))}});
  const auto header = loose_header(tree, parse_id(kName).value(), {.bytes = 10'000});
  EXPECT_EQ(header.value().size, 70'000u);
}

TEST(LooseObject, LargerThanTheLimitIsNotUnpacked) {
  EXPECT_EQ(code_of(testing::packed(testing::with_header("blob", std::string(70'000, 'x'))), {.bytes = 10'000}),
            ErrorCode::too_large);
  EXPECT_EQ(code_of(testing::packed("blob 99999999999999\0"), {}), ErrorCode::syntax);
}

TEST(LooseObject, WithoutAHeaderIsNone) {
  EXPECT_EQ(code_of(testing::packed("no header at all and more than thirty-two bytes of it")), ErrorCode::syntax);
  EXPECT_EQ(code_of(testing::packed(testing::with_header("blub", "x"))), ErrorCode::syntax);
  EXPECT_EQ(code_of(testing::packed(std::string("blob x1\0x", 9))), ErrorCode::syntax);
  EXPECT_EQ(code_of(testing::packed(std::string("blob \0x", 7))), ErrorCode::syntax);
  EXPECT_EQ(code_of(testing::packed(std::string("blob 2\0x", 8))), ErrorCode::syntax);
  EXPECT_EQ(code_of("blob"), ErrorCode::syntax);
  EXPECT_EQ(code_of(""), ErrorCode::syntax);
}

TEST(LooseObject, ThatIsNotThereIsNotFound) {
  EXPECT_EQ(read_loose(MemoryTree({}), parse_id(kName).value(), {}).error().code, ErrorCode::not_found);
}

TEST(LooseObject, IsFoundByTheFirstDigitsOfItsName) {
  const MemoryTree tree(
      {{kFile, ""}, {"ab/" + std::string(38, '2'), ""}, {"ab/short", ""}, {"ac/" + std::string(38, '1'), ""}});
  EXPECT_EQ(loose_with_prefix(tree, "ab", 10).size(), 2u);
  EXPECT_EQ(loose_with_prefix(tree, "ab", 1).size(), 1u);
  EXPECT_EQ(to_hex(loose_with_prefix(tree, "ab11", 10).at(0)), kName);
  EXPECT_TRUE(loose_with_prefix(tree, "ff", 10).empty());
}

}  // namespace
}  // namespace cordon::git
