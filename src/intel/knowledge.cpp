#include "intel/knowledge.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "intel/embedded_packs.h"
#include "intel/pack_compile.h"
#include "intel/pack_read.h"
#include "intel/package_form.h"
#include "intel/release_order.h"

namespace cordon::intel {
namespace {

constexpr std::uint32_t kReplaced = std::numeric_limits<std::uint32_t>::max();

Result<std::string> compile_files(const KnowledgeOptions& options) {
  std::vector<IncidentPack> packs;
  for (const PackText& file : options.pack_files) packs.push_back(TRY(read_pack(file.text, file.path, options.limits)));
  return compile_packs(packs);
}

}  // namespace

bool TextList::contains(std::string_view text) const {
  for (std::size_t i = 0; i < size(); ++i)
    if ((*this)[i] == text) return true;
  return false;
}

bool BadRelease::covers(std::string_view exact_version) const {
  return same_release(ecosystem, version, exact_version) ||
         (version == kEveryVersion && !is_security_placeholder(ecosystem, exact_version));
}

Result<Knowledge> Knowledge::load(const KnowledgeOptions& options) {
  Knowledge knowledge;
  if (options.embedded) TRY(knowledge.add({}, true));
  if (!options.added.empty()) {
    std::string block = TRY(compile_packs(options.added));
    TRY(knowledge.add(std::move(block), false));
  }
  if (!options.pack_files.empty()) {
    std::string block = TRY(compile_files(options));
    TRY(knowledge.add(std::move(block), false));
  }
  knowledge.list_packs();
  return knowledge;
}

Result<void> Knowledge::add(std::string block, bool embedded) {
  auto source = std::make_unique<Source>();
  source->block = std::move(block);
  const std::string_view bytes = embedded ? embedded_packs() : std::string_view(source->block);
  source->table = TRY_CONTEXT(PackTable::open(bytes),
                              embedded ? "opening the embedded incident packs" : "opening the compiled incident packs");
  sources_.push_back(std::move(source));
  return {};
}

void Knowledge::list_packs() {
  std::unordered_set<std::string_view> later;  // ids in sources behind the current one
  std::vector<std::vector<bool>> replaced(sources_.size());
  for (std::size_t s = sources_.size(); s-- > 0;) {
    const PackTable& table = sources_[s]->table;
    for (std::uint32_t i = 0; i < table.count(layout::packs); ++i)
      replaced[s].push_back(!later.insert(table.text(table.pack(i).id)).second);
  }
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    const PackTable& table = sources_[s]->table;
    std::vector<std::uint32_t>& heads = sources_[s]->heads;
    for (std::uint32_t i = 0; i < table.count(layout::packs); ++i) {
      heads.push_back(replaced[s][i] ? kReplaced : static_cast<std::uint32_t>(heads_.size()));
      if (replaced[s][i]) continue;
      const layout::Pack row = table.pack(i);
      heads_.push_back({table.text(row.id), table.text(row.title), table.text(row.date), table.text(row.updated),
                        static_cast<model::Confidence>(row.confidence), sources_[s]->block.empty()});
      origins_.push_back({static_cast<std::uint32_t>(s), i});
      // A pack of the user's does not make what was compiled in any newer.
      if (s == 0 || !sources_[0]->block.empty()) newest_update_ = std::max(newest_update_, heads_.back().updated);
    }
    for (std::uint32_t i = 0; i < table.count(layout::entries); ++i) {
      const layout::Entry entry = table.entry(i);
      if (heads[entry.pack] != kReplaced) release_count_ += entry.releases.count;
    }
  }
}

BadRelease Knowledge::release(const Source& source, std::uint32_t index) const {
  const layout::Release row = source.table.release(index);
  const layout::Entry entry = source.table.entry(row.entry);
  BadRelease out;
  out.ecosystem = source.table.text(entry.ecosystem);
  out.name = source.table.text(entry.name);
  out.version = source.table.text(row.version);
  out.note = source.table.text(entry.note);
  out.confidence = static_cast<model::Confidence>(entry.confidence);
  out.integrity = TextList(&source.table, row.integrity);
  out.aliases = TextList(&source.table, entry.aliases);
  out.pack = source.heads[entry.pack];
  return out;
}

