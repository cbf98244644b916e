#include "intel/index/index_write.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <memory>
#include <tuple>
#include <unordered_set>

#include "intel/index/advisory_text.h"
#include "intel/index/codec.h"
#include "intel/index/frame_codec.h"
#include "intel/index/seal.h"

namespace cordon::intel {

using namespace index_layout;

namespace {

constexpr std::size_t kNamesInBucket = 4;
constexpr std::uint64_t kMaxSection = std::numeric_limits<std::uint32_t>::max();

void skip_payload(Cursor& cursor) {
  const std::uint64_t flags = cursor.number();
  if ((flags & kRanges) != 0)
    for (std::uint64_t ranges = cursor.number(); ranges > 0 && cursor.good(); --ranges)
      for (std::uint64_t events = cursor.number(); events > 0 && cursor.good(); --events) cursor.number();
  if ((flags & kVersions) != 0)
    for (std::uint64_t listed = cursor.number(); listed > 0 && cursor.good(); --listed) cursor.number();
}

bool is_every_version(const Affected& affected) {
  return affected.versions.empty() && affected.ranges.size() == 1 &&
         affected.ranges[0].events == std::vector<VersionEvent>{{EventKind::introduced, "0"}};
}

}  // namespace

Result<AdvisoryBatch> pack_batch(std::vector<Advisory> advisories) {
  AdvisoryBatch batch;
  FramePacker packer = TRY(FramePacker::make());
  for (Advisory& advisory : advisories) {
    TRY(packer.add(pack_text(advisory)));
    advisory.summary.clear();
    advisory.details.clear();
    advisory.references.clear();
  }
  batch.frames = TRY(packer.finish());
  batch.advisories = std::move(advisories);
  return batch;
}

IndexBuilder::IndexBuilder() { pool("0"); }  // the start of all versions is number 0

Result<IndexBuilder> IndexBuilder::from(const AdvisoryIndex& index) {
  IndexBuilder builder;
  builder.pool_rows_ = TRY(index.section(kPoolRows));
  builder.pool_texts_ = TRY(index.section(kPoolTexts));
  builder.name_texts_ = TRY(index.section(kNameTexts));
  builder.foreign_ids_ = TRY(index.section(kForeignIds));
  builder.frame_rows_ = TRY(index.section(kFrameRows));
  builder.frames_ = TRY(index.section(kFrames));
  builder.signatures_ = TRY(index.section(kSignatures));
  if (builder.frame_rows_.size() >= sizeof(FrameRow)) {
    const std::size_t last = builder.frame_rows_.size() - sizeof(FrameRow);
    builder.next_text_ = Cursor(std::string_view(builder.frame_rows_).substr(last)).row<FrameRow>().first;
    builder.frame_rows_.resize(last);
  }
  builder.pooled_.clear();
  std::uint32_t number = 0;
  for (Cursor cursor(builder.pool_texts_); !cursor.at_end(); ++number) builder.pooled_.emplace(cursor.text(), number);
  for (Cursor cursor(TRY(index.section(kEcosystems))); !cursor.at_end();)
    builder.ecosystems_.emplace_back(cursor.text());
  for (Cursor cursor(builder.foreign_ids_); !cursor.at_end();) {
    const auto place = static_cast<std::uint32_t>(builder.foreign_ids_.size() - cursor.rest().size());
    builder.foreign_.emplace(cursor.text(), place);
  }
  for (Cursor cursor(builder.name_texts_); !cursor.at_end();) {
    const auto place = static_cast<std::uint32_t>(builder.name_texts_.size() - cursor.rest().size());
    const std::string_view start = cursor.rest();
    cursor.take(1);
    cursor.text();
    builder.names_.emplace(start.substr(0, start.size() - cursor.rest().size()), place);
  }
  for (Cursor cursor(TRY(index.section(kThreats))); !cursor.at_end();)
    builder.threats_.push_back(cursor.row<ThreatRow>());
  TRY(builder.load_records(index));
  TRY(builder.load_entries(index));
  return builder;
}

Result<void> IndexBuilder::load_records(const AdvisoryIndex& index) {
  const std::string_view heads = TRY(index.section(kRecordHeads));
  Cursor head(heads);
  for (Cursor cursor(TRY(index.section(kRecordRows))); !cursor.at_end();) {
    const auto row = cursor.row<RecordRow>();
    const std::string_view before = head.rest();
    TRY(decode_head(head, row.modified));
    put_record(row.key(), row.modified, before.substr(0, before.size() - head.rest().size()));
  }
  return {};
}

// Entries keep their payloads as they are: versions keep their numbers.
Result<void> IndexBuilder::load_entries(const AdvisoryIndex& index) {
  const std::string_view all = TRY(index.section(kAffected));
  const std::string_view rows = TRY(index.section(kNameRows));
  for (Cursor cursor(rows); !cursor.at_end();) {
    const auto row = cursor.row<NameRow>();
    const std::uint64_t end =
        cursor.rest().size() < sizeof(NameRow) ? all.size() : Cursor(cursor).row<NameRow>().affected;
    if (row.affected > end || end > all.size())
      return fail(ErrorCode::invalid_value, "a name of the index lies outside it");
    for (Cursor entry(all.substr(row.affected, end - row.affected)); !entry.at_end();) {
      const std::uint64_t record = entry.number();
      const std::string_view start = entry.rest();
      skip_payload(entry);
      if (!entry.good() || record >= records_.size())
        return fail(ErrorCode::invalid_value, "an entry of the index is damaged");
      entries_.push_back({row.text & kNameMask, static_cast<std::uint32_t>(record),
                          keep(start.substr(0, start.size() - entry.rest().size()))});
    }
  }
  return {};
}

IndexBuilder::Piece IndexBuilder::keep(std::string_view bytes) {
  const Piece piece{arena_.size(), static_cast<std::uint32_t>(bytes.size())};
  arena_ += bytes;
  return piece;
}

AdvisoryKey IndexBuilder::key(std::string_view id) {
  if (const auto usual = key_of(id)) return *usual;
  const auto [place, added] = foreign_.try_emplace(std::string(id), static_cast<std::uint32_t>(foreign_ids_.size()));
  if (added) put_text(foreign_ids_, id);
  return place->second;
}

std::uint32_t IndexBuilder::name(std::string_view ecosystem, std::string_view name) {
  auto known = std::ranges::find(ecosystems_, ecosystem);
  if (known == ecosystems_.end()) known = ecosystems_.insert(known, std::string(ecosystem));
  std::string key(1, static_cast<char>(known - ecosystems_.begin()));
  put_text(key, name);
  const auto [place, added] = names_.try_emplace(std::move(key), static_cast<std::uint32_t>(name_texts_.size()));
  if (added) name_texts_ += place->first;
  return place->second;
}

std::uint32_t IndexBuilder::pool(std::string_view text) {
  const auto next = static_cast<std::uint32_t>(pool_rows_.size() / sizeof(std::uint32_t));
  const auto [number, added] = pooled_.try_emplace(std::string(text), next);
  if (added) {
    put_row(pool_rows_, static_cast<std::uint32_t>(pool_texts_.size()));
    put_text(pool_texts_, text);
  }
  return number->second;
}

HeadFields IndexBuilder::head(const Advisory& advisory) {
  HeadFields fields;
  fields.malware = advisory.malware;
  fields.disputed = advisory.disputed;
  fields.severity = advisory.severity;
  fields.published = advisory.published;
  fields.withdrawn = advisory.withdrawn;
  for (const Affected& affected : advisory.affected) fields.names.push_back(name(affected.ecosystem, affected.name));
  for (const std::string& alias : advisory.aliases) fields.aliases.push_back(key(alias));
  fields.cwes = advisory.cwes;
  for (const std::string& vector : advisory.cvss) fields.cvss.push_back(pool(vector));
  return fields;
}

std::string IndexBuilder::payload(const Affected& affected) {
  std::string out;
  const std::uint64_t git = affected.git_ranges ? kGitRanges : 0;
  if (is_every_version(affected)) {
    put_number(out, kEveryVersion | git);
    return out;
  }
  put_number(out, (affected.ranges.empty() ? 0 : kRanges) | (affected.versions.empty() ? 0 : kVersions) | git);
  if (!affected.ranges.empty()) put_number(out, affected.ranges.size());
  for (const VersionRange& range : affected.ranges) {
    put_number(out, range.events.size());
    for (const VersionEvent& event : range.events)
      put_number(out, std::uint64_t{pool(event.version)} << 2 | static_cast<std::uint64_t>(event.kind));
  }
  if (!affected.versions.empty()) put_number(out, affected.versions.size());
  for (const std::string& listed : affected.versions) put_number(out, pool(listed));
  return out;
}

std::uint32_t IndexBuilder::put_record(AdvisoryKey key, std::uint32_t modified, std::string_view head) {
  const auto number = static_cast<std::uint32_t>(records_.size());
  const auto [known, added] = number_of_.try_emplace(key, number);
  if (!added) records_[known->second].live = false;
  known->second = number;
  records_.push_back({key, modified, true, keep(head)});
  return number;
}

Result<void> IndexBuilder::add(const AdvisoryBatch& batch) {
  std::uint32_t text = next_text_;
  for (const AdvisoryBatch::Frame& frame : batch.frames) put_frame(frame);
  for (std::size_t i = 0; i < batch.advisories.size(); ++i, ++text) {
    const Advisory& advisory = batch.advisories[i];
    const AdvisoryKey id = key(advisory.id);
    if (const auto known = number_of_.find(id);
        known != number_of_.end() && records_[known->second].modified > advisory.modified)
      continue;
    HeadFields fields = head(advisory);
    fields.text = text;
    const std::uint32_t record = put_record(id, advisory.modified, encode_head(fields, advisory.modified));
    for (const Affected& affected : advisory.affected)
      entries_.push_back({name(affected.ecosystem, affected.name), record, keep(payload(affected))});
  }
  // Places are 32-bit numbers; an ecosystem's is a byte.
  if (std::max({frames_.size(), name_texts_.size(), pool_texts_.size(), foreign_ids_.size()}) > kMaxSection ||
      name_texts_.size() > kNameMask || ecosystems_.size() > 255)
    return fail(ErrorCode::too_many, "more advisories than an index can hold");
  return {};
}

bool IndexBuilder::remove(std::string_view id) {
  const auto known = number_of_.find(key(id));
  if (known == number_of_.end()) return false;
  records_[known->second].live = false;
  number_of_.erase(known);
  return true;
}

namespace {

// For each bucket, which is as many of a hash's highest bits as there are buckets for, the first row of it.
std::string bucket_table(const std::vector<std::uint64_t>& hashes) {
  const std::size_t buckets = std::bit_ceil(std::max<std::size_t>(2, hashes.size() / kNamesInBucket));
  const int shift = 64 - std::countr_zero(buckets);
  std::string out;
  std::size_t row = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    while (row < hashes.size() && hashes[row] >> shift < bucket) ++row;
    put_row(out, static_cast<std::uint32_t>(row));
  }
  put_row(out, static_cast<std::uint32_t>(hashes.size()));
  return out;
}

}  // namespace

