// Builds an advisory index, or a new one from an old one and what has changed. The same records in the same order give
// the same bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "intel/index/advisory_id.h"
#include "intel/index/frame_codec.h"
#include "intel/index/head_codec.h"
#include "intel/index/index_read.h"
#include "intel/index/layout.h"
#include "intel/osv/advisory.h"

namespace cordon::intel {

// Advisories whose texts are packed: the part of the work that does not need the builder, for several threads.
struct AdvisoryBatch {
  using Frame = PackedFrame;
  std::vector<Advisory> advisories;  // without their texts
  std::vector<Frame> frames;         // their texts, in the same order
};

// Neighbours share words, so sort them first. Fails with system when there is no memory.
Result<AdvisoryBatch> pack_batch(std::vector<Advisory> advisories);

class IndexBuilder {
 public:
  IndexBuilder();
  // Starts with all that the index holds, which need not outlive this.
  static Result<IndexBuilder> from(const AdvisoryIndex& index);

  // Each replaces the one with its id, unless that was modified later. Fails with too_many beyond what the layout can
  // number.
  Result<void> add(const AdvisoryBatch& batch);
  // Whether there was one.
  bool remove(std::string_view id);
  // Removes every record that speaks of packages of this ecosystem and of no other, and whose id is none of these
  // (sorted): a source that was read whole does not have it any more. How many. Fails with invalid_value when the index
  // that this began with is damaged.
  Result<std::uint32_t> retain(std::string_view ecosystem, const std::vector<std::string_view>& ids);
  // How many records speak of packages of this ecosystem. Fails as `retain` does.
  Result<std::uint32_t> record_count(std::string_view ecosystem) const;
  // When the record with this id was modified, unix seconds; 0: there is none.
  std::uint32_t modified(std::string_view id) const;
  // Replaces what is known of all CVEs; those that no record names are left out.
  void set_threats(std::vector<index_layout::ThreatRow> threats) { threats_ = std::move(threats); }

  // JSON (signatures.h): what libraries are recognised by in files. Replaces what the index had.
  void set_signatures(std::string signatures) { signatures_ = std::move(signatures); }

  std::uint32_t record_count() const { return static_cast<std::uint32_t>(number_of_.size()); }

  // The bytes of the index. `sources` is JSON (sources.h). Texts of records that are gone are left out once they are a
  // quarter of all. Fails with too_large, or with invalid_value when the index that this began with is damaged.
  Result<std::string> finish(std::string_view sources);

 private:
  struct Piece {  // of arena_
    std::uint64_t at = 0;
    std::uint32_t length = 0;
  };
  struct Record {
    AdvisoryKey key = 0;
    std::uint32_t modified = 0;
    bool live = false;
    Piece head;
  };
  struct Entry {
    std::uint32_t name = 0;    // place in name_texts
    std::uint32_t record = 0;  // in records_
    Piece payload;
  };

  Result<void> load_records(const AdvisoryIndex& index);
  Result<void> load_entries(const AdvisoryIndex& index);
  Piece keep(std::string_view bytes);
  std::string_view view(Piece piece) const { return std::string_view(arena_).substr(piece.at, piece.length); }
  AdvisoryKey key(std::string_view id);
  std::uint32_t name(std::string_view ecosystem, std::string_view name);
  std::uint32_t pool(std::string_view text);
  HeadFields head(const Advisory& advisory);
  std::string payload(const Affected& affected);
  std::uint32_t put_record(AdvisoryKey key, std::uint32_t modified, std::string_view head);
  Result<std::string> threats_of_records();
  Result<std::vector<std::uint32_t>> records_of(std::string_view ecosystem, bool alone) const;
  std::string id(AdvisoryKey key) const;
  Result<void> repack_texts();
  void put_frame(const AdvisoryBatch::Frame& frame);

  std::string arena_;
  std::vector<Record> records_;
  std::vector<Entry> entries_;
  std::unordered_map<AdvisoryKey, std::uint32_t> number_of_;  // live records
  std::vector<std::string> ecosystems_;
  std::string name_texts_, pool_rows_, pool_texts_, foreign_ids_, frame_rows_, frames_, signatures_;
  std::unordered_map<std::string, std::uint32_t> names_, pooled_, foreign_;
  std::vector<index_layout::ThreatRow> threats_;
  std::uint32_t next_text_ = 0;  // number of the next text
};

// The same index with other sources. Fails as AdvisoryIndex::section does.
Result<std::string> with_sources(const AdvisoryIndex& index, std::string_view sources);

}  // namespace cordon::intel
