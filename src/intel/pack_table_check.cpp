#include "intel/pack_table_check.h"

#include <array>
#include <bit>
#include <string>

#include "base/utf8.h"
#include "intel/indicator_form.h"
#include "intel/pack_table.h"
#include "intel/package_form.h"

namespace cordon::intel {
namespace {

constexpr std::array<std::size_t, layout::kTables> kRowBytes = {
    1,
    sizeof(layout::Text),
    sizeof(std::uint32_t),
    sizeof(layout::Pack),
    sizeof(layout::Entry),
    sizeof(layout::Release),
    sizeof(layout::LastGood),
    sizeof(layout::Indicator),
    sizeof(layout::Trace),
    sizeof(std::uint32_t),
    sizeof(layout::IntegritySlot),
};

// Collects the first thing that is wrong; every check is skipped afterwards.
class Checker {
 public:
  Checker(const PackTable& table, std::string_view bytes) : table_(table), bytes_(bytes) {}

  Result<void> check() {
    check_texts();
    if (fault_.empty()) check_references();
    if (fault_.empty()) check_packs();
    if (fault_.empty()) check_entries();
    if (fault_.empty()) check_releases();
    if (fault_.empty()) check_indicators();
    if (fault_.empty()) check_last_good_and_traces();
    if (fault_.empty()) return {};
    return fail(ErrorCode::invalid_value, "compiled incident packs: " + fault_);
  }

 private:
  void require(bool good, std::string_view what) {
    if (!good && fault_.empty()) fault_ = what;
  }
  void require_form(Fault fault, std::string_view what) {
    if (!fault.empty() && fault_.empty()) fault_ = std::string(what) + ": " + std::string(fault);
  }

  void check_texts() {
    require(utf8::find_invalid(bytes_) == std::string_view::npos, "no UTF-8");
    const std::uint32_t count = table_.count(layout::texts);
    require(count > 0, "no texts");
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto text = table_.row<layout::Text>(layout::texts, i);
      require(text.length <= bytes_.size() && text.offset <= bytes_.size() - text.length, "a text out of bounds");
    }
    for (std::uint32_t i = 0; i < table_.count(layout::lists); ++i)
      check_text(table_.row<std::uint32_t>(layout::lists, i));
  }

  void check_text(std::uint32_t id) { require(id < table_.count(layout::texts), "a text that does not exist"); }
  void check_text(std::initializer_list<std::uint32_t> ids) {
    for (const std::uint32_t id : ids) check_text(id);
  }
  void check_slice(layout::Slice slice, layout::Table table) {
    const std::uint32_t count = table_.count(table);
    require(slice.count <= count && slice.first <= count - slice.count, "a slice out of bounds");
    // Slices that overlap could make a small block expand into a large pack.
    if (table == layout::lists) require((listed_ += slice.count) <= count, "lists that overlap");
  }
  void check_confidence(std::uint32_t confidence) {
    require(confidence <= static_cast<std::uint32_t>(model::Confidence::high), "an unknown confidence");
  }

  // Everything that is read through later is inside its table.
  void check_references() {
    for (std::uint32_t i = 0; i < table_.count(layout::packs); ++i) {
      const layout::Pack pack = table_.pack(i);
      check_text({pack.id, pack.title, pack.date, pack.updated, pack.window_start, pack.window_end, pack.summary});
      check_confidence(pack.confidence);
      for (const layout::Slice slice : {pack.sources, pack.aliases, pack.tags, pack.recovery})
        check_slice(slice, layout::lists);
      check_slice(pack.last_good, layout::last_good);
      check_slice(pack.indicators, layout::indicators);
      check_slice(pack.traces, layout::traces);
    }
    for (std::uint32_t i = 0; i < table_.count(layout::entries); ++i) {
      const layout::Entry entry = table_.entry(i);
      check_text({entry.ecosystem, entry.name, entry.note});
      check_confidence(entry.confidence);
      require(entry.pack < table_.count(layout::packs), "an entry without a pack");
      check_slice(entry.aliases, layout::lists);
      check_slice(entry.releases, layout::releases);
    }
    for (std::uint32_t i = 0; i < table_.count(layout::name_slots); ++i)
      require(table_.row<std::uint32_t>(layout::name_slots, i) <= table_.count(layout::entries),
              "a slot out of bounds");
    for (std::uint32_t i = 0; i < table_.count(layout::integrity_slots); ++i) {
      const auto slot = table_.row<layout::IntegritySlot>(layout::integrity_slots, i);
      check_text(slot.text);
      require(slot.release <= table_.count(layout::releases), "a slot out of bounds");
    }
  }

  void check_packs() {
    for (std::uint32_t i = 0; i < table_.count(layout::packs); ++i) {
      const layout::Pack pack = table_.pack(i);
      require_form(pack_id_fault(table_.text(pack.id)), "id of a pack");
      require_form(date_fault(table_.text(pack.date)), "date");
      require_form(date_fault(table_.text(pack.updated)), "updated");
      for (const std::uint32_t time : {pack.window_start, pack.window_end})
        if (!table_.text(time).empty()) require_form(timestamp_fault(table_.text(time)), "window");
      require_form(text_fault(table_.text(pack.title)), "title");
      require_form(text_fault(table_.text(pack.summary)), "summary");
      check_list(pack.aliases, advisory_id_fault, "aliases");
      check_list(pack.tags, tag_fault, "tags");
    }
  }

