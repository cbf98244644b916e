#include "intel/pack_table_check.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>

#include "intel/pack_compile.h"
#include "intel/pack_read.h"
#include "intel/pack_table.h"
#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

std::string good_block() {
  const auto pack = read_pack(test_pack(R"(  - ecosystem: npm
    name: example-package
    versions: ["1.0.1"]
    integrity: {"1.0.1": [sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=]}
    aliases: [MAL-2026-1]
)",
                                        R"(last_good: [{ecosystem: npm, name: example-package, version: "1.0.0"}]
traces: [{ecosystem: npm, name: example-package, version: "1.0.1", hook_files: [a.js]}]
indicators: [{kind: domain, value: bad.example.invalid, source: S}]
)"),
                              "test.yaml");
  return compile_packs(std::array{pack.value()}).value();
}

layout::Header header_of(const std::string& block) {
  layout::Header header;
  std::memcpy(&header, block.data(), sizeof(header));
  return header;
}

void put_header(std::string& block, const layout::Header& header) {
  std::memcpy(block.data(), &header, sizeof(header));
}

// Changes the 32-bit word `word` of the first row of a table.
std::string with_word(layout::Table table, std::uint32_t word, std::uint32_t value) {
  std::string block = good_block();
  std::memcpy(block.data() + header_of(block).offset[table] + word * 4, &value, 4);
  return block;
}

std::string with_text(std::string_view what, std::string_view with) {
  std::string block = good_block();
  EXPECT_EQ(what.size(), with.size());
  const std::size_t at = block.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return block.replace(at, what.size(), with);
}

void expect_code(ErrorCode code, const std::string& block) {
  const auto table = PackTable::open(block);
  ASSERT_FALSE(table.has_value());
  EXPECT_EQ(to_string(table.error().code), to_string(code)) << table.error().describe();
}

TEST(PackTableCheck, AcceptsWhatWasCompiled) { EXPECT_TRUE(PackTable::open(good_block()).has_value()); }

TEST(PackTableCheck, EveryShorterBlockIsRefused) {
  const std::string block = good_block();
  for (std::size_t length = 0; length < block.size(); ++length)
    ASSERT_FALSE(PackTable::open(std::string_view(block).substr(0, length)).has_value()) << length;
}

TEST(PackTableCheck, ForeignBlocksAreRefused) {
  std::string block = good_block();
  block[0] = 'X';
  expect_code(ErrorCode::unsupported_version, block);
  block = good_block();
  layout::Header header = header_of(block);
  header.order = 0x04030201;
  put_header(block, header);
  expect_code(ErrorCode::unsupported_version, block);
}

TEST(PackTableCheck, TablesEndInsideTheBlock) {
  for (std::uint32_t table = 0; table < layout::kTables; ++table) {
    for (const bool offset : {true, false}) {
      std::string block = good_block();
      layout::Header header = header_of(block);
      (offset ? header.offset : header.count)[table] = 0xFFFFFFFF;
      put_header(block, header);
      expect_code(ErrorCode::truncated, block);
    }
  }
}

TEST(PackTableCheck, HashTablesHaveAPowerOfTwoOfSlots) {
  std::string block = good_block();
  layout::Header header = header_of(block);
  header.count[layout::name_slots] = 3;
  put_header(block, header);
  expect_code(ErrorCode::invalid_value, block);
}

TEST(PackTableCheck, ReferencesStayInsideTheirTables) {
  constexpr std::uint32_t kFar = 1'000'000;
  expect_code(ErrorCode::invalid_value, with_word(layout::texts, 0, kFar));
  expect_code(ErrorCode::invalid_value, with_word(layout::texts, 1, kFar));
  expect_code(ErrorCode::invalid_value, with_word(layout::lists, 0, kFar));
  expect_code(ErrorCode::invalid_value, with_word(layout::name_slots, 0, kFar));
  expect_code(ErrorCode::invalid_value, with_word(layout::integrity_slots, 0, kFar));
  expect_code(ErrorCode::invalid_value, with_word(layout::integrity_slots, 1, kFar));
  for (const layout::Table table :
       {layout::packs, layout::entries, layout::releases, layout::last_good, layout::indicators, layout::traces})
    for (std::uint32_t word = 0; word < 4; ++word) expect_code(ErrorCode::invalid_value, with_word(table, word, kFar));
}

TEST(PackTableCheck, FormsAreCheckedAgain) {
  expect_code(ErrorCode::invalid_value, with_text("bad.example.invalid", "bad.example[invalid"));
  expect_code(ErrorCode::invalid_value, with_text("example-package", "example package"));
  expect_code(ErrorCode::invalid_value,
              with_text("sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=", "sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMp="));
  expect_code(ErrorCode::invalid_value, with_text("MAL-2026-1", "MAL_2026-1"));
  expect_code(ErrorCode::invalid_value, with_text("1.0.1", "1.0.x"));
  expect_code(ErrorCode::invalid_value, with_text("2026-03-31", "2026-03-32"));
  expect_code(ErrorCode::invalid_value, with_text("test-2026", "test/2026"));
  expect_code(ErrorCode::invalid_value, with_text("A test", "A\x1Btest"));
  expect_code(ErrorCode::invalid_value, with_text("A test", "A\xFFtest"));
}

TEST(PackTableCheck, ListsDoNotOverlap) {
  std::string block = good_block();
  const layout::Header header = header_of(block);
  layout::Pack pack;
  std::memcpy(&pack, block.data() + header.offset[layout::packs], sizeof(pack));
  pack.aliases = pack.tags = {0, header.count[layout::lists]};
  std::memcpy(block.data() + header.offset[layout::packs], &pack, sizeof(pack));
  expect_code(ErrorCode::invalid_value, block);
}

}  // namespace
}  // namespace cordon::intel
