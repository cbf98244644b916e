#include "policy/gate_settings.h"

#include "base/text.h"
#include "policy/rules.h"

namespace cordon::policy {
namespace {

bool is_web_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

Result<void> check_address(const Value& value) {
  if (!value.exists() || is_web_address(value.text())) return {};
  return fail(ErrorCode::invalid_value, text::visible(value.text()) + " is no address: it begins with https://",
              value.line());
}

std::optional<bool> is_word(const Value& value, std::string_view word) {
  return value.exists() ? std::optional(value.text() == word) : std::nullopt;
}

}  // namespace

Result<std::int64_t> gate_age(std::string_view text) {
  if (text == "0m" || text == "0h" || text == "0d" || text == "0w") return 0;
  return parse_age(text);
}

bool set_gate_setting(std::string_view key, std::string_view value, const std::vector<std::string>& elements,
                      GateSettings& out) {
  struct Word {
    std::string_view key, yes, no;
    std::optional<bool> GateSettings::* member;
  };
  static constexpr Word kWords[] = {{"mode", "observe", "enforce", &GateSettings::observe},
                                    {"scripts", "withhold", "observe", &GateSettings::withhold_scripts},
                                    {"on_timeout", "allow", "block", &GateSettings::allow_unexamined}};
  for (const Word& word : kWords) {
    if (key != word.key) continue;
    out.*word.member = value == word.yes;
    return value == word.yes || value == word.no;
  }
  if (key == "minimum_age") {
    const Result<std::int64_t> seconds = gate_age(value);
    if (seconds) out.minimum_age_seconds = *seconds;
    return seconds.has_value();
  }
  if (key == "redirect_hosts") out.redirect_hosts = elements;
  if (key == "listen") out.listen = value;
  if (key == "certificate") out.certificate = value;
  if (key == "key") out.key = value;
  if (key == "folder") out.folder = value;
  if (key == "public_address") out.public_address = value;
  if (key == "upstream") out.upstream = value;
  return (key != "public_address" && key != "upstream") || is_web_address(value);
}

Result<GateSettings> read_gate_settings(const Value& gate) {
  GateSettings out;
  out.listen = gate["listen"].text();
  out.public_address = gate["public_address"].text();
  out.certificate = gate["certificate"].text();
  out.key = gate["key"].text();
  out.folder = gate["folder"].text();
  out.upstream = gate["upstream"].text();
  TRY(check_address(gate["public_address"]));
  TRY(check_address(gate["upstream"]));
  for (const Value& row : gate["scopes"].elements()) {
    GateScope scope{std::string(row["scope"].text()), std::string(row["registry"].text())};
    if (!scope.scope.starts_with('@') || scope.scope.size() < 2)
      return fail(ErrorCode::invalid_value, "a scope begins with @", row.line());
    if (scope.registry.empty()) return fail(ErrorCode::missing_field, "a scope needs its registry", row.line());
    TRY(check_address(row["registry"]));
    out.scopes.push_back(std::move(scope));
  }
  for (const Value& host : gate["redirect_hosts"].elements()) out.redirect_hosts.emplace_back(host.text());
  if (const Value age = gate["minimum_age"]; age.exists()) {
    const Result<std::int64_t> seconds = gate_age(age.text());
    if (!seconds) return fail(seconds.error().code, "gate.minimum_age: " + seconds.error().message, age.line());
    out.minimum_age_seconds = *seconds;
  }
  out.observe = is_word(gate["mode"], "observe");
  out.withhold_scripts = is_word(gate["scripts"], "withhold");
  out.allow_unexamined = is_word(gate["on_timeout"], "allow");
  return out;
}

}  // namespace cordon::policy
