#include "intel/osv/severity.h"

namespace cordon::intel {

std::optional<ScoredVector> best_score(const Advisory& advisory) {
  std::optional<ScoredVector> best;
  for (const std::string& vector : advisory.cvss)
    if (const auto score = score_cvss(vector); score && (!best || score->version > best->score.version))
      best = ScoredVector{vector, *score};
  return best;
}

model::Severity severity_of(const Advisory& advisory) {
  const auto best = best_score(advisory);
  switch (best ? best->score.severity : advisory.severity) {
    case SeverityWord::low: return model::Severity::low;
    case SeverityWord::none:
    case SeverityWord::moderate: return model::Severity::medium;
    case SeverityWord::high: return model::Severity::high;
    case SeverityWord::critical: return model::Severity::critical;
  }
  return model::Severity::medium;
}

}  // namespace cordon::intel
