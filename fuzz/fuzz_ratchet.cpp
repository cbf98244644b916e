// The file of accepted findings: what is accepted is written and read again as the same, what is refused says where;
// and a ratchet never covers malware, whatever it lists.
#include <cstdint>
#include <string>

#include "check_document.h"
#include "model/finding.h"
#include "policy/ratchet.h"

using namespace cordon;
using namespace cordon::policy;
using fuzz::expect;

namespace {

model::Finding finding(const std::string& id, model::FindingKind kind) {
  model::Finding out;
  out.id = id;
  out.rule_id = "source.git";
  out.kind = kind;
  out.severity = model::Severity::medium;
  return out;
}

void check_use(const Ratchet& ratchet) {
  for (const RatchetEntry& entry : ratchet.findings) {
    std::vector<model::Finding> malware{finding(entry.id, model::FindingKind::malware)};
    expect(apply_ratchet(ratchet, true, malware).known == 0 && malware.size() == 1);
    std::vector<model::Finding> known{finding(entry.id, model::FindingKind::source)};
    const RatchetUse use = apply_ratchet(ratchet, true, known);
    expect((use.known == 1) == (entry.severity >= model::Severity::medium) && known.size() + use.known == 1);
    expect(use.gone.size() + use.rest.size() == ratchet.findings.size());
    if (!use.gone.empty()) expect(!ratchet_stale(ratchet, use).evidence.empty());
    break;  // one tells as much as all, and all of them are too many
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto ratchet = read_ratchet(text, "ratchet.json");
  if (!ratchet) {
    fuzz::check_error(ratchet.error(), text);
    return 0;
  }
  for (const RatchetEntry& entry : ratchet->findings)
    expect(entry.id.size() == 32 && !entry.rule.empty() && !entry.subject.empty() && entry.line > 0);
  const std::string written = write_ratchet(*ratchet);
  const auto again = read_ratchet(written, "ratchet.json");
  expect(again.has_value() && again->findings.size() == ratchet->findings.size());
  expect(write_ratchet(*again) == written);
  check_use(*ratchet);
  return 0;
}