  void check_list(layout::Slice slice, Fault (*check)(std::string_view), std::string_view what) {
    for (std::uint32_t i = 0; i < slice.count; ++i) require_form(check(table_.listed(slice.first + i)), what);
  }

  // Entries own consecutive releases, so that all checks together look at each release once.
  void check_entries() {
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < table_.count(layout::entries) && fault_.empty(); ++i) {
      const layout::Entry entry = table_.entry(i);
      const std::string_view ecosystem = table_.text(entry.ecosystem);
      require_form(package_name_fault(ecosystem, table_.text(entry.name)), "name");
      check_list(entry.aliases, advisory_id_fault, "aliases");
      require(entry.releases.first == next && entry.releases.count > 0, "entries do not own their releases in order");
      next = entry.releases.first + entry.releases.count;
    }
    require(next == table_.count(layout::releases), "releases without an entry");
  }

  void check_releases() {
    for (std::uint32_t i = 0; i < table_.count(layout::entries) && fault_.empty(); ++i) {
      const layout::Entry entry = table_.entry(i);
      const std::string_view ecosystem = table_.text(entry.ecosystem);
      for (std::uint32_t j = entry.releases.first; j < entry.releases.first + entry.releases.count; ++j) {
        const layout::Release release = table_.release(j);
        require(release.entry == i, "a release of another entry");
        check_text(release.version);
        check_slice(release.integrity, layout::lists);
        if (!fault_.empty()) return;
        const std::string_view version = table_.text(release.version);
        if (version != kEveryVersion) require_form(version_fault(ecosystem, version), "version");
        check_list(release.integrity, integrity_fault, "integrity");
      }
    }
  }

  void check_indicators() {
    for (std::uint32_t i = 0; i < table_.count(layout::indicators); ++i) {
      const layout::Indicator indicator = table_.indicator(i);
      check_text({indicator.value, indicator.source, indicator.note});
      check_confidence(indicator.confidence);
      require(indicator.kind < kIndicatorKinds, "an unknown kind of indicator");
      if (!fault_.empty()) return;
      const auto kind = static_cast<IndicatorKind>(indicator.kind);
      require_form(indicator_fault(kind, table_.text(indicator.value)), to_string(kind));
    }
  }

  void check_last_good_and_traces() {
    for (std::uint32_t i = 0; i < table_.count(layout::last_good) && fault_.empty(); ++i) {
      const layout::LastGood good = table_.last_good(i);
      check_text({good.ecosystem, good.name, good.version, good.below});
      if (!fault_.empty()) return;
      require_form(package_name_fault(table_.text(good.ecosystem), table_.text(good.name)), "last_good");
      require_form(version_fault(table_.text(good.ecosystem), table_.text(good.version)), "last_good");
    }
    for (std::uint32_t i = 0; i < table_.count(layout::traces) && fault_.empty(); ++i) {
      const layout::Trace trace = table_.trace(i);
      check_text({trace.ecosystem, trace.name, trace.version, trace.version_after});
      check_slice(trace.hook_files, layout::lists);
      check_slice(trace.decoy_files, layout::lists);
      if (!fault_.empty()) return;
      require_form(package_name_fault(table_.text(trace.ecosystem), table_.text(trace.name)), "traces");
      require_form(version_fault(table_.text(trace.ecosystem), table_.text(trace.version)), "traces");
    }
  }

  const PackTable& table_;
  std::string_view bytes_;
  std::string fault_;
  std::uint64_t listed_ = 0;  // elements of all lists so far
};

}  // namespace

Result<void> check_header(const layout::Header& header, std::size_t block_bytes) {
  if (header.magic != layout::kMagic) return fail(ErrorCode::unsupported_version, "no compiled incident packs");
  if (header.order != layout::kOrder)
    return fail(ErrorCode::unsupported_version, "incident packs of another byte order");
  if (header.bytes != block_bytes) return fail(ErrorCode::truncated, "incident packs: not as long as they say");
  for (std::uint32_t i = 0; i < layout::kTables; ++i) {
    const std::uint64_t end = header.offset[i] + std::uint64_t{header.count[i]} * kRowBytes[i];
    if (end > block_bytes) return fail(ErrorCode::truncated, "incident packs: a table ends behind the block");
  }
  for (const layout::Table slots : {layout::name_slots, layout::integrity_slots})
    if (header.count[slots] != 0 && !std::has_single_bit(header.count[slots]))
      return fail(ErrorCode::invalid_value, "incident packs: a hash table of an odd size");
  return {};
}

Result<void> check_table(const PackTable& table, std::string_view bytes) { return Checker(table, bytes).check(); }

}  // namespace cordon::intel
