#include "intel/pack_table.h"

#include <vector>

#include "intel/pack_table_check.h"

namespace cordon::intel {
namespace {

std::vector<std::string> copy_list(const PackTable& table, layout::Slice slice) {
  std::vector<std::string> out;
  out.reserve(slice.count);
  for (std::uint32_t i = 0; i < slice.count; ++i) out.emplace_back(table.listed(slice.first + i));
  return out;
}

void copy_packages(const PackTable& table, std::uint32_t pack, IncidentPack& out) {
  for (std::uint32_t i = 0; i < table.count(layout::entries); ++i) {
    const layout::Entry entry = table.entry(i);
    if (entry.pack != pack) continue;
    for (std::uint32_t j = 0; j < entry.releases.count; ++j) {
      const layout::Release release = table.release(entry.releases.first + j);
      BadPackage& bad = out.packages.emplace_back();
      bad.ecosystem = table.text(entry.ecosystem);
      bad.name = table.text(entry.name);
      bad.version = table.text(release.version);
      bad.integrity = copy_list(table, release.integrity);
      bad.aliases = copy_list(table, entry.aliases);
      bad.note = table.text(entry.note);
      bad.confidence = static_cast<model::Confidence>(entry.confidence);
    }
  }
}

}  // namespace

Result<PackTable> PackTable::open(std::string_view block) {
  PackTable table;
  if (block.size() < sizeof(layout::Header)) return fail(ErrorCode::truncated, "incident packs: shorter than a header");
  table.block_ = block;
  std::memcpy(&table.header_, block.data(), sizeof(layout::Header));
  TRY(check_header(table.header_, block.size()));
  TRY(check_table(table, block.substr(table.header_.offset[layout::text_bytes], table.count(layout::text_bytes))));
  return table;
}

layout::Slice PackTable::find(std::string_view ecosystem, std::string_view name) const {
  const std::uint32_t slots = count(layout::name_slots);
  if (slots == 0) return {};
  auto at = static_cast<std::uint32_t>(layout::hash_name(ecosystem, name) & (slots - 1));
  for (std::uint32_t probes = 0; probes < slots; ++probes, at = (at + 1) & (slots - 1)) {
    const auto slot = row<std::uint32_t>(layout::name_slots, at);
    if (slot == 0) return {};
    const layout::Entry first = entry(slot - 1);
    if (text(first.name) != name || text(first.ecosystem) != ecosystem) continue;
    std::uint32_t end = slot;
    while (end < count(layout::entries) && entry(end).name == first.name && entry(end).ecosystem == first.ecosystem)
      ++end;
    return {slot - 1, end - (slot - 1)};
  }
  return {};
}

IncidentPack PackTable::materialise(std::uint32_t index) const {
  const layout::Pack row = pack(index);
  IncidentPack out;
  out.id = text(row.id);
  out.title = text(row.title);
  out.date = text(row.date);
  out.updated = text(row.updated);
  out.window_start = text(row.window_start);
  out.window_end = text(row.window_end);
  out.summary = text(row.summary);
  out.confidence = static_cast<model::Confidence>(row.confidence);
  out.sources = copy_list(*this, row.sources);
  out.aliases = copy_list(*this, row.aliases);
  out.tags = copy_list(*this, row.tags);
  out.recovery = copy_list(*this, row.recovery);
  copy_packages(*this, index, out);
  for (std::uint32_t i = 0; i < row.last_good.count; ++i) {
    const layout::LastGood good = last_good(row.last_good.first + i);
    out.last_good.push_back({std::string(text(good.ecosystem)), std::string(text(good.name)),
                             std::string(text(good.version)), std::string(text(good.below))});
  }
  for (std::uint32_t i = 0; i < row.indicators.count; ++i) {
    const layout::Indicator found = indicator(row.indicators.first + i);
    out.indicators.push_back({static_cast<IndicatorKind>(found.kind), std::string(text(found.value)),
                              std::string(text(found.source)), static_cast<model::Confidence>(found.confidence),
                              std::string(text(found.note))});
  }
  for (std::uint32_t i = 0; i < row.traces.count; ++i) out.traces.push_back(copy_trace(row.traces.first + i));
  return out;
}

InstallTrace PackTable::copy_trace(std::uint32_t index) const {
  const layout::Trace row = trace(index);
  return {std::string(text(row.ecosystem)), std::string(text(row.name)),       std::string(text(row.version)),
          copy_list(*this, row.hook_files), copy_list(*this, row.decoy_files), std::string(text(row.version_after))};
}

}  // namespace cordon::intel