template <class Keep>
std::vector<BadRelease> Knowledge::find_if(std::string_view ecosystem, std::string_view name, Keep keep) const {
  std::vector<BadRelease> out;
  const std::string normal = normal_name(ecosystem, name);
  name = normal;
  for (const auto& source : sources_) {
    const layout::Slice found = source->table.find(ecosystem, name);
    for (std::uint32_t i = found.first; i < found.first + found.count; ++i) {
      const layout::Entry entry = source->table.entry(i);
      if (source->heads[entry.pack] == kReplaced) continue;
      for (std::uint32_t j = entry.releases.first; j < entry.releases.first + entry.releases.count; ++j) {
        if (keep(source->table.text(source->table.release(j).version))) out.push_back(release(*source, j));
      }
    }
  }
  return out;
}

std::vector<BadRelease> Knowledge::find(std::string_view ecosystem, std::string_view name) const {
  return find_if(ecosystem, name, [](std::string_view) { return true; });
}

std::vector<BadRelease> Knowledge::find(std::string_view ecosystem, std::string_view name,
                                        std::string_view version) const {
  std::optional<std::string> exact;  // only of the few names that are known at all
  return find_if(ecosystem, name, [&](std::string_view listed) {
    if (!exact) exact = normal_version(ecosystem, version);
    return same_release(ecosystem, listed, *exact) ||
           (listed == kEveryVersion && !is_security_placeholder(ecosystem, *exact));
  });
}

std::vector<BadRelease> Knowledge::find_integrity(std::string_view integrity) const {
  std::vector<BadRelease> out;
  for (const auto& source : sources_) {
    source->table.find_integrity(integrity, [&](std::uint32_t index) {
      const BadRelease found = release(*source, index);
      if (found.pack != kReplaced) out.push_back(found);
    });
  }
  return out;
}

IncidentPack Knowledge::open(std::uint32_t pack) const {
  return source_of(pack).table.materialise(origins_[pack].pack);
}

std::optional<LastGood> Knowledge::last_good(std::uint32_t pack, std::string_view ecosystem, std::string_view name,
                                             std::string_view version) const {
  const PackTable& table = source_of(pack).table;
  const layout::Slice slice = table.pack(origins_[pack].pack).last_good;
  std::optional<layout::LastGood> best;
  for (std::uint32_t i = slice.first; i < slice.first + slice.count; ++i) {
    const layout::LastGood good = table.last_good(i);
    if (table.text(good.ecosystem) != ecosystem || table.text(good.name) != normal_name(ecosystem, name)) continue;
    const std::string_view below = table.text(good.below);
    if (!below.empty() && compare_releases(ecosystem, version, below) >= 0) continue;
    const std::string_view best_below = best ? table.text(best->below) : std::string_view{};
    if (!best || (!below.empty() && (best_below.empty() || compare_releases(ecosystem, below, best_below) < 0)))
      best = good;
  }
  if (!best) return std::nullopt;
  return LastGood{std::string(table.text(best->ecosystem)), std::string(table.text(best->name)),
                  std::string(table.text(best->version)), std::string(table.text(best->below))};
}

std::vector<InstallTrace> Knowledge::traces(std::string_view ecosystem, std::string_view name) const {
  std::vector<InstallTrace> out;
  const std::string normal = normal_name(ecosystem, name);
  for (std::uint32_t pack = 0; pack < heads_.size(); ++pack) {
    const PackTable& table = source_of(pack).table;
    const layout::Slice slice = table.pack(origins_[pack].pack).traces;
    for (std::uint32_t i = slice.first; i < slice.first + slice.count; ++i) {
      const layout::Trace trace = table.trace(i);
      if (table.text(trace.ecosystem) != ecosystem || table.text(trace.name) != normal) continue;
      out.push_back(table.copy_trace(i));
    }
  }
  return out;
}

}  // namespace cordon::intel
