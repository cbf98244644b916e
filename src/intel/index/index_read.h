// The advisory index, read in place (layout.h, docs/index-format.md). It may come from a disk that lies: every read is
// inside its section, and what it reads was checked against its checksum.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intel/index/advisory_id.h"
#include "intel/index/head_codec.h"
#include "intel/index/layout.h"
#include "intel/osv/advisory.h"

namespace cordon::intel {

// What one record says of one package.
struct IndexedAffected {
  std::uint32_t record = 0;  // for AdvisoryIndex::record
  Affected affected;
};

// How likely a CVE is to be used (EPSS), and whether it was (CISA's list of known exploited vulnerabilities).
struct Threat {
  std::optional<double> probability, percentile;  // 0 to 1
  std::uint32_t exploited_day = 0;                // days since 1970-01-01 when it was listed; 0: it is not
  bool ransomware = false;
};

// May be moved. Safe to read from several threads. All failures after `open` are invalid_value: the file is damaged.
class AdvisoryIndex {
 public:
  // `bytes` must outlive the index. Checks header and directory only. Fails with truncated, unsupported_version or
  // invalid_value.
  static Result<AdvisoryIndex> open(std::string_view bytes);

  // The whole file against its SHA-256, and every record, name and text readable. For `intel verify`; takes a second.
  Result<void> verify() const;

  std::uint32_t record_count() const { return rows<index_layout::RecordRow>(index_layout::kRecordRows); }
  std::uint32_t name_count() const { return rows<index_layout::NameRow>(index_layout::kNameRows); }

  // Whether a record speaks of a package of this ecosystem.
  bool knows(std::string_view ecosystem) const;
  // What is known of a package, by ecosystem and name as its client compares it; in order of the records' keys.
  Result<std::vector<IndexedAffected>> find(std::string_view ecosystem, std::string_view name) const;
  // The advisory without its texts; what it says of packages too when `with_affected`, else only their names.
  Result<Advisory> record(std::uint32_t record, bool with_affected = false) const;
  // Fills summary, details and references into what `record` gave.
  Result<void> fill_text(std::uint32_t record, Advisory& advisory) const;
  // Number of the record with this id.
  Result<std::optional<std::uint32_t>> find_record(std::string_view id) const;
  Result<Threat> threat(std::string_view cve) const;
  // JSON: where the records come from (sources.h).
  Result<std::string_view> sources() const { return section(index_layout::kSources); }
  // JSON: what libraries are recognised by in files (signatures.h); empty: the index has none.
  Result<std::string_view> signatures() const { return section(index_layout::kSignatures); }
  // All bytes of a section, for building the next index.
  Result<std::string_view> section(index_layout::SectionId id) const { return bytes(id, 0, size(id)); }

 private:
  AdvisoryIndex() = default;

  struct Frame {                        // one that is unpacked
    std::uint32_t first = 0, last = 0;  // numbers of its texts, and the one behind
    std::vector<std::uint32_t> places;  // where each text begins
    std::string texts;
  };
  std::uint64_t size(index_layout::SectionId id) const { return sections_[id].bytes; }
  template <class Row>
  std::uint32_t rows(index_layout::SectionId id) const {
    return static_cast<std::uint32_t>(size(id) / sizeof(Row));
  }
  // Bytes of a section, after checking the blocks they stand in.
  Result<std::string_view> bytes(index_layout::SectionId id, std::uint64_t at, std::uint64_t length) const;
  template <class Row>
  Result<Row> row(index_layout::SectionId id, std::uint64_t index) const;
  Result<Cursor> cursor(index_layout::SectionId id, std::uint64_t at, std::uint64_t length) const;
  Result<void> check_block(std::uint64_t block) const;
  Result<HeadFields> head(std::uint32_t record) const;
  Result<std::string> pooled(std::uint64_t number) const;
  Result<std::string> id(AdvisoryKey key) const;
  Result<std::optional<AdvisoryKey>> key(std::string_view id) const;
  Result<Affected> name_at(std::uint32_t place) const;
  Result<std::string_view> entries_of(const Affected& name) const;
  Result<void> fill_text(std::uint32_t record, Advisory& advisory, Frame& frame) const;
  Result<Frame> frame_of(std::uint32_t text) const;
  Result<void> fill_affected(std::uint32_t record, std::vector<Affected>& all) const;
  Result<void> read_payload(Cursor& cursor, Affected& affected) const;

  std::string_view file_;
  std::array<index_layout::Section, index_layout::kSections> sections_{};
  std::string_view block_crcs_;
  std::uint64_t body_end_ = 0;
  std::vector<std::string_view> ecosystems_;
  // A bit a block: checked before. Checking one twice does no harm.
  std::unique_ptr<std::atomic<std::uint64_t>[]> checked_;
};

}  // namespace cordon::intel
