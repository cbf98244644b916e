#include "intel/index/explain.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace cordon::intel {

Result<std::vector<ExplainedRecord>> explain(const AdvisoryIndex& index, std::string_view id,
                                             std::string_view ecosystem, std::string_view name,
                                             std::string_view version) {
  std::vector<ExplainedRecord> out;
  std::vector<std::uint32_t> numbers;
  const auto add = [&](std::uint32_t record, Advisory advisory) -> Result<void> {
    TRY(index.fill_text(record, advisory));
    out.push_back({std::move(advisory), {}});
    numbers.push_back(record);
    return {};
  };
  const std::optional<std::uint32_t> named = TRY(index.find_record(id));
  if (named) {
    Advisory advisory = TRY(index.record(*named));
    TRY(add(*named, std::move(advisory)));
  }
  for (IndexedAffected& entry : TRY(index.find(ecosystem, name))) {
    if (std::ranges::find(numbers, entry.record) == numbers.end()) {
      Advisory advisory = TRY(index.record(entry.record));
      if (std::ranges::find(advisory.aliases, id) == advisory.aliases.end()) continue;
      TRY(add(entry.record, std::move(advisory)));
    }
    const auto place = std::ranges::find(numbers, entry.record) - numbers.begin();
    ExplainedRecord& record = out[static_cast<std::size_t>(place)];
    Judgement judgement = judge(entry.affected, record.advisory.malware, version);
    record.entries.push_back({std::move(entry.affected), std::move(judgement)});
  }
  return out;
}

Standing standing_of(const std::vector<ExplainedRecord>& records) {
  const bool silent =
      std::ranges::all_of(records, [](const ExplainedRecord& record) { return record.entries.empty(); });
  Standing out = silent ? Standing::unknown : Standing::not_affected;
  for (const ExplainedRecord& record : records) {
    if (record.advisory.withdrawn != 0) continue;
    for (const ExplainedEntry& entry : record.entries) {
      if (entry.judgement.standing == Standing::affected) return Standing::affected;
      if (entry.judgement.standing == Standing::unknown) out = Standing::unknown;
    }
  }
  return out;
}

}  // namespace cordon::intel
