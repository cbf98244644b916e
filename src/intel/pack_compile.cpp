#include "intel/pack_compile.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "intel/pack_layout.h"

namespace cordon::intel {
namespace {

// A release together with the pack it comes from, for sorting.
struct Placed {
  const BadPackage* release;
  std::uint32_t pack;
  std::size_t order;  // among all releases, so that sorting keeps it
};

auto entry_key(const Placed& placed) {
  const BadPackage& release = *placed.release;
  return std::tie(release.ecosystem, release.name, placed.pack, release.confidence, release.note, release.aliases);
}

class Compiler {
 public:
  explicit Compiler(std::vector<const IncidentPack*> packs) : packs_(std::move(packs)) { text({}); }

  Result<std::string> compile() {
    for (const IncidentPack* pack : packs_) add_pack(*pack);
    add_entries();
    add_name_slots();
    add_integrity_slots();
    return assemble();
  }

 private:
  static std::uint32_t size_of(const auto& container) { return static_cast<std::uint32_t>(container.size()); }

  std::uint32_t text(std::string_view value) {
    const auto [place, fresh] = text_ids_.try_emplace(std::string(value), size_of(texts_));
    if (fresh) {
      texts_.push_back({size_of(bytes_), size_of(value)});
      bytes_.append(value);
    }
    return place->second;
  }

  layout::Slice list(const std::vector<std::string>& values) {
    if (values.empty()) return {};
    const layout::Slice slice{size_of(lists_), size_of(values)};
    for (const std::string& value : values) lists_.push_back(text(value));
    return slice;
  }

  void add_pack(const IncidentPack& pack) {
    layout::Pack& row = pack_rows_.emplace_back();
    row.id = text(pack.id);
    row.title = text(pack.title);
    row.date = text(pack.date);
    row.updated = text(pack.updated);
    row.window_start = text(pack.window_start);
    row.window_end = text(pack.window_end);
    row.summary = text(pack.summary);
    row.confidence = static_cast<std::uint32_t>(pack.confidence);
    row.sources = list(pack.sources);
    row.aliases = list(pack.aliases);
    row.tags = list(pack.tags);
    row.recovery = list(pack.recovery);
    row.last_good = {size_of(last_good_), size_of(pack.last_good)};
    for (const LastGood& good : pack.last_good)
      last_good_.push_back({text(good.ecosystem), text(good.name), text(good.version), text(good.below)});
    row.indicators = {size_of(indicators_), size_of(pack.indicators)};
    for (const Indicator& indicator : pack.indicators) {
      indicators_.push_back({static_cast<std::uint32_t>(indicator.kind),
                             static_cast<std::uint32_t>(indicator.confidence), text(indicator.value),
                             text(indicator.source), text(indicator.note)});
    }
    row.traces = {size_of(traces_), size_of(pack.traces)};
    for (const InstallTrace& trace : pack.traces) {
      traces_.push_back({text(trace.ecosystem), text(trace.name), text(trace.version), text(trace.version_after),
                         list(trace.hook_files), list(trace.decoy_files)});
    }
  }

  // One entry for the releases that differ in version and integrity only.
  void add_entries() {
    std::vector<Placed> placed;
    for (std::uint32_t i = 0; i < packs_.size(); ++i)
      for (const BadPackage& release : packs_[i]->packages) placed.push_back({&release, i, placed.size()});
    std::ranges::sort(placed, [](const Placed& a, const Placed& b) {
      const auto order = entry_key(a) <=> entry_key(b);
      return order == 0 ? a.order < b.order : order < 0;
    });
    for (std::size_t i = 0; i < placed.size(); ++i) {
      const BadPackage& release = *placed[i].release;
      if (i == 0 || entry_key(placed[i - 1]) != entry_key(placed[i])) {
        layout::Entry& entry = entries_.emplace_back();
        entry.ecosystem = text(release.ecosystem);
        entry.name = text(release.name);
        entry.note = text(release.note);
        entry.pack = placed[i].pack;
        entry.confidence = static_cast<std::uint32_t>(release.confidence);
        entry.aliases = list(release.aliases);
        entry.releases.first = size_of(releases_);
      }
      ++entries_.back().releases.count;
      releases_.push_back({text(release.version), size_of(entries_) - 1, list(release.integrity)});
    }
  }

  std::string_view view(std::uint32_t id) const {
    return std::string_view(bytes_).substr(texts_[id].offset, texts_[id].length);
  }

