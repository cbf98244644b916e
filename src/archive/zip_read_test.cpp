#include "archive/zip_read.h"

#include <gtest/gtest.h>

#include "archive/inflate.h"

namespace cordon::archive {
namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

// "hello" deflated as one stored block (RFC 1951, 3.2.4).
std::string deflated_hello() { return std::string("\x01\x05\x00\xfa\xff", 5) + "hello"; }

struct Entry {
  std::string name, packed;
  std::uint16_t method = 0;
  std::uint32_t bytes = 0, crc = 0;
  std::uint16_t flags = 0;
  bool zip64 = false;
};

Entry stored(std::string name, std::string content) {
  return {std::move(name), content, 0, static_cast<std::uint32_t>(content.size()), crc32(content), 0, false};
}

std::string zip(const std::vector<Entry>& entries, const std::string& comment = "") {
  std::string out, directory;
  for (const Entry& entry : entries) {
    const std::uint64_t header = out.size();
    put(out, 0x04034b50, 4), put(out, 20, 2), put(out, entry.flags, 2), put(out, entry.method, 2), put(out, 0, 4);
    put(out, entry.crc, 4), put(out, entry.packed.size(), 4), put(out, entry.bytes, 4);
    put(out, entry.name.size(), 2), put(out, 0, 2);
    out += entry.name + entry.packed;
    put(directory, 0x02014b50, 4), put(directory, 20, 2), put(directory, 20, 2), put(directory, entry.flags, 2);
    put(directory, entry.method, 2), put(directory, 0, 4), put(directory, entry.crc, 4);
    put(directory, entry.zip64 ? 0xffffffff : entry.packed.size(), 4);
    put(directory, entry.zip64 ? 0xffffffff : entry.bytes, 4);
    put(directory, entry.name.size(), 2), put(directory, entry.zip64 ? 20 : 0, 2), put(directory, 0, 2);
    put(directory, 0, 8), put(directory, header, 4);
    directory += entry.name;
    if (entry.zip64)
      put(directory, 1, 2), put(directory, 16, 2), put(directory, entry.bytes, 8),
          put(directory, entry.packed.size(), 8);
  }
  const std::uint64_t start = out.size();
  out += directory;
  put(out, 0x06054b50, 4), put(out, 0, 4), put(out, entries.size(), 2), put(out, entries.size(), 2);
  put(out, directory.size(), 4), put(out, start, 4), put(out, comment.size(), 2);
  return out + comment;
}

ErrorCode refused(const std::string& bytes, const ZipLimits& limits = {}) {
  const auto archive = ZipArchive::open(bytes, limits);
  if (!archive) return archive.error().code;
  std::string out;
  for (const ZipEntry& entry : archive->entries())
    if (const auto done = archive->extract(entry, out); !done) return done.error().code;
  ADD_FAILURE() << "was accepted";
  return ErrorCode::internal;
}

TEST(ZipRead, GivesStoredAndDeflatedEntriesInTheDirectorysOrder) {
  const std::string bytes = zip(
      {stored("a.json", "{}"), {"b", deflated_hello(), 8, 5, crc32("hello"), 0, false}, stored("d/", "")}, "a comment");
  const auto archive = ZipArchive::open(bytes);
  ASSERT_TRUE(archive) << archive.error().describe();
  ASSERT_EQ(archive->entries().size(), 3u);
  std::string out;
  EXPECT_EQ(archive->entries()[0].name, "a.json");
  ASSERT_TRUE(archive->extract(archive->entries()[0], out));
  EXPECT_EQ(out, "{}");
  ASSERT_TRUE(archive->extract(archive->entries()[1], out));
  EXPECT_EQ(out, "hello");
  EXPECT_TRUE(archive->entries()[2].is_directory());
}

TEST(ZipRead, ReadsSizesOfAZip64Field) {
  Entry entry = stored("big", "abc");
  entry.zip64 = true;
  const std::string bytes = zip({entry});
  const auto archive = ZipArchive::open(bytes);
  ASSERT_TRUE(archive) << archive.error().describe();
  EXPECT_EQ(archive->entries()[0].bytes, 3u);
}

TEST(ZipRead, AnEmptyArchiveHasNoEntries) {
  const std::string bytes = zip({});
  const auto archive = ZipArchive::open(bytes);
  ASSERT_TRUE(archive);
  EXPECT_TRUE(archive->entries().empty());
}

TEST(ZipRead, RefusesWhatIsCutOffAnywhere) {
  const std::string bytes = zip({stored("a.json", "{}"), stored("b.json", "[]")});
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(ZipArchive::open(std::string_view(bytes).substr(0, length))) << length;
}

TEST(ZipRead, RefusesAWrongChecksum) {
  Entry entry = stored("a", "abc");
  entry.crc ^= 1;
  EXPECT_EQ(refused(zip({entry})), ErrorCode::invalid_value);
}

TEST(ZipRead, RefusesAnEntryThatUnpacksToAnotherSize) {
  EXPECT_EQ(refused(zip({{"b", deflated_hello(), 8, 4, crc32("hell"), 0, false}})), ErrorCode::syntax);
  EXPECT_EQ(refused(zip({{"b", deflated_hello(), 8, 6, crc32("hello"), 0, false}})), ErrorCode::syntax);
}

TEST(ZipRead, RefusesAHeaderThatContradictsTheDirectory) {
  std::string bytes = zip({stored("a.json", "{}")});
  bytes[30] = 'b';  // the name in the entry's own header
  EXPECT_EQ(refused(bytes), ErrorCode::invalid_value);
}

TEST(ZipRead, RefusesOverlappingEntries) {
  std::string bytes = zip({stored("a", "abc"), stored("a", "abc")});
  const std::size_t second = bytes.rfind("PK\x01\x02");
  bytes[second + 42] = 0;  // its header is the first one's
  EXPECT_EQ(refused(bytes), ErrorCode::invalid_value);
}

TEST(ZipRead, RefusesEncryptionAndOtherMethods) {
  Entry entry = stored("a", "abc");
  entry.flags = 1;
  EXPECT_EQ(refused(zip({entry})), ErrorCode::unsupported_format);
  entry = stored("a", "abc");
  entry.method = 12;
  EXPECT_EQ(refused(zip({entry})), ErrorCode::unsupported_format);
}

TEST(ZipRead, LimitsHold) {
  const std::string bytes = zip({stored("a", "abc"), stored("b", "abc")});
  EXPECT_EQ(refused(bytes, {.entries = 1}), ErrorCode::too_many);
  EXPECT_EQ(refused(bytes, {.entry_bytes = 2}), ErrorCode::too_large);
  EXPECT_EQ(refused(bytes, {.total_bytes = 5}), ErrorCode::too_large);
}

}  // namespace
}  // namespace cordon::archive
