#include "intel/index/index_read.h"
#include "intel/index/frame_codec.h"

#include <algorithm>
#include <bit>

#include "archive/inflate.h"
#include "base/sha256.h"
#include "intel/index/advisory_text.h"

namespace cordon::intel {

using namespace index_layout;

namespace {

constexpr std::uint64_t kMaxName = 1'100, kMaxText = 1'100;  // bytes of a name or version with its length
constexpr double kThreatUnit = 100'000;

std::unexpected<Error> damaged(std::string what) {
  return fail(ErrorCode::invalid_value, "the index is damaged: " + std::move(what));
}

std::uint64_t blocks_of(std::uint64_t directory_offset) {
  return (directory_offset - kBodyOffset + kBlockBytes - 1) / kBlockBytes;
}

Result<Header> read_header(std::string_view bytes) {
  if (bytes.size() < kBodyOffset) return fail(ErrorCode::truncated, "too short for an index");
  const auto header = Cursor(bytes).row<Header>();
  if (header.magic != kMagic) return fail(ErrorCode::invalid_value, "no index of advisories");
  if (archive::crc32(bytes.substr(0, sizeof(Header) - sizeof(std::uint32_t))) != header.header_crc)
    return damaged("its header");
  if (header.version != kVersion || header.sections != kSections)
    return fail(ErrorCode::unsupported_version, "an index of version " + std::to_string(header.version) +
                                                    "; this program reads version " + std::to_string(kVersion));
  if (header.file_bytes != bytes.size())
    return fail(ErrorCode::truncated, "the index should have " + std::to_string(header.file_bytes) + " bytes and has " +
                                          std::to_string(bytes.size()));
  if (header.directory_offset < kBodyOffset || header.directory_offset > bytes.size() ||
      bytes.size() - header.directory_offset !=
          kSections * sizeof(Section) + blocks_of(header.directory_offset) * sizeof(std::uint32_t) ||
      archive::crc32(bytes.substr(header.directory_offset)) != header.directory_crc)
    return damaged("its directory");
  return header;
}

}  // namespace

Result<AdvisoryIndex> AdvisoryIndex::open(std::string_view bytes) {
  const Header header = TRY(read_header(bytes));
  AdvisoryIndex index;
  index.file_ = bytes;
  Cursor directory(bytes.substr(header.directory_offset));
  for (Section& section : index.sections_) {
    section = directory.row<Section>();
    if (section.offset < kBodyOffset || section.offset > header.directory_offset ||
        header.directory_offset - section.offset < section.bytes)
      return damaged("a section lies outside it");
  }
  index.block_crcs_ = directory.rest();
  index.body_end_ = header.directory_offset;
  index.checked_ = std::make_unique<std::atomic<std::uint64_t>[]>(blocks_of(header.directory_offset) / 64 + 1);
  for (Cursor cursor(TRY(index.section(kEcosystems))); !cursor.at_end();) index.ecosystems_.push_back(cursor.text());
  return index;
}

Result<void> AdvisoryIndex::check_block(std::uint64_t block) const {
  std::atomic<std::uint64_t>& word = checked_[block / 64];
  const std::uint64_t bit = std::uint64_t{1} << block % 64;
  if ((word.load(std::memory_order_relaxed) & bit) != 0) return {};
  const std::uint64_t start = kBodyOffset + block * kBlockBytes;
  const std::uint64_t end = std::min(start + kBlockBytes, body_end_);
  const auto expected = Cursor(block_crcs_.substr(block * sizeof(std::uint32_t))).row<std::uint32_t>();
  if (archive::crc32(file_.substr(start, end - start)) != expected) return damaged("at byte " + std::to_string(start));
  word.fetch_or(bit, std::memory_order_relaxed);
  return {};
}

Result<std::string_view> AdvisoryIndex::bytes(SectionId id, std::uint64_t at, std::uint64_t length) const {
  const Section& section = sections_[id];
  if (at > section.bytes || section.bytes - at < length) return damaged("something lies outside its section");
  if (length == 0) return std::string_view();
  const std::uint64_t start = section.offset + at;
  const std::uint64_t last = (start + length - 1 - kBodyOffset) / kBlockBytes;
  for (std::uint64_t block = (start - kBodyOffset) / kBlockBytes; block <= last; ++block) TRY(check_block(block));
  return file_.substr(start, length);
}

template <class Row>
Result<Row> AdvisoryIndex::row(SectionId id, std::uint64_t index) const {
  return Cursor(TRY(bytes(id, index * sizeof(Row), sizeof(Row)))).row<Row>();
}

// A cursor at a place whose end is not known, with at most `length` bytes before it.
Result<Cursor> AdvisoryIndex::cursor(SectionId id, std::uint64_t at, std::uint64_t length) const {
  if (at > size(id)) return damaged("something lies outside its section");
  return Cursor(TRY(bytes(id, at, std::min(length, size(id) - at))));
}

Result<Affected> AdvisoryIndex::name_at(std::uint32_t place) const {
  Cursor name = TRY(cursor(kNameTexts, place, kMaxName));
  const std::string_view ecosystem = name.take(1);
  const std::string_view text = name.text();
  if (!name.good() || static_cast<unsigned char>(ecosystem[0]) >= ecosystems_.size()) return damaged("a name");
  Affected out;
  out.ecosystem = ecosystems_[static_cast<unsigned char>(ecosystem[0])];
  out.name = text;
  return out;
}

Result<std::string> AdvisoryIndex::pooled(std::uint64_t number) const {
  const auto place = TRY(row<std::uint32_t>(kPoolRows, number));
  Cursor at = TRY(cursor(kPoolTexts, place, kMaxText));
  const std::string_view text = at.text();
  if (!at.good()) return damaged("a version or vector");
  return std::string(text);
}

Result<std::string> AdvisoryIndex::id(AdvisoryKey key) const {
  if (key >> kSchemeShift != 0) return id_of(key);
  Cursor at = TRY(cursor(kForeignIds, key, kMaxText));
  const std::string_view text = at.text();
  if (!at.good()) return damaged("an id");
  return std::string(text);
}

Result<std::optional<AdvisoryKey>> AdvisoryIndex::key(std::string_view id) const {
  if (const auto usual = key_of(id)) return usual;
  const std::string_view all = TRY(section(kForeignIds));
  for (Cursor cursor(all); !cursor.at_end();) {
    const AdvisoryKey place = all.size() - cursor.rest().size();
    if (cursor.text() == id) return place;
  }
  return std::nullopt;
}

// The entries of a package, as they stand in `affected`; empty when there are none.
Result<std::string_view> AdvisoryIndex::entries_of(const Affected& name) const {
  const auto known = std::ranges::find(ecosystems_, name.ecosystem);
  const std::uint64_t buckets = size(kNameBuckets) / sizeof(std::uint32_t);
  if (known == ecosystems_.end() || buckets < 3) return std::string_view();
  const std::uint64_t hash = hash_name(static_cast<std::uint8_t>(known - ecosystems_.begin()), name.name);
  const std::uint64_t bucket = hash >> (64 - std::countr_zero(std::bit_floor(buckets)));
  const auto first = TRY(row<std::uint32_t>(kNameBuckets, bucket));
  const auto last = TRY(row<std::uint32_t>(kNameBuckets, bucket + 1));
  for (std::uint64_t at = first; at < last; ++at) {
    const auto found = TRY(row<NameRow>(kNameRows, at));
    if (found.text >> kNameBits != static_cast<std::uint32_t>(hash) << kNameBits >> kNameBits) continue;
    const Affected candidate = TRY(name_at(found.text & kNameMask));
    if (candidate.name != name.name || candidate.ecosystem != name.ecosystem) continue;
    const std::uint64_t end = at + 1 < name_count() ? TRY(row<NameRow>(kNameRows, at + 1)).affected : size(kAffected);
    if (end < found.affected) return damaged("a name");
    return bytes(kAffected, found.affected, end - found.affected);
  }
  return std::string_view();
}

Result<void> AdvisoryIndex::read_payload(Cursor& cursor, Affected& out) const {
  const std::uint64_t flags = cursor.number();
  out.git_ranges = (flags & kGitRanges) != 0;
  if ((flags & kEveryVersion) != 0) out.ranges.push_back({{{EventKind::introduced, "0"}}});
  if ((flags & kRanges) != 0) {
    for (std::uint64_t ranges = cursor.number(); ranges > 0 && cursor.good(); --ranges) {
      VersionRange& range = out.ranges.emplace_back();
      for (std::uint64_t events = cursor.number(); events > 0 && cursor.good(); --events) {
        const std::uint64_t event = cursor.number();
        range.events.push_back({static_cast<EventKind>(event & 3), TRY(pooled(event >> 2))});
      }
    }
  }
  if ((flags & kVersions) != 0)
    for (std::uint64_t listed = cursor.number(); listed > 0 && cursor.good(); --listed)
      out.versions.push_back(TRY(pooled(cursor.number())));
  if (!cursor.good()) return damaged("what a record says of a package");
  return {};
}

bool AdvisoryIndex::knows(std::string_view ecosystem) const {
  return std::ranges::find(ecosystems_, ecosystem) != ecosystems_.end();
}

Result<std::vector<IndexedAffected>> AdvisoryIndex::find(std::string_view ecosystem, std::string_view name) const {
  Affected package;
  package.ecosystem = ecosystem;
  package.name = name;
  std::vector<IndexedAffected> out;
  for (Cursor cursor(TRY(entries_of(package))); !cursor.at_end();) {
    IndexedAffected entry{static_cast<std::uint32_t>(cursor.number()), package};
    TRY(read_payload(cursor, entry.affected));
    out.push_back(std::move(entry));
  }
  return out;
}

Result<HeadFields> AdvisoryIndex::head(std::uint32_t record) const {
  const auto found = TRY(row<RecordRow>(kRecordRows, record));
  const std::uint32_t group = record / kHeadsInGroup;
  const std::uint64_t start = TRY(row<std::uint32_t>(kHeadPlaces, group));
  const bool is_last = group + 1 == rows<std::uint32_t>(kHeadPlaces);
  const std::uint64_t end = is_last ? size(kRecordHeads) : TRY(row<std::uint32_t>(kHeadPlaces, group + 1));
  if (end < start) return damaged("a record");
  Cursor cursor(TRY(bytes(kRecordHeads, start, end - start)));
  for (std::uint32_t before = record % kHeadsInGroup; before > 0; --before) skip_head(cursor);
  return decode_head(cursor, found.modified);
}

Result<Advisory> AdvisoryIndex::record(std::uint32_t record, bool with_affected) const {
  const auto found = TRY(row<RecordRow>(kRecordRows, record));
  HeadFields fields = TRY(head(record));
  Advisory out;
  out.id = TRY(id(found.key()));
  out.modified = found.modified;
  out.published = fields.published;
  out.withdrawn = fields.withdrawn;
  for (const AdvisoryKey alias : fields.aliases) out.aliases.push_back(TRY(id(alias)));
  for (const std::uint32_t vector : fields.cvss) out.cvss.push_back(TRY(pooled(vector)));
  out.severity = fields.severity;
  out.malware = fields.malware;
  out.disputed = fields.disputed;
  out.cwes = std::move(fields.cwes);
  for (const std::uint32_t name : fields.names) out.affected.push_back(TRY(name_at(name)));
  if (with_affected) TRY(fill_affected(record, out.affected));
  return out;
}

// A record may speak of a package more than once: its entries come in the order of the record.
Result<void> AdvisoryIndex::fill_affected(std::uint32_t record, std::vector<Affected>& all) const {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto same_name = [&](const Affected& other) {
      return other.name == all[i].name && other.ecosystem == all[i].ecosystem;
    };
    auto before = std::count_if(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), same_name);
    for (IndexedAffected& entry : TRY(find(all[i].ecosystem, all[i].name))) {
      if (entry.record != record || before-- > 0) continue;
      all[i] = std::move(entry.affected);
      break;
    }
  }
  return {};
}