// A hundred thousand CVEs have a probability; few of them are of packages.
Result<std::string> IndexBuilder::threats_of_records() {
  std::unordered_set<AdvisoryKey> named;
  for (const auto& [id, number] : number_of_) {
    named.insert(id);
    Cursor cursor(view(records_[number].head));
    const HeadFields fields = TRY(decode_head(cursor, records_[number].modified));
    named.insert(fields.aliases.begin(), fields.aliases.end());
  }
  std::ranges::sort(threats_, {}, &ThreatRow::key);
  std::string out;
  for (const ThreatRow& threat : threats_)
    if (named.contains(threat.key)) put_row(out, threat);
  return out;
}

void IndexBuilder::put_frame(const AdvisoryBatch::Frame& frame) {
  put_row(frame_rows_, FrameRow{static_cast<std::uint32_t>(frames_.size()), frame.bytes, next_text_});
  frames_ += frame.packed;
  next_text_ += frame.texts;
}

Result<std::string> IndexBuilder::finish(std::string_view sources) {
  TRY(repack_texts());
  Sections out;
  for (const std::string& ecosystem : ecosystems_) put_text(out[kEcosystems], ecosystem);
  out[kNameTexts] = name_texts_;
  out[kPoolRows] = pool_rows_;
  out[kPoolTexts] = pool_texts_;
  out[kForeignIds] = foreign_ids_;
  out[kFrameRows] = frame_rows_;
  put_row(out[kFrameRows], FrameRow{static_cast<std::uint32_t>(frames_.size()), 0, next_text_});
  out[kFrames] = frames_;
  out[kSources] = sources;
  out[kSignatures] = signatures_;

  // Records by key, and for each of records_ its row.
  constexpr std::uint32_t kNone = ~0u;
  std::vector<std::uint32_t> order, row_of(records_.size(), kNone);
  for (const auto& [key, number] : number_of_) order.push_back(number);
  std::ranges::sort(order, {}, [&](std::uint32_t number) { return records_[number].key; });
  for (const std::uint32_t number : order) {
    const Record& record = records_[number];
    row_of[number] = static_cast<std::uint32_t>(out[kRecordRows].size() / sizeof(RecordRow));
    if (row_of[number] % kHeadsInGroup == 0)
      put_row(out[kHeadPlaces], static_cast<std::uint32_t>(out[kRecordHeads].size()));
    put_row(out[kRecordRows], RecordRow{static_cast<std::uint32_t>(record.key),
                                        static_cast<std::uint32_t>(record.key >> 32), record.modified});
    out[kRecordHeads] += view(record.head);
  }

  struct Sorted {
    std::uint64_t hash;
    std::uint32_t name, row;
    Piece payload;
  };
  std::vector<Sorted> sorted;
  sorted.reserve(entries_.size());
  std::unordered_map<std::uint32_t, std::uint64_t> hash_of;
  for (const auto& [key, place] : names_) {
    Cursor cursor(std::string_view(key).substr(1));
    hash_of.emplace(place, hash_name(static_cast<std::uint8_t>(key[0]), cursor.text()));
  }
  for (const Entry& entry : entries_)
    if (row_of[entry.record] != kNone)
      sorted.push_back({hash_of[entry.name], entry.name, row_of[entry.record], entry.payload});
  std::ranges::stable_sort(sorted, [](const Sorted& left, const Sorted& right) {
    return std::tie(left.hash, left.name, left.row) < std::tie(right.hash, right.name, right.row);
  });
  std::vector<std::uint64_t> hashes;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const Sorted& entry = sorted[i];
    if (i == 0 || sorted[i - 1].name != entry.name) {
      hashes.push_back(entry.hash);
      put_row(out[kNameRows], NameRow{entry.name | static_cast<std::uint32_t>(entry.hash) << kNameBits,
                                      static_cast<std::uint32_t>(out[kAffected].size())});
    }
    put_number(out[kAffected], entry.row);
    out[kAffected] += view(entry.payload);
  }
  out[kNameBuckets] = bucket_table(hashes);

  out[kThreats] = TRY(threats_of_records());
  for (const std::string& section : out)
    if (section.size() > kMaxSection) return fail(ErrorCode::too_large, "more advisories than an index can hold");
  return assemble(out);
}

}  // namespace cordon::intel