  // The first free slot for a hash, in a table of a power of two slots.
  template <class Slot, class IsFree>
  static Slot& free_slot(std::vector<Slot>& slots, std::uint64_t hash, IsFree is_free) {
    std::size_t at = hash & (slots.size() - 1);
    while (!is_free(slots[at])) at = (at + 1) & (slots.size() - 1);
    return slots[at];
  }

  void add_name_slots() {
    name_slots_.resize(std::bit_ceil(entries_.size() * 2 + 2));
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      const layout::Entry& entry = entries_[i];
      if (i > 0 && entries_[i - 1].ecosystem == entry.ecosystem && entries_[i - 1].name == entry.name) continue;
      const std::uint64_t hash = layout::hash_name(view(entry.ecosystem), view(entry.name));
      free_slot(name_slots_, hash, [](std::uint32_t slot) { return slot == 0; }) = i + 1;
    }
  }

  void add_integrity_slots() {
    std::size_t count = 0;
    for (const layout::Release& release : releases_) count += release.integrity.count;
    integrity_slots_.resize(std::bit_ceil(count * 2 + 2));
    for (std::uint32_t i = 0; i < releases_.size(); ++i) {
      const layout::Slice integrity = releases_[i].integrity;
      for (std::uint32_t j = integrity.first; j < integrity.first + integrity.count; ++j) {
        const auto is_free = [](const layout::IntegritySlot& slot) { return slot.release == 0; };
        free_slot(integrity_slots_, layout::hash(view(lists_[j])), is_free) = {lists_[j], i + 1};
      }
    }
  }

  template <class Row>
  static void append(std::string& out, layout::Header& header, layout::Table table, const std::vector<Row>& rows) {
    out.append((4 - out.size() % 4) % 4, '\0');
    header.offset[table] = size_of(out);
    header.count[table] = size_of(rows);
    if (!rows.empty()) out.append(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(Row));
  }

  Result<std::string> assemble() {
    if (bytes_.size() > std::numeric_limits<std::uint32_t>::max() / 2)
      return fail(ErrorCode::too_large, "more than 2 GiB of text in incident packs");
    layout::Header header;
    std::string out(sizeof(header), '\0');
    header.offset[layout::text_bytes] = size_of(out);
    header.count[layout::text_bytes] = size_of(bytes_);
    out += bytes_;
    append(out, header, layout::texts, texts_);
    append(out, header, layout::lists, lists_);
    append(out, header, layout::packs, pack_rows_);
    append(out, header, layout::entries, entries_);
    append(out, header, layout::releases, releases_);
    append(out, header, layout::last_good, last_good_);
    append(out, header, layout::indicators, indicators_);
    append(out, header, layout::traces, traces_);
    append(out, header, layout::name_slots, name_slots_);
    append(out, header, layout::integrity_slots, integrity_slots_);
    if (out.size() > std::numeric_limits<std::uint32_t>::max())
      return fail(ErrorCode::too_large, "more than 4 GiB of incident packs");
    header.bytes = size_of(out);
    std::memcpy(out.data(), &header, sizeof(header));
    return out;
  }

  std::vector<const IncidentPack*> packs_;
  std::unordered_map<std::string, std::uint32_t> text_ids_;
  std::string bytes_;
  std::vector<layout::Text> texts_;
  std::vector<std::uint32_t> lists_;
  std::vector<layout::Pack> pack_rows_;
  std::vector<layout::Entry> entries_;
  std::vector<layout::Release> releases_;
  std::vector<layout::LastGood> last_good_;
  std::vector<layout::Indicator> indicators_;
  std::vector<layout::Trace> traces_;
  std::vector<std::uint32_t> name_slots_;
  std::vector<layout::IntegritySlot> integrity_slots_;
};

}  // namespace

Result<std::string> compile_packs(std::span<const IncidentPack> packs) {
  std::vector<const IncidentPack*> sorted;
  for (const IncidentPack& pack : packs) sorted.push_back(&pack);
  std::ranges::sort(sorted, [](const IncidentPack* a, const IncidentPack* b) { return a->id < b->id; });
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i - 1]->id == sorted[i]->id)
      return fail(ErrorCode::invalid_value, "two incident packs have the id '" + sorted[i]->id + "'");
  return Compiler(std::move(sorted)).compile();
}

}  // namespace cordon::intel