Result<AdvisoryIndex::Frame> AdvisoryIndex::frame_of(std::uint32_t text) const {
  std::uint32_t number = 0, end = rows<FrameRow>(kFrameRows);  // the last row only says where the others end
  while (end - number > 1) {
    const std::uint32_t middle = number + (end - number) / 2;
    if (TRY(row<FrameRow>(kFrameRows, middle)).first <= text) number = middle;
    else end = middle;
  }
  const auto found = TRY(row<FrameRow>(kFrameRows, number));
  const std::uint32_t packed_end = TRY(row<FrameRow>(kFrameRows, number + 1)).offset;
  if (packed_end < found.offset) return damaged("a frame of texts");
  const std::string_view packed = TRY(bytes(kFrames, found.offset, packed_end - found.offset));
  Frame frame;
  frame.first = frame.last = found.first;
  frame.texts = TRY(unpack_frame(packed, found.bytes));
  for (Cursor cursor(frame.texts); !cursor.at_end(); ++frame.last) {
    frame.places.push_back(static_cast<std::uint32_t>(frame.texts.size() - cursor.rest().size()));
    cursor.text();
  }
  return frame;
}

Result<void> AdvisoryIndex::fill_text(std::uint32_t record, Advisory& advisory) const {
  Frame frame;
  return fill_text(record, advisory, frame);
}

