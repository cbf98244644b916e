// What two texts of a client's configuration set, compared.
#include <utility>

#include "app/config_edit.h"
#include "app/config_lines.h"
#include "base/toml.h"
#include "base/yaml.h"

namespace cordon::app {
namespace {

using inventory::ConfigForm;
using Keys = std::vector<std::string_view>;

bool same(const Value& one, const Value& other);

// Of two objects, either of which may lack: its members but these.
bool same_members(const Value& one, const Value& other, const Keys& but = {}) {
  const auto members = [&](const Value& of) {
    std::vector<Value::Member> out;
    for (const Value::Member& each : of.members())
      if (std::ranges::find(but, each.key) == but.end()) out.push_back(each);
    return out;
  };
  const auto may_be = [](const Value& value) { return value.is_object() || !value.exists() || value.is_null(); };
  return may_be(one) && may_be(other) &&
         std::ranges::equal(members(one), members(other), [](const Value::Member& a, const Value::Member& b) {
           return a.key == b.key && same(a.value, b.value);
         });
}

// As deep as the parser lets a document be.
bool same(const Value& one, const Value& other) {
  if (one.kind() != other.kind() || one.size() != other.size()) return false;
  if (one.is_object()) return same_members(one, other);
  if (!one.is_array()) return one.text() == other.text();
  auto left = one.elements().begin();
  for (const Value& right : other.elements()) {
    if (!same(*left, right)) return false;
    ++left;
  }
  return true;
}

std::vector<std::string> hosts_but(const Value& list, std::string_view host) {
  std::vector<std::string> out;
  for (const Value& each : list.elements())
    if (each.text() != host) out.emplace_back(each.text());
  return out;
}

// A table that may lack, without one key; where it is no table, all of it.
bool same_table(const Value& one, const Value& other, std::string_view key) {
  const auto is_table = [](const Value& value) { return value.is_object() || !value.exists(); };
  return is_table(one) && is_table(other) ? same_members(one, other, {key}) : same(one, other);
}

std::vector<std::pair<std::string, std::string>> settings_of(ConfigForm form, const std::string& text) {
  std::vector<std::pair<std::string, std::string>> out;
  if (form == ConfigForm::npmrc) {
    inventory::each_npmrc_setting(text, [&](std::string_view key, std::string_view value, std::uint32_t) {
      if (key != "registry") out.emplace_back(key, value);
    });
    return out;
  }
  const ConfigLines lines(text);
  for (std::size_t i = 0; i < lines.lines().size(); ++i) {
    const std::string_view line = without_blanks(lines.line(i));
    const std::string_view key = line.substr(0, line.find(' '));
    if (line.empty() || line.starts_with('#') || key == "registry" || key == "\"registry\"") continue;
    out.emplace_back(key, line.substr(key.size()));
  }
  return out;
}

}  // namespace

Result<bool> same_otherwise(ConfigForm form, const std::string& one, const std::string& other,
                            std::string_view http_host) {
  if (form == ConfigForm::npmrc || form == ConfigForm::yarnrc)
    return settings_of(form, one) == settings_of(form, other);
  const auto parse = [&](const std::string& text) {
    return form == ConfigForm::bunfig ? toml::parse(text) : yaml::parse(text);
  };
  const Document first = TRY(parse(one)), second = TRY(parse(other));
  const Value a = first.root(), b = second.root();
  switch (form) {
    case ConfigForm::yarnrc_yml:
      return same_members(a, b, {"npmRegistryServer", "unsafeHttpWhitelist"}) &&
             hosts_but(a["unsafeHttpWhitelist"], http_host) == hosts_but(b["unsafeHttpWhitelist"], http_host);
    case ConfigForm::pnpm_workspace:
      return same_members(a, b, {"registry", "registries"}) && same_table(a["registries"], b["registries"], "default");
    case ConfigForm::bunfig: {
      // Of a table that says where and with which token only the address is another.
      const Value was = a["install"]["registry"], is = b["install"]["registry"];
      return same_members(a, b, {"install"}) && same_table(a["install"], b["install"], "registry") &&
             (!was.is_object() || same_members(was, is, {"url"}));
    }
    case ConfigForm::npmrc:
    case ConfigForm::yarnrc: break;
  }
  return false;
}

}  // namespace cordon::app
