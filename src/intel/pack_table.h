// Incident packs in their compact form (pack_layout.h), read in place: nothing is copied, nothing allocated.
#pragma once

#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>

#include "base/result.h"
#include "intel/incident_pack.h"
#include "intel/pack_layout.h"

namespace cordon::intel {

class PackTable {
 public:
  PackTable() = default;  // holds nothing

  // Checks the whole block: bounds of every row and text, UTF-8, the form of every name, version, digest, date and
  // indicator. `block` must outlive the table. Fails with truncated, unsupported_version or invalid_value.
  static Result<PackTable> open(std::string_view block);

  std::uint32_t count(layout::Table table) const { return header_.count[table]; }

  // One row, by value: the block may stand at any address.
  template <class Row>
  Row row(layout::Table table, std::uint32_t index) const {
    Row out;
    std::memcpy(&out, block_.data() + header_.offset[table] + std::size_t{index} * sizeof(Row), sizeof(Row));
    return out;
  }

  layout::Pack pack(std::uint32_t i) const { return row<layout::Pack>(layout::packs, i); }
  layout::Entry entry(std::uint32_t i) const { return row<layout::Entry>(layout::entries, i); }
  layout::Release release(std::uint32_t i) const { return row<layout::Release>(layout::releases, i); }
  layout::LastGood last_good(std::uint32_t i) const { return row<layout::LastGood>(layout::last_good, i); }
  layout::Indicator indicator(std::uint32_t i) const { return row<layout::Indicator>(layout::indicators, i); }
  layout::Trace trace(std::uint32_t i) const { return row<layout::Trace>(layout::traces, i); }

  std::string_view text(std::uint32_t id) const {
    const auto place = row<layout::Text>(layout::texts, id);
    return block_.substr(header_.offset[layout::text_bytes] + std::size_t{place.offset}, place.length);
  }
  std::string_view listed(std::uint32_t i) const { return text(row<std::uint32_t>(layout::lists, i)); }

  // The entries of one package, by its normalised name; empty when there are none.
  layout::Slice find(std::string_view ecosystem, std::string_view name) const;

  // Calls `use` with the index of every release that has this integrity.
  template <class Use>
  void find_integrity(std::string_view integrity, Use use) const {
    const std::uint32_t slots = count(layout::integrity_slots);
    if (slots == 0) return;
    auto at = static_cast<std::uint32_t>(layout::hash(integrity) & (slots - 1));
    for (std::uint32_t probes = 0; probes < slots; ++probes, at = (at + 1) & (slots - 1)) {
      const auto slot = row<layout::IntegritySlot>(layout::integrity_slots, at);
      if (slot.release == 0) return;
      if (text(slot.text) == integrity) use(slot.release - 1);
    }
  }

  // A whole pack, as it was before it was compiled; its packages are sorted by ecosystem and name.
  IncidentPack materialise(std::uint32_t pack) const;
  // One row of the table `traces`, copied out.
  InstallTrace copy_trace(std::uint32_t index) const;

 private:
  std::string_view block_;
  layout::Header header_;
};

}  // namespace cordon::intel