Result<void> AdvisoryIndex::fill_text(std::uint32_t record, Advisory& advisory, Frame& frame) const {
  const HeadFields fields = TRY(head(record));
  if (fields.text < frame.first || fields.text >= frame.last) frame = TRY(frame_of(fields.text));
  if (fields.text < frame.first || fields.text >= frame.last) return damaged("a text");
  Cursor cursor(std::string_view(frame.texts).substr(frame.places[fields.text - frame.first]));
  const std::string_view text = cursor.text();
  if (!cursor.good()) return damaged("a text");
  return unpack_text(text, advisory);
}

Result<std::optional<std::uint32_t>> AdvisoryIndex::find_record(std::string_view id) const {
  const auto wanted = TRY(key(id));
  if (!wanted) return std::nullopt;
  std::uint32_t first = 0, last = record_count();
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    const AdvisoryKey there = TRY(row<RecordRow>(kRecordRows, middle)).key();
    if (there == *wanted) return middle;
    if (there < *wanted) first = middle + 1;
    else last = middle;
  }
  return std::nullopt;
}

Result<Threat> AdvisoryIndex::threat(std::string_view cve) const {
  const auto wanted = key_of(cve);
  std::uint32_t first = 0, last = wanted ? rows<ThreatRow>(kThreats) : 0;
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    const auto there = TRY(row<ThreatRow>(kThreats, middle));
    if (there.key == *wanted) {
      Threat out;
      if ((there.flags & kHasProbability) != 0) {
        out.probability = there.probability / kThreatUnit;
        out.percentile = there.percentile / kThreatUnit;
      }
      out.exploited_day = there.exploited_day;
      out.ransomware = (there.flags & kRansomware) != 0;
      return out;
    }
    if (there.key < *wanted) first = middle + 1;
    else last = middle;
  }
  return Threat();
}

Result<void> AdvisoryIndex::verify() const {
  const auto header = Cursor(file_).row<Header>();
  if (sha256(file_.substr(kBodyOffset)) != header.sha256) return damaged("its SHA-256 is another");
  Frame frame;  // neighbours share it
  for (std::uint32_t i = 0; i < record_count(); ++i) {
    Advisory advisory = TRY(record(i));
    TRY(fill_text(i, advisory, frame));
  }
  for (std::uint32_t i = 0; i < name_count(); ++i) {
    const std::uint32_t place = TRY(row<NameRow>(kNameRows, i)).text & kNameMask;
    const Affected name = TRY(name_at(place));
    if (TRY(find(name.ecosystem, name.name)).empty()) return damaged("a name leads nowhere");
  }
  return {};
}

}  // namespace cordon::intel
