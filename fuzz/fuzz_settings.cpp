// cordon.yaml: what is read is judged, whatever it says, and what is refused says where.
#include <cstdint>
#include <string>
#include <string_view>

#include "input_files.h"
#include "policy/judge.h"
#include "policy/settings.h"

using namespace cordon;

namespace {

constexpr std::string_view kToday = "2026-11-30";

// Releases about which much, and nothing, is known; names and licences of the input are among them.
std::vector<policy::Release> releases(const policy::Settings& settings, std::string_view text) {
  std::vector<policy::Release> out(2);
  for (const char* type : {"npm", "pypi"}) {
    policy::Release& known = out.emplace_back();
    known.type = type;
    known.name = "axios";
    known.version = "1.14.1";
    known.registry = {"npm", model::RegistryClass::public_};
    known.host = "registry.example.test";
    known.integrity = {"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="};
    known.install_script = model::InstallScript::yes;
    known.licences = {std::string(text.substr(0, 64))};
    known.age = policy::KnownAge{3'600, "the fuzzer"};
    known.risk = 12;
    known.is_new = true;
  }
  for (const policy::Approval& approval : settings.rules.approvals) {
    policy::Release& approved = out.emplace_back(out[2]);
    approved.name = approval.package.text();
    approved.version = approval.version;
    approved.integrity = approval.digests;
  }
  return out;
}

void check_judgement(const policy::Rules& rules, const policy::Release& release) {
  const policy::Judgement said = policy::judge(rules, release, kToday);
  fuzz::expect(said.outcomes.size() == rules.rules.size());
  fuzz::expect(said.breaches.size() <= policy::kConditions);
  bool is_enforced = false;
  for (const std::size_t each : said.breaches) {
    fuzz::expect(each < rules.rules.size() && said.outcomes[each].outcome == policy::Outcome::broken);
    is_enforced |= rules.rules[each].mode == model::RuleMode::enforce;
  }
  fuzz::expect(is_enforced == (said.verdict != model::VerdictValue::allow));
  for (const policy::RuleOutcome& each : said.outcomes)
    fuzz::expect(each.outcome == policy::Outcome::not_of_it || !each.fact.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.bytes = 1u << 20;
  const Result<policy::Settings> settings = policy::read_settings(text, "cordon.yaml", limits);
  if (!settings) {
    fuzz::expect(!settings.error().message.empty());
    return 0;
  }
  for (const policy::Rule& rule : settings->rules.rules)
    fuzz::expect(!rule.id.empty() && !rule.owner.empty() && !rule.reason.empty() && !rule.packages.empty());
  for (const policy::Release& release : releases(*settings, text)) check_judgement(settings->rules, release);
  return 0;
}
