#include "git/pack_file.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

using namespace std::string_literals;

const std::string kOne(40, '1'), kTwo(40, '2'), kThree(40, '3');
constexpr unsigned kBlob = 3, kOffsetDelta = 6, kIdDelta = 7;

class PackFileTest : public ::testing::Test {
 protected:
  Result<PackFile> open(const ObjectLimits& limits = {}) {
    builder_.write(folder_.path() / "pack");
    return PackFile::open(folder_ / "pack", limits);
  }
  std::string read(const std::string& name, const ObjectLimits& limits = {}) {
    auto pack = open(limits);
    if (!pack) return "open:" + std::string(to_string(pack.error().code));
    const std::uint64_t offset = pack->index().find(parse_id(name).value()).value();
    const auto object = pack->read(offset);
    const auto header = pack->header(offset);
    if (!object) return "error:" + std::string(to_string(object.error().code));
    EXPECT_EQ(header.value().size, object->bytes.size());
    EXPECT_EQ(header.value().type, object->type);
    EXPECT_EQ(pack->read(offset).value().bytes, object->bytes);  // from what is kept
    return object->bytes;
  }

  testing::TestFolder folder_;
  testing::PackBuilder builder_;
};

TEST_F(PackFileTest, ReadsWholeObjectsAndBothKindsOfDelta) {
  const std::uint64_t first = builder_.add(kOne, kBlob, "hello world");
  const std::string delta = "\x0b\x0d\x90\x06\x04 new\x91\x08\x03"s;
  const auto distance = static_cast<char>(builder_.add(kTwo, kIdDelta, delta, testing::raw_id(kOne)) - first);
  EXPECT_GT(distance, 0);
  // Of the one just before, which is itself a delta: 13 bytes, the first five of them.
  testing::PackBuilder probe = builder_;
  const auto back = static_cast<char>(probe.add(kThree, kBlob, "") - first - static_cast<unsigned char>(distance));
  builder_.add(kThree, kOffsetDelta, "\x0d\x05\x90\x05"s, std::string(1, back));
  EXPECT_EQ(read(kOne), "hello world");
  EXPECT_EQ(read(kTwo), "hello  newrld");
  EXPECT_EQ(read(kThree), "hello");
}

TEST_F(PackFileTest, EndsWithADeltaOfItself) {
  builder_.add(kOne, kIdDelta, "\x05\x05\x90\x05"s, testing::raw_id(kOne));
  EXPECT_EQ(read(kOne), "error:too_deep");
  EXPECT_EQ(open().value().header(12).error().code, ErrorCode::too_deep);
}

TEST_F(PackFileTest, EndsWithDeltasOfEachOther) {
  builder_.add(kOne, kIdDelta, "\x05\x05\x90\x05"s, testing::raw_id(kTwo));
  builder_.add(kTwo, kIdDelta, "\x05\x05\x90\x05"s, testing::raw_id(kOne));
  EXPECT_EQ(read(kTwo), "error:too_deep");
}

TEST_F(PackFileTest, NeverPointsOutOfItself) {
  builder_.add(kOne, kOffsetDelta, "\x05\x05\x90\x05"s, "\x7f"s);                  // before the pack
  builder_.add(kTwo, kOffsetDelta, "\x05\x05\x90\x05"s, std::string(12, '\xff'));  // beyond 63 bits
  builder_.add(kThree, kIdDelta, "\x05\x05\x90\x05"s, testing::raw_id(std::string(40, '9')));
  EXPECT_EQ(read(kOne), "error:syntax");
  EXPECT_EQ(read(kTwo), "error:syntax");
  EXPECT_EQ(read(kThree), "error:syntax");
  EXPECT_EQ(open().value().read(0).error().code, ErrorCode::syntax);
  EXPECT_EQ(open().value().read(1 << 20).error().code, ErrorCode::syntax);
}

TEST_F(PackFileTest, KnowsNoOtherKinds) {
  builder_.add(kOne, 0, "content");
  builder_.add(kTwo, 5, "content");
  EXPECT_EQ(read(kOne), "error:syntax");
  EXPECT_EQ(read(kTwo), "error:syntax");
}

TEST_F(PackFileTest, UnpacksNothingBeyondTheLimit) {
  builder_.add(kOne, kBlob, std::string(1'000, 'x'));
  builder_.add(kTwo, kIdDelta, "\xe8\x07\x01\x90\x01"s, testing::raw_id(kOne));
  EXPECT_EQ(read(kTwo), "x");
  EXPECT_EQ(read(kOne, {.bytes = 999}), "error:too_large");
  EXPECT_EQ(read(kTwo, {.bytes = 999}), "error:too_large");  // its base is
  EXPECT_EQ(read(kTwo, {.chain = 1}), "error:too_deep");
}

TEST_F(PackFileTest, RefusesWhatIsNoPackOrAnother) {
  builder_.add(kOne, kBlob, "content");
  builder_.write(folder_.path() / "pack");
  std::string pack = builder_.pack();
  const auto code = [&](const std::string& bytes) {
    testing::write_file(folder_.path() / "pack.pack", bytes);
    const auto opened = PackFile::open(folder_ / "pack", {});
    return opened ? ErrorCode::internal : opened.error().code;
  };
  EXPECT_EQ(code(pack), ErrorCode::internal);
  EXPECT_EQ(code(pack.substr(0, 20)), ErrorCode::truncated);
  EXPECT_EQ(code(pack + "x"), ErrorCode::syntax);
  EXPECT_EQ(code("KCAP" + pack.substr(4)), ErrorCode::syntax);
  pack[7] = 4;
  EXPECT_EQ(code(pack), ErrorCode::unsupported_version);
}

TEST(BaseCache, ForgetsWhatWasUsedLongestAgo) {
  BaseCache cache(100);
  const auto object = [](std::size_t size) {
    return std::make_shared<const RawObject>(RawObject{ObjectType::blob, std::string(size, 'x')});
  };
  cache.keep(1, object(40));
  cache.keep(2, object(40));
  cache.keep(3, object(60));  // larger than half of it all
  EXPECT_EQ(cache.find(3), nullptr);
  EXPECT_NE(cache.find(1), nullptr);
  cache.keep(4, object(40));
  EXPECT_EQ(cache.find(2), nullptr);
  EXPECT_NE(cache.find(1), nullptr);
  EXPECT_NE(cache.find(4), nullptr);
}

}  // namespace
}  // namespace cordon::git
